import type { RelationName } from "../../model/relation-name.js";
import type { Moment } from "../rule.js";
import { nameOfKey } from "../effects-words.js";
import { sqlText } from "../sql-text.js";
import { columnsOf, type Site } from "./kinds.js";
import { singular } from "./name-forms.js";
import type { Pair } from "./pair.js";
import type { Kind } from "./weigh.js";

/** One parent of the pair, as a column of its own would reference it. */
interface Branch {
  readonly kind: Kind;
  readonly column: string;
  readonly sql: string;
}

/** SQL that gives each kind with a table a key of its own. `constraint` is the key that must go first; null where the statement was not run yet. */
export function remodel(pair: Pair, parent: RelationName | null, constraint: string | null, site: Site): string {
  const { table, moment } = site;
  const text = sqlText.name(table);
  const branches = branchesOf(pair, parent, site);
  const unknown = [...pair.own, ...pair.others].filter((kind) => !branches.some((branch) => branch.kind === kind));
  const drop = constraint === null ? [] : [`ALTER TABLE ${text} DROP CONSTRAINT IF EXISTS ${sqlText.identifier(constraint)};`];
  const backfill = moment.mayHoldRows(table) ? [`-- fill them from ${pair.column} in batches, one kind after the other, before the check is validated`] : [];
  const type = sqlText.identifier(pair.companion.column.name);
  const checks =
    unknown.length === 0 && branches.length > 1
      ? [`ALTER TABLE ${text} ADD CONSTRAINT ${sqlText.identifier(`${table.name}_one_parent`)}\n  CHECK (num_nonnulls(${branches.map(({ column }) => column).join(", ")}) = 1) NOT VALID;`]
      : branches.map(({ kind, column }) => `ALTER TABLE ${text} ADD CONSTRAINT ${sqlText.identifier(`${table.name}_${singular(kind.table ?? "")}_parent`)}\n  CHECK ((${type} = ${sqlText.literal(kind.value)}) = (${column} IS NOT NULL)) NOT VALID;`);
  return [
    `-- no key on ${pair.column} itself; a column of its own for each kind that has a table`,
    ...drop,
    ...branches.map(({ column, sql }) => `ALTER TABLE ${text} ADD COLUMN ${column} ${sql};`),
    ...backfill,
    ...checks,
  ].join("\n");
}

function branchesOf(pair: Pair, parent: RelationName | null, site: Site): Branch[] {
  const taken = new Set(columnsOf(site).map(({ name }) => name));
  const seen = new Set<string>();
  return [...pair.own, ...pair.others].flatMap((kind) => {
    if (kind.table === null || seen.has(kind.table)) return [];
    seen.add(kind.table);
    const name = kind.table === parent?.name ? parent : keyed(kind.table, site.moment);
    if (name === null) return [];
    const wanted = `${singular(kind.table)}_id`;
    const column = sqlText.identifier(taken.has(wanted) ? `${wanted}_of_pair` : wanted);
    const key = primaryKeyOf(name, site.moment);
    const type = key.type ?? columnsOf(site).find((each) => each.name === pair.column)?.type.text ?? "bigint";
    return [{ kind, column, sql: `${type} REFERENCES ${sqlText.name(name)} (${sqlText.identifier(key.column)})` }];
  });
}

function keyed(table: string, moment: Moment): RelationName | null {
  const key = [...moment.catalog.tables].find(([, { name }]) => name === table)?.[0];
  return key === undefined ? null : nameOfKey(key);
}

function primaryKeyOf(table: RelationName, moment: Moment): { readonly column: string; readonly type: string | null } {
  const known = moment.table(table);
  const column = known?.constraints.find(({ type }) => type === "primary-key")?.columns[0] ?? "id";
  return { column, type: known?.columns.find(({ name }) => name === column)?.type.text ?? null };
}
