import { connect, type Socket } from "node:net";
import { logIn } from "../../src/proxy/handshake/log-in.js";
import { message } from "../../src/proxy/protocol/message.js";
import { readMessage } from "../../src/proxy/protocol/read-socket.js";
import type { RecordingProxy } from "./through-proxy.js";

/** A client that says exactly what a test wants, in one piece. */
export interface RawClient {
  readonly socket: Socket;
  /** Whether the server had to negotiate the version, and the bytes of its key to cancel. */
  readonly negotiated: boolean;
  readonly keyLength: number;
  send(...messages: readonly Buffer[]): void;
  /** Types of what is answered, up to so many ReadyForQuery, without settings and notices. */
  answers(readies: number): Promise<string>;
  close(): Promise<void>;
}

export async function rawClient(proxy: RecordingProxy, version = 196_608): Promise<RawClient> {
  const { host, port, user, password, database } = proxy;
  const socket = connect({ host, port });
  socket.on("error", () => undefined);
  const parameters = new Map([
    ["user", user],
    ["database", database],
    ["application_name", "raw"],
  ]);
  const { negotiated, refused } = await logIn(socket, { user, password }, version, parameters);
  if (refused !== null) throw new Error(refused.toString());
  let keyLength = 0;
  for (let type = ""; type !== "Z"; ) {
    const next = await readMessage(socket);
    type = next.type;
    if (type === "K") keyLength = next.body.length - 4;
  }
  return {
    socket,
    negotiated: negotiated !== null,
    keyLength,
    send: (...messages) => void socket.write(Buffer.concat(messages)),
    answers: async (readies) => {
      let types = "";
      for (let seen = 0; seen < readies; ) {
        const { type } = await readMessage(socket);
        if (!"SNA".includes(type)) types += type;
        if (type === "Z") seen++;
      }
      return types;
    },
    close: async () => {
      const closed = new Promise((resolve) => socket.once("close", resolve));
      socket.end(message("X"));
      socket.resume();
      await closed;
    },
  };
}

const short = (value: number) => Buffer.from([value >> 8, value & 0xff]);

/** The messages that tests send. */
export const say = {
  query: (sql: string) => message("Q", sql),
  parse: (name: string, sql: string, types: readonly number[] = []) => message("P", name, sql, short(types.length), ...types),
  bind: (portal: string, name: string, values: readonly (string | Buffer | null)[] = []) =>
    message(
      "B",
      portal,
      name,
      short(values.length),
      ...values.map((value) => short(Buffer.isBuffer(value) ? 1 : 0)),
      short(values.length),
      ...values.flatMap((value) => (value === null ? [-1] : [Buffer.byteLength(value), Buffer.from(value)])),
      short(0),
    ),
  describe: (name: string) => message("D", Buffer.from("S"), name),
  execute: (portal: string, rows = 0) => message("E", portal, rows),
  close: (name: string) => message("C", Buffer.from("S"), name),
  rows: (text: string) => message("d", Buffer.from(text)),
  bytes: (data: Buffer) => message("d", data),
  copyDone: () => message("c"),
  flush: () => message("H"),
  sync: () => message("S"),
  /** A call of int4abs by the fast path. */
  call: () => message("F", 1397, short(0), short(1), 4, 5, short(1)),
};
