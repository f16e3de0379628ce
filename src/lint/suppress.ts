import type { Finding } from "../model/finding.js";
import type { Place } from "../model/place.js";
import type { Directive, ReadMigration, ReadScript } from "../model/statement.js";
import { matchesPath } from "./matches-path.js";

export interface Allowance {
  readonly rule: string;
  readonly paths: readonly string[];
  readonly reason: string;
  /** The last day on which it holds, `YYYY-MM-DD` in UTC. */
  readonly until?: string | undefined;
}

/** Something that silenced a finding until its day came. */
export interface Expired {
  readonly rule: string;
  readonly until: string;
  readonly reason: string;
  readonly place: Place;
}

export interface Suppression {
  /** With the reasons that silence them. */
  readonly findings: readonly Finding[];
  /** Comments that silenced nothing though they hold. */
  readonly unused: readonly Allow[];
  readonly expired: readonly Expired[];
}

type Allow = Extract<Directive, { kind: "allow" }>;

/** Findings with the reasons that silence them, and what is wrong with those that were to silence something. */
export function suppress(
  findings: readonly Finding[],
  migrations: readonly ReadMigration[],
  allowances: readonly Allowance[],
  /** `YYYY-MM-DD` in UTC. */
  today: string,
): Suppression {
  const used = new Set<Allow>();
  const over = new Map<Allowance, Expired>();
  const scripts = migrations.flatMap(({ up, down }) => (down === null ? [up] : [up, down]));
  const told = findings.map((finding) => {
    const directive = directiveFor(finding, scripts, today);
    if (directive !== undefined) {
      used.add(directive);
      return { ...finding, suppressed: { reason: directive.reason } };
    }
    const fitting = allowances.filter(
      ({ rule, paths }) => rule === finding.rule && paths.some((path) => matchesPath(path, finding.place.file)),
    );
    const allowance = fitting.find((each) => !isOver(each, today));
    if (allowance !== undefined) return { ...finding, suppressed: { reason: allowance.reason } };
    for (const each of fitting) {
      const { rule, reason, until } = each;
      if (until !== undefined && !over.has(each)) over.set(each, { rule, until, reason, place: finding.place });
    }
    return finding;
  });
  const all = [...new Set(scripts.flatMap(directivesOf))].filter((directive) => directive.kind === "allow");
  return {
    findings: told,
    unused: all.filter((directive) => !used.has(directive) && !isOver(directive, today)),
    expired: [...all.flatMap((directive) => expiredOf(directive, today)), ...over.values()],
  };
}

function expiredOf(directive: Allow, today: string): Expired[] {
  const { rule, until, reason, place } = directive;
  return until === undefined || !isOver(directive, today) ? [] : [{ rule, until, reason, place }];
}

/** Days as ISO 8601 writes them sort as text. The day itself still counts. */
function isOver({ until }: { readonly until?: string | undefined }, today: string): boolean {
  return until !== undefined && until < today;
}

function directivesOf({ directives, statements }: ReadScript): readonly Directive[] {
  return [...directives, ...statements.flatMap((statement) => statement.directives)];
}

function directiveFor(finding: Finding, scripts: readonly ReadScript[], today: string): Allow | undefined {
  const script = scripts.find(({ migration, direction }) => migration === finding.migration && direction === finding.direction);
  const own =
    finding.statement === null ? [] : (script?.statements.find(({ index }) => index === finding.statement)?.directives ?? []);
  return [...own, ...(script?.directives ?? [])].find(
    (directive): directive is Allow => directive.kind === "allow" && directive.rule === finding.rule && !isOver(directive, today),
  );
}
