import type { Finding } from "../model/finding.js";
import type { ReadMigration, ReadScript } from "../model/statement.js";
import { natureOf } from "../rehearsal/statement-nature.js";

/**
 * A program sends the same statement again and again, with other values: what is found in each of them is told once.
 * Where each had a transaction of its own, the work was done in batches, as the rules on bulk work ask for.
 */
export function oneForEachShape(findings: readonly Finding[], migrations: readonly ReadMigration[]): readonly Finding[] {
  const scripts = new Map(
    migrations.flatMap(({ id, up, down }) =>
      [up, ...(down === null ? [] : [down])].map((script) => [`${id} ${script.direction}`, sitesOf(script)] as const),
    ),
  );
  const groups = new Map<string, { readonly first: Finding; readonly all: Finding[]; readonly transactions: Set<number> }>();
  for (const finding of findings) {
    const site = scripts.get(`${finding.migration} ${finding.direction}`)?.[finding.statement ?? -1];
    const words = [finding.rule, finding.migration, finding.direction, site?.shape ?? finding.id, bare(finding.message)];
    const key = JSON.stringify(words);
    const group = groups.get(key) ?? { first: finding, all: [], transactions: new Set() };
    group.all.push(finding);
    if (site !== undefined) group.transactions.add(site.transaction);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ first, all, transactions }) => {
    if (IN_BATCHES.has(first.rule) && transactions.size > 1) return [];
    return all.toSorted((left, right) => WEIGHT[right.evidence] - WEIGHT[left.evidence]).slice(0, 1);
  });
}

const IN_BATCHES: ReadonlySet<string> = new Set(["update-in-bulk", "delete-in-bulk", "merge-in-bulk"]);

const WEIGHT: Readonly<Record<Finding["evidence"], number>> = { confirmed: 3, observed: 3, predicted: 2, refuted: 1 };

/** By the index of the statement. */
function sitesOf({ statements }: ReadScript): readonly { readonly shape: string; readonly transaction: number }[] {
  let transaction = 0;
  let inBlock = false;
  return statements.map(({ text }) => {
    const { kind } = natureOf(text);
    if (!inBlock) transaction++;
    if (kind === "begin") inBlock = true;
    if (kind === "commit" || kind === "rollback") inBlock = false;
    return { shape: bare(text), transaction };
  });
}

/** Without values. */
function bare(text: string): string {
  return text.replace(/'(?:[^']|'')*'/gu, "?").replace(/(?<![\w"])-?\d+(?:\.\d+)?\b/gu, "?");
}
