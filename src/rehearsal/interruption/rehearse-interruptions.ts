import type { Interruption } from "../../model/rehearsal.js";
import type { ReadMigration } from "../../model/statement.js";
import { snapshotOf } from "../after-up.js";
import { compareSchemas, onlyColumnOrder } from "../compare.js";
import { readSkip } from "../extensions.js";
import { readInvalidIndexes } from "../invalid-indexes.js";
import type { OpenDatabase } from "../open-database.js";
import { playScripts } from "../play-scripts.js";
import { QuietRunner } from "../quiet-runner.js";
import type { RehearsalDraft } from "../rehearsal-draft.js";
import type { Scene } from "../scene.js";
import type { Snapshot } from "../snapshot.js";
import { type CrashPoint, crashPointsOf } from "./crash-points.js";
import { cutOff } from "./cut-off.js";

/** Each crash takes a copy of the database. */
const MOST_CRASHES = 12;

/** Crashes each migration that is no single transaction, at each point where something stays, and runs it again. */
export async function rehearseInterruptions(scene: Scene, up: Snapshot, draft: RehearsalDraft): Promise<void> {
  const { plan, stage } = scene;
  const crashes = plan.proposed.flatMap((migration, at) =>
    // A backfill asks anew what is left to do, and was run twice already.
    migration.movesData === true ? [] : crashPointsOf(migration.up).map((point) => ({ migration, at, point })),
  );
  const known = new Map<string, Interruption>();
  const found: Interruption[] = [];
  let left = stage.copiesQuickly ? MOST_CRASHES : 0;
  for (const { migration, at, point } of crashes) {
    const told = known.get(migration.id) ?? toldByRerun(migration, point, draft);
    if (told !== null) {
      // Once stuck at a statement that was done, every later crash is stuck there too.
      known.set(migration.id, told);
      found.push({ ...told, ...point });
      continue;
    }
    if (left-- <= 0) break;
    plan.progress(`Crashing ${migration.id} ${point.cut} statement ${point.statement + 1}`);
    const outcome = await crash(scene, at, point, up);
    if (outcome !== null) found.push(outcome);
  }
  draft.interruption = found;
}

/** The run on top has shown which statement refuses to run a second time; a crash after it is no other case. */
function toldByRerun({ id }: ReadMigration, point: CrashPoint, { rerun }: RehearsalDraft): Interruption | null {
  const { error } = rerun;
  if (error === null || error.migration !== id || point.cut === "during" || point.statement < error.statement) return null;
  return { migration: id, ...point, outcome: "stuck", error, invalidIndexes: [] };
}

async function crash({ plan, stage }: Scene, at: number, point: CrashPoint, up: Snapshot): Promise<Interruption | null> {
  const migration = plan.proposed[at];
  if (migration === undefined) return null;
  const open = await stage.another();
  try {
    const before = new Set(await readInvalidIndexes(open.observer));
    const skip = await readSkip(open);
    const earlier = plan.proposed.slice(0, at).map((each) => each.up);
    const done = migration.up.statements.filter(({ index }) =>
      point.cut === "after" ? index <= point.statement : index < point.statement,
    );
    await playScripts([...earlier, { ...migration.up, statements: done }], new QuietRunner(open.session), skip);
    const cut = migration.up.statements.find(({ index }) => index === point.statement);
    if (point.cut === "during" && (cut === undefined || !(await cutOff(cut, open)))) return null;
    const after = await stage.reconnect(open);
    const rest = plan.proposed.slice(at).map((each) => each.up);
    const failure = await playScripts(rest, new QuietRunner(after.session), skip);
    const invalidIndexes = (await readInvalidIndexes(after.observer)).filter((name) => !before.has(name));
    const common = { migration: migration.id, ...point, invalidIndexes };
    if (failure !== null) return { ...common, outcome: "stuck", error: failure };
    return { ...common, outcome: invalidIndexes.length > 0 ? "invalid-index" : await endOf(after, up), error: null };
  } finally {
    await open.database.drop();
  }
}

async function endOf(open: OpenDatabase, up: Snapshot): Promise<"converges" | "diverges"> {
  const { schema } = await snapshotOf(open);
  return onlyColumnOrder(compareSchemas(up.schema, schema)) ? "converges" : "diverges";
}
