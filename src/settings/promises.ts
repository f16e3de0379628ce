import { z } from "zod";

const text = z.string().trim().min(1);
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const names = z.union([text.transform((one) => [one]), z.array(text).min(1)]);
const count = z.number().int().min(0);
const share = z.string().regex(/^\d+(\.\d+)?\s*%$/u, "a share such as 5%");
const duration = z.string().regex(/^\d+(\.\d+)?\s*(ms|s|min)$/u, "a duration such as 200 ms or 2 s");
const moment = z.enum(["before", "after", "back"]);

/** What a query has to give. */
const expected = z.union([
  z.strictObject({ min: z.number().optional(), max: z.number().optional() }).refine((range) => Object.keys(range).length > 0),
  z.strictObject({ equals: scalar }),
  z.strictObject({ not: scalar }),
  z.strictObject({ "at-most": z.number() }),
  z.strictObject({ "at-least": z.number() }),
  z.strictObject({ in: z.array(scalar).min(1) }),
  z.strictObject({ tolerance: share }),
  scalar,
]);

/** `text null`, or the same in parts. */
const column = z.union([
  text,
  z.strictObject({
    type: text.optional(),
    nullable: z.boolean().optional(),
    default: z.union([z.string(), z.null()]).optional(),
  }),
]);

const table = z.strictObject({
  columns: z.record(z.string(), column).optional(),
  indexes: z.array(text).optional(),
  "primary-key": names.optional(),
  "foreign-keys": z.record(z.string(), text).optional(),
});

const rows = z.union([
  count,
  z.strictObject({
    total: count,
    by: text.optional(),
    parts: z.record(z.string(), count).optional(),
    tolerate: z.union([count, share]).optional(),
  }),
]);

/** Kinds of promises; each entry of the list has exactly one of them. */
const kinds = {
  sql: text.optional(),
  schema: z
    .strictObject({
      match: z.enum(["exactly", "at-least"]).default("at-least"),
      tables: z.record(z.string(), z.union([table, z.literal("absent")])),
    })
    .optional(),
  created: z
    .strictObject({ rows: z.record(z.string(), rows).optional() })
    .catchall(count)
    .optional(),
  figures: z.record(z.string(), z.number()).optional(),
  backfill: z
    .strictObject({ table: text, "done-when": text, of: text.optional(), linked: text.optional(), placeholder: text.optional() })
    .optional(),
  orphans: z.strictObject({ table: text, column: text, references: text }).optional(),
  plausible: z.strictObject({ table: text, never: text }).optional(),
  agree: z.strictObject({ table: text, old: text, new: text }).optional(),
  unchanged: z.array(text).min(1).optional(),
  speed: z
    .strictObject({
      sql: text,
      "at-most": duration.optional(),
      "slower-at-most": share.optional(),
      "on-rows": count.default(1000),
      plan: z.strictObject({ "no-seq-scan": names.optional(), uses: names.optional() }).optional(),
    })
    .optional(),
  load: z.strictObject({ "reads-at-most": duration.optional(), "writes-at-most": duration.optional() }).optional(),
} as const;

export type PromiseKind = keyof typeof kinds;

const KINDS = Object.keys(kinds) as readonly PromiseKind[];

const promise = z
  .strictObject({
    title: text.optional(),
    ...kinds,
    expect: expected.optional(),
    when: z.union([moment.transform((one) => [one]), z.array(moment).min(1)]).optional(),
    severity: z.enum(["error", "warning"]).default("error"),
    tolerate: z.union([count, share]).optional(),
    note: text.optional(),
    for: names.optional(),
  })
  .superRefine((entry, context) => {
    const given = KINDS.filter((kind) => entry[kind] !== undefined);
    const complain = (message: string) => context.addIssue({ code: "custom", message });
    if (given.length !== 1) complain(`a promise has exactly one of ${KINDS.join(", ")}`);
    if (entry.sql !== undefined && entry.expect === undefined) complain("a promise with `sql` needs `expect`");
    if (entry.sql === undefined && entry.expect !== undefined) complain("`expect` belongs to `sql`");
    if (entry.speed !== undefined && !isLimit(entry.speed)) complain("`speed` needs `at-most`, `slower-at-most` or `plan`");
  });

function isLimit(speed: object): boolean {
  return ["at-most", "slower-at-most", "plan"].some((limit) => limit in speed);
}

/** What the team promises of its changes. */
export const promisesSchema = z.array(promise).default([]);

export type PromiseSettings = z.output<typeof promise>;
