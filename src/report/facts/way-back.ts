import type { Assessment } from "../../model/assessment.js";
import type { Rollback } from "../../model/rehearsal.js";
import { count, counted, listed } from "../words/count.js";
import { duration } from "../words/duration.js";
import { name, relation } from "../words/name.js";
import { lockWindows } from "./lock-windows.js";
import { waiters } from "./who-waits.js";

/** `good`, `bad`, or `open`: neither proven nor disproven. */
export type Sign = "good" | "bad" | "open";

export interface WayBack {
  readonly sign: Sign;
  readonly sentence: string;
}

/** Can this change be undone, what does going back cost: one line. */
export function wayBack(assessment: Assessment): WayBack {
  const { rehearsal, migrations } = assessment;
  if (rehearsal === null) {
    const without = migrations.filter(({ down }) => down === null).map(({ id }) => name(id));
    if (without.length > 0) return { sign: "open", sentence: `not tried; no down script for ${listed(without, 3)}` };
    return { sign: "open", sentence: "not tried: nothing was rehearsed" };
  }
  const { sign, sentence } = STATUS[rehearsal.rollback.status](rehearsal.rollback);
  const parts = [sentence, ...destroyed(rehearsal.rollback), ...blocksAgain(assessment)];
  return { sign, sentence: parts.join(" · ") };
}

const STATUS: Readonly<Record<Rollback["status"], (rollback: Rollback) => WayBack>> = {
  exact: ({ durationMs }) => ({ sign: "good", sentence: `schema and rows as before (${duration(durationMs)})` }),
  "column-order": ({ durationMs }) => ({
    sign: "good",
    sentence: `schema and rows as before, only the order of columns differs (${duration(durationMs)})`,
  }),
  drift: ({ differences }) => ({
    sign: "bad",
    sentence: `the down script runs, but ${counted(differences.length, "object")} ${differences.length === 1 ? "differs" : "differ"} from before`,
  }),
  "data-loss": (rollback) => ({
    sign: "bad",
    sentence: `${rollback.differences.length === 0 ? "schema yes" : "schema not quite"}, data no: ${lost(rollback)}`,
  }),
  fails: ({ error }) => ({ sign: "bad", sentence: `the down script fails: ${error?.message ?? "the server gave no reason"}` }),
  missing: ({ missing }) => ({
    sign: "bad",
    sentence: `no down script for ${listed(
      missing.map((each) => name(each)),
      3,
    )}`,
  }),
  irreversible: () => ({ sign: "open", sentence: "declared irreversible in the SQL; nothing was tried" }),
  "not-applicable": () => ({ sign: "open", sentence: "not tried" }),
};

/** `2,000,000 values are gone`, `3 rows are gone`, or whose rows differ where neither was counted. */
export function lost({ rowsLost, valuesLost, rows }: Rollback): string {
  const parts = [...(rowsLost > 0 ? [counted(rowsLost, "row")] : []), ...(valuesLost > 0 ? [counted(valuesLost, "value")] : [])];
  const columns = rows.flatMap(({ table, columns }) =>
    columns.map((column) => `${relation(table)}.${name(column)}`.replace("`.`", ".")),
  );
  const where = columns.length === 0 ? "" : ` in ${listed(columns, 3)}`;
  if (parts.length === 0)
    return `rows differ${
      where ||
      ` in ${listed(
        rows.map(({ table }) => relation(table)),
        3,
      )}`
    }`;
  return `${parts.join(" and ")} ${rowsLost + valuesLost === 1 ? "does" : "do"} not come back${where}`;
}

function destroyed({ destroys }: Rollback): string[] {
  return destroys.length === 0 ? [] : [`going back destroys ${listed(destroys, 3)}`];
}

function blocksAgain(assessment: Assessment): string[] {
  const worst = lockWindows(assessment, "down")[0];
  return worst === undefined || worst.heldMs < 1 ? [] : [`going back holds up ${waiters(worst)} for ${duration(worst.heldMs)}`];
}

/** Tables that hold more or fewer rows than before. */
export function rowCounts({ rows }: Rollback): string[] {
  return rows
    .filter(({ rowsBefore, rowsAfter }) => rowsBefore !== rowsAfter)
    .map(({ table, rowsBefore, rowsAfter }) => `${relation(table)} ${amount(rowsBefore)} → ${amount(rowsAfter)} rows`);
}

function amount(rows: number | null): string {
  return rows === null ? "no table" : count(rows);
}
