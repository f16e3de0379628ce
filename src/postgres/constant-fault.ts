import type { GivenValue, TypeReference } from "../model/operation.js";

const RANGES: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int2: [-32768n, 32767n],
  int4: [-2147483648n, 2147483647n],
  int8: [-9223372036854775808n, 9223372036854775807n],
};

/** Why the server refuses a constant for a type; null where it takes it, or where that is not certain. */
export function constantFault(
  { name, modifiers }: TypeReference,
  { text, quoted }: Extract<GivenValue, { kind: "constant" }>,
): "no value" | "too long" | "out of range" | null {
  switch (name) {
    case "int2":
    case "int4":
    case "int8":
      return integerFault(name, text.trim(), quoted);
    case "varchar":
    case "bpchar": {
      const room = modifiers[0];
      // Only what is more than blanks is refused (manual, 8.3).
      return room !== undefined && [...text.replace(/ +$/u, "")].length > room ? "too long" : null;
    }
    case "bool":
      // Any unambiguous beginning of these words (manual, 8.6).
      if (!quoted) return null;
      return /^(?:t|tr|tru|true|y|ye|yes|on|1|f|fa|fal|fals|false|n|no|of|off|0)$/iu.test(text.trim()) ? null : "no value";
    case "uuid":
      return quoted && !/^\{?(?:[\da-f]{4}-?){7}[\da-f]{4}\}?$/iu.test(text) ? "no value" : null;
    case "json":
    case "jsonb":
      return quoted && !isJson(text) ? "no value" : null;
    case "numeric":
    case "float4":
    case "float8":
      return quoted && /^\s*[a-z]+\s*$/iu.test(text) && !/^\s*(?:nan|inf|infinity)\s*$/iu.test(text) ? "no value" : null;
    case "date":
    case "timestamp":
    case "timestamptz":
      return quoted && text.trim() === "" ? "no value" : null;
    default:
      return null;
  }
}

function integerFault(type: string, text: string, quoted: boolean): "no value" | "out of range" | null {
  if (!/^[+-]?\d+$/u.test(text)) {
    // Other bases and underscores came with 16; a bare number with a fraction is rounded.
    return quoted && !/^[+-]?0[xob]|_/iu.test(text) ? "no value" : null;
  }
  const [least, most] = RANGES[type] ?? [0n, 0n];
  const value = BigInt(text.replace("+", ""));
  return value < least || value > most ? "out of range" : null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Postgres takes a few texts that JavaScript does not, none of which begins like this.
    return !/^\s*(?:[a-z'(]|\{\s*[a-z'])/iu.test(text);
  }
}
