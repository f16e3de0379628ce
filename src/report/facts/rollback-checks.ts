import type { Assessment } from "../../model/assessment.js";
import type { Interruption, Rehearsal, Rerun, Rollback } from "../../model/rehearsal.js";
import { counted, listed } from "../words/count.js";
import { duration } from "../words/duration.js";
import { name } from "../words/name.js";
import { lockWindows } from "./lock-windows.js";
import { lost, rowCounts, type WayBack } from "./way-back.js";
import { waiters } from "./who-waits.js";

export interface Check extends WayBack {
  readonly check: string;
}

/** What the way back was measured against, in the order it was tried; empty where there was nothing to try. */
export function rollbackChecks(assessment: Assessment): Check[] {
  const { rehearsal } = assessment;
  return rehearsal === null
    ? []
    : [...backChecks(assessment, rehearsal), ...crashCheck(rehearsal), ...awkwardChecks(rehearsal), ...newerRowsCheck(rehearsal)];
}

function backChecks(assessment: Assessment, rehearsal: Rehearsal): Check[] {
  const { rollback, rerun } = rehearsal;
  if (rollback.status === "not-applicable" || rollback.status === "irreversible") return rerunCheck(rerun);
  if (rollback.status === "missing") {
    const sentence = `none for ${listed(
      rollback.missing.map((each) => name(each)),
      5,
    )}`;
    return [{ check: "Down script exists", sign: "bad", sentence }, ...rerunCheck(rerun)];
  }
  if (rollback.status === "fails")
    return [{ check: "Down script runs", sign: "bad", sentence: failure(rollback.error) }, ...rerunCheck(rerun)];
  return [
    { check: "Down script runs", sign: "good", sentence: `${duration(rollback.durationMs)}${blocked(assessment)}` },
    schemaCheck(rollback),
    rowCheck(rollback),
    ...upAgain(rollback),
    ...rerunCheck(rerun),
  ];
}

function blocked(assessment: Assessment): string {
  const worst = lockWindows(assessment, "down")[0];
  return worst === undefined || worst.heldMs < 1 ? "" : `; holds up ${waiters(worst)} for ${duration(worst.heldMs)}`;
}

function schemaCheck({ differences, status }: Rollback): Check {
  const check = "Schema is as before";
  if (status === "column-order") return { check, sign: "good", sentence: "equal; only the order of columns differs" };
  if (differences.length === 0) return { check, sign: "good", sentence: "equal" };
  return {
    check,
    sign: "bad",
    sentence: `${counted(differences.length, "difference")}: ${listed(
      differences.map(({ kind, object }) => `${kind} ${name(object)}`),
      5,
    )}`,
  };
}

function rowCheck(rollback: Rollback): Check {
  const check = "Rows are as before";
  if (rollback.status !== "data-loss" && rollback.rows.length === 0) return { check, sign: "good", sentence: "equal" };
  return { check, sign: "bad", sentence: [lost(rollback), ...rowCounts(rollback).slice(0, 5)].join(" · ") };
}

function upAgain({ upAgainEqual }: Rollback): Check[] {
  const check = "Up again";
  if (upAgainEqual === null) return [{ check, sign: "open", sentence: "not tried" }];
  return [
    upAgainEqual
      ? { check, sign: "good", sentence: "same schema as the first time" }
      : { check, sign: "bad", sentence: "the schema differs from the first time" },
  ];
}

function rerunCheck({ status, error }: Rerun): Check[] {
  const check = "Run twice in a row";
  if (status === "idempotent") return [{ check, sign: "good", sentence: "the second run changes nothing" }];
  if (status === "changes") return [{ check, sign: "open", sentence: "the second run succeeds and changes something again" }];
  if (status === "fails")
    return [{ check, sign: "open", sentence: `the second run stops: ${error?.message ?? "the server gave no reason"}` }];
  return [];
}

