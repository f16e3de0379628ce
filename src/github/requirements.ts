import { codeOwnerRequirements } from "../gate/code-owners.js";
import type { Requirement } from "../gate/gate-input.js";
import type { Settings } from "../settings/schema.js";
import { requiredApprovals } from "../verdict/required-approvals.js";
import type { DatabaseRecord } from "./database-line.js";
import { judgedDatabases } from "./judged-databases.js";
import type { ReportRecord } from "./report-record.js";

interface Sources {
  /** Files of the change that are of this database. */
  readonly files: (key: string) => Promise<readonly string[]>;
  readonly codeOwners: () => Promise<string | null>;
}

type Approvals = Settings["approvals"];

/**
 * What the policy asks beside a number of people: by the hazards of what holds the change, and by who owns its files. Of
 * several databases each asks for its own.
 */
export async function requirementsOf(
  databases: readonly Pick<Settings, "approvals" | "key">[],
  record: ReportRecord,
  { files, codeOwners }: Sources,
): Promise<readonly Requirement[]> {
  if (record.decision !== "hold") return [];
  const held = judgedDatabases(databases, record).filter(({ told }) => told.decision === "hold");
  const askOthers = new Set(held.map(({ settings }) => JSON.stringify(settings.approvals.from))).size > 1;
  const found: Requirement[] = [];
  for (const { settings, told } of held) {
    const of = record.several ? ` of \`${settings.key}\`` : "";
    if (askOthers) found.push(numberOf(settings.approvals, told, `database \`${settings.key}\``));
    found.push(...byHazard(settings.approvals, told, of));
    if (settings.approvals["code-owners"])
      found.push(...codeOwnerRequirements((await codeOwners()) ?? "", await files(settings.key)));
  }
  return found;
}

/** Who is asked by one database does not stand in for who is asked by another. */
function numberOf(approvals: Approvals, { decision, risk, required }: DatabaseRecord, because: string): Requirement {
  const count = Math.max(1, required, requiredApprovals(decision, risk, approvals));
  return { because, count, from: approvals.from, writersOnly: false };
}

function byHazard(approvals: Approvals, { hazards }: DatabaseRecord, of: string): Requirement[] {
  return Object.entries(approvals["by-hazard"]).flatMap(([hazard, asked]) =>
    asked === undefined || !hazards.includes(hazard) ? [] : [{ because: `${hazard}${of}`, ...asked, writersOnly: false }],
  );
}
