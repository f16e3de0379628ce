import { type Value, type Values, value } from "./value.js";

const INTEGERS: Readonly<Record<string, { readonly min: bigint; readonly max: bigint; readonly far: bigint }>> = {
  int2: { min: -32_768n, max: 32_767n, far: 32_000n },
  int4: { min: -2_147_483_648n, max: 2_147_483_647n, far: 2_000_000_000n },
  int8: { min: -9_223_372_036_854_775_808n, max: 9_223_372_036_854_775_807n, far: 9_000_000_000_000_000n },
  oid: { min: 0n, max: 4_294_967_295n, far: 4_000_000_000n },
};

/** Values of number types; null for any other. `versionNumber` as 150018. */
export function numberValues(type: string, modifier: number, versionNumber: number): Values | null {
  if (Object.hasOwn(INTEGERS, type)) return integerValues(type);
  if (type === "numeric") return numericValues(modifier, versionNumber);
  if (type === "float4" || type === "float8") return floatValues(type === "float4" ? "3.4e38" : "1.7e308");
  if (type !== "money") return null;
  return {
    tame: ["1.00", "0.00"],
    awkward: [
      value("92233720368547758.07", "largest amount"),
      value("-92233720368547758.08", "smallest amount"),
      ...zeroAndBelow,
    ],
    distinct: (at) => `${1_000_000 + at}.00`,
  };
}

const zeroAndBelow: readonly Value[] = [value("0", "zero"), value("-1", "negative number")];

function integerValues(type: string): Values | null {
  const range = INTEGERS[type];
  if (range === undefined) return null;
  const { min, max, far } = range;
  const least = min < 0n ? [value(String(min), "smallest number"), ...zeroAndBelow] : [value("0", "zero")];
  return {
    tame: ["1", "2", "10", "100"],
    awkward: [value(String(max), "largest number"), ...least],
    // Room is left above, so that a sequence that is set behind the last row can go on.
    distinct: (at) => (far + BigInt(at) < max ? String(far + BigInt(at)) : null),
  };
}

/** The text of a typmod: precision in the upper half, scale in the lower 11 bits, signed since 15 (numeric.c). */
function numericValues(modifier: number, versionNumber: number): Values {
  const infinities =
    versionNumber >= 140_000 ? [value("Infinity", "infinite number"), value("-Infinity", "infinite number")] : [];
  const nan = value("NaN", "NaN");
  if (modifier < 4)
    return {
      tame: ["1", "2.5", "10", "100"],
      awkward: [value("123456789012345678901234567890.123456789", "number of 39 digits"), nan, ...zeroAndBelow, ...infinities],
      distinct: (at) => String(9_000_000_000_000_000n + BigInt(at)),
    };
  const precision = ((modifier - 4) >> 16) & 0xffff;
  const scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  const largest = shifted(BigInt("9".repeat(precision)), scale);
  const unit = scale < precision ? shifted(10n ** BigInt(Math.max(scale, 0)), scale) : "0";
  const below = unit === "0" ? shifted(-1n, scale) : `-${unit}`;
  return {
    tame: [unit, "0", shifted(1n, scale)],
    awkward: [
      value(largest, "largest number"),
      value(`-${largest}`, "smallest number"),
      value("0", "zero"),
      value(below, "negative number"),
      nan,
    ],
    distinct: (at) => {
      const digits = BigInt("9".repeat(precision)) - 1n - BigInt(at);
      return digits > 0n ? shifted(digits, scale) : null;
    },
  };
}

/** `digits` with `scale` of them behind the point; a negative scale puts zeros behind. */
function shifted(digits: bigint, scale: number): string {
  if (scale <= 0) return `${digits}${digits === 0n ? "" : "0".repeat(-scale)}`;
  const sign = digits < 0n ? "-" : "";
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, "0");
  return `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

function floatValues(largest: string): Values {
  return {
    tame: ["1", "2.5", "10", "100"],
    awkward: [
      value(largest, "largest number"),
      value(`-${largest}`, "smallest number"),
      value("NaN", "NaN"),
      value("Infinity", "infinite number"),
      value("-Infinity", "infinite number"),
      ...zeroAndBelow,
    ],
    distinct: (at) => String(1_000_000 + at),
  };
}
