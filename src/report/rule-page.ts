import type { RuleRecord } from "../model/rule-record.js";
import type { Example, Rule } from "../rules/rule.js";
import { exampleOutput } from "./rule-page/example-output.js";
import { fixTable } from "./rule-page/fix-table.js";
import { lockTable } from "./rule-page/lock-table.js";
import { fence } from "./rule-page/table.js";
import { versions } from "./rule-page/versions.js";

/**
 * One rule's page in Markdown, as docs/rules holds it.
 * @param record what its examples did on real servers; null where that is not at hand.
 */
export function rulePage(rule: Rule, record: RuleRecord | null = null): string {
  const { examples } = rule;
  return [
    `# ${rule.id}`,
    `**${rule.title}**`,
    `Severity \`${rule.severity}\` · hazard \`${rule.hazard}\`${rule.preset === "style" ? " · off by default" : ""}`,
    ...(rule.preset === "style"
      ? [`A matter of style. Switch it on with \`style: [${rule.id}]\`, or all of them with \`style: all\`.`]
      : []),
    "## What happens",
    rule.effect,
    ...versions(record),
    "## What to do instead",
    rule.remedy,
    "## Examples",
    "Each was parsed, and run on a real Postgres against this schema:",
    fence(examples.before),
    "Found:",
    ...examples.bad.flatMap((example, at) => [exampleText(example), ...exampleOutput(record, at)]),
    "Silent:",
    ...examples.good.map(exampleText),
    ...lockTable(record),
    ...fixTable(record),
    "## How to silence it",
    `In the SQL, above the statement (\`until 2027-01-31\` before the colon lets it end):\n\n${fence(`-- migration-gate: allow ${rule.id}: <reason>`)}`,
    `In the settings, for good: \`rules: { ${rule.id}: off }\`, or by path under \`allow\` with a reason.`,
    "## Source",
    rule.source,
    ...priorArt(rule),
  ]
    .join("\n\n")
    .concat("\n");
}

function priorArt({ priorArt }: Rule): string[] {
  const tools = Object.entries(priorArt);
  if (tools.length === 0) return [];
  return [
    "## Nearest rules elsewhere",
    tools.map(([tool, ids]) => `- ${tool}: ${ids.map((id) => `\`${id}\``).join(", ")}`).join("\n"),
  ];
}

function exampleText(example: Example): string {
  if (typeof example === "string") return fence(example);
  const title = example.title === undefined ? "" : `${example.title}:\n\n`;
  if ("files" in example) {
    const listing = (files: Readonly<Record<string, string | null>>) =>
      Object.entries(files).map(([file, sql]) => fence(`-- ${file}\n${sql ?? "-- (deleted)"}`));
    const settled = Object.keys(example.settled).length === 0 ? [] : ["Settled:", ...listing(example.settled)];
    return title + [...settled, "Proposed:", ...listing(example.files)].join("\n\n");
  }
  const down = example.down === undefined ? "" : `\n\n${fence(`-- down\n${example.down}`)}`;
  return title + fence(example.up) + down;
}
