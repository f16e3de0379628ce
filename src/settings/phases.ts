import { z } from "zod";

const text = z.string().trim().min(1);
const names = z.union([text.transform((one) => [one]), z.array(text).min(1)]);

const agreement = z.strictObject({ table: text, old: text, new: text });

/** What a step that takes something away waits for. */
const contract = z.strictObject({
  "quiet-days": z.coerce.number().int().min(1).max(3_650).optional(),
  after: names.optional(),
  agree: z.array(agreement).default([]),
  "no-code-references": z.boolean().default(false),
});

/** Steps of a change that keeps old code running, and what the last of them waits for. */
export const phasesSchema = z
  .strictObject({
    declared: z.record(text, z.enum(["expand", "backfill", "switch", "contract"])).default({}),
    contract: contract.optional(),
  })
  .superRefine(({ contract: terms }, context) => {
    if (terms?.after !== undefined && terms["quiet-days"] === undefined)
      context.addIssue({ code: "custom", message: "`after` says what `quiet-days` count from: give those too" });
  });
