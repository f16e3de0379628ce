import type { Socket } from "node:net";
import { BodyReader } from "../protocol/body-reader.js";
import { Malformed } from "../protocol/malformed.js";
import { bodyLength, readBytes } from "../protocol/read-socket.js";

/** What a client opens its connection with. */
export type Greeting =
  | { readonly kind: "session"; readonly version: number; readonly parameters: ReadonlyMap<string, string> }
  /** `packet` is the whole request, to be passed on; `key` is the process and its secret. */
  | { readonly kind: "cancel"; readonly packet: Buffer; readonly key: string };

const CANCEL = 80_877_102;
const TLS = 80_877_103;
const GSS = 80_877_104;

/** Reads up to the startup message; TLS and GSS are declined, since nothing leaves this machine. @throws Hangup, Malformed */
export async function greetClient(client: Socket): Promise<Greeting> {
  for (let asked = 0; asked < 4; asked++) {
    const head = await readBytes(client, 4);
    const body = await readBytes(client, bodyLength(head.readUInt32BE()));
    const fields = new BodyReader(body);
    const code = fields.int32();
    if (code === CANCEL) {
      return { kind: "cancel", packet: Buffer.concat([head, body]), key: body.toString("hex", 4) };
    }
    if (code !== TLS && code !== GSS) return { kind: "session", version: code, parameters: readParameters(fields) };
    client.write("N");
  }
  throw new Malformed("a client that only asks for encryption");
}

function readParameters(fields: BodyReader): Map<string, string> {
  const parameters = new Map<string, string>();
  while (fields.left > 0) {
    const name = fields.text();
    if (name === "") break;
    parameters.set(name, fields.text());
  }
  return parameters;
}
