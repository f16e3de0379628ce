import { BodyReader } from "./body-reader.js";

/** A parameter as it was bound; null is SQL's. */
export interface BoundValue {
  readonly bytes: Buffer | null;
  readonly isBinary: boolean;
}

/** What a client sends once it is logged in, as far as it matters to a record (PostgreSQL manual, 55.7). */
export type ClientMessage =
  | { readonly kind: "query"; readonly sql: Buffer }
  | { readonly kind: "parse"; readonly name: string; readonly sql: Buffer; readonly types: readonly number[] }
  | { readonly kind: "bind"; readonly portal: string; readonly statement: string; readonly values: readonly BoundValue[] }
  | { readonly kind: "describe"; readonly of: "statement" | "portal"; readonly name: string }
  | { readonly kind: "execute"; readonly portal: string }
  | { readonly kind: "close"; readonly of: "statement" | "portal"; readonly name: string }
  | { readonly kind: "copy-data"; readonly bytes: Buffer }
  | { readonly kind: "copy-done" | "copy-fail" | "flush" | "sync" | "function" | "terminate" };

/** Null for a type that the protocol does not have. @throws Malformed */
export function readClientMessage(type: string, body: Buffer): ClientMessage | null {
  const fields = new BodyReader(body);
  switch (type) {
    case "Q":
      return { kind: "query", sql: fields.zeroEnded() };
    case "P":
      return { kind: "parse", name: fields.text(), sql: fields.zeroEnded(), types: readTypes(fields) };
    case "B":
      return { kind: "bind", portal: fields.text(), statement: fields.text(), values: readValues(fields) };
    case "D":
      return { kind: "describe", of: readSubject(fields), name: fields.text() };
    case "E":
      return { kind: "execute", portal: fields.text() };
    case "C":
      return { kind: "close", of: readSubject(fields), name: fields.text() };
    case "d":
      return { kind: "copy-data", bytes: body };
    default:
      return readEmpty(type);
  }
}

function readEmpty(type: string): ClientMessage | null {
  switch (type) {
    case "c":
      return { kind: "copy-done" };
    case "f":
      return { kind: "copy-fail" };
    case "H":
      return { kind: "flush" };
    case "S":
      return { kind: "sync" };
    case "F":
      return { kind: "function" };
    case "X":
      return { kind: "terminate" };
    default:
      return null;
  }
}

function readSubject(fields: BodyReader): "statement" | "portal" {
  return fields.uint8() === 0x53 ? "statement" : "portal";
}

export function readTypes(fields: BodyReader): number[] {
  return Array.from({ length: fields.uint16() }, () => fields.uint32());
}

/** No format means text for all, one stands for all (PostgreSQL manual, 55.7, Bind). */
function readValues(fields: BodyReader): BoundValue[] {
  const formats = Array.from({ length: fields.uint16() }, () => fields.int16());
  return Array.from({ length: fields.uint16() }, (_, at) => {
    const length = fields.int32();
    const format = formats.length === 1 ? formats[0] : formats[at];
    return { bytes: length < 0 ? null : fields.bytes(length), isBinary: format === 1 };
  });
}
