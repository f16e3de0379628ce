/** One message of the protocol: a type, a length that counts itself, a body (PostgreSQL manual, 55.7). */
export function message(type: string, ...parts: readonly (Buffer | string | number)[]): Buffer {
  const body = Buffer.concat(parts.map(bytesOf));
  const head = Buffer.alloc(5);
  head.write(type, "latin1");
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** A text ends with a zero byte, a number is four bytes. */
function bytesOf(part: Buffer | string | number): Buffer {
  if (typeof part === "string") return Buffer.from(`${part}\0`);
  if (typeof part !== "number") return part;
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(part);
  return bytes;
}

/** An error after which the server closes the connection. */
export function fatalError(sqlstate: string, text: string): Buffer {
  return message("E", "SFATAL", "VFATAL", `C${sqlstate}`, `M${text}`, Buffer.of(0));
}
