import type { Socket } from "node:net";
import { BodyReader } from "../protocol/body-reader.js";
import { message } from "../protocol/message.js";
import { readMessage } from "../protocol/read-socket.js";
import { attribute, isSame, MECHANISM, nonce, proofOf, type ScramKeys, serverSignature } from "./scram.js";

/**
 * Asks a client for our password and says whether it knew it. By SCRAM-SHA-256, without channel binding: PostgreSQL's
 * default since 14, so the tools of today know it, and the one way that no client refuses for being weak
 * (libpq's `require_auth`, JDBC's `authenticationPluginClassName` and others can forbid cleartext and MD5).
 */
export async function askPassword(client: Socket, keys: ScramKeys): Promise<boolean> {
  client.write(message("R", 10, MECHANISM, Buffer.of(0)));
  const first = await readMessage(client);
  if (first.type !== "p") return false;
  const fields = new BodyReader(first.body);
  if (fields.text() !== MECHANISM) return false;
  const offer = readOffer(fields.bytes(Math.max(0, fields.int32())).toString());
  if (offer === null) return false;
  const bothNonces = offer.nonce + nonce();
  const challenge = `r=${bothNonces},s=${keys.salt.toString("base64")},i=${keys.iterations}`;
  client.write(message("R", 11, Buffer.from(challenge)));

  const last = await readMessage(client);
  if (last.type !== "p") return false;
  const answer = last.body.toString();
  const withoutProof = answer.replace(/,p=[^,]*$/u, "");
  const conversation = `${offer.bare},${challenge},${withoutProof}`;
  const proof = Buffer.from(attribute(answer, "p") ?? "", "base64");
  const isBound = attribute(answer, "c") === Buffer.from(offer.header).toString("base64");
  const isOurs = attribute(answer, "r") === bothNonces;
  if (!isBound || !isOurs || !isSame(proof, proofOf(keys, conversation))) return false;
  client.write(message("R", 12, Buffer.from(`v=${serverSignature(keys, conversation).toString("base64")}`)));
  return true;
}

/** The client's first words: a header on channel binding, which `p=` would demand, and its nonce. */
function readOffer(text: string) {
  const parts = /^([ny],[^,]*,)(.*)$/su.exec(text);
  const [, header = "", bare = ""] = parts ?? [];
  const clientNonce = attribute(bare, "r");
  return parts === null || clientNonce === null ? null : { header, bare, nonce: clientNonce };
}
