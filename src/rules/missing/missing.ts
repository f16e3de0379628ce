import type { RelationName } from "../../model/relation-name.js";

/** Something that a statement names and that is not there; `words` begin a sentence. */
export interface Missing {
  readonly table: RelationName | null;
  readonly words: string;
}
