import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** What a server keeps of a password, and what a client derives from it (RFC 5802, section 3). */
export interface ScramKeys {
  readonly salt: Buffer;
  readonly iterations: number;
  readonly clientKey: Buffer;
  readonly serverKey: Buffer;
}

/** The name as PostgreSQL offers it where there is no TLS to bind to. */
export const MECHANISM = "SCRAM-SHA-256";

export async function scramKeys(password: string, salt: Buffer, iterations: number): Promise<ScramKeys> {
  const salted = await promisify(pbkdf2)(prepared(password), salt, iterations, 32, "sha256");
  return { salt, iterations, clientKey: hmac(salted, "Client Key"), serverKey: hmac(salted, "Server Key") };
}

export function proofOf({ clientKey }: ScramKeys, conversation: string): Buffer {
  const signature = hmac(createHash("sha256").update(clientKey).digest(), conversation);
  return Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)));
}

export function serverSignature({ serverKey }: ScramKeys, conversation: string): Buffer {
  return hmac(serverKey, conversation);
}

export function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

export function nonce(): string {
  return randomBytes(18).toString("base64");
}

/** The value of an attribute such as `r=…` in a comma-separated message. */
export function attribute(text: string, name: string): string | null {
  const found = text.split(",").find((part) => part.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? null;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** SASLprep as far as it changes bytes (RFC 4013): spaces, characters mapped to nothing, compatible forms. */
function prepared(password: string): string {
  return password
    .replace(/[\u{a0}\u{1680}\u{2000}-\u{200b}\u{202f}\u{205f}\u{3000}]/gu, " ")
    .replace(/\u{ad}|\u{34f}|\u{1806}|[\u{180b}-\u{180d}]|[\u{200c}\u{200d}]|\u{2060}|[\u{fe00}-\u{fe0f}]|\u{feff}/gu, "")
    .normalize("NFKC");
}
