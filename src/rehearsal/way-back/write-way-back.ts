import type { Definitions } from "./definitions.js";
import { dropIdentities } from "./write/column-sql.js";
import { planCreates } from "./write/creates.js";
import { decide } from "./write/decide.js";
import { planDrops } from "./write/drops.js";
import { setFacets, unlinkFirst } from "./write/facets.js";
import { planLateDrops } from "./write/late-drops.js";
import { lossesOf } from "./write/losses.js";
import { planRenames } from "./write/renames.js";

export interface WayBackText {
  /** The statements, separated by `;` and a line's end; it opens no transaction of its own. */
  readonly sql: string;
  readonly statements: readonly string[];
  /** One sentence each. */
  readonly cannotRestore: readonly string[];
  /** Among them are rows or values. */
  readonly losesData: boolean;
}

/**
 * The statements that turn `after` back into `before`. Both were read from one database, so an object that kept its oid
 * is the same under another name. Everything first lets go and drops, then takes its old name, then is made and
 * altered in the order of need; what is set on objects comes last, and types that columns just left go at the end.
 */
export function writeWayBack(before: Definitions, after: Definitions): WayBackText {
  const state = decide(before, after);
  const unlinks = unlinkFirst(state);
  const drops = planDrops(state);
  const late = planLateDrops(drops.late, state);
  const statements = [
    ...unlinks,
    ...drops.early,
    ...dropIdentities(state),
    ...late.aside,
    ...planRenames(state),
    ...planCreates(state),
    ...setFacets(state),
    ...late.drops,
  ];
  // A function may speak of tables that are made after it.
  const makesRoutine = statements.some((statement) => /^CREATE OR REPLACE (FUNCTION|PROCEDURE) /u.test(statement));
  const all = makesRoutine ? ["SET LOCAL check_function_bodies = off", ...statements] : statements;
  const losses = lossesOf(state);
  return {
    sql: all.map((statement) => `${statement};\n`).join(""),
    statements: all,
    cannotRestore: [...new Set(losses.map(({ sentence }) => sentence))],
    losesData: losses.some(({ kind }) => kind === "data"),
  };
}
