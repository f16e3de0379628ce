import type { DependentState, ReadRoutine, ServerRefusal } from "../../model/old-code.js";
import type { Session } from "../engine.js";
import { attempt } from "./attempt.js";
import { mayBeGuarded } from "./guards.js";
import { type RoutineRow, readRoutines, readTriggers, readUsers, type TriggerRow, type UserRow } from "./routines.js";
import { type Firing, tryPiece } from "./try-piece.js";

type Tried = DependentState["tried"];

/**
 * Tries the code that the database itself holds, as far as Postgres does not keep it in step: bodies of functions and
 * procedures, triggers, and the views and policies that call them. To be called inside `undone`.
 */
export async function describeDependents(session: Session, readRoutine: ReadRoutine): Promise<readonly DependentState[]> {
  const routines = await readRoutines(session);
  const triggers = await readTriggers(session);
  const users = await readUsers(session);
  const states: DependentState[] = [];
  const called = new Map<number, DependentState>();
  for (const routine of routines) {
    const own = triggers.filter((trigger) => trigger.routine === routine.oid);
    const [state, ...more] = await describeRoutine(session, routine, own, readRoutine);
    if (state === undefined) continue;
    called.set(routine.oid, state);
    states.push(state, ...more);
  }
  for (const user of users) states.push(await describeUser(session, user, called));
  return states;
}

/** The routine itself, then the triggers that call it. */
async function describeRoutine(
  session: Session,
  routine: RoutineRow,
  triggers: readonly TriggerRow[],
  readRoutine: ReadRoutine,
): Promise<readonly DependentState[]> {
  const { oid, name, source, settings } = routine;
  const definition = [source, ...settings].join("\n");
  return withSettings(session, settings, async () => {
    const body = await attempt(session, bodyCheck(routine));
    const tried: Tried[number][] = [{ key: "body", refusal: "refusal" in body ? body.refusal : null }];
    if (!routine.isTrigger) tried.push(...(await tryPieces(session, routine, null, readRoutine)));
    const states: DependentState[] = [{ kind: "function", oid, name, definition, tried }];
    for (const trigger of triggers) {
      const fired = await tryPieces(session, routine, trigger, readRoutine);
      const told = fired.map(({ key, refusal }) => ({ key, refusal: refusal && within(name, refusal) }));
      states.push({ kind: "trigger", oid: trigger.oid, name: trigger.name, definition, tried: told });
    }
    return states;
  });
}

async function tryPieces(session: Session, routine: RoutineRow, firing: Firing, readRoutine: ReadRoutine): Promise<Tried> {
  const text = routine.language === "plpgsql" ? await readRoutine(routine.definition) : null;
  const tried: Tried[number][] = [];
  if (text === null) return tried;
  for (const piece of text.pieces) {
    if (mayBeGuarded(routine.source, piece.sql)) continue;
    const refusal = await tryPiece(session, routine, text, piece, firing);
    const key = `${piece.line} ${piece.kind} ${piece.sql}`;
    tried.push({ key, refusal: refusal && within(`line ${piece.line}`, refusal) });
  }
  return tried;
}

/** Postgres keeps a view's own columns in step; the functions that it is made of may still refuse. */
async function describeUser(
  session: Session,
  user: UserRow,
  called: ReadonlyMap<number, DependentState>,
): Promise<DependentState> {
  const { kind, oid, name, definition } = user;
  const tried: Tried[number][] = [];
  for (const routine of user.routines.flatMap((each) => called.get(each) ?? [])) {
    for (const { key, refusal } of routine.tried) {
      tried.push({ key: `${routine.name} ${key}`, refusal: refusal && within(routine.name, refusal) });
    }
  }
  if (kind === "view") {
    const planned = await attempt(session, `explain (costs off)\n${definition}`);
    tried.push({ key: "query", refusal: "refusal" in planned ? planned.refusal : null });
  }
  return { kind, oid, name, definition, tried };
}

async function withSettings<T>(session: Session, settings: readonly string[], work: () => Promise<T>): Promise<T> {
  await session.run("savepoint migration_gate_settings");
  try {
    for (const setting of settings) {
      const at = setting.indexOf("=");
      const set = [setting.slice(0, at), setting.slice(at + 1)];
      // What only a superuser may set has no say in whether a body compiles.
      if (set[0] === "search_path" || (set[0] ?? "").includes(".")) {
        await session.query("select pg_catalog.set_config($1, $2, true)", set);
      }
    }
    await session.run("savepoint migration_gate");
    return await work();
  } finally {
    await session.run("rollback to savepoint migration_gate_settings; release savepoint migration_gate_settings");
  }
}

function within(where: string, { message, sqlstate }: ServerRefusal): ServerRefusal {
  return { message: `${where}: ${message}`, sqlstate };
}

/**
 * Checks a body against the catalog as it is now. The validator of PL/pgSQL would answer from what the session compiled
 * before; a definition that is put in again is compiled again.
 */
function bodyCheck({ oid, language, definition }: RoutineRow): string {
  return language === "sql" ? `select pg_catalog.fmgr_sql_validator(${oid})` : definition;
}
