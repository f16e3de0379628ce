import type { Socket } from "node:net";

/**
 * Passes bytes on as they came, no faster than they are taken. `hear` gets them first, so that what the other side knows
 * is recorded. Resolves when nothing more comes; then the other side is told so. What cannot be delivered is still heard.
 */
export function pump(from: Socket, to: Socket, hear: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve) => {
    const resume = () => void from.resume();
    from.on("data", (chunk: Buffer) => {
      hear(chunk);
      if (!to.writable || to.write(chunk)) return;
      from.pause();
    });
    to.on("drain", resume);
    to.on("close", resume);
    const finish = () => {
      to.off("drain", resume);
      to.off("close", resume);
      to.end();
      resolve();
    };
    if (from.destroyed || from.readableEnded) return finish();
    from.once("end", finish);
    from.once("close", finish);
    from.resume();
  });
}
