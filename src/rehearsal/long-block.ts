import type { Statement } from "../model/statement.js";
import type { Relations } from "./relations.js";
import { firstWords } from "./statement-nature.js";

/** A list of locks grows with the block, and each question reads all of it: from here on that is told in milliseconds. */
const LONG = 200;

/**
 * Spares a long block the questions that have nothing to tell: thousands of tables made in one transaction hold thousands
 * of locks, none of which anybody waits for. Which statements are asked depends on their text alone.
 */
export class LongBlock {
  private statements = 0;
  /** Something may go by another name than it had before the change. */
  private renames = false;
  private readonly heads = new Set<string>();
  private readonly names: ReadonlySet<string>;

  constructor({ byOid }: Relations) {
    this.names = new Set([...byOid.values()].map(({ key }) => key.slice(key.indexOf(".") + 1).toLowerCase()));
  }

  begins(): void {
    this.statements = 0;
    this.heads.clear();
  }

  /** True where the locks and counters of what was there before are worth a question after this statement. */
  asks({ text }: Pick<Statement, "text">): boolean {
    this.statements += 1;
    const words = firstWords(text);
    this.renames ||= RENAMES.test(text);
    if (this.statements <= LONG || this.renames) return true;
    if (DEFINES.test(words)) return this.namesOld(text);
    const head = WRITES.exec(words)?.[0];
    if (head === undefined) return true;
    // What rows of a new table set in motion elsewhere (foreign keys, triggers) shows with the first of them.
    const isFirst = !this.heads.has(head);
    this.heads.add(head);
    return isFirst || this.namesOld(text);
  }

  private namesOld(text: string): boolean {
    for (const [word] of text.matchAll(WORD)) if (this.names.has(word.toLowerCase())) return true;
    for (const [, quoted = ""] of text.matchAll(QUOTED))
      if (this.names.has(quoted.replaceAll('""', '"').toLowerCase())) return true;
    return false;
  }
}

const RENAMES = /\b(rename|set\s+schema)\b/iu;
const DEFINES = /^(create (unlogged )?table|create (unique )?index|alter table|comment on)\b/u;
const WRITES = /^insert into \S+/u;
const WORD = /[\p{L}_][\p{L}\p{N}_$]*/gu;
const QUOTED = /"((?:[^"]|"")*)"/gu;
