import type { OperationOf } from "../../model/operation.js";
import { creationKey, creationSchema, keyOf } from "../key-of.js";
import { dropIndexes, dropRoutine, dropSchema, dropTables, dropType, dropView } from "./drops.js";
import { moveRelation, moveRoutine, moveType, relationKey, renameSchema } from "./renames.js";
import { changeFamily, type Step } from "./step.js";
import { emptyTable } from "./tables.js";

export function applyCreateObject(step: Step, operation: OperationOf<"create-object">): void {
  const { draft } = step;
  const { object, name } = operation;
  applyPublication(step, operation);
  if (object === "schema") draft.schemas = new Set([...draft.schemas, name.name]);
  if (object === "extension") draft.extensions = new Set([...draft.extensions, name.name]);
  if (object === "foreign table") {
    draft.setTable({ ...emptyTable(step, creationSchema(name, draft), name.name), kind: "foreign", rows: null });
  }
}

/** Without the option `publish` a publication publishes all kinds of changes (manual, CREATE PUBLICATION). */
export function applyPublication({ draft }: Step, operation: OperationOf<"create-object" | "alter-object">): void {
  const { kind, object, name, publishes } = operation;
  if (object !== "publication") return;
  const changes = publishes?.changes ?? (kind === "create-object" ? true : draft.publications.get(name.name));
  if (changes !== undefined) draft.publications = new Map([...draft.publications, [name.name, changes]]);
  const published = new Map([...draft.published].filter(([each]) => each !== name.name));
  // Of a publication that loses tables only the loss is read, and no longer what it holds.
  if (publishes !== undefined && changes === true) {
    const added = [
      ...(publishes.everything ? ["*"] : []),
      ...publishes.schemas.map((schema) => `${schema}.*`),
      ...publishes.tables.map((table) => keyOf(table, draft)),
    ];
    published.set(name.name, new Set([...(draft.published.get(name.name) ?? []), ...added]));
  }
  draft.published = published;
}

function applyDropPublication({ draft }: Step, name: string): void {
  draft.publications = new Map([...draft.publications].filter(([each]) => each !== name));
  draft.published = new Map([...draft.published].filter(([each]) => each !== name));
}

export function applyCreateSequence({ draft }: Step, { sequence, owned }: OperationOf<"create-sequence">): void {
  const key = creationKey(sequence, draft);
  if (!owned && !draft.sequences.has(key)) draft.freeSequences = new Set([...draft.freeSequences, key]);
  draft.sequences = new Set([...draft.sequences, key]);
}

export function applyAlterSequence(step: Step, { sequence, ownedBy }: OperationOf<"alter-sequence">): void {
  const key = relationKey(step, sequence);
  if (ownedBy !== null) step.draft.freeSequences = new Set([...step.draft.freeSequences].filter((each) => each !== key));
}

export function applyDropObject(step: Step, { object, names, on, cascade }: OperationOf<"drop-object">) {
  if (object === "index") return dropIndexes(step, names, cascade);
  if (object === "table" || object === "foreign table") return dropTables(step, names);
  for (const name of names) {
    if (object === "view" || object === "materialized view") dropView(step, keyOf(name, step.draft));
    else if (object === "sequence") step.draft.deleteSequence(relationKey(step, name));
    else if (object === "type" || object === "domain" || object === "enum") dropType(step, name, cascade);
    else if (object === "function" || object === "procedure" || object === "routine") dropRoutine(step, name, cascade);
    else if (object === "schema") dropSchema(step, name.name);
    else if (object === "publication") applyDropPublication(step, name.name);
    else if (object === "extension") step.draft.extensions = without(step.draft.extensions, name.name);
    else if (object === "policy" && on !== null) {
      step.draft.changeTable(keyOf(on, step.draft), ({ policies = [] }) => ({
        policies: policies.filter((each) => each.name !== name.name),
      }));
    } else if (object === "trigger" && on !== null) dropTrigger(step, keyOf(on, step.draft), name.name);
  }
}

export function applyRenameObject(step: Step, { object, name, to, on }: OperationOf<"rename-object">): void {
  if (object === "schema") renameSchema(step, name.name, to);
  else if (object === "type" || object === "domain" || object === "enum") moveType(step, name, { name: to });
  else if (object === "function" || object === "procedure" || object === "routine") moveRoutine(step, name, { name: to });
  else if (object === "trigger" && on !== null) {
    changeFamily(step.draft, keyOf(on, step.draft), ({ triggers }) => ({
      triggers: triggers.map((each) => (each.name === name.name ? { ...each, name: to } : each)),
    }));
  } else if (object === "policy" && on !== null) {
    step.draft.changeTable(keyOf(on, step.draft), ({ policies = [] }) => ({
      policies: policies.map((each) => (each.name === name.name ? { ...each, name: to } : each)),
    }));
  } else if (isRelationType(object)) moveRelation(step, relationKey(step, name), { name: to });
}

export function applySetSchema(step: Step, { object, name, schema }: OperationOf<"set-schema">): void {
  if (object === "type" || object === "domain" || object === "enum") moveType(step, name, { schema });
  else if (object === "function" || object === "procedure" || object === "routine") moveRoutine(step, name, { schema });
  else if (isRelationType(object)) moveRelation(step, relationKey(step, name), { schema });
}

function isRelationType(object: OperationOf<"rename-object">["object"]): boolean {
  return ["table", "view", "materialized view", "foreign table", "index", "sequence"].includes(object);
}

function dropTrigger(step: Step, key: string, trigger: string): void {
  changeFamily(step.draft, key, ({ triggers }) => ({ triggers: triggers.filter(({ name }) => name !== trigger) }));
}

function without(set: ReadonlySet<string>, gone: string): ReadonlySet<string> {
  return new Set([...set].filter((each) => each !== gone));
}
