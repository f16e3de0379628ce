import type { RunnableScript } from "../model/statement.js";
import type { Session } from "./engine.js";
import type { Relations } from "./relations.js";

/**
 * Tables that were there before the change and that it may touch: those whose names its text speaks, dynamic SQL included,
 * then those tied to them by foreign keys, partitions and inheritance. Keys `schema.name`.
 */
export async function readTouched(
  scripts: readonly RunnableScript[],
  { byOid }: Relations,
  observer: Session,
): Promise<readonly string[]> {
  const texts = scripts.flatMap(({ statements }) => statements.map(({ text }) => text));
  const words = new Set(texts.flatMap((text) => text.match(WORD) ?? []));
  const lower = new Set([...words].map((word) => word.toLowerCase()));
  const all = texts.join("\n");
  const names = (name: string) =>
    lower.has(name) || words.has(name) || (!PLAIN.test(name) && all.includes(`"${name.replaceAll('"', '""')}"`));
  const tables = [...byOid.values()].filter(({ kind }) => kind === "r" || kind === "p");
  const named = new Set(tables.filter(({ key }) => names(key.slice(key.indexOf(".") + 1))).map(({ oid }) => oid));
  // An index, a sequence or a view stands for the tables behind it.
  for (const { key, indexOf } of byOid.values())
    if (indexOf !== null && names(key.slice(key.indexOf(".") + 1))) named.add(indexOf);
  const ties = await observer.query<{ a: string; b: string }>(TIES);
  const tied = ties.flatMap(({ a, b }) => (named.has(Number(a)) ? [Number(b)] : named.has(Number(b)) ? [Number(a)] : []));
  return [...new Set([...named, ...tied])].flatMap((oid) => {
    const known = byOid.get(oid);
    return known !== undefined && (known.kind === "r" || known.kind === "p") ? [known.key] : [];
  });
}

const WORD = /[\p{L}_][\p{L}\p{N}_$]*/gu;
const PLAIN = /^[\p{L}_][\p{L}\p{N}_$]*$/u;

const TIES = `
select conrelid::int8::text as a, confrelid::int8::text as b from pg_catalog.pg_constraint where contype = 'f'
union select inhrelid::int8::text, inhparent::int8::text from pg_catalog.pg_inherits`;
