import type { GeneratedRows } from "../model/generated-rows.js";
import type { RunnableScript } from "../model/statement.js";
import { EngineLost, type Server, type Template } from "./engine.js";
import { type OpenDatabase, openDatabase, reconnect, type SessionSettings } from "./open-database.js";
import type { RehearsalPlan } from "./plan.js";
import { generateRows } from "./representative/generate-rows.js";
import { databaseBytes } from "./sizes.js";
import { buildWorld, type WorldProblem } from "./world.js";
import { worldDigest, worldParts } from "./world-parts.js";

/** A world that is built faster than this is not worth a copy kept beside it. */
const QUICK_MS = 250;

/** A world that takes at least so long is worth its place in the cache. */
const KEPT_MS = 500;

/** The same for the embedded engine, which copies by unpacking all files of the database into memory. */
const QUICK_EMBEDDED_MS = 800;

/** A larger one the embedded engine would hold in memory several times over. */
const MOST_COPIED_BYTES = 100_000_000;

/** A world that takes longer is not built anew for a further question, where it can be helped. */
const SLOW_MS = 1_500;

/**
 * The databases of one rehearsal, each in the state before the change. A second one is needed only when a step left
 * the first in a state that nothing can go on from. A server then copies a frozen one in a fraction of a second, the
 * embedded engine in about one; a small world is built anew, which is cheaper.
 */
export class Stage {
  private readonly opened: OpenDatabase[] = [];
  private template: Template | null = null;
  /** The world before rows were made for it, as this run or an earlier one built it. */
  private kept: Template | null = null;
  private builtInMs = 0;
  /** What the world got besides the seed; null where nothing was asked for. */
  generated: GeneratedRows | null = null;
  private readonly settings: SessionSettings;

  constructor(
    private readonly plan: RehearsalPlan,
    private readonly server: Server,
    private readonly signal: AbortSignal,
    /** Start from here instead of an empty database. */
    private readonly start: Template | null = null,
  ) {
    this.settings = { timeZone: plan.timeZone ?? null };
  }

  /** Builds the world for the first time. */
  async build(): Promise<{ readonly open: OpenDatabase; readonly problems: readonly WorldProblem[] }> {
    const { digest, template } = this.server.kept ?? { digest: null, template: null };
    if (digest !== null && this.start === null && digest === this.digest) this.kept = template;
    const { tookMs, ...built } = await this.make(this.plan.seed);
    this.builtInMs = tookMs;
    return built;
  }

  private get digest(): string {
    return worldDigest(worldParts(this.plan), this.settings.timeZone);
  }

  /** The world as the files alone make it, without the rows of the seed. */
  async unseeded(): Promise<OpenDatabase> {
    return (await this.make([])).open;
  }

  /** Another world in a database of its own, from nothing. */
  async besides(prelude: RehearsalPlan["prelude"], scripts: readonly RunnableScript[]) {
    const open = await this.open(null);
    const parts = worldParts({ prelude, schema: [], settled: scripts, seed: [], proposed: [] });
    return { open, problems: await buildWorld(parts, open, this.plan.progress) };
  }

  private async make(seed: readonly RunnableScript[], signal: AbortSignal = this.signal) {
    const isWhole = seed === this.plan.seed;
    let begun = performance.now();
    let open = await this.open(isWhole && this.kept !== null ? this.kept : this.start, signal);
    let problems: readonly WorldProblem[] = [];
    if (!isWhole || this.kept === null) {
      problems = await buildWorld(worldParts({ ...this.plan, seed }), open, this.plan.progress);
      if (isWhole && problems.length === 0 && performance.now() - begun > KEPT_MS) open = await this.keep(open, signal);
      if (this.kept !== null) begun = performance.now();
    }
    const { rows, brief } = this.plan;
    // A clone has rows of its own, and the world without the seed has none.
    if (rows !== undefined && brief !== true && this.canCopy && isWhole)
      this.generated = await generateRows(open, this.plan, rows);
    return { open, problems, tookMs: performance.now() - begun };
  }

  /** Keeps the world for later runs, where the server can and is asked to, and goes on in a copy. */
  private async keep(open: OpenDatabase, signal: AbortSignal): Promise<OpenDatabase> {
    const { server, start, plan } = this;
    if (server.keep === undefined || start !== null) return open;
    const template = await open.database.freeze();
    try {
      await server.keep({ digest: this.digest, template });
    } catch (error) {
      if (error instanceof EngineLost) throw error;
      plan.progress(
        `The schema before the change is not kept for later runs: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    this.kept = template;
    return this.open(template, signal);
  }

  /** The world to apply the change to. `built` is used up where a copy of it is kept. */
  async first(built: OpenDatabase): Promise<OpenDatabase> {
    if (!(await this.isWorthCopying(built))) {
      this.expectAnother();
      return built;
    }
    this.template = await built.database.freeze();
    const copy = await this.open(this.template);
    this.expectAnother();
    return copy;
  }

  private async isWorthCopying({ observer }: OpenDatabase): Promise<boolean> {
    if (!this.canCopy) return false;
    // A brief rehearsal needs another one only where the way back failed.
    if (this.copiesQuickly) return this.builtInMs >= (this.plan.brief === true ? SLOW_MS : QUICK_MS);
    return this.builtInMs >= QUICK_EMBEDDED_MS && (await databaseBytes(observer)) <= MOST_COPIED_BYTES;
  }

  /** Most changes touch a table, and are tried a second time, on awkward rows. */
  private expectAnother(): void {
    if (this.canCopy && this.isQuick && this.plan.brief !== true) this.server.prepare?.(this.template);
  }

  /** True where another one costs little: a copy of files. */
  get copiesQuickly(): boolean {
    return this.server.engineId !== "pglite" && this.canCopy;
  }

  /** True where another one holds the very same rows. */
  get copiesExactly(): boolean {
    return this.template !== null;
  }

  /** True where another one takes no longer than a few seconds. */
  get isQuick(): boolean {
    return this.copiesQuickly || this.template !== null || this.builtInMs < SLOW_MS;
  }

  /** Ends the rehearsal. */
  get ending(): AbortSignal {
    return this.signal;
  }

  /** False on a clone that can only be used up. */
  get canCopy(): boolean {
    return this.server.abilities.copies;
  }

  /** Another one in the same state. `signal` where it has to end before the rehearsal does. */
  async another(signal: AbortSignal = this.signal): Promise<OpenDatabase> {
    if (this.template !== null) return this.open(this.template, signal);
    return (await this.make(this.plan.seed, signal)).open;
  }

  /** A copy of one that was frozen. */
  copyOf(template: Template, signal: AbortSignal = this.signal): Promise<OpenDatabase> {
    return this.open(template, signal);
  }

  /** The same database after a crash of what migrated it. */
  reconnect(open: OpenDatabase, signal: AbortSignal = this.signal): Promise<OpenDatabase> {
    return reconnect(open, signal);
  }

  /** Drops what was made. Best effort after a stop: then the server itself goes, with all that is in it. */
  async clear(): Promise<void> {
    for (const { database } of this.opened.reverse()) await database.drop();
  }

  private async open(template: Template | null, signal: AbortSignal = this.signal): Promise<OpenDatabase> {
    const open = await openDatabase(this.server, template, this.settings, signal, this.signal);
    this.opened.push(open);
    return open;
  }
}
