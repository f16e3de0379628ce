import { ReportableError } from "../errors.js";
import type { SourceFile } from "../model/migration.js";
import { dbmate } from "./dbmate.js";
import { diesel } from "./diesel.js";
import { drizzle } from "./drizzle.js";
import { flyway } from "./flyway.js";
import type { Format } from "./format.js";
import { golangMigrate } from "./golang-migrate.js";
import { goose } from "./goose.js";
import { plain } from "./plain.js";
import { prisma } from "./prisma.js";
import { singleFile } from "./single-file.js";
import { sqlMigrate } from "./sql-migrate.js";
import { sqlx } from "./sqlx.js";
import { supabase } from "./supabase.js";
import { tern } from "./tern.js";
import { unsupportedTool } from "./unsupported-tool.js";

/** Every format, sorted by id. */
export const formats: readonly Format[] = [
  dbmate,
  diesel,
  drizzle,
  flyway,
  golangMigrate,
  goose,
  plain,
  prisma,
  singleFile,
  sqlMigrate,
  sqlx,
  supabase,
  tern,
];

/** What a user may write under `format`. */
export const formatIds: readonly string[] = formats.map((format) => format.id);

/** @throws ReportableError `format/unknown` */
export function formatById(id: string): Format {
  const format = formats.find((one) => one.id === id);
  if (format !== undefined) return format;
  throw new ReportableError(
    "format/unknown",
    `there is no migration format «${id}»`,
    `Use one of: ${formatIds.join(", ")}, or auto.`,
  );
}

export interface Detected {
  readonly format: Format;
  readonly weight: number;
  /** A sentence: `Read as goose because 5 of 5 SQL files carry …`. */
  readonly reason: string;
}

/**
 * The format for which most speaks; null where nothing speaks for any. `around` are manifests of the folders above.
 * @throws ReportableError `format/unknown` for a tool that is recognized but not read yet.
 */
export function detectFormat(files: readonly SourceFile[], around: readonly SourceFile[] = []): Detected | null {
  const unsupported = unsupportedTool(files, around);
  if (unsupported !== null) {
    const hint = "Give the files of the change by path with `--format single-file`, and the world before it with `--schema`.";
    throw new ReportableError("format/unknown", `these migrations are written for ${unsupported}, which is not read yet`, hint);
  }
  let best: Detected | null = null;
  for (const format of formats) {
    const { weight, sign } = format.detect(files, around);
    if (weight > (best?.weight ?? 0)) best = { format, weight, reason: `Read as ${format.title} because ${sign}.` };
  }
  return best;
}
