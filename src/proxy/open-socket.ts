import { connect, type Socket } from "node:net";
import { join } from "node:path";
import type { ProxyTarget } from "./start-proxy.js";

/** A socket on its way to the target. */
export function openSocket({ host, port }: ProxyTarget): Socket {
  const where = /^[/@]/u.test(host) ? { path: join(host, `.s.PGSQL.${port}`) } : { host, port };
  return connect({ ...where, allowHalfOpen: true, noDelay: true });
}

/** Resolves once it is there. Rejects with the system's error. */
export function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the connection was closed")));
  });
}
