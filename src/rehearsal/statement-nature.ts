/**
 * What a statement is to a transaction, from its first words alone.
 * - `begin`, `commit`, `rollback`: open and close a transaction block; `chain` opens the next at once.
 * - `block-only`: refuses to run, or does nothing, outside of a block (savepoints, LOCK, SET LOCAL, DECLARE).
 * - `no-block`: refuses to run inside of one.
 * - `session`: changes the session and nothing else.
 * - `psql`: a meta-command, nothing for a server.
 */
export type Nature =
  | { readonly kind: "begin" }
  | { readonly kind: "commit" | "rollback"; readonly chain: boolean }
  | { readonly kind: "savepoint" | "block-only" | "no-block" | "session" | "psql" | "plain" };

export function natureOf(sql: string): Nature {
  const words = firstWords(sql);
  if (words.startsWith("\\")) return { kind: "psql" };
  const found = NATURES.find(([pattern]) => pattern.test(words));
  if (found === undefined) return { kind: "plain" };
  const kind = found[1];
  if (kind === "commit" || kind === "rollback") return { kind, chain: /\band chain\b/u.test(words) };
  return { kind };
}

/** Lower case, comments at the start removed, blanks single: enough of a text to tell what it is. */
export function firstWords(sql: string): string {
  let text = sql;
  for (;;) {
    const next = text.replace(/^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/u, "");
    if (next === text) break;
    text = next;
  }
  return text.slice(0, 400).replace(/\s+/gu, " ").toLowerCase();
}

/** First match wins. PostgreSQL manual, SQL Commands: each of `no-block` says so under Notes. */
const NATURES: readonly (readonly [RegExp, Nature["kind"]])[] = [
  [/^rollback( work| transaction)? to\b/u, "savepoint"],
  [/^(savepoint|release)\b/u, "savepoint"],
  [/^(rollback|commit) prepared\b/u, "no-block"],
  [/^(begin|start transaction)\b/u, "begin"],
  [/^(commit|end|prepare transaction)\b/u, "commit"],
  [/^(rollback|abort)\b/u, "rollback"],
  [/^lock\b/u, "block-only"],
  [/^set (local|transaction|constraints)\b/u, "block-only"],
  [/^declare\b(?!.*\bwith hold\b)/u, "block-only"],
  [/^discard\b/u, "no-block"],
  [/^(set|reset|show|listen|unlisten|load)\b/u, "session"],
  [/^create (unique )?index concurrently\b/u, "no-block"],
  [/^drop index concurrently\b/u, "no-block"],
  [/^reindex\b.*\bconcurrently\b/u, "no-block"],
  [/^reindex( \([^)]*\))? (schema|database|system)\b/u, "no-block"],
  [/^vacuum\b/u, "no-block"],
  [/^cluster( verbose)?;?$/u, "no-block"],
  [/^alter table .*\bdetach partition .*\bconcurrently\b/u, "no-block"],
  [/^(create|drop) (database|tablespace|subscription)\b/u, "no-block"],
  [/^alter system\b/u, "no-block"],
];
