import { constantDefault } from "../catalog/constant-default.js";
import type { Column, Table, TableConstraint, Trigger } from "../model/catalog.js";
import type { SchemaDifference } from "../model/rehearsal.js";
import { nameOfKey } from "./effects-words.js";
import { isNarrower } from "./narrower-type.js";
import { sqlText } from "./sql-text.js";

/** What columns, constraints and triggers of a table were before and are after, in the words of the rehearsal's fingerprint. */
export function differencesOfTable(key: string, before: Table, after: Table | undefined): readonly SchemaDifference[] {
  // A partition takes after its parent.
  if (after === undefined || before.partitionOf !== null || after.partitionOf !== null) return [];
  const on = (name: string) => `${sqlText.name(nameOfKey(key))}.${sqlText.identifier(name)}`;
  return [...changedColumns(before, after, on), ...constraintsOf(before, after, on), ...triggersOf(before, after, on)];
}

type Named = (name: string) => string;

function changedColumns(before: Table, after: Table, on: Named): SchemaDifference[] {
  return before.columns.flatMap((old): SchemaDifference[] => {
    const now = after.columns.find(({ name }) => name === old.name);
    if (now === undefined) return [];
    if (now.notNull === old.notNull && sameDefault(old, now) && !isNarrower(now.type.text, old.type.text)) return [];
    return [{ kind: "column", object: on(old.name), before: definitionOf(old), after: definitionOf(now) }];
  });
}

/** Two expressions may be written differently and give the same; constants and no default at all may not. */
function sameDefault(old: Column, now: Column): boolean {
  if (old.generated !== null || now.generated !== null) return true;
  if ((old.default === null) !== (now.default === null)) return false;
  const [a, b] = [constantDefault(old.default), constantDefault(now.default)];
  return a.kind !== "constant" || b.kind !== "constant" || a.text === b.text;
}

function definitionOf({ type, notNull, default: given }: Column): string {
  return [type.text, ...(notNull ? ["NOT NULL"] : []), ...(given === null ? [] : [`DEFAULT ${given}`])].join(" ");
}

const KINDS: Readonly<Partial<Record<TableConstraint["type"], string>>> = {
  check: "check constraint",
  "foreign-key": "foreign key",
  unique: "unique constraint",
  "primary-key": "primary key",
  exclude: "exclusion constraint",
};

function constraintsOf(before: Table, after: Table, on: Named): SchemaDifference[] {
  // By its name, or the same under another.
  const isIn = ({ constraints }: Table, wanted: TableConstraint) =>
    constraints.some((each) => each.name === wanted.name || says(each) === says(wanted));
  const others = before.constraints.flatMap((old): SchemaDifference[] => {
    const now = after.constraints.find(({ name }) => name === old.name);
    const kind = KINDS[old.type];
    if (now === undefined || kind === undefined || holds(now, old) === holds(old, old)) return [];
    return [{ kind, object: on(old.name), before: holds(old, old), after: holds(now, old) }];
  });
  return [
    ...others,
    ...before.constraints.flatMap((old) => (isIn(after, old) ? [] : gone(KINDS[old.type], on(old.name)))),
    ...after.constraints.flatMap((now) => (isIn(before, now) ? [] : left(KINDS[now.type], on(now.name)))),
  ];
}

function says({ type, columns, expression, references }: TableConstraint): string {
  return [type, columns.join(), expression?.text.replaceAll(/[\s()]/gu, "") ?? "", references?.table ?? ""].join(" ");
}

/** What it does to rows that lose what they refer to, and whether it still holds for the rows of before; more than before is no loss. */
function holds({ references, validated }: TableConstraint, before: TableConstraint): string {
  const { onDelete, onUpdate } = references ?? {};
  const { onDelete: deleteBefore, onUpdate: updateBefore } = before.references ?? {};
  return [
    ...(onDelete === undefined || deleteBefore === undefined ? [] : [`ON DELETE ${onDelete}`]),
    ...(onUpdate === undefined || updateBefore === undefined ? [] : [`ON UPDATE ${onUpdate}`]),
    ...(before.validated && !validated ? ["NOT VALID"] : []),
  ].join(" ");
}

function triggersOf(before: Table, after: Table, on: Named): SchemaDifference[] {
  const [old, now] = [
    new Map(before.triggers.map((each) => [each.name, each])),
    new Map(after.triggers.map((each) => [each.name, each])),
  ];
  const changed = [...old].flatMap(([name, trigger]): SchemaDifference[] => {
    const other = now.get(name);
    if (other === undefined) return gone("trigger", on(name));
    if (firesOn(other) === firesOn(trigger)) return [];
    return [{ kind: "trigger", object: on(name), before: firesOn(trigger), after: firesOn(other) }];
  });
  return [...changed, ...[...now.keys()].flatMap((name) => (old.has(name) ? [] : left("trigger", on(name))))];
}

function firesOn({ timing, level, events }: Trigger): string {
  return [timing, level, ...[...events].sort()].join(" ");
}

function gone(kind: string | undefined, object: string): SchemaDifference[] {
  return kind === undefined ? [] : [{ kind, object, before: object, after: null }];
}

function left(kind: string | undefined, object: string): SchemaDifference[] {
  return kind === undefined ? [] : [{ kind, object, before: null, after: object }];
}
