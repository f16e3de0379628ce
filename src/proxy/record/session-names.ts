import { fillIn } from "../literal/fill-in.js";
import { parameterLiteral } from "../literal/parameter-literal.js";
import { type CutSql, cutAtPlaceholders } from "../literal/placeholders.js";
import type { BoundValue } from "../protocol/client-message.js";
import type { Draft } from "./draft.js";

/** A statement that was parsed, by the name that the client gave it. */
export interface Prepared {
  readonly sql: string;
  /** False where its bytes are no text that we can read. */
  readonly isReadable: boolean;
  /** Zero for a type that was not declared. */
  types: readonly number[];
  /** Whether a backslash is itself in a plain string. */
  readonly standardStrings: boolean;
  cut: CutSql | null;
  /** Milliseconds that belong to whatever executes it first. */
  spentMs: number;
}

/** A statement with its parameters. */
export interface Portal {
  readonly prepared: Prepared | null;
  readonly values: readonly BoundValue[];
  spentMs: number;
  /** Set once it was executed; executing it again fetches more of it. */
  draft: Draft | null;
}

/** The statement with its parameters written out; null where that cannot be. Without values, what it is before it is bound. */
export function literalOf(prepared: Prepared, values: readonly BoundValue[] | null): string | null {
  if (!prepared.isReadable) return null;
  if (values !== null && values.length === 0) return prepared.sql;
  prepared.cut ??= cutAtPlaceholders(prepared.sql, prepared.standardStrings);
  if (prepared.cut.length === 1) return prepared.sql;
  if (values === null) return null;
  const literals = values.map((value, at) => parameterLiteral(value, prepared.types[at] ?? 0, prepared.standardStrings));
  return fillIn(prepared.cut, literals);
}
