import { applyOperation } from "../catalog/apply-operation.js";
import { isLookUp } from "../catalog/is-look-up.js";
import { foundKey, keyOf } from "../catalog/key-of.js";
import type { Catalog, Table } from "../model/catalog.js";
import type { Operation, OperationOf, TypeReference } from "../model/operation.js";
import type { Statement } from "../model/statement.js";
import { mayFail } from "../postgres/type-change-may-fail.js";
import { allowsMore } from "./allows-more.js";
import { nameOfKey } from "./effects-words.js";
import { UNTOLD } from "./known-names.js";
import { holding } from "./known-rows.js";
import type { Change } from "./rule.js";
import { sqlText } from "./sql-text.js";

/** A statement of the way back that fails at rows which the change lets in, and the rows in words. */
export interface Refusal {
  readonly statement: Statement;
  readonly rows: string;
}

/**
 * What the change allows, the code that comes with it writes. A way back that forbids it again and changes no such row before
 * fails from then on: SET NOT NULL over NULLs, a unique key over duplicates, a shorter type over longer values.
 */
export function refusesNewerRows({ migrations, base }: Change): Refusal | null {
  if (!base.complete || migrations.some(({ down }) => down === null)) return null;
  const ups = migrations.flatMap(({ up }) => sitesOf(up.statements));
  const downs = migrations.toReversed().flatMap(({ down }) => sitesOf(down?.statements ?? []));
  // A block may do anything.
  if ([...ups, ...downs].some(({ inside, operation }) => inside !== "statement" || HIDES.has(operation.kind))) return null;
  const up = ups.reduce((catalog, { operation }) => applyOperation(catalog, operation, "change"), base);
  const mended = new Set<string>();
  let now = up;
  for (const { operation, statement } of downs) {
    const rows = rowsAgainst(operation, { base, up, now }, mended);
    if (rows !== null) return { statement, rows };
    if (operation.kind === "update" || operation.kind === "delete" || operation.kind === "merge")
      mended.add(keyOf(operation.table, now));
    if (operation.kind === "truncate") for (const table of operation.tables) mended.add(keyOf(table, now));
    now = applyOperation(now, operation, "change");
  }
  return null;
}

const HIDES: ReadonlySet<Operation["kind"]> = new Set(UNTOLD);

function sitesOf(statements: readonly Statement[]) {
  return statements.flatMap((statement) => statement.operations.map((site) => ({ ...site, statement })));
}

interface Catalogs {
  readonly base: Catalog;
  readonly up: Catalog;
  /** Just before the operation. */
  readonly now: Catalog;
}

function rowsAgainst(operation: Operation, catalogs: Catalogs, mended: ReadonlySet<string>): string | null {
  if (!("table" in operation) || operation.table === null) return null;
  const key = foundKey(operation.table, catalogs.now);
  const [before, after] = [catalogs.base.tables.get(key ?? ""), catalogs.up.tables.get(key ?? "")];
  // The same table under the same name all the while.
  if (key === undefined || before === undefined || after === undefined || before.origin !== "settled") return null;
  if (mended.has(key) || before.kind === "foreign") return null;
  const table = { key, before, after };
  switch (operation.kind) {
    case "set-not-null":
      return nulls(operation, table);
    case "alter-column-type":
      return misfits(operation, table, catalogs);
    case "add-constraint":
      return violations(operation.constraint, table, catalogs);
    case "create-index":
      return operation.unique && operation.where === null ? repeats(operation.columns, table, catalogs) : null;
    case "delete":
      return stillReferenced(operation, table, catalogs, mended);
    default:
      return null;
  }
}

interface Where {
  readonly key: string;
  readonly before: Table;
  readonly after: Table;
}

function columnsOf({ before, after }: Where, column: string) {
  const find = ({ columns }: Table) => columns.find(({ name }) => name === column);
  return { old: find(before), next: find(after) };
}

function nulls({ column }: OperationOf<"set-not-null">, table: Where): string | null {
  const { old, next } = columnsOf(table, column);
  if (old?.notNull !== true || next?.notNull !== false) return null;
  const isChecked = table.after.constraints.some(
    ({ type, expression }) => type === "check" && expression?.provesNotNull.includes(column) === true,
  );
  return isChecked ? null : `a NULL in ${sqlText.identifier(column)} of ${nameIn(table)}`;
}

function misfits({ column, type, using }: OperationOf<"alter-column-type">, table: Where, { base }: Catalogs): string | null {
  const { old, next } = columnsOf(table, column);
  if (old === undefined || next === undefined || using !== null || isLookUp(table.key, base)) return null;
  // It takes years until a whole number outgrows its type, and then nobody goes back.
  if (WHOLE.test(old.type.name) && WHOLE.test(next.type.name)) return null;
  // Both ways narrow, or the up already did: other rules tell of that.
  if (!holdsAll(next.type, old.type) || holdsAll(type, next.type)) return null;
  return `a value in ${sqlText.identifier(column)} of ${nameIn(table)} that is no ${type.text}`;
}

