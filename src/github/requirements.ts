import { codeOwnerRequirements } from "../gate/code-owners.js";
import type { Requirement } from "../gate/gate-input.js";
import type { Settings } from "../settings/schema.js";
import type { ReportRecord } from "./report-record.js";

interface Sources {
  readonly files: () => Promise<readonly string[]>;
  readonly codeOwners: () => Promise<string | null>;
}

/** What the policy asks beside a number of people: by the hazards of what holds the change, and by who owns its files. */
export async function requirementsOf(
  { approvals }: Pick<Settings, "approvals">,
  { decision, hazards }: ReportRecord,
  { files, codeOwners }: Sources,
): Promise<readonly Requirement[]> {
  if (decision !== "hold") return [];
  const byHazard = Object.entries(approvals["by-hazard"]).flatMap(([hazard, asked]) =>
    asked === undefined || !hazards.includes(hazard) ? [] : [{ because: hazard, ...asked, writersOnly: false }],
  );
  if (!approvals["code-owners"]) return byHazard;
  return [...byHazard, ...codeOwnerRequirements((await codeOwners()) ?? "", await files())];
}
