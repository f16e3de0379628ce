import { isUtf8 } from "node:buffer";
import type { BodyReader } from "../protocol/body-reader.js";
import { readAddress, readMacAddress } from "./binary-addresses.js";
import { readNumeric } from "./binary-numeric.js";
import { rangeOf } from "./binary-range.js";
import { readDate, readInterval, readTime, readTimestamp, readTimeWithZone } from "./binary-times.js";

type Decode = (fields: BodyReader) => string | null;

const uint32: Decode = (fields) => String(fields.uint32());
const int4: Decode = (fields) => String(fields.int32());
const int8: Decode = (fields) => String(fields.int64());
const timestamp: Decode = (fields) => readTimestamp(fields.int64(), "");
const timestampWithZone: Decode = (fields) => readTimestamp(fields.int64(), "+00");
const date: Decode = (fields) => readDate(fields.int32());

/** The `typreceive` of each built-in type (PostgreSQL source). */
export const binaryTypes: ReadonlyMap<number, Decode> = new Map<number, Decode>([
  [16, (fields) => (fields.uint8() === 0 ? "f" : "t")],
  [17, (fields) => `\\x${fields.bytes(fields.left).toString("hex")}`],
  [18, text],
  [19, text],
  [20, int8],
  [21, (fields) => String(fields.int16())],
  [23, int4],
  [25, text],
  [26, uint32],
  [114, text],
  [142, text],
  [650, readAddress],
  [700, (fields) => written(fields.bytes(4).readFloatBE())],
  [701, (fields) => written(fields.bytes(8).readDoubleBE())],
  [705, text],
  [829, readMacAddress],
  [869, readAddress],
  [1042, text],
  [1043, text],
  [1082, date],
  [1083, (fields) => readTime(fields.int64())],
  [1114, timestamp],
  [1184, timestampWithZone],
  [1186, readInterval],
  [1266, readTimeWithZone],
  [1560, readBits],
  [1562, readBits],
  [1700, readNumeric],
  [2205, uint32],
  [2206, uint32],
  [
    2950,
    (fields) =>
      fields
        .bytes(16)
        .toString("hex")
        .replace(/^(.{8})(.{4})(.{4})(.{4})/u, "$1-$2-$3-$4-"),
  ],
  [3802, (fields) => (fields.uint8() === 1 ? text(fields) : null)],
  [3904, rangeOf(int4)],
  [3906, rangeOf(readNumeric)],
  [3908, rangeOf(timestamp)],
  [3910, rangeOf(timestampWithZone)],
  [3912, rangeOf(date)],
  [3926, rangeOf(int8)],
]);

function text(fields: BodyReader): string | null {
  const bytes = fields.bytes(fields.left);
  return isUtf8(bytes) ? bytes.toString() : null;
}

/** The shortest digits that give the same number again; JavaScript drops the sign of a zero. */
function written(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function readBits(fields: BodyReader): string {
  const length = fields.int32();
  const bytes = fields.bytes(Math.ceil(Math.max(0, length) / 8));
  return [...bytes]
    .map((byte) => byte.toString(2).padStart(8, "0"))
    .join("")
    .slice(0, length);
}
