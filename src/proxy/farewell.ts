import type { Socket } from "node:net";

const LINGER_MS = 2_000;

/** Lets the other side read what was written, then closes, whether or not it does the same. */
export function farewell(socket: Socket): void {
  if (socket.destroyed) return;
  socket.end();
  // Without reading on, its own end would never be noticed.
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("close", () => clearTimeout(timer));
}
