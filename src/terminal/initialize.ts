import { ReportableError } from "../errors.js";
import { toolByCommand } from "../formats/tool-by-command.js";
import { openGit } from "../repository/git.js";
import { readTextIfPresent } from "../repository/read-text.js";
import { writeText } from "../repository/write-text.js";
import { settingsTemplate } from "../settings/reference.js";
import { approvalsWorkflowTemplate, workflowTemplate } from "./workflow-template.js";

/** Writes the workflows and a commented settings file; refuses to replace what is there. Returns what to tell. */
export async function initialize({ force }: { readonly force: boolean }): Promise<string> {
  const files = [
    { path: ".github/workflows/migration-gate.yml", text: workflowTemplate },
    { path: ".github/workflows/migration-gate-approvals.yml", text: approvalsWorkflowTemplate },
    { path: ".github/migration-gate.yml", text: settingsTemplate() + (await commandSettings()) },
  ];
  for (const { path } of files) {
    if (!force && (await readTextIfPresent(path)) !== null) {
      throw new ReportableError(
        "arguments/invalid",
        `${path} is there already; nothing was written`,
        "Use `init --force` to replace it.",
      );
    }
  }
  for (const { path, text } of files) await writeText(path, text);
  const list = files.map(({ path }) => `  ${path}\n`).join("");
  return `Wrote\n${list}\nCommit them, then make the status \`migration-gate\` a required check of your main branch.\n`;
}

/** Where migrations are programs of a tool that we know, the settings that run it. */
async function commandSettings(): Promise<string> {
  const git = await openGit(".");
  const tool = git === null ? null : toolByCommand(await git.pathsAt(null));
  if (tool === null) return "";
  const [first = ""] = tool.migrations;
  const folder = first.split("/").slice(0, -1).join("/");
  const single = tool.migrations.every((path) => path.startsWith(`${folder}/`));
  return `
# ${tool.sign} speaks for ${tool.title}: its own command is run against the rehearsal's database (docs/commands.md).
${single && folder !== "" ? `migrations: ${JSON.stringify(folder)}\n` : ""}engine: local
command:
  tool: ${tool.preset}
`;
}
