import type { Question } from "../model/promise.js";
import type { Phase } from "../model/rehearsal.js";
import type { ReadScript } from "../model/statement.js";
import { readSkip } from "./extensions.js";
import type { Failure } from "./failure.js";
import { type OpenDatabase, refreshSession } from "./open-database.js";
import { playScripts } from "./play-scripts.js";
import { startLoad } from "./probes/start-load.js";
import { AskingRunner } from "./promises/asking-runner.js";
import type { RehearsalDraft } from "./rehearsal-draft.js";
import { type Relations, refreshRelations } from "./relations.js";
import { Tracer } from "./tracer.js";

/** A database under watch. */
export interface Watched {
  readonly open: OpenDatabase;
  /** As they were before the change: what came later is not watched. */
  readonly relations: Relations;
  /** Tables that readers and writers work on meanwhile; empty for none. */
  readonly load: readonly string[];
  /** Asked right after their statements; absent: nothing. */
  readonly promises?: readonly Question[];
}

/** Runs scripts in a session of their own, as a deploy would, and writes down every step. */
export async function play(
  scripts: readonly ReadScript[],
  phase: Phase,
  { open, relations, load: tables, promises = [] }: Watched,
  draft: RehearsalDraft,
): Promise<Failure | null> {
  await refreshSession(open);
  const watched = await refreshRelations(relations, open.session);
  const skip = await readSkip(open);
  const helper = open.server.abilities.secondSession ? open.observer : null;
  const tracer = new Tracer(open.session, watched, phase, helper);
  const underLoad = helper !== null && tables.length > 0 && (phase === "up" || phase === "down") ? phase : null;
  const load = underLoad === null ? null : await startLoad(open, tables);
  const asking = new AskingRunner(tracer, open.session, phase === "up" || phase === "down" ? promises : [], () =>
    tracer.interrupted(),
  );
  try {
    return await playScripts(scripts, asking, skip);
  } finally {
    if (asking.answers.length > 0) draft.promises = [...(draft.promises ?? []), ...asking.answers];
    const steps = tracer.finished();
    draft.steps.push(...steps);
    const timed = steps.map((step, at) => {
      const { startedAt = 0, askedMs = 0 } = tracer.steps[at] ?? {};
      return { ...step, startedAt, askedMs };
    });
    if (load !== null && underLoad !== null) draft.probes = [...draft.probes, ...(await load.end(underLoad, timed))];
  }
}
