import { agreementClaims } from "../promises/agreement-claims.js";
import type { Settings } from "../settings/schema.js";

/** Pairs of columns that have to agree before the old one goes, and how that is asked. */
export function agreementsOf({ phases }: Settings) {
  return (phases.contract?.agree ?? []).map((agreement) => ({ agreement, claims: agreementClaims([agreement]) }));
}
