import type { SourceFile } from "../model/migration.js";
import { nameOf } from "./path-parts.js";

/** Tools whose files would be misread as somebody else's: better no verdict than one on the wrong order. */
const SIGNS: readonly { readonly title: string; shows(file: SourceFile): boolean }[] = [
  { title: "Sqitch", shows: ({ path }) => nameOf(path) === "sqitch.plan" },
  { title: "Liquibase", shows: ({ text }) => /^\uFEFF?\s*--\s*liquibase formatted sql/iu.test(text) },
  {
    title: "Pop (dialects in the file names)",
    shows: ({ path }) => /\.(postgres|mysql|sqlite3|cockroach)(\.autocommit)?\.(up|down)\.sql$/u.test(path),
  },
  {
    title: "Pop (templates)",
    shows: ({ path, text }) => /\.(up|down)\.sql$/u.test(path) && /\{\{[-\s]*(index )?\.Options\b/u.test(text),
  },
];

/** The tool that these files are written for, if it is one that is not read yet. */
export function unsupportedTool(files: readonly SourceFile[], around: readonly SourceFile[]): string | null {
  return SIGNS.find(({ shows }) => files.some(shows) || around.some(shows))?.title ?? null;
}
