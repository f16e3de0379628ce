import { createHash } from "node:crypto";
import type { Migration, Script, SourceFile } from "../model/migration.js";
import { fileOf, idOf } from "./migration-names.js";
import type { Mark } from "./preset.js";
import type { Segment } from "./segments.js";
import { toScript } from "./to-script.js";

/** A migration that was recorded, and what names it in its tool. */
export interface Proposal {
  readonly id: string;
  readonly marks: readonly Mark[];
  readonly source: SourceFile | null;
  readonly up: Script;
}

/** `name` stands for what nothing names. */
export function proposalsOf(segments: readonly Segment[], files: readonly SourceFile[], name: string): readonly Proposal[] {
  const taken = new Set<string>();
  return segments.map(({ marks, pieces, transaction }) => {
    const wanted = marks.length === 0 ? name : marks.map(idOf).join(" + ");
    let id = wanted;
    for (let count = 2; taken.has(id); count++) id = `${wanted} (${count})`;
    taken.add(id);
    const [mark] = marks;
    const source = (mark === undefined ? null : fileOf(mark, files)) ?? onlyFile(files);
    return { id, marks, source, up: toScript(pieces, transaction, { file: source?.path ?? virtualFile(id), source }) };
  });
}

export function asMigration({ id, source, up }: Proposal, down: Script | null): Migration {
  const sha256 = createHash("sha256")
    .update(up.text)
    .update(down?.text ?? "")
    .digest("hex");
  return { id, version: null, up, down, digests: [{ file: source?.path ?? up.file, sha256 }] };
}

/** Where no file is known that sent it. */
export function virtualFile(id: string): string {
  return `recorded/${id
    .replace(/[^\w.+-]+/gu, "-")
    .replace(/^-+|-+$/gu, "")
    .slice(0, 80)}.sql`;
}

/** A change of one file leaves no doubt. */
function onlyFile(files: readonly SourceFile[]): SourceFile | null {
  const [first, ...more] = files.filter(({ text }) => text !== "");
  return more.length === 0 ? (first ?? null) : null;
}
