import { quoted } from "../quoted.js";
import { columnsIn } from "./columns-in.js";
import type { Field } from "./fields.js";
import { type Literals, literalsOf } from "./literals.js";
import { domainChecks } from "./shape.js";
import type { TableRow } from "./table-rows.js";

/** Columns whose values have to fit each other or a check, and what they have to satisfy. */
export interface Component {
  readonly fields: readonly Field[];
  readonly expression: string;
  /** Generated columns that the expression reads, for a select list. */
  readonly derived: string;
  readonly literals: Literals;
}

interface Condition {
  readonly names: readonly string[];
  readonly expression: string;
}

export function componentsOf(table: TableRow, fields: readonly Field[]): Component[] {
  const conditions = conditionsOf(table);
  const alone = fields.filter(({ shape, guessed }) => guessed || domainChecks(shape).length > 0);
  const groups: { names: Set<string>; conditions: Condition[] }[] = alone.map(({ name }) => ({
    names: new Set([name]),
    conditions: [],
  }));
  for (const condition of conditions) {
    const touching = groups.filter(({ names }) => condition.names.some((name) => names.has(name)));
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push({
      names: new Set([...condition.names, ...touching.flatMap(({ names }) => [...names])]),
      conditions: [...touching.flatMap((group) => group.conditions), condition],
    });
  }
  return groups.map((group) => toComponent(group, table, fields)).filter((component) => component.fields.length > 0);
}

/** A generated column is a condition as well: its expression has to be computable. */
function conditionsOf(table: TableRow): Condition[] {
  const names = table.columns.map(({ name }) => name);
  const written = [...table.checks, ...(table.bound === null || table.bound === "" ? [] : [table.bound])];
  const generated = table.columns.filter((column) => column.generated !== "");
  const reads = new Map(generated.map(({ name, default: expression }) => [name, columnsIn(expression ?? "", names)]));
  const isRead = (name: string) => reads.get(name) ?? [name];
  return [
    ...written.map((expression) => ({
      names: columnsIn(expression, names).flatMap(isRead),
      expression: `(${expression}) is not false`,
    })),
    ...generated.map(({ name }) => ({ names: isRead(name), expression: `(${quoted(name)} is null) is not null` })),
  ];
}

function toComponent(
  { names, conditions }: { names: ReadonlySet<string>; conditions: readonly Condition[] },
  table: TableRow,
  fields: readonly Field[],
): Component {
  const own = fields.filter(({ name }) => names.has(name));
  const derived = table.columns.filter(
    ({ generated, reads, number }) =>
      generated !== "" &&
      reads.length > 0 &&
      reads.every((read) => read !== number && own.some((field) => field.number === read)),
  );
  const sources = [
    ...conditions.map(({ expression }) => expression),
    ...derived.map(({ default: expression }) => expression ?? ""),
    ...own.flatMap(({ shape }) => domainChecks(shape)),
    ...own.map(({ default: given }) => (given === null || given.includes("(") ? "" : given)),
  ];
  return {
    fields: own,
    expression: conditions.length === 0 ? "true" : conditions.map(({ expression }) => `(${expression})`).join(" and "),
    derived: derived.map(({ name, default: expression }) => `, (${expression ?? "null"}) as ${quoted(name)}`).join(""),
    literals: literalsOf(sources.join("\n")),
  };
}
