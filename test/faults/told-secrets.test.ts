import { expect, test } from "vitest";
import { assess } from "../../src/pipeline/assess.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { reporters } from "../../src/report/index.js";
import { diskRepository } from "../../src/repository/disk-repository.js";
import { readSettings } from "../../src/settings/read-settings.js";
import { TemporaryRepository } from "../repository/temporary-repository.js";

const SQL = `ALTER TABLE people ADD CONSTRAINT people_email_key UNIQUE (email);
CREATE ROLE reader LOGIN PASSWORD 'Zq-role-x9';
SELECT 'host=h user=u password=Zq-dsn-x9';
`;
const SEED =
  "CREATE TABLE people (id int PRIMARY KEY, email text);\nINSERT INTO people VALUES (1, 'Zq-row@example.invalid'), (2, 'Zq-row@example.invalid');\n";

async function reportsOf(more: Readonly<Record<string, unknown>>): Promise<readonly (readonly [string, string])[]> {
  using repository = new TemporaryRepository().write({ "change.sql": SQL, "schema.sql": SEED });
  const settings = readSettings([{ from: "test", values: { engine: "pglite", schema: ["schema.sql"], ...more } }], {
    rules: [],
    formats: [],
  });
  const assessment = await assess(settings, ["change.sql"], {
    repository: diskRepository(repository.directory),
    postgres: { start: startEngine },
    publishers: [],
    now: new Date(),
    log: { progress: () => undefined, warn: () => undefined },
    signal: new AbortController().signal,
  });
  expect(assessment.verdict.decision).not.toBe("pass");
  const options = { color: false, width: 100, limit: null, key: "default", fullReportUrl: null };
  return reporters.map((reporter) => [reporter.id, reporter.render(assessment, options)] as const);
}

test("no report shows a password of the SQL, nor the row that a refusal quotes", async () => {
  const reports = await reportsOf({});
  for (const [id, text] of reports) {
    expect(text, id).not.toContain("Zq-role-x9");
    expect(text, id).not.toContain("Zq-dsn-x9");
    expect(text, id).not.toContain("Zq-row");
  }
  expect(reports.find(([id]) => id === "json")?.[1]).toContain("Key (email)=(…)");
});

test("values are shown to who asks for them, passwords to nobody", async () => {
  const reports = await reportsOf({ "show-values": true });
  expect(reports.find(([id]) => id === "json")?.[1]).toContain("Key (email)=(Zq-row@example.invalid) is duplicated.");
  for (const [id, text] of reports) expect(text, id).not.toMatch(/Zq-(?:role|dsn)-x9/u);
});
