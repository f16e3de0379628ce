import type { GatePolicy } from "../gate/gate-input.js";
import type { Settings } from "../settings/schema.js";
import { requiredApprovals } from "../verdict/required-approvals.js";
import { judgedDatabases } from "./judged-databases.js";
import type { ReportRecord } from "./report-record.js";

type Databases = readonly Pick<Settings, "approvals" | "key">[];

export interface PolicyInForce {
  readonly policy: GatePolicy;
  readonly agents: readonly string[];
  /** How many people must approve; 0: nobody can. */
  readonly required: number;
}

/**
 * The policy that a change is decided by. Of several databases nobody's rule is softened by another's: what is asked by
 * number and by name is asked for each (see requirements.ts), and what opens the gate has to be allowed by all.
 */
export function policyOf(databases: Databases, record: ReportRecord): PolicyInForce {
  const judged = judgedDatabases(databases, record);
  const held = judged.filter(({ told }) => told.decision === "hold");
  const asking = (held.length > 0 ? held : judged).map(({ settings }) => settings.approvals);
  const all = judged.map(({ settings }) => settings.approvals);
  const [first = databases[0]?.approvals] = asking;
  const numbers = held.map(({ told, settings }) =>
    Math.max(told.required, requiredApprovals(told.decision, told.risk, settings.approvals)),
  );
  const overriders = (all.length > 0 ? all : databases.map(({ approvals }) => approvals)).map(({ override }) => override);
  return {
    policy: {
      from: asking.some(({ from }) => from.length === 0) ? [] : [...new Set(asking.flatMap(({ from }) => from))],
      override: (overriders[0] ?? []).filter((each) => overriders.every((list) => list.includes(each))),
      self: first !== undefined && isSame(asking) ? first.self : "never",
      expiresHours: Math.min(
        ...(all.length > 0 ? all : databases.map(({ approvals }) => approvals)).map((each) => each["expires-hours"]),
      ),
    },
    agents: [...new Set(databases.flatMap(({ approvals }) => approvals.agents))],
    required: record.decision !== "hold" || numbers.includes(0) ? 0 : Math.max(0, ...numbers),
  };
}

/** A sole maintainer of one database is none of another's. */
function isSame(asking: readonly Settings["approvals"][]): boolean {
  return new Set(asking.map(({ self, from }) => JSON.stringify([self, from]))).size === 1;
}
