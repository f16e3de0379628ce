import { flags } from "../settings/flags.js";

const USAGE = `migration-gate: rehearses Postgres migrations before they reach production

  migration-gate check [paths…]     judge the given files, or what the change adds to --base
  migration-gate gate               count the approvals of the pull request that an event is about; nothing is rehearsed
  migration-gate verify --base <rev>  before a deploy: is what is about to run exactly what was approved?
  migration-gate replay --pr <n>    judge a pull request's approvals again from GitHub alone: is the status what follows?
  migration-gate replay --since <day>  how many needed nobody, how long others waited, overrides; replay <file>: a saved record
  migration-gate stats [file]       read sizes and rates of --database-url (or DATABASE_URL), never a value
  migration-gate baseline [paths…]  write what check finds now to a file, so that only new findings count
  migration-gate rules              list every rule
  migration-gate explain <rule>     one rule: what happens, what to do instead, examples
  migration-gate init               write a workflow and a settings file for the tool found here
  migration-gate help check         all options of check; gate, verify and replay take them too, and GITHUB_TOKEN

Exit status: 0 passes · 1 held or blocked · 2 you can fix it · 3 a defect of ours
`;

/** Usage as a whole, or of one command. */
export function helpText(about: string | null): string {
  return about === "check" ? checkHelp() : USAGE;
}

function checkHelp(): string {
  const rows: [string, string][] = [
    ["--report <id>[=<file>]", "terminal, markdown, json, html, sarif or gitlab; may repeat; without a file: standard output"],
    ["--config <file>", "settings (default: .github/migration-gate.yml, then migration-gate.yml)"],
    ...flags.map((flag): [string, string] => [
      `--${flag.name}${flag.kind === "switch" ? "" : ` <${flag.choices.join("|") || "value"}>`}`,
      describe(flag),
    ]),
  ];
  return `migration-gate check [paths…] [options]\n\n${rows.map(([left, right]) => `  ${left}\n${wrap(right, 76)}`).join("\n")}\n`;
}

function describe(flag: (typeof flags)[number]): string {
  const more = [flag.kind === "list" ? "May repeat." : "", flag.default === null ? "" : `Default: ${flag.default}.`].filter(
    (part) => part !== "",
  );
  return [flag.description, ...more].join(" ");
}

function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = "     ";
  for (const word of text.split(" ")) {
    if (line.length + word.length + 1 > width) {
      lines.push(line);
      line = "     ";
    }
    line += ` ${word}`;
  }
  return [...lines, line].join("\n");
}
