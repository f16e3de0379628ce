import type { Coverage, Unseen } from "../model/coverage.js";
import type { Rehearsal } from "../model/rehearsal.js";
import type { ReadMigration } from "../model/statement.js";

/** Counts what was parsed and executed, and lists what was not looked at. */
export function coverageOf(
  migrations: readonly ReadMigration[],
  rehearsal: Rehearsal | null,
  lintUnseen: readonly Unseen[],
  notRehearsed: Unseen | null,
): Coverage {
  const statements = migrations.flatMap((migration) => migration.up.statements);
  const unreadable = statements.filter((statement) =>
    statement.operations.some(({ operation }) => operation.kind === "unreadable" && operation.needsMajor === null),
  );
  const executed = rehearsal === null ? 0 : rehearsal.steps.filter((step) => step.phase === "up" && step.error === null).length;
  const unseen = [...lintUnseen];
  if (notRehearsed !== null) unseen.push(notRehearsed);
  if (rehearsal !== null) unseen.push(...worldGaps(rehearsal), ...blindSpots(rehearsal), ...unreadQueries(rehearsal));
  return { statements: statements.length, parsed: statements.length - unreadable.length, executed, unseen };
}

/** A settled file that did not run leaves a world that is not the real one: what was seen in it proves little. */
function worldGaps({ worldProblems }: Rehearsal): Unseen[] {
  const shown = worldProblems.slice(0, 5).map(
    (problem): Unseen => ({
      what: `settled ${problem.file}`,
      why: `it failed on the rehearsal server (${problem.message}), so the world before the change is incomplete`,
      place: null,
      blocking: true,
    }),
  );
  const more = worldProblems.length - shown.length;
  if (more > 0)
    shown.push({ what: `${more} more settled files`, why: "they failed on the rehearsal server", place: null, blocking: true });
  return shown;
}

function blindSpots({ engine }: Rehearsal): Unseen[] {
  return engine.cannotSee.map((sentence) => ({ what: `engine ${engine.id}`, why: sentence, place: null, blocking: false }));
}

/** A query that this server refused before the change says nothing about it. */
function unreadQueries({ oldCode }: Rehearsal): Unseen[] {
  const unreadable = oldCode?.unreadable ?? [];
  const [first] = unreadable;
  if (first === undefined) return [];
  const what = unreadable.length === 1 ? "a query of the application" : `${unreadable.length} queries of the application`;
  const why = `the schema before the change refuses ${unreadable.length === 1 ? "it" : "them"} as well: ${first.message}`;
  return [{ what, why, place: first.place, blocking: false }];
}
