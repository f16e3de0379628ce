import { z } from "zod";
import { ReportableError } from "../errors.js";
import type { Statistics } from "../model/statistics.js";

const size = z.number().min(0);

const statisticsSchema = z.object({
  version: z.literal(1),
  takenAt: z.iso.datetime(),
  server: z.object({
    version: z.string(),
    versionNumber: z.number().int(),
    standby: z.boolean().default(false),
    databaseBytes: size.default(0),
    replicas: z.number().int().nullable().default(null),
    countedSeconds: size.nullable().default(null),
    longestTransactionSeconds: z.number().nullable().default(null),
    extensions: z.record(z.string(), z.string()).default({}),
    settings: z.record(z.string(), z.string()).default({}),
  }),
  tables: z.record(
    z.string().regex(/^[^.]+\..+$/u, "`schema.table`"),
    z.object({
      rows: size.nullable(),
      parent: z.string().nullable().default(null),
      bytes: size.default(0),
      toastBytes: size.default(0),
      deadRows: size.default(0),
      readsPerSecond: size.nullable().default(null),
      writesPerSecond: size.nullable().default(null),
      analyzedAt: z.string().nullable().default(null),
      columns: z
        .record(
          z.string(),
          z.object({ type: z.string(), nullFraction: z.number().min(0).max(1), distinct: z.number(), width: size }),
        )
        .default({}),
      indexes: z.record(z.string(), z.object({ bytes: size, scans: size })).default({}),
    }),
  ),
});

/** The statistics in a file that `migration-gate stats` wrote, or somebody by hand. @throws ReportableError `statistics/invalid` with the first mistakes */
export function parseStatistics(file: string, text: string): Statistics {
  const mistakes = (detail: string) =>
    new ReportableError(
      "statistics/invalid",
      `${file} holds no statistics: ${detail}`,
      "Take them anew with `migration-gate stats`.",
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw mistakes(error instanceof Error ? error.message : "not JSON");
  }
  const parsed = statisticsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues.slice(0, 3).map(({ path, message }) => `${path.join(" › ") || "the whole"}: ${message}`);
  throw mistakes(first.join("; "));
}
