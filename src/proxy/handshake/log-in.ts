import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import { BodyReader } from "../protocol/body-reader.js";
import { message } from "../protocol/message.js";
import { readMessage } from "../protocol/read-socket.js";
import { attribute, isSame, MECHANISM, nonce, proofOf, scramKeys, serverSignature } from "./scram.js";

export interface Account {
  readonly user: string;
  readonly password: string | null;
}

/** What the server said that the client has to hear before it logs in itself, and whether we were let in. */
export interface LoginResult {
  readonly negotiated: Buffer | null;
  /** An ErrorResponse as it came, or our own words for why there is no session. */
  readonly refused: Buffer | string | null;
}

/** Opens a session with the protocol version and the parameters of the client, as the target's role. @throws Hangup, Malformed */
export async function logIn(
  server: Socket,
  account: Account,
  version: number,
  parameters: ReadonlyMap<string, string>,
): Promise<LoginResult> {
  server.write(startupMessage(version, parameters));
  let negotiated: Buffer | null = null;
  for (;;) {
    const { type, body } = await readMessage(server);
    if (type === "v") negotiated = message("v", body);
    else if (type === "E") return { negotiated, refused: message("E", body) };
    else if (type === "R") {
      const fields = new BodyReader(body);
      const kind = fields.int32();
      if (kind === 0) return { negotiated, refused: null };
      const refused = await answer(server, account, kind, fields);
      if (refused !== null) return { negotiated, refused };
    } else if (type !== "N") return { negotiated, refused: `the server answers with \`${type}\` while logging in` };
  }
}

function startupMessage(version: number, parameters: ReadonlyMap<string, string>): Buffer {
  // As a message of its own, less the type.
  return message("-", version, ...[...parameters].flat(), Buffer.of(0)).subarray(1);
}

/** Null to go on; a sentence where it cannot be answered. */
async function answer(server: Socket, account: Account, kind: number, fields: BodyReader): Promise<string | null> {
  if (kind !== 3 && kind !== 5 && kind !== 10)
    return `the server asks for a way of authentication that is not supported (${kind})`;
  if (account.password === null) return "the server asks for a password, and none was given";
  if (kind === 10) return answerScram(server, account.password, fields);
  server.write(message("p", kind === 3 ? account.password : hashed(account.user, account.password, fields.bytes(4))));
  return null;
}

function hashed(user: string, password: string, salt: Buffer): string {
  const md5 = (...parts: readonly (string | Buffer)[]) =>
    parts.reduce((hash, part) => hash.update(part), createHash("md5")).digest("hex");
  return `md5${md5(md5(password, user), salt)}`;
}

async function answerScram(server: Socket, password: string, fields: BodyReader): Promise<string | null> {
  const offered: string[] = [];
  while (fields.left > 1) offered.push(fields.text());
  if (!offered.includes(MECHANISM)) return `the server offers only ${offered.join(", ")}`;
  const own = nonce();
  // The server knows the role from the startup message and ignores this name (PostgreSQL manual, 55.3.1).
  const bare = `n=,r=${own}`;
  const opening = Buffer.from(`n,,${bare}`);
  server.write(message("p", MECHANISM, opening.length, opening));

  const challenge = await expectSasl(server, 11);
  if (typeof challenge !== "string") return challenge.refused;
  const both = attribute(challenge, "r") ?? "";
  const iterations = Number(attribute(challenge, "i"));
  if (!both.startsWith(own) || both === own || !(iterations > 0)) return "the server's SCRAM challenge makes no sense";
  const keys = await scramKeys(password, Buffer.from(attribute(challenge, "s") ?? "", "base64"), iterations);
  const withoutProof = `c=biws,r=${both}`;
  const conversation = `${bare},${challenge},${withoutProof}`;
  server.write(message("p", Buffer.from(`${withoutProof},p=${proofOf(keys, conversation).toString("base64")}`)));

  const verdict = await expectSasl(server, 12);
  if (typeof verdict !== "string") return verdict.refused;
  const signature = Buffer.from(attribute(verdict, "v") ?? "", "base64");
  return isSame(signature, serverSignature(keys, conversation)) ? null : "the server does not know the password itself";
}

async function expectSasl(server: Socket, kind: number): Promise<string | { readonly refused: string }> {
  const { type, body } = await readMessage(server);
  const fields = new BodyReader(body);
  if (type === "R" && fields.int32() === kind) return fields.bytes(fields.left).toString();
  const said = type === "E" ? /(?:^|\0)M([^\0]*)/u.exec(body.toString())?.[1] : null;
  return { refused: said ?? `the server answers with \`${type}\` while logging in` };
}
