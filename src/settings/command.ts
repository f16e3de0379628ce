import { z } from "zod";

const line = z.string().min(1);

/** Commands of a migration tool, for histories that are no SQL files. */
export const commandSchema = z.strictObject({
  tool: z.string().min(1).optional(),
  up: line.optional(),
  down: line.optional(),
  base: line.optional(),
  backfill: z.union([line.transform((one) => [one]), z.array(line)]).default([]),
  env: z.record(z.string().regex(/^[A-Za-z_]\w*$/u, "a name of a variable"), z.coerce.string()).default({}),
  directory: z.string().min(1).optional(),
});

export type CommandSettings = z.output<typeof commandSchema>;
