import type { SourceFile } from "../model/migration.js";
import { isSql } from "./path-parts.js";

/** Which of the SQL files carry a sign, as counts for a sentence: `5 of 6 SQL files`. */
export function shareOf(
  files: readonly SourceFile[],
  has: (file: SourceFile) => boolean,
): { readonly share: number; readonly words: string } {
  const sql = files.filter((file) => isSql(file.path));
  const hits = sql.filter(has).length;
  return { share: sql.length === 0 ? 0 : hits / sql.length, words: `${hits} of ${sql.length} SQL files` };
}
