import { BodyReader } from "../protocol/body-reader.js";
import { Malformed } from "../protocol/malformed.js";
import { binaryTypes } from "./binary-types.js";
import { arrayTypes } from "./type-names.js";

/** The text that Postgres reads as the same value; null where the type or its bytes cannot be read. */
export function decodeBinary(bytes: Buffer, type: number): string | null {
  try {
    const fields = new BodyReader(bytes);
    const text = arrayTypes.has(type) ? readArray(fields) : (binaryTypes.get(type)?.(fields) ?? null);
    return fields.left === 0 ? text : null;
  } catch (error) {
    // The server will refuse such a value itself.
    if (error instanceof Malformed) return null;
    throw error;
  }
}

/** Dimensions, whether there are nulls, the type of the elements, then sizes and lower bounds (PostgreSQL source, array_recv). */
function readArray(fields: BodyReader): string | null {
  const depth = fields.int32();
  fields.int32();
  const type = fields.uint32();
  if (depth === 0) return "{}";
  if (depth < 0 || depth > 6) return null;
  const sizes = Array.from({ length: depth }, () => ({ size: fields.int32(), from: fields.int32() }));
  const text = readLevel(
    fields,
    type,
    sizes.map(({ size }) => size),
  );
  if (text === null || sizes.every(({ from }) => from === 1)) return text;
  return `${sizes.map(({ size, from }) => `[${from}:${from + size - 1}]`).join("")}=${text}`;
}

function readLevel(fields: BodyReader, type: number, [size = 0, ...deeper]: readonly number[]): string | null {
  const items: string[] = [];
  for (let at = 0; at < size; at++) {
    const item = deeper.length > 0 ? readLevel(fields, type, deeper) : readElement(fields, type);
    if (item === null) return null;
    items.push(item);
  }
  return `{${items.join(",")}}`;
}

function readElement(fields: BodyReader, type: number): string | null {
  const length = fields.int32();
  if (length < 0) return "NULL";
  const text = decodeBinary(fields.bytes(length), type);
  return text === null ? null : `"${text.replace(/["\\]/gu, "\\$&")}"`;
}
