import type { RoutinePiece, RoutineText, ServerRefusal } from "../../model/old-code.js";
import type { Session } from "../engine.js";
import { quoted } from "../quoted.js";
import { attempt } from "./attempt.js";
import { missingColumn } from "./missing-columns.js";
import { tagFor } from "./result-columns.js";
import type { RoutineRow, TriggerRow } from "./routines.js";

/** What a trigger gives to its function; null outside of triggers. */
export type Firing = Pick<TriggerRow, "rowType" | "transitionTables"> | null;

/**
 * Plans one query of a PL/pgSQL body among the variables of its routine, without running it: a block with the same
 * variables asks EXPLAIN for it. Null when the server has nothing against it.
 */
export async function tryPiece(
  session: Session,
  routine: RoutineRow,
  { variables }: RoutineText,
  piece: RoutinePiece,
  firing: Firing,
): Promise<ServerRefusal | null> {
  if (piece.kind === "dynamic") return tryDynamic(session, piece);
  const frame = { routine, declared: declarations(variables, routine, firing), shapes: piece.shapes.map(shapeOf).join("\n") };
  const planned = `for migration_gate_plan in explain (costs off)\n${piece.sql}\nloop null; end loop;`;
  const tables = (firing?.transitionTables ?? []).map((name) => `create temp table ${quoted(name)} (like ${firing?.rowType});\n`);
  const tried = await attempt(session, `${tables.join("")}${doBlock(frame, planned)}`);
  if ("refusal" in tried) return tried.refusal;
  return (await missingColumn(session, piece.inserts)) ?? (piece.kind === "returned" ? tryReturned(session, frame, piece) : null);
}

interface Frame {
  readonly routine: RoutineRow;
  readonly declared: string;
  readonly shapes: string;
}

function declarations(variables: RoutineText["variables"], routine: RoutineRow, firing: Firing): string {
  return variables
    .map(({ name, type }) => {
      const isRow = firing !== null && (name === "new" || name === "old");
      return `  ${quoted(name)} ${isRow ? firing.rowType : (parameterType(name, routine) ?? type)};`;
    })
    .join("\n");
}

/** The catalog knows types of parameters that the text alone does not tell. */
function parameterType(name: string, { parameterNames, parameterTypes }: RoutineRow): string | undefined {
  const number = /^migration_gate_(\d+)$/u.exec(name)?.[1];
  const at = number === undefined ? parameterNames.indexOf(name) : Number(number) - 1;
  return parameterTypes[at];
}

/** A record takes the shape of a query's columns without a row being read. */
function shapeOf({ variable, query }: RoutinePiece["shapes"][number]): string {
  return `select migration_gate_shape.* into ${quoted(variable)} from (\n${query}\n) migration_gate_shape limit 0;`;
}

function body({ routine, declared, shapes }: Frame, work: string): string {
  const option = /^\s*#\s*variable_conflict\s+\w+/iu.exec(routine.source)?.[0] ?? "";
  return `${option}
<<${quoted(routine.bare)}>>
declare
${declared}
  migration_gate_plan record;
begin
${shapes}
${work}
end`;
}

function doBlock(frame: Frame, work: string): string {
  const text = body(frame, work);
  const tag = tagFor(text);
  return `do ${tag}${text}${tag}`;
}

/** RETURN QUERY also has to give the columns that the routine promises, which is found out when it runs. */
async function tryReturned(session: Session, frame: Frame, { sql }: RoutinePiece): Promise<ServerRefusal | null> {
  const { routine } = frame;
  if (routine.result === null || /^SETOF record$/iu.test(routine.result)) return null;
  const text = body(frame, `return query select * from (\n${sql}\n) migration_gate_returned limit 0;`);
  const tag = tagFor(text);
  const nulls = routine.argumentTypes.map((type) => `null::${type}`).join(", ");
  const returns = `returns ${routine.result} language plpgsql`;
  const tried = await attempt(
    session,
    `create function pg_temp.migration_gate_routine(${routine.arguments}) ${returns} as ${tag}${text}${tag};
select from pg_temp.migration_gate_routine(${nulls})`,
  );
  return "refusal" in tried ? tried.refusal : null;
}

/** What EXECUTE runs knows no variables; its parameters find their types as a prepared statement's do. */
async function tryDynamic(session: Session, { sql, inserts }: RoutinePiece): Promise<ServerRefusal | null> {
  const tried = await attempt(session, `prepare migration_gate_piece as\n${sql}`);
  if ("refusal" in tried) return tried.refusal;
  await session.run("deallocate migration_gate_piece");
  return missingColumn(session, inserts);
}
