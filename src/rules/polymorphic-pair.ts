import type { Column } from "../model/catalog.js";
import type { CreateTable, Expression } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import type { Moment } from "./rule.js";

/** An id column whose meaning another column decides. */
export interface PolymorphicPair {
  readonly typeColumn: string;
  /** Values of the type column that do not mean the referenced table. */
  readonly otherKinds: readonly string[];
  /** Tables that other values name. */
  readonly parents: readonly string[];
  /** Why it is taken for one, in words. */
  readonly signs: readonly string[];
}

/** How the type column of an id is called beside it: `content_id` with `content_type`, `content_kind`, … */
const TYPE_SUFFIXES = ["_type", "_kind", "_class", "_table", "_model", "_entity", "type", ""];
const ID_SUFFIX = /_?(id|uuid|guid|key|pk|ref)$/iu;

/** Stems that name a role rather than a table: what stands behind them differs from row to row. */
const ROLES = new Set(["content", "subject", "target", "entity", "object", "item", "resource", "parent", "source", "reference", "record", "element", "thing", "related", "linked", "associated", "origin"]);

interface Question {
  readonly table: RelationName;
  readonly column: string;
  readonly parent: RelationName;
  readonly moment: Moment;
  /** The statement that creates the table, when it is this one. */
  readonly creating?: CreateTable | undefined;
}

/**
 * Weighs the signs that `column` is one half of a polymorphic pair. Names alone never suffice: the values that the type
 * column allows must mean several tables, or the id must be named for a role and the values must not describe the parent.
 */
export function polymorphicPair(question: Question): PolymorphicPair | null {
  const { column, parent, moment } = question;
  const stem = column.replace(ID_SUFFIX, "").replace(/_$/u, "");
  if (stem === "" || stem === column) return null;
  const columns = columnsOf(question);
  const companion = TYPE_SUFFIXES.map((suffix) => columns.find(({ name }) => name.toLowerCase() === `${stem}${suffix}`.toLowerCase())).find((found) => found !== undefined);
  if (companion === undefined || companion.name === column) return null;

  const kinds = valuesOf(companion, question);
  const tables = [...moment.catalog.tables.values()].map(({ name }) => name);
  const meant = kinds.map((kind) => ({ kind, table: tables.find((table) => sameThing(kind, table)) }));
  const parents = [...new Set(meant.flatMap(({ table }) => (table === undefined || table === parent.name ? [] : [table])))];
  const otherKinds = meant.filter(({ kind, table }) => table !== parent.name && !sameThing(kind, parent.name)).map(({ kind }) => kind);
  const namesParent = meant.some(({ kind, table }) => table === parent.name || sameThing(kind, parent.name));
  const isRole = ROLES.has(stem.toLowerCase()) || /able$/iu.test(stem);
  const stemNamesParent = sameThing(stem, parent.name);

  const severalParents = parents.length > 0 && (namesParent || parents.length > 1);
  const kindsAroundParent = namesParent && otherKinds.length > 0;
  const roleWithKinds = isRole && otherKinds.length > 0;
  if (stemNamesParent ? !severalParents : !(severalParents || kindsAroundParent || roleWithKinds)) return null;

  const signs = [`${companion.name} stands beside ${column}`];
  if (kinds.length > 0) signs.push(`it allows ${kinds.map((kind) => `«${kind}»`).join(", ")}`);
  if (parents.length > 0) signs.push(`${parents.join(", ")} ${parents.length === 1 ? "is a table" : "are tables"} too`);
  if (isRole) signs.push(`«${stem}» names a role, not a table`);
  return { typeColumn: companion.name, otherKinds, parents, signs };
}

function columnsOf({ table, moment, creating }: Question): readonly Pick<Column, "name" | "type">[] {
  const coming = moment.later.flatMap(({ operation }) => (operation.kind === "add-column" && moment.key(operation.table) === moment.key(table) ? [operation.column] : []));
  const known = [...(moment.table(table)?.columns ?? []), ...coming];
  return creating === undefined ? known : [...known, ...creating.columns];
}

/** Values that the type column can hold: labels of its enum, literals of a CHECK on it, and literals that the change inserts. */
function valuesOf(companion: Pick<Column, "name" | "type">, { table, moment, creating }: Question): readonly string[] {
  const type = moment.type({ schema: companion.type.schema, name: companion.type.name });
  if (type?.variety === "enum") return type.labels;
  const created = moment.earlier.flatMap(({ operation }) => (operation.kind === "create-enum" && operation.type.name === companion.type.name ? [operation.labels] : []));
  if (created[0] !== undefined) return created[0];
  const domainChecks = type?.domain?.checks ?? [];
  const checks: readonly (Expression | null)[] = [
    ...domainChecks,
    ...(moment.table(table)?.constraints ?? []).map(({ expression }) => expression),
    ...(creating?.constraints ?? []).map(({ expression }) => expression),
    ...(creating?.columns ?? []).flatMap((column) => column.constraints.map(({ expression }) => expression)),
  ];
  const literals = checks.flatMap((check) => (check !== null && (check.columns.includes(companion.name) || domainChecks.includes(check)) ? check.literals : []));
  if (literals.length > 0) return [...new Set(literals)];
  return insertedValues(companion.name, table, moment);
}

function insertedValues(column: string, table: RelationName, moment: Moment): readonly string[] {
  const values = [...moment.earlier, ...moment.later].flatMap(({ operation }) => {
    if (operation.kind !== "insert" || operation.table.name !== table.name) return [];
    const at = operation.columns.indexOf(column);
    return at < 0 ? [] : operation.literals.flatMap((row) => row[at] ?? []);
  });
  return [...new Set(values)];
}

/** `Post`, `post`, `posts` and `blog.Post` mean the table posts. */
function sameThing(value: string, table: string): boolean {
  const plain = (text: string) =>
    text
      .replace(/^.*[.:/\\]/u, "")
      .replace(/(?<=[a-z])(?=[A-Z])/gu, "_")
      .toLowerCase()
      .replace(/[^a-z0-9]+/gu, "_")
      .replace(/ies$/u, "y")
      .replace(/(?<=x|ch|sh|ss)es$/u, "")
      .replace(/(?<!s)s$/u, "");
  return plain(value) === plain(table);
}
