import { ReportableError } from "../errors.js";
import { readTextIfPresent } from "../repository/read-text.js";
import { writeText } from "../repository/write-text.js";
import { settingsTemplate } from "../settings/reference.js";
import { approvalsWorkflowTemplate, workflowTemplate } from "./workflow-template.js";

/** Writes the workflows and a commented settings file; refuses to replace what is there. Returns what to tell. */
export async function initialize({ force }: { readonly force: boolean }): Promise<string> {
  const files = [
    { path: ".github/workflows/migration-gate.yml", text: workflowTemplate },
    { path: ".github/workflows/migration-gate-approvals.yml", text: approvalsWorkflowTemplate },
    { path: ".github/migration-gate.yml", text: settingsTemplate() },
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
