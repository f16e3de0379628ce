import { z } from "zod";

const path = z.string().min(1);
const paths = z.union([path.transform((one) => [one]), z.array(path)]);

const severity = z.enum(["error", "warning", "info", "off"]);

/**
 * Every setting, once. The settings file, the flags of the command line, the inputs of the action and the
 * generated reference are all made from this schema; `meta` carries what they need.
 */
export const settingsSchema = z.strictObject({
  migrations: path.optional().meta({
    description: "Directory that holds the migrations. Default: found by the signs that migration tools leave.",
    example: "db/migrations",
  }),
  format: z.string().default("auto").meta({
    description: "Migration tool that the files are written for. `auto` detects it and the report says by which sign.",
    example: "golang-migrate",
  }),
  base: z.string().min(1).optional().meta({
    description: "Git revision that the change is judged against. On a pull request: its base.",
    example: "origin/main",
  }),
  schema: paths.default([]).meta({
    description: "SQL files that build the world before the change. They stand in for a history.",
    example: ["db/structure.sql"],
  }),
  seed: paths.default([]).meta({
    description: "SQL files that fill the world with representative rows. A table that they leave empty counts as empty.",
    example: ["db/seed.sql"],
  }),
  queries: paths.default([]).meta({
    description:
      "The application's queries, prepared and explained before and after the change: SQL files, or exports of `pg_stat_statements` as CSV or JSON; a directory is read whole.",
    example: ["app/queries"],
  }),
  prelude: paths.default([]).meta({
    description: "SQL files run first, as superuser: roles, schemas and tables that your platform makes before any migration.",
    example: ["db/platform.sql"],
  }),
  down: path.optional().meta({ description: "The way back for a single file given by path.", example: "change.down.sql" }),
  engine: z.enum(["auto", "pglite", "local", "url", "none"]).default("auto").meta({
    description:
      "Where to rehearse: `pglite` is embedded, `local` starts a private server from binaries on this machine, `url` uses a server you name, `none` only reads the SQL. `auto` takes the best one available.",
  }),
  "database-url": z.string().min(1).optional().meta({
    description:
      "For engine `url`: a server on which scratch databases may be made and dropped, or, with `disposable`, a clone that may be used up. Never production.",
    example: "postgres://postgres@localhost:5432/postgres",
    secret: true,
  }),
  disposable: z.boolean().default(false).meta({
    description:
      "The database of `database-url` is a clone of production that this run may use up (a thin clone, a branch, a restored snapshot): it is migrated itself, at full size, and needs no history to be replayed.",
  }),
  "postgres-version": z.coerce.number().int().min(12).max(18).optional().meta({
    description: "Major version of the server that production runs.",
    example: 16,
  }),
  "time-zone": z.string().min(1).default("UTC").meta({
    description:
      "TimeZone of the role that runs migrations. A change between timestamp and timestamptz rewrites the table unless it is UTC.",
  }),
  rehearsal: z.enum(["thorough", "brief"]).default("thorough").meta({
    description:
      "`thorough`: readers and writers work meanwhile, and awkward rows, crashes and a written way back are tried as well. `brief`: up, down, up again and a second run only.",
  }),
  timeout: z.coerce.number().int().min(1).max(86_400).default(600).meta({
    description: "Seconds for the whole rehearsal.",
  }),
  placeholders: z
    .record(z.string(), z.coerce.string())
    .default({})
    .meta({
      description: "Values for placeholders in the SQL, such as Flyway's `${schema}`.",
      example: { schema: "app" },
    }),
  rules: z
    .record(z.string(), severity)
    .default({})
    .meta({
      description: "Severity by rule: `error` holds the change, `warning` and `info` only tell, `off` silences.",
      example: { "missing-lock-timeout": "error" },
    }),
  allow: z
    .array(z.strictObject({ rule: z.string().min(1), paths: paths.default(["**"]), reason: z.string().min(3) }))
    .default([])
    .meta({
      description: "Findings that the team accepts, by rule and path. The reason is shown in every report.",
      example: [{ rule: "drop-table", paths: ["db/migrations/archive/**"], reason: "tables of a retired product" }],
    }),
  approvals: z
    .strictObject({
      medium: z.coerce.number().int().min(0).max(10).default(1),
      high: z.coerce.number().int().min(0).max(10).default(2),
      critical: z.coerce.number().int().min(0).max(10).default(2),
      from: z.array(z.string().min(1)).default([]),
      override: z.array(z.string().min(1)).default([]),
      self: z.enum(["never", "sole-maintainer"]).default("never"),
      "expires-hours": z.coerce.number().int().min(1).max(8_760).default(336),
    })
    .prefault({})
    .meta({
      description:
        "How many people must approve a held change, by risk (0: nobody can, it has to be mended), and who they are (users or teams; none: whoever has write access). `override`: who may open it without them for four hours. `self: sole-maintainer`: the only person in `from` may approve own work. `expires-hours`: after how long an approval has to be given again.",
      example: { high: 2, from: ["acme/db-owners"] },
    }),
  "way-back": z.enum(["required", "advised"]).default("advised").meta({
    description: "Whether a migration without a way back is held (`required`) or only told (`advised`).",
  }),
  key: z
    .string()
    .regex(/^[\w./-]{1,60}$/u, "letters, digits, `.`, `_`, `/` and `-` only, at most 60")
    .default("default")
    .meta({ description: "Tells several gates in one repository apart: one comment and one status for each key." }),
  comment: z.boolean().default(true).meta({ description: "Whether to write a comment on the pull request." }),
});

/** Settings as the file spells them, validated and with defaults. */
export type Settings = z.output<typeof settingsSchema>;

/** Names of all settings, in the order of the schema. */
export const settingNames = Object.keys(settingsSchema.shape) as (keyof Settings)[];
