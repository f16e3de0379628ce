import { ReportableError } from "../errors.js";
import type { SourceFile } from "../model/migration.js";
import { atlas } from "./atlas.js";
import { dbmate } from "./dbmate.js";
import { diesel } from "./diesel.js";
import { drizzle } from "./drizzle.js";
import { flyway } from "./flyway.js";
import type { Format } from "./format.js";
import { golangMigrate } from "./golang-migrate.js";
import { goose } from "./goose.js";
import { graphileMigrate } from "./graphile-migrate.js";
import { layout } from "./layout.js";
import { liquibase } from "./liquibase.js";
import { nodePgMigrate } from "./node-pg-migrate.js";
import { forPostgres } from "./other-dialects.js";
import { plain } from "./plain.js";
import { pop } from "./pop.js";
import { popx } from "./popx.js";
import { prisma } from "./prisma.js";
import { rails } from "./rails.js";
import { singleFile } from "./single-file.js";
import { sqitch } from "./sqitch.js";
import { sqlMigrate } from "./sql-migrate.js";
import { sqlx } from "./sqlx.js";
import { supabase } from "./supabase.js";
import { tern } from "./tern.js";
import { unsupportedTool } from "./unsupported-tool.js";
import { versionedFolders } from "./versioned-folders.js";

/** Every format, sorted by id. */
export const formats: readonly Format[] = [
  atlas,
  dbmate,
  diesel,
  drizzle,
  flyway,
  golangMigrate,
  goose,
  graphileMigrate,
  layout,
  liquibase,
  nodePgMigrate,
  plain,
  pop,
  popx,
  prisma,
  rails,
  singleFile,
  sqitch,
  sqlMigrate,
  sqlx,
  supabase,
  tern,
  versionedFolders,
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
 * @throws ReportableError `format/unknown` for a tool whose files are no SQL, or where two tools have an equal claim.
 */
export function detectFormat(all: readonly SourceFile[], around: readonly SourceFile[] = []): Detected | null {
  const { files } = forPostgres(all);
  const unsupported = unsupportedTool(files);
  if (unsupported !== null) {
    const hint =
      "Let the tool run by its own command (docs/commands.md): for Rails `command: { tool: rails }`. Or give the files of the change by path with `--format single-file`, and the world before it with `--schema`.";
    throw new ReportableError("format/unknown", `these migrations are written for ${unsupported}, which is not read yet`, hint);
  }
  const claims = formats
    .map((format) => ({ format, ...format.detect(files, around) }))
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  const [best] = claims;
  if (best === undefined) return null;
  // Manifests around say what a repository uses, not for which directory: they decide, but they do not contradict.
  const rivals = claims.filter((claim) => claim !== best && claim.format.detect(files, []).weight >= CERTAIN);
  const equal = rivals.filter(({ weight }) => best.weight - weight <= EQUAL);
  if (equal.length > 0) {
    const signs = [best, ...equal].map(({ format, sign }) => `${format.title} (${sign})`).join(" and for ");
    throw new ReportableError(
      "format/unknown",
      `the same directory speaks for ${signs}`,
      `Say which one runs it: \`--format ${best.format.id}\` or \`--format ${equal[0]?.format.id}\`.`,
    );
  }
  const also = rivals
    .map(({ format, sign }) => ` (${format.title} could run it too: ${sign}; set \`format\` if it does)`)
    .join("");
  return { format: best.format, weight: best.weight, reason: `Read as ${best.format.title} because ${best.sign}${also}.` };
}

const CERTAIN = 0.9;
const EQUAL = 0.03;