const WHOLE = /^int[248]$/u;

/** Does the one type hold every value of the other? */
function holdsAll(one: TypeReference, other: TypeReference): boolean {
  const [[size, scale = 0], [otherSize, otherScale = 0]] = [one.modifiers, other.modifiers];
  if (one.array !== other.array) return false;
  if (one.name !== other.name || size === undefined || otherSize === undefined) return !mayFail(other, one);
  // numeric(10, 2) has eight digits before its point; a length has no scale.
  return size - scale >= otherSize - otherScale && scale >= otherScale;
}

function violations(constraint: OperationOf<"add-constraint">["constraint"], table: Where, catalogs: Catalogs): string | null {
  if (constraint.notValid || constraint.notEnforced) return null;
  const same = (columns: readonly string[]) => columns.join() === constraint.columns.join();
  const [old, next] = [table.before.constraints, table.after.constraints].map((all) =>
    all.filter(({ type, columns }) => type === constraint.type && same(columns)),
  );
  switch (constraint.type) {
    case "unique":
    case "primary-key":
      return constraint.usingIndex === null ? repeats(constraint.columns, table, catalogs) : null;
    case "foreign-key":
      return old?.length !== 0 && next?.length === 0
        ? `a value in ${constraint.columns.map(sqlText.identifier).join(", ")} of ${nameIn(table)} that leads nowhere`
        : null;
    case "check": {
      const free = constraint.expression?.columns ?? [];
      const dropped = table.before.constraints.some(isAbout(free)) && !table.after.constraints.some(isAbout(free));
      if (dropped) return `a row of ${nameIn(table)} that breaks ${constraint.expression?.text ?? ""}`;
      const wider = table.after.constraints.find(
        ({ type, expression }) =>
          type === "check" &&
          expression != null &&
          constraint.expression != null &&
          allowsMore(expression, constraint.expression),
      );
      return wider === undefined ? null : `a row of ${nameIn(table)} that ${wider.name} lets in`;
    }
    default:
      return null;
  }
}

/** A CHECK that reads one of the columns. */
function isAbout(columns: readonly string[]) {
  return ({ type, expression }: Table["constraints"][number]) =>
    type === "check" && expression !== null && expression.columns.some((column) => columns.includes(column));
}

function repeats(columns: readonly (string | null)[], { key, ...table }: Where, { base, up }: Catalogs): string | null {
  const wanted = columns.filter((column) => column !== null);
  if (wanted.length !== columns.length) return null;
  // Whatever keeps some of the columns apart keeps all of them apart.
  const holds = (of: Table, catalog: Catalog) =>
    [
      ...of.constraints.filter(({ type }) => type === "unique" || type === "primary-key").map((each) => each.columns),
      ...[...catalog.indexes.values()]
        .filter(({ table: on, unique, partial, valid }) => on === key && unique && !partial && valid)
        .map((index) => index.columns),
    ].some((kept) => kept.every((column) => column !== null && wanted.includes(column)));
  if (!holds(table.before, base) || holds(table.after, up)) return null;
  return `two rows of ${sqlText.name(nameOfKey(key))} with the same ${wanted.map(sqlText.identifier).join(", ")}`;
}

/** A row that the ups added to a list of kinds, and that rows of a table which the application fills may refer to. */
function stillReferenced(
  { where, bounded, reads }: OperationOf<"delete">,
  table: Where,
  { base, up, now }: Catalogs,
  mended: ReadonlySet<string>,
): string | null {
  if (where === null || bounded !== "key" || reads.length > 0 || !isLookUp(table.key, base)) return null;
  const keyed = table.before.constraints.find(({ type }) => type === "primary-key")?.columns ?? [];
  const isNew = (table.after.samples ?? []).some(
    ({ values }) => holding(table.before.samples ?? [], keyed, values) === undefined,
  );
  if (!isNew) return null;
  const [referrer] = [...up.tables].filter(
    ([other, { constraints, origin }]) =>
      origin === "settled" &&
      !mended.has(other) &&
      !isLookUp(other, base) &&
      now.tables.has(other) &&
      constraints.some(
        ({ references }) =>
          references?.table === table.key &&
          (references.onDelete === undefined || references.onDelete === "no action" || references.onDelete === "restrict"),
      ),
  );
  return referrer === undefined ? null : `a row of ${sqlText.name(nameOfKey(referrer[0]))} that refers to what goes`;
}

function nameIn({ key }: Where): string {
  return sqlText.name(nameOfKey(key));
}
