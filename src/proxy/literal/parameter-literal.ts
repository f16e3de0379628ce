import { isUtf8 } from "node:buffer";
import type { BoundValue } from "../protocol/client-message.js";
import { decodeBinary } from "./decode-binary.js";
import { typeNames } from "./type-names.js";

/**
 * A parameter as a literal. With a type that is known it is cast to that; text of an unknown type stays an untyped literal,
 * whose type Postgres infers as it does that of an undeclared parameter (PostgreSQL manual, 55.2.3). Null where the bytes
 * cannot be read.
 */
export function parameterLiteral({ bytes, isBinary }: BoundValue, type: number, standardStrings: boolean): string | null {
  const name = typeNames.get(type);
  const cast = name === undefined ? "" : `::${name}`;
  if (bytes === null) return `NULL${cast}`;
  const text = isBinary ? decodeBinary(bytes, type) : readText(bytes);
  return text === null ? null : `${quote(text, standardStrings)}${cast}`;
}

function readText(bytes: Buffer): string | null {
  return isUtf8(bytes) ? bytes.toString() : null;
}

function quote(text: string, standardStrings: boolean): string {
  const quoted = text.replaceAll("'", "''");
  if (standardStrings || !text.includes("\\")) return `'${quoted}'`;
  return `E'${quoted.replaceAll("\\", "\\\\")}'`;
}
