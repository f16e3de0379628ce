import type { Socket } from "node:net";
import { Malformed } from "./malformed.js";

/** The longest message that logging in can need (PostgreSQL source, MAX_STARTUP_PACKET_LENGTH is 10000). */
const LONGEST = 16_384;

/** The other side is gone, without an error that somebody has to see. */
export class Hangup extends Error {
  override readonly name = "Hangup";
}

/** The next bytes of a paused socket; what follows them stays in it. @throws Hangup */
export async function readBytes(socket: Socket, length: number): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  while (bytes.length < length) {
    // Everything: a listener for `readable` is told again and again of bytes that are left where they are.
    const more = socket.read() as Buffer | null;
    if (more !== null) bytes = Buffer.concat([bytes, more]);
    else if (socket.readableEnded || socket.destroyed) throw new Hangup("the connection was closed");
    else await changed(socket);
  }
  if (bytes.length > length) socket.unshift(bytes.subarray(length));
  return bytes.subarray(0, length);
}

/** The next message that begins with its type. @throws Hangup, Malformed */
export async function readMessage(socket: Socket): Promise<{ readonly type: string; readonly body: Buffer }> {
  const head = await readBytes(socket, 5);
  return { type: head.toString("latin1", 0, 1), body: await readBytes(socket, bodyLength(head.readUInt32BE(1))) };
}

/** Length of a body by the length that counts itself. @throws Malformed */
export function bodyLength(length: number): number {
  if (length < 4 || length > LONGEST) throw new Malformed(`a message of ${length} bytes while logging in`);
  return length - 4;
}

function changed(socket: Socket): Promise<void> {
  const events = ["readable", "end", "close", "error"];
  return new Promise((resolve) => {
    const settle = () => {
      for (const event of events) socket.off(event, settle);
      resolve();
    };
    for (const event of events) socket.on(event, settle);
  });
}
