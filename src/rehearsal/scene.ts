import type { OpenDatabase } from "./open-database.js";
import type { RehearsalPlan } from "./plan.js";
import type { Snapshot } from "./snapshot.js";
import type { Stage } from "./stage.js";

/** Where and from what a change is rehearsed. */
export interface Scene {
  readonly plan: RehearsalPlan;
  readonly stage: Stage;
  /** Schema and rows before the change. */
  readonly base: Snapshot;
  readonly database: OpenDatabase;
  /** Tables that were there and that the change may touch. */
  readonly touched: readonly string[];
}
