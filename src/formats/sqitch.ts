import type { HistoryProblem, Migration, SourceFile } from "../model/migration.js";
import type { Format, FormatOptions, FormatResult } from "./format.js";
import { makeMigration } from "./make-migration.js";
import { folderOf, isSql, nameOf } from "./path-parts.js";
import { psqlScript } from "./psql-variables.js";
import { type PlannedChange, readSqitchPlan } from "./sqitch-plan.js";
import { type SqitchProject, sqitchProject } from "./sqitch-project.js";

/** With `deploy.verify`, Sqitch runs `verify/<name>.sql` after each change, and takes the deploy back where it fails (`sqitch help deploy`). */
const VERIFY = " (verify)";

/** `sqitch.plan` names the changes and orders them; psql runs `deploy/<name>.sql` and `revert/<name>.sql` as they are written. */
export const sqitch: Format = {
  id: "sqitch",
  title: "Sqitch",
  detect(files, around) {
    const project = sqitchProject(files);
    if (project !== null) return { weight: 1, sign: `there is a ${nameOf(project.plan.path)}` };
    const above = around.find(({ path }) => nameOf(path) === "sqitch.plan");
    const beside = above !== undefined && files.some(({ path }) => path.startsWith(join(folderOf(above.path), "deploy/")));
    return beside
      ? { weight: 1, sign: `there is a sqitch.plan in ${folderOf(above.path) || "the root"}` }
      : { weight: 0, sign: "" };
  },
  read: readPlan,
  prelude: [
    {
      title: "Sqitch's registry",
      sql: `CREATE SCHEMA IF NOT EXISTS sqitch;
CREATE TABLE IF NOT EXISTS sqitch.projects (
  project TEXT PRIMARY KEY, uri TEXT NULL UNIQUE, created_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  creator_name TEXT NOT NULL, creator_email TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS sqitch.changes (
  change_id TEXT PRIMARY KEY, script_hash TEXT NULL, change TEXT NOT NULL,
  project TEXT NOT NULL REFERENCES sqitch.projects (project) ON UPDATE CASCADE, note TEXT NOT NULL DEFAULT '',
  committed_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(), committer_name TEXT NOT NULL, committer_email TEXT NOT NULL,
  planned_at TIMESTAMPTZ NOT NULL, planner_name TEXT NOT NULL, planner_email TEXT NOT NULL, UNIQUE (project, script_hash)
);`,
    },
  ],
  isRepeatable: (id) => id.endsWith(VERIFY),
  whenLate: "`sqitch deploy` stops: the changes that a database has are no longer those of the plan.",
  whenTwice: "Sqitch refuses the plan: a change may come again only behind a tag.",
};

function readPlan(files: readonly SourceFile[], options: FormatOptions): FormatResult {
  const project = sqitchProject(files);
  if (project === null) {
    const [first] = files;
    const message =
      "There is no sqitch.plan in the directory: nothing tells which scripts run, and in what order. Name the plan's folder.";
    return {
      migrations: [],
      problems: first === undefined ? [] : [{ kind: "file-unreadable", file: first.path, migration: null, message }],
    };
  }
  const { plan } = project;
  const { changes, faults } = readSqitchPlan(plan.text);
  const refuse = (why: string, change: string | null): HistoryProblem => ({
    kind: "checksum-wrong",
    file: plan.path,
    migration: change,
    message: `Sqitch refuses ${nameOf(plan.path)}: ${why}.`,
  });
  const problems = faults.map(({ line, text }) => refuse(`line ${line} is no change and no tag: ${text}`, null));
  const migrations: Migration[] = [];
  const used = new Set<string>();
  changes.forEach((change, index) => {
    const id = idOf(change);
    const names = change.isLast ? [change.name] : change.reworkTags.map((tag) => `${change.name}@${tag}`);
    if (names.length === 0) problems.push(refuse(`${change.name} comes again without a tag between`, id));
    for (const why of unmet(change, changes.slice(0, index))) problems.push(refuse(`${change.name} ${why}`, id));
    const [deploy, revert] = [scriptOf(files, project, "deploy", names), scriptOf(files, project, "revert", names)];
    for (const file of [deploy, revert]) if (file !== undefined) used.add(file.path);
    if (deploy === undefined) {
      problems.push(refuse(`it names ${change.name}, but there is no ${project.deploy}/${names[0] ?? change.name}.sql`, id));
      return;
    }
    const read = (file: SourceFile) => {
      const { script, problems: unset } = psqlScript(file, options, id, project.variables);
      problems.push(...unset);
      return script;
    };
    const down = revert === undefined ? null : read(revert);
    migrations.push(makeMigration({ id, version: id, up: read(deploy), down }, [deploy, revert]));
    const verify = project.verifies ? scriptOf(files, project, "verify", names) : undefined;
    // It undoes itself: scripts end with ROLLBACK, and so does psql where they fail.
    if (verify !== undefined)
      migrations.push({
        ...makeMigration({ id: `${id}${VERIFY}`, version: null, up: read(verify), down: null }, [verify]),
        movesData: true,
      });
  });
  return { migrations, problems: [...problems, ...unplanned(files, project, used)] };
}

/** Scripts of reworked changes may lie in a folder of their own. */
function scriptOf(
  files: readonly SourceFile[],
  project: SqitchProject,
  kind: "deploy" | "revert" | "verify",
  names: readonly string[],
): SourceFile | undefined {
  const folders = [...(project.reworked === null ? [] : [`${project.reworked}/${kind}`]), project[kind]];
  const paths = names.flatMap((name) => folders.map((folder) => `${folder}/${name}.sql`));
  return paths.map((path) => files.find((file) => file.path === path)).find((file) => file !== undefined);
}

/** A rework gets a name of its own, so that the change it reworks stays what it was. */
function idOf({ name, reworks }: PlannedChange): string {
  return reworks === 0 ? name : reworks === 1 ? `${name} (rework)` : `${name} (rework ${reworks})`;
}

function unmet(change: PlannedChange, before: readonly PlannedChange[]): readonly string[] {
  const has = (dependency: string) => before.some(({ name }) => name === dependency.replace(/@.*$/u, ""));
  return change.dependencies.flatMap((dependency) => {
    const wanted = dependency.replace(/^!/u, "");
    if (wanted.startsWith("@") || has(wanted) !== dependency.startsWith("!")) return [];
    return [
      dependency.startsWith("!")
        ? `conflicts with ${wanted}, which comes before it`
        : `requires ${wanted}, which does not come before it`,
    ];
  });
}

function unplanned(
  files: readonly SourceFile[],
  { plan, deploy, revert }: SqitchProject,
  used: ReadonlySet<string>,
): readonly HistoryProblem[] {
  return files
    .filter(({ path }) => isSql(path) && (path.startsWith(`${deploy}/`) || path.startsWith(`${revert}/`)) && !used.has(path))
    .map(({ path }) => ({
      kind: "file-ignored",
      file: path,
      migration: null,
      message: `${path} belongs to no change of ${nameOf(plan.path)}, so Sqitch never runs it.`,
    }));
}

function join(folder: string, path: string): string {
  return folder === "" ? path : `${folder}/${path}`;
}
