import { BodyReader } from "./body-reader.js";
import { readTypes } from "./client-message.js";
import { Malformed } from "./malformed.js";

/** What a server sends, as far as it matters to a record (PostgreSQL manual, 55.7). */
export type ServerMessage =
  | { readonly kind: "parsed" | "bound" | "closed" | "suspended" | "empty" | "copy-both" }
  | { readonly kind: "described-portal" }
  | { readonly kind: "parameters"; readonly types: readonly number[] }
  | { readonly kind: "complete"; readonly tag: string }
  | { readonly kind: "copy-in"; readonly isBinary: boolean }
  | { readonly kind: "error"; readonly sqlstate: string; readonly message: string }
  | { readonly kind: "ready"; readonly state: "idle" | "transaction" | "failed" }
  | { readonly kind: "setting"; readonly name: string; readonly value: string }
  | { readonly kind: "key"; readonly key: string };

const WITHOUT_FIELDS: ReadonlyMap<string, ServerMessage> = new Map<string, ServerMessage>([
  ["1", { kind: "parsed" }],
  ["2", { kind: "bound" }],
  ["3", { kind: "closed" }],
  ["s", { kind: "suspended" }],
  ["I", { kind: "empty" }],
  ["W", { kind: "copy-both" }],
  ["T", { kind: "described-portal" }],
  ["n", { kind: "described-portal" }],
]);

/** Rows, notices, notifications, the copying out, and results of the fast path say nothing about statements. */
const PASSED_OVER = "DNAHdcVRv";
const WITH_FIELDS = "tCGEZSK";

export function isWantedOfServer(type: string): boolean {
  return WITH_FIELDS.includes(type);
}

/** `passed-over` for what tells nothing; null for a type that the protocol does not have. @throws Malformed */
export function readServerMessage(type: string, body: Buffer | null): ServerMessage | "passed-over" | null {
  const plain = WITHOUT_FIELDS.get(type);
  if (plain !== undefined) return plain;
  if (body === null) return PASSED_OVER.includes(type) ? "passed-over" : null;
  const fields = new BodyReader(body);
  switch (type) {
    case "t":
      return { kind: "parameters", types: readTypes(fields) };
    case "C":
      return { kind: "complete", tag: fields.text() };
    case "G":
      return { kind: "copy-in", isBinary: fields.uint8() === 1 };
    case "E":
      return readError(fields);
    case "Z":
      return { kind: "ready", state: readState(fields.uint8()) };
    case "S":
      return { kind: "setting", name: fields.text(), value: fields.text() };
    case "K":
      return { kind: "key", key: body.toString("hex") };
    default:
      return null;
  }
}

function readError(fields: BodyReader): ServerMessage {
  const found = new Map<number, string>();
  for (let field = fields.uint8(); field !== 0; field = fields.uint8()) found.set(field, fields.text());
  return { kind: "error", sqlstate: found.get(0x43) ?? "", message: found.get(0x4d) ?? "" };
}

function readState(byte: number): "idle" | "transaction" | "failed" {
  if (byte === 0x49) return "idle";
  if (byte === 0x54) return "transaction";
  if (byte === 0x45) return "failed";
  throw new Malformed("a state of the session that the protocol does not have");
}
