import type { Broken, Mistake } from "./mistake.js";

const NAME = String.raw`((?:"[^"]+"|[\w$\u0080-\uffff]+)(?:\.(?:"[^"]+"|[\w$\u0080-\uffff]+))*)`;
const TABLE = new RegExp(String.raw`\bALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?${NAME}`, "iu");
const ADD_CONSTRAINT = new RegExp(String.raw`\bADD\s+CONSTRAINT\s+IF\s+NOT\s+EXISTS\s+${NAME}\s*([^;]*)`, "iu");

/** IF NOT EXISTS and IF EXISTS where PostgreSQL does not have them, or has them elsewhere. */
export const ifExists: readonly Mistake[] = [
  addConstraint,
  createWithout,
  unnamedIndex,
  concurrentlyLast,
  afterTheName,
  partOfTable,
];

/** PostgreSQL has no `ADD CONSTRAINT IF NOT EXISTS` (manual, ALTER TABLE, up to 18). */
function addConstraint({ text }: Broken): string | null {
  const [, name, definition = ""] = ADD_CONSTRAINT.exec(text) ?? [];
  if (name === undefined) return null;
  const table = TABLE.exec(text)?.[1] ?? "the_table";
  const rest =
    definition
      .split(/,\s*(?=ADD\b|DROP\b|ALTER\b)/iu)[0]
      ?.replace(/\s+/gu, " ")
      .trim() ?? "";
  const add = `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${rest}`.trim();
  return (
    "ADD CONSTRAINT has no IF NOT EXISTS in PostgreSQL. Write " +
    `\`ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${name}; ${add};\`, or, to leave an existing one alone, ` +
    `\`DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '${unquoted(name)}' AND conrelid = '${table}'::regclass) ` +
    `THEN ${add}; END IF; END $$;\``
  );
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll("'", "''") : name.toLowerCase();
}

const INSTEAD: Readonly<Record<string, string>> = {
  TYPE: "wrap it: `DO $$ BEGIN CREATE TYPE …; EXCEPTION WHEN duplicate_object THEN NULL; END $$;`",
  DOMAIN: "wrap it: `DO $$ BEGIN CREATE DOMAIN …; EXCEPTION WHEN duplicate_object THEN NULL; END $$;`",
  TRIGGER: "write `CREATE OR REPLACE TRIGGER …` (PostgreSQL 14 and later), or put `DROP TRIGGER IF EXISTS … ON …;` before it",
  POLICY: "put `DROP POLICY IF EXISTS … ON …;` before it",
  RULE: "write `CREATE OR REPLACE RULE …`",
  FUNCTION: "write `CREATE OR REPLACE FUNCTION …`",
  PROCEDURE: "write `CREATE OR REPLACE PROCEDURE …`",
  VIEW: "write `CREATE OR REPLACE VIEW …`",
  AGGREGATE: "write `CREATE OR REPLACE AGGREGATE …`",
  DATABASE: "make the database outside of migrations; CREATE DATABASE cannot run in a transaction or a DO block either",
  ROLE: "wrap it: `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '…') THEN CREATE ROLE …; END IF; END $$;`",
  USER: "wrap it: `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '…') THEN CREATE ROLE … LOGIN; END IF; END $$;`",
  PUBLICATION: "wrap it: `DO $$ BEGIN CREATE PUBLICATION …; EXCEPTION WHEN duplicate_object THEN NULL; END $$;`",
  CAST: "wrap it: `DO $$ BEGIN CREATE CAST …; EXCEPTION WHEN duplicate_object THEN NULL; END $$;`",
};

function createWithout({ text }: Broken): string | null {
  const [, object] = /^\s*CREATE\s+(?:OR\s+REPLACE\s+)?(?:CONSTRAINT\s+)?(\w+)\s+IF\s+NOT\s+EXISTS\b/iu.exec(text) ?? [];
  const instead = INSTEAD[object?.toUpperCase() ?? ""];
  return instead === undefined ? null : `CREATE ${object?.toUpperCase()} has no IF NOT EXISTS in PostgreSQL: ${instead}`;
}

function unnamedIndex({ text }: Broken): string | null {
  if (!/\bINDEX\s+(?:CONCURRENTLY\s+)?IF\s+NOT\s+EXISTS\s+ON\b/iu.test(text)) return null;
  return "CREATE INDEX IF NOT EXISTS needs the name of the index: `CREATE INDEX IF NOT EXISTS <name> ON …`";
}

function concurrentlyLast({ text, before }: Broken): string | null {
  const [, verb] = /^\s*(CREATE(?:\s+UNIQUE)?|DROP)\s+INDEX\s+IF\s+(?:NOT\s+)?EXISTS\s+CONCURRENTLY\b/iu.exec(text) ?? [];
  if (verb !== undefined)
    return `CONCURRENTLY comes first: \`${verb.toUpperCase().replace(/\s+/gu, " ")} INDEX CONCURRENTLY IF ${/NOT/iu.test(text) ? "NOT " : ""}EXISTS …\``;
  return before[0] === "CREATE" && /\bINDEX\b[\s\S]*\)\s*CONCURRENTLY\s*$/iu.test(text)
    ? "CONCURRENTLY stands after INDEX: `CREATE INDEX CONCURRENTLY <name> ON …`"
    : null;
}

/** `DROP TABLE t IF EXISTS`, `ADD COLUMN c IF NOT EXISTS`. */
function afterTheName({ before, after, text }: Broken): string | null {
  // `ADD COLUMN c IF NOT EXISTS int` stops the parser only at EXISTS: it takes IF for the type.
  if (/\bADD\s+(?:COLUMN\s+)?[\w".]+\s+IF\s+NOT\s+EXISTS\b/iu.test(text)) {
    return "IF NOT EXISTS stands before the name: `ADD COLUMN IF NOT EXISTS <name> …`";
  }
  const at = /^IF (NOT )?EXISTS\b/u.exec(after.join(" "));
  if (at === null) return null;
  const clause = at[1] === undefined ? "IF EXISTS" : "IF NOT EXISTS";
  const [verb = "", object = ""] = before;
  if (verb === "DROP" || (verb === "CREATE" && before.length >= 2)) {
    return `${clause} stands before the name: \`${verb} ${object} ${clause} <name> …\``;
  }
  const part = before.findLast((word) => word === "ADD" || word === "DROP");
  return part === undefined || verb !== "ALTER"
    ? null
    : `${clause} stands before the name: \`${part} COLUMN ${clause} <name> …\``;
}

/** Parts of ALTER TABLE that cannot be made conditional. */
function partOfTable({ text }: Broken): string | null {
  const [, part] =
    /\b(ALTER\s+COLUMN|RENAME\s+COLUMN|RENAME\s+CONSTRAINT|VALIDATE\s+CONSTRAINT|ALTER\s+CONSTRAINT)\s+IF\s+EXISTS\b/iu.exec(
      text,
    ) ?? [];
  if (part === undefined) return null;
  const words = part.toUpperCase().replace(/\s+/gu, " ");
  return `${words} has no IF EXISTS in PostgreSQL: check information_schema.columns or pg_constraint in a DO block first`;
}
