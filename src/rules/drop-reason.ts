import type { RelationName } from "../model/relation-name.js";
import { nameOfKey } from "./effects-words.js";
import { sqlText } from "./sql-text.js";

/** Why the server does not drop something. */
export interface Reason {
  /** What it is told of. */
  readonly table: RelationName | null;
  readonly words: string;
}

/** The name that a catalog's key stands for, as SQL writes it. */
export function said(key: string): string {
  return sqlText.name(nameOfKey(key));
}
