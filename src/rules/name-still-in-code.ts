import type { CodeReference, ReferencedName, VanishingName } from "../model/code-reference.js";
import type { Severity } from "../model/finding.js";
import { defineChangeRule } from "./rule.js";

/** References that a report shows; all are counted. */
const SHOWN = 20;

export const nameStillInCode = defineChangeRule({
  id: "name-still-in-code",
  hazard: "breaks-old-code",
  severity: "error",
  title: "Code of this repository still uses the old name",
  effect:
    "The change drops or renames what the code, as it is after the change, asks the database for: those queries fail from the deployment on, with `relation does not exist` or `column does not exist`.",
  remedy:
    "Change these lines first and deploy them, then drop or rename. A view or a generated column can keep the old name meanwhile. What means something else can be listed under `references.ignore`.",
  source: "the files of the repository, searched for the name and for the spellings of object-relational mappers",
  priorArt: {},

  *judge({ references }) {
    for (const each of references?.names ?? []) {
      const { name } = each;
      yield {
        migration: name.statement.migration,
        statement: name.statement.index,
        table: tableOf(name),
        place: name.statement.place,
        evidence: "observed",
        severity: severityOf(each),
        message: messageOf(each),
        proof: proofOf(each.references),
      };
    }
  },

  examples: {
    before: "",
    bad: [
      {
        title: "a query joins the old name",
        settled: { "000001_a.up.sql": "CREATE TABLE run_job_candidates (id bigint PRIMARY KEY, run_id bigint);" },
        files: { "000002_b.up.sql": "ALTER TABLE run_job_candidates RENAME TO run_candidates;" },
        code: { "app/runs.py": 'rows = db.query("SELECT * FROM run_job_candidates WHERE run_id = %s", run)\n' },
        format: "golang-migrate",
      },
      {
        title: "a column that other tables have too, under an alias",
        settled: { "000001_a.up.sql": "CREATE TABLE projects (id int, user_id int); CREATE TABLE notes (id int, user_id int);" },
        files: { "000002_b.up.sql": "ALTER TABLE projects DROP COLUMN user_id;" },
        code: { "app/own.ts": "const sql = `SELECT p.id FROM projects p WHERE p.user_id = $1`;\n" },
        format: "golang-migrate",
      },
    ],
    good: [
      {
        title: "the code uses the new name",
        settled: { "000001_a.up.sql": "CREATE TABLE run_job_candidates (id bigint PRIMARY KEY, run_id bigint);" },
        files: { "000002_b.up.sql": "ALTER TABLE run_job_candidates RENAME TO run_candidates;" },
        code: { "app/runs.py": 'rows = db.query("SELECT * FROM run_candidates WHERE run_id = %s", run)\n' },
        format: "golang-migrate",
      },
      {
        title: "the column of another table",
        settled: { "000001_a.up.sql": "CREATE TABLE projects (id int, user_id int); CREATE TABLE notes (id int, user_id int);" },
        files: { "000002_b.up.sql": "ALTER TABLE projects DROP COLUMN user_id;" },
        code: { "app/own.ts": "const sql = `SELECT n.id FROM notes n JOIN projects p ON p.id = n.id WHERE n.user_id = $1`;\n" },
        format: "golang-migrate",
      },
      {
        title: "a view keeps the old name",
        settled: { "000001_a.up.sql": "CREATE TABLE run_job_candidates (id bigint PRIMARY KEY, run_id bigint);" },
        files: {
          "000002_b.up.sql":
            "ALTER TABLE run_job_candidates RENAME TO run_candidates; CREATE VIEW run_job_candidates AS SELECT * FROM run_candidates;",
        },
        code: { "app/runs.py": 'rows = db.query("SELECT * FROM run_job_candidates WHERE run_id = %s", run)\n' },
        format: "golang-migrate",
      },
    ],
  },
});

/** Only code breaks, and only the database's own spelling is beyond doubt; comments and documents are merely out of date. */
function severityOf({ references }: ReferencedName): Severity {
  if (references.some(({ where, certainty }) => where === "code" && certainty === "sure")) return "error";
  return references.some(({ where }) => where === "code" || where === "test") ? "warning" : "info";
}

function messageOf({ name, references }: ReferencedName): string {
  const [first] = references;
  const lines = `${references.length} ${references.length === 1 ? "line" : "lines"}`;
  const gone = name.to === null ? "drops it" : `renames it to ${name.to}`;
  const where = first === undefined ? "" : `, first ${first.file}:${first.line}`;
  return `${wordsFor(name)} is still named on ${lines} of this repository${where}; the change ${gone}.`;
}

function wordsFor({ kind, name, owner }: VanishingName): string {
  const whole = owner === null ? name : `${owner}.${name}`;
  if (kind === "enum value") return `The value '${name}' of ${owner}`;
  return `The ${kind === "relation" ? "table or view" : kind} ${whole}`;
}

function proofOf(references: readonly CodeReference[]): string {
  const shown = references.slice(0, SHOWN).map(({ file, line, text, where, certainty }) => {
    const about = [...(where === "code" ? [] : [where]), ...(certainty === "sure" ? [] : ["likely"])].join(", ");
    return `${file}:${line}${about === "" ? "" : ` (${about})`} \`${text.replaceAll("`", "'")}\``;
  });
  const more = references.length - shown.length;
  return `${shown.join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}

function tableOf({ kind, name, owner }: VanishingName) {
  if (kind === "relation") return { schema: null, name };
  return kind === "column" && owner !== null ? { schema: null, name: owner } : null;
}
