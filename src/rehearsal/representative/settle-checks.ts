import { combinations } from "../awkward/combinations.js";
import type { Component } from "../awkward/components.js";
import type { Session } from "../engine.js";
import { quoted } from "../quoted.js";
import { candidatesOf } from "./candidates.js";
import { type RowsQuery, rowsFrom } from "./insert-sql.js";
import { ROW } from "./plan-references.js";
import type { UnitPlan } from "./plan-unit.js";
import type { Generator } from "./row-number.js";
import { runAsOwners } from "./run-as-owners.js";

/** Combinations that the server is asked about, and how many at once. */
const MOST = 480;
const BATCH = 60;

/** Which rows ways are tried with. */
export interface Tried {
  readonly first: number;
  readonly last: number;
  readonly between: number;
}

/**
 * Finds, for columns that have to please a check, ways to fill them that please it in each of the rows tried; settles
 * them in the plan. Returns the server's words where there are none.
 */
export async function settleChecks(
  session: Session,
  owners: readonly string[],
  plan: UnitPlan,
  tried: Tried,
): Promise<string | null> {
  for (const component of plan.components) {
    const reason = await settle(session, owners, plan, component, sampleOf(tried));
    if (reason !== null) return reason;
  }
  return null;
}

async function settle(
  session: Session,
  owners: readonly string[],
  plan: UnitPlan,
  component: Component,
  sample: string,
): Promise<string | null> {
  const choices = combinations(
    component.fields.map(({ number }) => candidates(plan, component, number)),
    MOST,
  );
  let message: string | null = null;
  for (let at = 0; at < choices.length; at += BATCH) {
    const batch = choices.slice(at, at + BATCH);
    const answer = await runAsOwners(session, owners, { first: batch.map((choice) => testSql(plan, component, choice, sample)) });
    message ??= answer.message;
    const found = answer.at === null ? undefined : batch[answer.at];
    if (found === undefined) continue;
    for (const [place, { number }] of component.fields.entries()) {
      const generator = found[place];
      if (generator !== undefined) plan.generators.set(number, generator);
    }
    return null;
  }
  const columns = component.fields.map(({ name }) => name).join(", ");
  return message ?? `no values were found for ${columns} that satisfy ${component.expression}`;
}

function candidates(plan: UnitPlan, { literals }: Component, number: number): Generator[] {
  const column = plan.columns.get(number);
  if (column === undefined) return [];
  const referring = plan.references.find(({ columns }) => columns.has(number))?.columns.get(number);
  const own = candidatesOf(column, literals, plan.ladders.get(number) ?? null);
  if (referring === undefined) return own;
  const refers: Generator = () => referring;
  return [refers, ...(column.field.nullable ? [() => `null::${column.field.type}`] : []), ...own.slice(1)];
}

/** 2 where all rows please the check and what keeps them apart does so; 1 where they only please it. */
function testSql(plan: UnitPlan, component: Component, choice: readonly Generator[], sample: string): string {
  const { expression, derived, fields } = component;
  const numbers = new Set(fields.map(({ number }) => number));
  const references = plan.references.filter(({ columns }) => [...columns.keys()].some((column) => numbers.has(column)));
  const query: RowsQuery = {
    source: sample,
    references,
    values: fields.map(({ name, type }, at) => `(${choice[at]?.(ROW) ?? "null"})::${type} as ${quoted(name)}`),
  };
  const apart = fields
    .filter(({ number }) => plan.carriers.columns.has(number) && plan.columns.get(number)?.number(ROW).includes(" / ") === false)
    .map(({ name }) => `count(distinct s.${quoted(name)}::text) = count(s.${quoted(name)})`);
  const distinct = apart.length === 0 ? "true" : apart.join(" and ");
  return `select case when not coalesce(bool_and((${expression}) is not false), false) then 0 when ${distinct} then 2 else 1 end
    from (select s.*${derived} from (${rowsFrom(query)} offset 0) s) s`;
}

/** The first rows, the last ones, and as many between them. */
function sampleOf({ first, last, between }: Tried): string {
  const ends = Array.from({ length: 28 }, (_, at) => [first + at, last - at])
    .flat()
    .filter((row) => row >= first && row <= last);
  const step = Math.max(1, Math.floor((last - first) / between));
  return `(select unnest('{${ends.join(",")}}'::int8[]) union select generate_series(${first}::int8, ${last}::int8, ${step}))`;
}
