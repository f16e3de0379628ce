import type { CodeReferences } from "../model/code-reference.js";
import type { History } from "../model/migration.js";
import type { ExitCriterion, Reached } from "../model/phase.js";
import type { Rehearsal } from "../model/rehearsal.js";
import type { ReadMigration } from "../model/statement.js";
import { type AskedAgreement, columnsAgree } from "./columns-agree.js";
import type { ContractTerms } from "./contract-terms.js";
import { expandingMigration } from "./expanding-migrations.js";
import { isNamedMigration } from "./named-migration.js";
import { noReferences } from "./no-references.js";
import { type QuietAsked, quietPeriod } from "./quiet-period.js";
import type { RecognizedPhases } from "./recognize-phases.js";

/** What is known of the world that a step which takes something away is about to leave. */
export interface ExitFacts {
  readonly terms: ContractTerms;
  readonly history: Pick<History, "settled" | "proposed">;
  /** Those of the change, as read. */
  readonly migrations: readonly ReadMigration[];
  /** The settled migrations as read; asked only where the quiet period counts from one of them. */
  readonly readSettled: () => Promise<readonly ReadMigration[]>;
  /** When files reached the base; null where nothing tells. */
  readonly reached: (files: readonly string[]) => Promise<ReadonlyMap<string, Reached> | null>;
  readonly agreements: readonly AskedAgreement[];
  readonly references: CodeReferences | null;
  readonly rehearsal: Rehearsal | null;
  /** Rows come from a seed or a clone. */
  readonly rowsAreGiven: boolean;
  readonly now: Date;
}

/** Each criterion that the settings set for a migration that contracts, and what became of it. */
export async function exitCriteria(step: RecognizedPhases, facts: ExitFacts): Promise<readonly ExitCriterion[]> {
  const { terms, agreements, rehearsal, rowsAreGiven, references } = facts;
  const concerned = agreements.filter(({ agreement }) => isConcerned(agreement, step));
  return [
    ...(terms["quiet-days"] === undefined ? [] : [await quiet(step, terms["quiet-days"], facts)]),
    ...concerned.map((each) => columnsAgree(each, rehearsal, rowsAreGiven)),
    ...(terms["no-code-references"] && step.vanishing.length > 0 ? [noReferences(step.vanishing, references)] : []),
  ];
}

/** The columns of a table whose old column, or which itself, is taken away; a declared step that takes no name away is concerned by its tables. */
function isConcerned({ table, old }: AskedAgreement["agreement"], { vanishing, tables }: RecognizedPhases): boolean {
  const bare = table.slice(table.lastIndexOf(".") + 1);
  const isTable = (name: string) => name.slice(name.lastIndexOf(".") + 1) === bare;
  if (vanishing.length === 0) return tables.some(isTable);
  return vanishing.some(({ kind, name, owner }) =>
    kind === "column" ? name === old && isTable(owner ?? "") : kind === "relation" && isTable(name),
  );
}

async function quiet(step: RecognizedPhases, days: number, facts: ExitFacts): Promise<ExitCriterion> {
  const { since, unknown, inChange } = await countsFrom(step, facts);
  if (inChange !== null) {
    const asked = `${days} quiet ${days === 1 ? "day" : "days"} since ${inChange} reached the base`;
    const found = `${inChange} is part of this change: merge it first`;
    return { kind: "quiet-period", status: "unmet", asked, found, from: null };
  }
  const reached = since.length === 0 ? new Map() : await facts.reached(since.map(({ up }) => up.file));
  const noHistory = "there is no git history of the base that tells when it came";
  return quietPeriod({
    days,
    since,
    unknown: reached === null ? noHistory : unknown,
    reached: reached ?? new Map(),
    now: facts.now,
  });
}

interface CountsFrom {
  readonly since: QuietAsked["since"];
  readonly unknown: string | null;
  /** Id of a migration of this very change. */
  readonly inChange: string | null;
}

async function countsFrom(step: RecognizedPhases, { terms, history, migrations, readSettled }: ExitFacts): Promise<CountsFrom> {
  if (terms.after !== undefined) {
    const after = terms.after;
    const here = history.proposed.find((each) => each.id !== step.migration.id && isNamedMigration(each, after));
    if (here !== undefined) return { since: [], unknown: null, inChange: here.id };
    const last = history.settled.findLast((each) => isNamedMigration(each, after));
    if (last !== undefined) return { since: [last], unknown: null, inChange: null };
    return { since: [], unknown: `no settled migration is called ${after.join(" or ")}`, inChange: null };
  }
  const own = step.vanishing.flatMap((name) => expandingMigration(name, migrations, terms) ?? []);
  const [inChange] = own.filter(({ id }) => id !== step.migration.id);
  if (inChange !== undefined) return { since: [], unknown: null, inChange: inChange.id };
  const settled = await readSettled();
  const found = step.vanishing.map((name) => ({ name, from: expandingMigration(name, settled, terms) }));
  const lacking = found
    .filter(({ from }) => from === null)
    .map(({ name }) => (name.owner === null ? "" : `${name.owner}.`) + name.name);
  if (lacking.length > 0 || found.length === 0) {
    const what = lacking.length > 0 ? lacking.join(", ") : "what it takes away";
    const unknown = `no settled migration brings a replacement of ${what}: name the one that it counts from with \`after\``;
    return { since: [], unknown, inChange: null };
  }
  const ids = new Set(found.flatMap(({ from }) => from?.id ?? []));
  return { since: history.settled.filter(({ id }) => ids.has(id)), unknown: null, inChange: null };
}
