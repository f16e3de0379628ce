import type { Session } from "./engine.js";
import { fingerprintSql } from "./fingerprint-sql.js";

/** Every object of a schema by kind and name, with its definition. Two databases of equal fingerprints have equal schemas. */
export type Fingerprint = ReadonlyMap<string, Entry>;

export interface Entry {
  /** In words for the reader: `table`, `column`, `index`, … */
  readonly kind: string;
  readonly object: string;
  readonly definition: string;
  /** The relation that it is a part of, as that relation's `object`; null where it stands by itself. */
  readonly parent: string | null;
}

/** One query, run by the observer. Takes 0.1 to 0.4 s for 300 tables. */
export async function readFingerprint(observer: Session, versionNumber: number): Promise<Fingerprint> {
  // Both statements form one transaction, so the empty path ends with it, and every name comes out qualified.
  const { rows } = await observer.run(`set local search_path to ''; ${fingerprintSql(versionNumber)}`);
  return new Map(
    rows.map((row): [string, Entry] => {
      const text = (column: string) => String(row[column] ?? "");
      const entry = {
        kind: text("kind"),
        object: text("object"),
        definition: text("definition"),
        parent: text("parent") || null,
      };
      return [`${entry.kind} ${entry.object}`, entry];
    }),
  );
}
