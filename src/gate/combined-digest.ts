import { createHash } from "node:crypto";

/**
 * SHA-256 in hex of several plans that are approved as one, whatever order they come in. A database that joins them, leaves
 * them or changes its own plan changes it. It is never the digest of one plan alone, so that neither is taken for the other.
 */
export function combinedDigest(plans: readonly { readonly key: string; readonly digest: string }[]): string {
  const pairs = plans.map(({ key, digest }) => [key, digest]).toSorted(([a = ""], [b = ""]) => (a < b ? -1 : a > b ? 1 : 0));
  return createHash("sha256")
    .update(JSON.stringify({ version: 1, databases: pairs }))
    .digest("hex");
}
