import { z } from "zod";
import { ReportableError } from "../errors.js";
import type { Baseline } from "../model/baseline.js";

const baselineSchema = z.strictObject({
  version: z.literal(1),
  written: z.iso.date(),
  findings: z.array(
    z.strictObject({
      id: z.string().min(1),
      rule: z.string().min(1),
      severity: z.enum(["error", "warning", "info"]),
      file: z.string().min(1),
      message: z.string(),
    }),
  ),
});

/**
 * A baseline as `migration-gate baseline` wrote it.
 * @throws ReportableError `settings/invalid`: half a baseline would silence nobody knows what.
 */
export function readBaseline(file: string, text: string): Baseline {
  const invalid = (why: string, cause?: unknown) =>
    new ReportableError("settings/invalid", `${file}: ${why}`, "Write it again with `migration-gate baseline`.", { cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error), error);
  }
  const parsed = baselineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(`${issue?.path.join(".") || "the file"}: ${issue?.message ?? "no baseline"}`);
}
