import type { RelationName } from "../../model/relation-name.js";
import { nameOfKey } from "../effects-words.js";
import type { Moment } from "../rule.js";
import { sqlText } from "../sql-text.js";
import { columnsOf, type Site } from "./kinds.js";
import { singular } from "./name-forms.js";
import type { Pair } from "./pair.js";
import type { Kind } from "./weigh.js";

/** One parent of the pair, as a column of its own would reference it. */
interface Branch {
  readonly kind: Kind;
  readonly column: string;
  /** What makes the column and its key. */
  readonly sql: readonly string[];
}

/** SQL that gives each kind with a table a key of its own. `constraint` is the key that must go first; null where the statement was not run yet. */
export function remodel(pair: Pair, parent: RelationName | null, constraint: string | null, site: Site): string {
  const { table, moment } = site;
  const text = sqlText.name(table);
  const branches = branchesOf(pair, parent, site);
  const unknown = [...pair.own, ...pair.others].filter((kind) => !branches.some((branch) => branch.kind === kind));
  const drop = constraint === null ? [] : [`ALTER TABLE ${text} DROP CONSTRAINT IF EXISTS ${sqlText.identifier(constraint)};`];
  const backfill = moment.mayHoldRows(table)
    ? [`-- fill them from ${pair.column} in batches, one kind after the other, before the check is validated`]
    : [];
  const type = sqlText.identifier(pair.companion.column.name);
  const checks =
    unknown.length === 0 && branches.length > 1
      ? [
          `ALTER TABLE ${text} ADD CONSTRAINT ${sqlText.identifier(`${table.name}_one_parent`)}\n  CHECK (num_nonnulls(${branches.map(({ column }) => column).join(", ")}) = 1) NOT VALID;`,
        ]
      : branches.map(
          ({ kind, column }) =>
            `ALTER TABLE ${text} ADD CONSTRAINT ${sqlText.identifier(`${table.name}_${singular(kind.table ?? "")}_parent`)}\n  CHECK ((${type} = ${sqlText.literal(kind.value)}) = (${column} IS NOT NULL)) NOT VALID;`,
        );
  return [
    `-- no key on ${pair.column} itself; a column of its own for each kind that has a table`,
    ...drop,
    ...branches.flatMap(({ sql }) => sql),
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
    const key = primaryKeyOf(name, taken, site.moment);
    if (key === null) return [];
    const text = sqlText.name(site.table);
    const parentText = sqlText.name(name);
    const type = key.type ?? columnsOf(site).find((each) => each.name === pair.column)?.type.text ?? "bigint";
    if (key.shared.length === 0)
      return [
        {
          kind,
          column,
          sql: [`ALTER TABLE ${text} ADD COLUMN ${column} ${type} REFERENCES ${parentText} (${sqlText.identifier(key.column)});`],
        },
      ];
    const shared = key.shared.map(sqlText.identifier).join(", ");
    const sql = [
      `ALTER TABLE ${text} ADD COLUMN ${column} ${type};`,
      `ALTER TABLE ${text} ADD FOREIGN KEY (${shared}, ${column}) REFERENCES ${parentText} (${shared}, ${sqlText.identifier(key.column)}) NOT VALID;`,
    ];
    return [{ kind, column, sql }];
  });
}

function keyed(table: string, moment: Moment): RelationName | null {
  const key = [...moment.catalog.tables].find(([, { name }]) => name === table)?.[0];
  return key === undefined ? null : nameOfKey(key);
}

/** The column of the parent's key that identifies a row, and those that both tables have (a tenant); null where that does not make a key. */
function primaryKeyOf(
  table: RelationName,
  taken: ReadonlySet<string>,
  moment: Moment,
): { readonly column: string; readonly shared: readonly string[]; readonly type: string | null } | null {
  const known = moment.table(table);
  const columns = known?.constraints.find(({ type }) => type === "primary-key")?.columns ?? ["id"];
  const [column = "id", ...others] = columns.length === 1 ? columns : columns.toReversed();
  if (others.some((other) => !taken.has(other))) return null;
  return { column, shared: others.toReversed(), type: known?.columns.find(({ name }) => name === column)?.type.text ?? null };
}
