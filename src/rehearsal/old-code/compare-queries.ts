import type { OldCode, PlannedScan, PreparedReading, QueryChange, QueryState, ResultColumn } from "../../model/old-code.js";
import { saysNothing } from "./attempt.js";

/** What changes for queries that worked before, and those that the server refused already. */
export function compareQueries(
  before: readonly QueryState[],
  after: readonly QueryState[],
): Pick<OldCode, "changes" | "unreadable"> {
  const changes: QueryChange[] = [];
  const unreadable: OldCode["unreadable"][number][] = [];
  for (const [index, state] of before.entries()) {
    const { query, readings } = state;
    const at = Math.max(
      0,
      readings.findIndex(({ refusal }) => refusal === null),
    );
    const was = readings[at];
    const is = after[index]?.readings[at];
    const refusal = was?.refusal ?? (is?.refusal && saysNothing(is.refusal) ? is.refusal : null);
    if (was === undefined || is === undefined || refusal !== null) {
      unreadable.push({ place: query.place, message: refusal?.message ?? "it was not tried" });
    } else {
      changes.push(...changesOf(query, was, is));
    }
  }
  return { changes, unreadable };
}

function changesOf(query: QueryChange["query"], was: PreparedReading, is: PreparedReading): QueryChange[] {
  const change = (
    status: QueryChange["status"],
    told: Pick<QueryChange, "before" | "after" | "message"> & Partial<QueryChange>,
  ): QueryChange => ({ query, status, sqlstate: null, relations: was.relations, breaksPrepared: false, ...told });
  if (is.refusal !== null) {
    const { message, sqlstate } = is.refusal;
    return [change("fails", { before: "it can be prepared", after: message, message, sqlstate })];
  }
  const changes: QueryChange[] = [];
  if (was.columns !== null && is.columns !== null && shown(was.columns) !== shown(is.columns)) {
    const message = `the result ${difference(was.columns, is.columns)}`;
    const told = { before: shown(was.columns), after: shown(is.columns), message, breaksPrepared: true };
    changes.push(change("result-changes", { ...told, sqlstate: "0A000" }));
  }
  if (was.parameters.join() !== is.parameters.join()) {
    const [before, after] = [was.parameters.join(", "), is.parameters.join(", ")];
    const message = `its parameters were ${before} and are ${after}`;
    changes.push(change("parameters-change", { before, after, message }));
  }
  const lost = lostIndexes(was.scans, is.scans);
  const relations = [...new Set(lost.map(({ relation }) => relation))];
  if (lost.length > 0) {
    const before = lost.map(({ relation, indexes }) => `${relation} by ${indexes.join(", ")}`).join("; ");
    const after = `all of ${relations.join(", ")}`;
    changes.push(change("loses-index", { before, after, message: `it read ${before}; now it reads ${after}`, relations }));
  }
  return changes;
}

/**
 * Relations that are read whole where an index narrowed or ordered them. A plan that merely turned a join around reads
 * another relation by an index instead: that is no loss.
 */
function lostIndexes(was: readonly PlannedScan[], is: readonly PlannedScan[]): PlannedScan[] {
  const now = new Map(is.map((scan) => [key(scan), scan]));
  const then = new Map(was.map((scan) => [key(scan), scan]));
  if (is.some((scan) => scan.narrowed && then.get(key(scan))?.narrowed === false)) return [];
  return was.filter((scan) => {
    const scanned = now.get(key(scan));
    if (scanned === undefined || scanned.narrowed || scan.indexes.length === 0) return false;
    return scan.narrowed || (scan.streamed && !scanned.streamed);
  });
}

function key({ relation, alias }: PlannedScan): string {
  return `${relation} ${alias}`;
}

function shown(columns: readonly ResultColumn[]): string {
  return columns.map(({ name, type }) => `${name} ${type}`).join(", ");
}

/** What came, went and changed, by name. */
function difference(was: readonly ResultColumn[], is: readonly ResultColumn[]): string {
  const gone = was.filter(({ name }) => !is.some((column) => column.name === name)).map(({ name }) => `loses ${name}`);
  const come = is.filter(({ name }) => !was.some((column) => column.name === name)).map(({ name }) => `gains ${name}`);
  const changed = was.flatMap(({ name, type }) => {
    const now = is.find((column) => column.name === name);
    return now === undefined || now.type === type ? [] : [`has ${name} as ${now.type} instead of ${type}`];
  });
  const parts = [...new Set([...gone, ...come, ...changed])];
  return parts.length > 0 ? parts.join(", ") : "has its columns in another order";
}
