import type { RuleRecord } from "../../model/rule-record.js";

/** On which versions servers showed it, and from which text alone tells. */
export function versions(record: RuleRecord | null): readonly string[] {
  const majors = Object.entries(record?.majors ?? {});
  if (majors.length === 0) return [];
  const evidence = (wanted: readonly string[]) =>
    majors.flatMap(([major, examples]) =>
      examples.some(({ findings }) => findings.some((finding) => wanted.includes(finding.evidence))) ? [major] : [],
    );
  const [seen, said] = [evidence(["confirmed", "observed"]), evidence(["predicted"])];
  if (seen.length > 0) return [`Seen on PostgreSQL ${seen.join(" and ")}.`];
  return said.length === 0
    ? []
    : [`Told from the SQL on PostgreSQL ${said.join(" and ")}; a rehearsal has nothing to show of it.`];
}
