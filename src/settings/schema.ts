import { z } from "zod";
import { commandSchema } from "./command.js";
import { layoutSchema } from "./layout.js";
import { phasesSchema } from "./phases.js";
import { promisesSchema } from "./promises.js";

const path = z.string().min(1);
const paths = z.union([path.transform((one) => [one]), z.array(path)]);

/** `true` and `all` are every rule of style; `false` and an empty list none. */
const styleSchema = z
  .union([z.boolean(), z.string().min(1), z.array(z.string().min(1))])
  .transform((value) => (value === true ? ["all"] : value === false ? [] : [value].flat()))
  .transform((names) => (names.some((name) => name === "all" || name === "true") ? ["all"] : names))
  .default([]);

/** The hazards of model/finding.ts. */
const hazard = z.enum([
  "blocks-reads",
  "blocks-writes",
  "lock-then-work",
  "locks-rows-in-bulk",
  "data-loss",
  "breaks-old-code",
  "fails-on-data",
  "polymorphic-fk",
  "no-way-back",
  "history",
  "promise",
  "security",
]);

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
  stats: path.optional().meta({
    description:
      "Sizes and rates of production, written by `migration-gate stats`: what a change costs there is estimated from them. They hold no value of any row.",
    example: "db/production-statistics.json",
  }),
  estimate: z.boolean().default(true).meta({
    description: "With `stats`: whether to measure the change at several sizes and to carry its times to production's size.",
  }),
  "estimate-seconds": z.coerce.number().int().min(1).max(3_600).default(60).meta({
    description: "Seconds that measuring for `estimate` may take; never more than a third of `timeout`.",
  }),
  "estimate-speed": z.coerce.number().min(0.05).max(20).default(1).meta({
    description:
      "How many times as fast as this machine production works, where a known duration of both tells: estimates are divided by it.",
    example: 1.5,
  }),
  "representative-rows": z.coerce.number().int().min(0).max(10_000_000).default(0).meta({
    description:
      "Rows, made from the schema and from `stats`, for each table that the change touches and that the seed leaves empty; no more than `stats` says that production holds. 0: none.",
    example: 10_000,
  }),
  queries: paths.default([]).meta({
    description:
      "The application's queries, prepared and explained before and after the change: SQL files, or exports of `pg_stat_statements` as CSV or JSON; a directory is read whole.",
    example: ["app/queries"],
  }),
  "expected-schema": paths.default([]).meta({
    description:
      "The schema that is checked in, as SQL (`structure.sql`, a dump): what the migrations build is compared with it, object by object. Owners, privileges and the order of columns are not compared.",
    example: ["db/structure.sql"],
  }),
  drift: z
    .strictObject({ ignore: paths.default([]) })
    .prefault({})
    .meta({
      description:
        "What may differ from `expected-schema`: names of objects, with their schema; `*` is any text, and a kind may stand before the name.",
      example: { ignore: ["public.legacy_*", "extension pg_stat_statements"] },
    }),
  references: z
    .strictObject({ search: z.boolean().default(true), ignore: paths.default([]) })
    .prefault({})
    .meta({
      description:
        "The search of the repository's code for names that the change drops or renames. `ignore` lists what means something else: globs of files, or `glob:name` for one name (`table.column` too) in them; `search: false` leaves the code alone.",
      example: { ignore: ["legacy/**", "app/reports/*.ts:rel_path"] },
    }),
  promises: promisesSchema.meta({
    description:
      "What the team promises of its changes, asked on the rehearsal databases: each entry has one of `sql` with `expect`, `schema`, `created`, `figures`, `backfill`, `orphans`, `plausible`, `agree`, `unchanged`, `speed` and `load`; and `title`, `when` (`before`, `after`, `back`), `severity`, `tolerate`, `note`, and `for`, the migrations that it speaks of. docs/promises.md describes them.",
    example: [
      { title: "every order has an owner", sql: "select count(*) from orders where owner_id is null", expect: 0 },
      { orphans: { table: "orders", column: "owner_id", references: "users.id" } },
    ],
  }),
  phases: phasesSchema.prefault({}).meta({
    description:
      "Expand, backfill, switch, contract: `declared` names the phase of migrations by id or path with `*`, and `contract` is what a migration that drops or renames something waits for: `quiet-days` since the migration that brought the replacement (or `after`, its id or path) reached the base, `agree` pairs of an `old` and a `new` column of a `table`, and `no-code-references` to the old name. docs/phases.md describes them.",
    example: { contract: { "quiet-days": 14, agree: [{ table: "orders", old: "status", new: "state" }] } },
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
  cache: path.optional().meta({
    description:
      "Folder in which a private server (`local`) keeps the schema before the change, so that the next run of the day begins there; outside of the repository. Kept by its contents: what differs is built anew.",
    example: "~/.cache/migration-gate",
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
  layout: layoutSchema.optional().meta({
    description:
      "A runner of your own: `files` is the path of a migration below `migrations`, with `{version}`, `{name}`, `{direction}`, `*` and `**`, or a regular expression between slashes with those groups; `order` is `version` or `path`; `transaction` says what it wraps (`file`: one transaction a file, `all`: one for all pending files, `implicit`: a file is sent as one query, `statement`: each statement alone); `separator` is a line that ends a statement; `markers` are the lines that begin `up`, `down` and `no-transaction`; `psql` says that psql runs the files.",
    example: { files: "{version}_{name}.{direction}.sql", transaction: "file" },
  }),
  bookkeeping: z
    .string()
    .regex(/^[\w$]+(\.[\w$]+)?$/u, "a table, with its schema where it has one")
    .optional()
    .meta({
      description: "The table in which your migration tool keeps what it ran, where it is not the tool's default.",
      example: "ops.flyway_schema_history",
    }),
  command: commandSchema.optional().meta({
    description:
      "Runs your migration tool itself instead of reading its files: every statement that it sends to the rehearsal database is judged. `tool` fills in the command lines of a known tool; `up` and `down` are your own, `base` is how to reach the base where that is not `up` in its checkout, `backfill` are commands that move data afterwards, `env` are more variables, `directory` is where they run. This runs the change's own code: see docs/commands.md.",
    example: { tool: "alembic", backfill: ["python scripts/backfill.py"] },
  }),
  preset: z.enum(["recommended", "strict", "advice"]).default("recommended").meta({
    description:
      "`recommended`: each rule's own severity. `strict`: what careful teams insist on holds as well, such as a lock timeout and a way back. `advice`: tells everything and holds only what cannot run or cannot be judged. `rules` wins over it.",
  }),
  style: styleSchema.meta({
    description:
      "Rules of style and naming, which are off by default: `all`, or the ids of those that you want. They never hold a change unless `rules` makes one an error.",
    example: ["prefer-bigint", "prefer-timestamptz"],
  }),
  "open-changes": z.boolean().default(true).meta({
    description:
      "Whether to look, on a pull request, for versions that others have claimed and for changes of the same objects: in the other open pull requests to the same branch, and in what that branch has gained since. Their SQL is read, never run.",
  }),
  rules: z
    .record(z.string(), severity)
    .default({})
    .meta({
      description: "Severity by rule: `error` holds the change, `warning` and `info` only tell, `off` silences.",
      example: { "missing-lock-timeout": "error" },
    }),
  allow: z
    .array(
      z.strictObject({
        rule: z.string().min(1),
        paths: paths.default(["**"]),
        reason: z.string().min(3),
        until: z.iso.date("a day, such as 2027-01-31").optional(),
      }),
    )
    .default([])
    .meta({
      description:
        "Findings that the team accepts, by rule and path. The reason is shown in every report. `until` is the last day on which it holds; after that the findings count again.",
      example: [
        { rule: "drop-table", paths: ["db/migrations/archive/**"], reason: "tables of a retired product", until: "2027-01-31" },
      ],
    }),
  baseline: path.optional().meta({
    description:
      "JSON file of findings that were there when the gate was adopted, written by `migration-gate baseline`. They are told and do not count; new ones do. On a pull request the base's file is used.",
    example: ".github/migration-gate-baseline.json",
  }),
  approvals: z
    .strictObject({
      medium: z.coerce.number().int().min(0).max(10).default(1),
      high: z.coerce.number().int().min(0).max(10).default(2),
      critical: z.coerce.number().int().min(0).max(10).default(2),
      from: z.array(z.string().min(1)).default([]),
      override: z.array(z.string().min(1)).default([]),
      agents: z.array(z.string().min(1)).default([]),
      self: z.enum(["never", "sole-maintainer"]).default("never"),
      "expires-hours": z.coerce.number().int().min(1).max(8_760).default(336),
      "code-owners": z.boolean().default(false),
      "by-hazard": z
        .partialRecord(
          hazard,
          z.strictObject({ count: z.coerce.number().int().min(1).max(10), from: z.array(z.string().min(1)).default([]) }),
        )
        .default({}),
    })
    .prefault({})
    .meta({
      description:
        "How many people must approve a held change, by risk (0: nobody can, it has to be mended), and who they are (users or teams; none: whoever has write access). `override`: who may open it without them for four hours. `agents`: accounts that AI agents write with; like bots, they never decide. `self: sole-maintainer`: the only person in `from` may approve own work. `expires-hours`: after how long an approval has to be given again. `code-owners`: an owner of each touched migration file has to be among who approves, by the base branch's CODEOWNERS. `by-hazard`: so many approvals of these people as well, where a finding that holds the change is of that hazard.",
      example: { high: 2, from: ["acme/db-owners"] },
    }),
  "way-back": z.enum(["required", "advised"]).default("advised").meta({
    description: "Whether a migration without a way back is held (`required`) or only told (`advised`).",
  }),
  databases: z
    .array(z.record(z.string(), z.unknown()))
    .default([])
    .meta({
      description:
        "Several databases in one repository, each with a `key` and the settings in which it differs from the rest of the file. All are judged one after another, and the worst decides; on a pull request they share a comment, a status and an approval. `key` chooses one.",
      example: [
        { key: "orders", migrations: "orders/db/migrations" },
        { key: "billing", migrations: "billing/sql", "postgres-version": 15 },
      ],
    }),
  key: z
    .string()
    .regex(/^[\w./-]{1,60}$/u, "letters, digits, `.`, `_`, `/` and `-` only, at most 60")
    .default("default")
    .meta({ description: "Tells several gates in one repository apart: one comment and one status for each key." }),
  "show-values": z.boolean().default(false).meta({
    description:
      "Whether reports show the values of rows that Postgres quotes in its errors (`Key (email)=(…)`). Passwords and tokens are never shown.",
  }),
  comment: z.boolean().default(true).meta({ description: "Whether to write a comment on the pull request." }),
  suggestions: z.boolean().default(true).meta({
    description:
      "Whether fixes that are local edits are suggested on their lines as well, each once, to be taken with a click. Without a comment there are none.",
  }),
});

/** Settings as the file spells them, validated and with defaults. */
export type Settings = z.output<typeof settingsSchema>;

/** Names of all settings, in the order of the schema. */
export const settingNames = Object.keys(settingsSchema.shape) as (keyof Settings)[];