/** Where a migration is no single transaction: what a crash between or inside its statements leaves, the worst first. */
function crashCheck({ interruption }: Rehearsal): Check[] {
  const check = "Crash, then run again";
  const worst = CRASHES.map((outcome) => interruption.find((each) => each.outcome === outcome)).find(
    (each) => each !== undefined,
  );
  if (worst === undefined) return [];
  const where = `${worst.cut} statement ${worst.statement + 1} of ${name(worst.migration)}`;
  const points = counted(interruption.length, "point");
  if (worst.outcome === "converges") return [{ check, sign: "good", sentence: `ends as undisturbed, tried at ${points}` }];
  if (worst.outcome === "stuck")
    return [
      { check, sign: "open", sentence: `stuck after a crash ${where}: ${worst.error?.message ?? "the server gave no reason"}` },
    ];
  if (worst.outcome === "diverges")
    return [{ check, sign: "bad", sentence: `after a crash ${where} the second run ends with another schema` }];
  const indexes = listed(
    worst.invalidIndexes.map((each) => name(each)),
    3,
  );
  return [{ check, sign: "bad", sentence: `after a crash ${where} the second run succeeds and leaves ${indexes} invalid` }];
}

const CRASHES: readonly Interruption["outcome"][] = ["invalid-index", "diverges", "stuck", "converges"];

/** The same on rows as awkward as the schema allows. */
function awkwardChecks({ awkward }: Rehearsal): Check[] {
  if (awkward === null || awkward.filled.length === 0) return [];
  const rows = awkward.filled.reduce((sum, each) => sum + each.rows, 0);
  const on = `${counted(rows, "row")} in ${counted(awkward.filled.length, "table")}`;
  const [first] = awkward.failures;
  const up: Check =
    first === undefined
      ? { check: "On awkward rows", sign: "good", sentence: `the change goes through on ${on}` }
      : {
          check: "On awkward rows",
          sign: "open",
          sentence: `${name(first.migration)} statement ${first.statement + 1} fails: ${first.error.message}${first.error.detail === null ? "" : `. ${first.error.detail}`}`,
        };
  return [up, ...awkwardBack(awkward.back)];
}

/** Back after days in which the application wrote what the change allows. */
function newerRowsCheck({ newerRows }: Rehearsal): Check[] {
  if (newerRows === undefined) return [];
  const check = "Back, with rows written since";
  const { error, filled } = newerRows;
  if (error !== null) return [{ check, sign: "open", sentence: `fails: ${error.message}` }];
  const rows = filled.reduce((sum, each) => sum + each.rows, 0);
  return [{ check, sign: "good", sentence: `goes through with ${counted(rows, "row")} in ${counted(filled.length, "table")}` }];
}

function awkwardBack(back: NonNullable<Rehearsal["awkward"]>["back"]): Check[] {
  const check = "Back, on awkward rows";
  if (back === null) return [];
  if (back.error !== null) return [{ check, sign: "bad", sentence: `fails: ${back.error.message}` }];
  const where = listed(
    back.columns.map((column) => name(column.replace(/^public\./u, ""))),
    3,
  );
  const parts = [
    ...(back.rowsLost > 0 ? [counted(back.rowsLost, "row")] : []),
    ...(back.valuesLost > 0 ? [counted(back.valuesLost, "value")] : []),
  ];
  if (parts.length > 0)
    return [{ check, sign: "bad", sentence: `${parts.join(" and ")} do not come back${where === "" ? "" : ` (${where})`}` }];
  if (back.columns.length > 0) return [{ check, sign: "bad", sentence: `values come back as others: ${where}` }];
  return [{ check, sign: "good", sentence: "every value comes back" }];
}

function failure(error: Rollback["error"]): string {
  if (error === null) return "it fails; the server gave no reason";
  return `fails at statement ${error.statement + 1} of ${name(error.migration)}: ${error.message} (SQLSTATE ${error.sqlstate})`;
}
