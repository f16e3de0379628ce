import type { Routine } from "../../model/catalog.js";
import type { CreateRoutine, OperationOf } from "../../model/operation.js";
import { creationSchema, keyOf, routineKeyOf } from "../key-of.js";
import { sameInputs } from "../same-inputs.js";
import { resolveShape } from "../view-shape.js";
import { calledRoutines } from "./called-routines.js";
import { familyIn, type Step } from "./step.js";

export function applyCreateView(step: Step, operation: OperationOf<"create-view" | "create-materialized-view">): void {
  const schema = creationSchema(operation.view, step.draft);
  const key = `${schema}.${operation.view.name}`;
  const before = step.draft.views.get(key);
  if (operation.kind === "create-materialized-view" && before !== undefined) return;
  step.draft.setView({
    schema,
    name: operation.view.name,
    materialized: operation.kind === "create-materialized-view",
    ...resolveShape(operation.shape, operation.reads, step.draft),
    ...calledRoutines(step, operation.calls),
    origin: before?.origin ?? step.origin,
  });
}

export function applyCreateRoutine(step: Step, operation: CreateRoutine): void {
  const schema = creationSchema(operation.routine, step.draft);
  const before = step.draft.routines.get(`${schema}.${operation.routine.name}`);
  step.draft.setRoutine({
    schema,
    name: operation.routine.name,
    volatility: operation.volatility,
    language: operation.language,
    body: operation.body,
    ...(operation.securityDefiner ? { definer: true as const } : {}),
    ...(operation.searchPath === undefined ? {} : { searchPath: operation.searchPath }),
    ...signatures(before, operation),
    origin: before?.origin ?? step.origin,
  });
}

export function applyCreatePolicy(step: Step, { policy, table, reads = [], lets }: OperationOf<"create-policy">): void {
  step.draft.changeTable(keyOf(table, step.draft), ({ policies = [] }) => ({
    policies: [
      ...policies.filter(({ name }) => name !== policy),
      { name: policy, reads, ...(lets === undefined ? {} : { lets }) },
    ],
  }));
}

/** Of namesakes the catalog keeps one volatility, so that only a function without any is changed. */
export function applyAlterRoutine(step: Step, { name, object, volatility }: OperationOf<"alter-object">): void {
  // ALTER POLICY names its table; what the policies read from now on, nobody told.
  if (object === "policy") {
    step.draft.changeTable(keyOf(name, step.draft), ({ policies = [] }) => ({
      policies: policies.map((each) => ({ ...each, reads: [] })),
    }));
    return;
  }
  if (name.name === "default privileges") step.draft.grantsByDefault = true;
  const key = routineKeyOf(name, step.draft);
  const routine = key === undefined ? undefined : step.draft.routines.get(key);
  if (volatility === undefined || routine === undefined || (routine.signatures?.length ?? 1) > 1) return;
  step.draft.setRoutine({ ...routine, volatility });
}

/** One that is replaced gives way to the new one; any other name-sake stays beside it. */
function signatures(before: Routine | undefined, { signature }: CreateRoutine): Pick<Routine, "signatures"> {
  if (signature === undefined || (before !== undefined && before.signatures === undefined)) return {};
  const others = (before?.signatures ?? []).filter((each) => !sameInputs(each, signature));
  return { signatures: [...others, signature] };
}

export function applyCreateTrigger(step: Step, operation: OperationOf<"create-trigger">): void {
  const routine = routineKeyOf(operation.routine, step.draft) ?? operation.routine.name;
  const { name, timing, level, events, reads = [], conditional } = operation;
  const when = conditional === true ? { conditional } : {};
  const key = keyOf(operation.table, step.draft);
  // A row trigger of a partitioned table is cloned to its partitions (manual, CREATE TRIGGER).
  const spreads = level === "row" && step.draft.tables.get(key)?.kind === "partitioned";
  for (const member of spreads ? familyIn(step.draft, key) : [key]) {
    step.draft.changeTable(member, ({ triggers }) => ({
      triggers: [...triggers.filter((each) => each.name !== name), { name, timing, level, events, reads, ...when, routine }],
    }));
  }
}
