import { createHash } from "node:crypto";
import type { Migration, Script, SourceFile, TransactionShape } from "../model/migration.js";

/** One migration with the digests of its files, each once, in the order given. */
export function makeMigration(
  parts: Pick<Migration, "id" | "version" | "up" | "down">,
  files: readonly (SourceFile | undefined)[],
): Migration {
  const distinct = new Map(files.flatMap((file) => (file === undefined ? [] : [[file.path, file]])));
  return { ...parts, digests: [...distinct.values()].map((file) => ({ file: file.path, sha256: sha256(file.text) })) };
}

/** A file of which everything belongs to one direction. */
export function wholeFile(file: SourceFile, transaction: TransactionShape, psql = false): Script {
  return { file: file.path, text: file.text, transaction, psql };
}

// Files are read as strict UTF-8 with their byte order mark kept, so encoding the text again gives their bytes.
function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
