import { readFile } from "node:fs/promises";
import { ReportableError } from "../errors.js";

/** A file's text as UTF-8, or null when there is none. @throws ReportableError `repository/unreadable` for anything else. */
export async function readTextIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return null;
    throw new ReportableError("repository/unreadable", `cannot read ${path}`, "Check that it is a readable file.", {
      cause: error,
    });
  }
}
