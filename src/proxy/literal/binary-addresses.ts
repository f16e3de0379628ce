import type { BodyReader } from "../protocol/body-reader.js";

/** Family (2 is IPv4), bits of the net mask, whether it is a cidr, length, address (PostgreSQL source, network_recv). */
export function readAddress(fields: BodyReader): string {
  const family = fields.uint8();
  const bits = fields.uint8();
  fields.uint8();
  const bytes = fields.bytes(fields.uint8());
  return `${family === 2 ? bytes.join(".") : groups(bytes)}/${bits}`;
}

export function readMacAddress(fields: BodyReader): string {
  return [...fields.bytes(6)].map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

function groups(bytes: Buffer): string {
  return Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16)).join(":");
}
