// Runs each tool as a user of it would who set it up well: the server's version, the transaction's shape, no matters of taste.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const mapped = JSON.parse(readFileSync(join(here, "rules-of-peers.json"), "utf8"));

/** Name and version of each, from the lock of this folder. */
export const peers = ["squawk-cli", "@flvmnt/pgfence", "@postgres-language-server/cli"].map((name) => ({
  name,
  version: JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"), "utf8")).version,
}));

/** `Map<case id, Map<tool, Map<rule, hazard>>>`: what each peer says of each case, matters of taste left out. */
export function askPeers(cases, serverMajor) {
  const folder = mkdtempSync(join(tmpdir(), "peers-"));
  try {
    const files = new Map(cases.map((each, at) => [each, join(folder, `${String(at).padStart(4, "0")}.sql`)]));
    for (const [{ up }, file] of files) writeFileSync(file, up.endsWith("\n") ? up : `${up.replace(/;?\s*$/u, "")};\n`);
    const said = new Map(cases.map(({ id }) => [id, new Map(peers.map(({ name }) => [name, new Map()]))]));
    const byFile = new Map([...files].map(([{ id }, file]) => [file, id]));
    const tell = (tool, file, rule) => {
      const hazard = mapped[tool][rule];
      if (hazard === undefined) throw new Error(`${tool} has a rule that rules-of-peers.json does not place: ${rule}`);
      if (hazard !== "taste") said.get(byFile.get(file)).get(tool).set(rule, hazard);
    };
    for (const wrapped of [true, false]) {
      const some = [...files].filter(([{ transaction }]) => (transaction !== "statement") === wrapped).map(([, file]) => file);
      if (some.length > 0) askSquawk(some, wrapped, serverMajor, tell);
    }
    askPgfence([...files.values()], serverMajor, tell);
    askLanguageServer([...files.values()], folder, tell);
    return said;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function askSquawk(files, wrapped, serverMajor, tell) {
  const flags = ["--reporter", "json", "--pg-version", `${serverMajor}.0`, ...(wrapped ? ["--assume-in-transaction"] : [])];
  for (const { file, rule_name } of JSON.parse(run("squawk", [...flags, ...files]))) tell("squawk-cli", file, rule_name);
}

/** Its risks of LOW are remarks; from MEDIUM on it asks for a change. A file it cannot read ends it, so halves are tried. */
function askPgfence(files, serverMajor, tell) {
  const flags = ["--format", "sql", "--output", "json", "--min-pg-version", String(serverMajor)];
  let answer;
  try {
    answer = JSON.parse(run("pgfence", ["analyze", ...flags, "--no-lock-timeout", "--no-statement-timeout", ...files]));
  } catch {
    if (files.length === 1) return tell("@flvmnt/pgfence", files[0], "parse error");
    const half = Math.ceil(files.length / 2);
    askPgfence(files.slice(0, half), serverMajor, tell);
    askPgfence(files.slice(half), serverMajor, tell);
    return;
  }
  for (const { filePath, checks, policyViolations = [] } of answer.results) {
    for (const { ruleId, risk } of checks) if (!["LOW", "SAFE"].includes(risk)) tell("@flvmnt/pgfence", filePath, ruleId);
    for (const { ruleId } of policyViolations) tell("@flvmnt/pgfence", filePath, ruleId);
  }
}

function askLanguageServer(files, folder, tell) {
  const settings = {
    linter: { enabled: true, rules: { safety: { all: true } } },
    db: { disableConnection: true },
    typecheck: { enabled: false },
  };
  writeFileSync(join(folder, "postgres-language-server.jsonc"), JSON.stringify(settings));
  const flags = ["check", "--disable-db", `--config-path=${folder}`, "--max-diagnostics=none", "--reporter=json"];
  for (const { category, location } of JSON.parse(run("postgres-language-server", [...flags, ...files], folder)).diagnostics)
    tell("@postgres-language-server/cli", location.path, category.replace("lint/safety/", ""));
}

/** They end with 1 where they find something. */
function run(program, args, cwd = here) {
  try {
    return execFileSync(join(here, "node_modules", ".bin", program), args, {
      cwd,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch (error) {
    if (error.status === 1 && error.stdout !== "") return error.stdout;
    throw new Error(`${program} ended with ${error.status}: ${error.stderr ?? ""}${String(error.stdout).slice(0, 400)}`);
  }
}
