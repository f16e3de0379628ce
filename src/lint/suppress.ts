import type { Finding } from "../model/finding.js";
import type { Directive, ReadMigration, ReadScript } from "../model/statement.js";

export interface Allowance {
  readonly rule: string;
  readonly paths: readonly string[];
  readonly reason: string;
}

type Allow = Extract<Directive, { kind: "allow" }>;

/** Findings with the reasons that silence them, and the `allow` comments that silenced nothing. */
export function suppress(
  findings: readonly Finding[],
  migrations: readonly ReadMigration[],
  allowances: readonly Allowance[],
): { readonly findings: readonly Finding[]; readonly unused: readonly Allow[] } {
  const used = new Set<Allow>();
  const scripts = migrations.flatMap(({ up, down }) => (down === null ? [up] : [up, down]));
  const told = findings.map((finding) => {
    const directive = directiveFor(finding, scripts);
    if (directive !== undefined) {
      used.add(directive);
      return { ...finding, suppressed: { reason: directive.reason } };
    }
    const allowance = allowances.find(
      ({ rule, paths }) => rule === finding.rule && paths.some((path) => matches(path, finding.place.file)),
    );
    return allowance === undefined ? finding : { ...finding, suppressed: { reason: allowance.reason } };
  });
  const all = scripts.flatMap((script) => [...script.directives, ...script.statements.flatMap(({ directives }) => directives)]);
  const unused = new Set(all.filter((directive): directive is Allow => directive.kind === "allow" && !used.has(directive)));
  return { findings: told, unused: [...unused] };
}

function directiveFor(finding: Finding, scripts: readonly ReadScript[]): Allow | undefined {
  const script = scripts.find(({ migration, direction }) => migration === finding.migration && direction === finding.direction);
  const own =
    finding.statement === null ? [] : (script?.statements.find(({ index }) => index === finding.statement)?.directives ?? []);
  return [...own, ...(script?.directives ?? [])].find(
    (directive): directive is Allow => directive.kind === "allow" && directive.rule === finding.rule,
  );
}

/** Globs as in .gitignore's simple cases: `**` any folders, `*` within one name. */
function matches(glob: string, path: string): boolean {
  const pattern = glob
    .split(/(\*\*\/?|\*)/u)
    .map((part) =>
      part === "**/" ? "(?:.*/)?" : part === "**" ? ".*" : part === "*" ? "[^/]*" : part.replace(/[.+?^${}()|[\]\\]/gu, "\\$&"),
    )
    .join("");
  return new RegExp(`^${pattern}$`, "u").test(path);
}
