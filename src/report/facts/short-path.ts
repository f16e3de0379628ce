import type { Assessment } from "../../model/assessment.js";

/** A file's path below what was judged: short, and still telling `a/migration.sql` from `b/migration.sql`. */
export function shortPath({ subject }: Pick<Assessment, "subject">, file: string): string {
  const folder = subject.endsWith("/") ? subject : `${subject}/`;
  return file.startsWith(folder) && file.length > folder.length ? file.slice(folder.length) : file;
}
