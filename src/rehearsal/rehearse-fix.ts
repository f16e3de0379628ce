import type { FixToTry, RehearsedFix } from "../model/rehearsed-fix.js";
import { fillAwkwardRows } from "./awkward/fill-awkward-rows.js";
import { compareSchemas } from "./compare.js";
import { readSkip } from "./extensions.js";
import { readFingerprint } from "./fingerprint.js";
import { playScripts } from "./play-scripts.js";
import { readRelations } from "./relations.js";
import type { Scene } from "./scene.js";
import { Tracer } from "./tracer.js";

/** Runs the change with a fix in place on a copy of its own. Its tables get plain rows: work on empty ones would not show. */
export async function rehearseFix({ stage, base, touched }: Scene, fix: FixToTry): Promise<RehearsedFix> {
  const open = await stage.another();
  try {
    const { filled } = await fillAwkwardRows(open.observer, open.server.versionNumber, {
      tables: touched,
      tame: new Set(touched),
    });
    const helper = open.server.abilities.secondSession ? open.observer : null;
    const tracer = new Tracer(open.session, await readRelations(open.session), "up", helper);
    const error = await playScripts(
      fix.proposed.map(({ up }) => up),
      tracer,
      await readSkip(open),
    );
    const schema = await readFingerprint(open.observer, open.server.versionNumber);
    return {
      ...fix,
      steps: tracer.finished(),
      error,
      schemaChanges: compareSchemas(base.schema, schema),
      filled: filled.map(({ relation }) => relation),
    };
  } finally {
    await open.database.drop();
  }
}
