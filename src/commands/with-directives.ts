import type { Script, SourceFile } from "../model/migration.js";

/** What the author tells us in comments of the tool's language, and a refusal of the tool to go back: they speak of the file. */
export function withDirectives(script: Script, source: SourceFile | null, refusal: string | undefined): Script {
  const found = source === null ? [] : [...source.text.matchAll(/(?:#|\/\/|--|\*)\s*(migration-gate:[^\n]*)/gu)];
  const told = found.map(([, words = ""]) => words.replace(/\*\/\s*$/u, "").trim());
  if (refusal !== undefined) told.push(`migration-gate: irreversible: ${refusal.replace(/\s+/gu, " ").slice(0, 200)}`);
  if (told.length === 0) return script;
  // The blank line keeps them from speaking of the first statement alone.
  const header = `${told.map((words) => `-- ${words}\n`).join("")}\n`;
  const moved = script.pieces?.map(({ start, end }) => ({ start: start + header.length, end: end + header.length }));
  return { ...script, text: header + script.text, ...(moved === undefined ? {} : { pieces: moved }) };
}
