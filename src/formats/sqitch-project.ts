import type { SourceFile } from "../model/migration.js";
import { folderOf, nameOf } from "./path-parts.js";

/** Where a project keeps its plan and scripts, and the variables that it gives to psql. Paths are from the root. */
export interface SqitchProject {
  readonly plan: SourceFile;
  readonly deploy: string;
  readonly revert: string;
  readonly verify: string;
  /** `deploy.verify`: each change is verified once it is deployed. Off unless it is set. */
  readonly verifies: boolean;
  /** Where scripts of reworked changes lie, where that is another place. */
  readonly reworked: string | null;
  readonly variables: Readonly<Record<string, string>>;
}

/** The project of a `sqitch.conf`, or of a plan alone; the topmost, since plans of other projects may lie below. */
export function sqitchProject(files: readonly SourceFile[]): SqitchProject | null {
  const depth = ({ path }: SourceFile) => path.split("/").length;
  const topmost = (name: string) => files.filter(({ path }) => nameOf(path) === name).toSorted((a, b) => depth(a) - depth(b))[0];
  const conf = topmost("sqitch.conf");
  const values = conf === undefined ? new Map<string, string>() : sqitchSettings(conf.text);
  const base = conf === undefined ? "" : folderOf(conf.path);
  const setting = (name: string) => {
    const value = values.get(`engine.pg.${name}`) ?? values.get(`core.${name}`);
    return value === undefined ? null : join(base, value);
  };
  const named = setting("plan_file");
  const plan = named === null ? topmost("sqitch.plan") : files.find(({ path }) => path === named);
  if (plan === undefined) return null;
  const top = setting("top_dir") ?? folderOf(plan.path);
  return {
    plan,
    deploy: setting("deploy_dir") ?? join(top, "deploy"),
    revert: setting("revert_dir") ?? join(top, "revert"),
    verify: setting("verify_dir") ?? join(top, "verify"),
    verifies: /^(?:true|yes|on|1)$/iu.test(values.get("deploy.verify") ?? ""),
    reworked: setting("reworked_dir"),
    variables: variablesOf(values),
  };
}

/** Folders and files that a `sqitch.conf` names, as it writes them. */
export function sqitchPaths(conf: string): readonly string[] {
  return [...sqitchSettings(conf)].filter(([key]) => /\.(plan_file|\w+_dir)$/u.test(key)).map(([, value]) => join("", value));
}

/** The later ones win. */
const VARIABLES = ["core.variables.", "engine.pg.variables.", "deploy.variables."];

function variablesOf(values: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const found = VARIABLES.flatMap((start) =>
    [...values].flatMap(([key, value]) => (key.startsWith(start) ? [[key.slice(start.length), value]] : [])),
  );
  return Object.fromEntries(found);
}

/** `core.top_dir`, `engine.pg.deploy_dir`, `deploy.variables.name` with their values: the notation of git's own files. */
function sqitchSettings(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let section = "";
  for (const line of text.split(/\r?\n/u)) {
    const [, name, sub] = /^\s*\[\s*([\w.-]+)(?:\s+"([^"]*)")?\s*\]/u.exec(line) ?? [];
    if (name !== undefined) section = `${name.toLowerCase()}${sub === undefined ? "" : `.${sub}`}`;
    const [, key, value = ""] = /^\s*([\w-]+)\s*=\s*(.*)$/u.exec(line) ?? [];
    if (key === undefined || section === "") continue;
    values.set(`${section}.${section.endsWith(".variables") ? key : key.toLowerCase()}`, bare(value));
  }
  return values;
}

function bare(value: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"/u.exec(value.trim());
  return quoted === null ? value.replace(/[#;].*$/u, "").trim() : (quoted[1] ?? "").replace(/\\(.)/gu, "$1");
}

function join(folder: string, path: string): string {
  const parts = [...folder.split("/"), ...path.split("/")].filter((part) => part !== "" && part !== ".");
  return parts.join("/");
}
