import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { assess } from "../../src/pipeline/assess.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { terminal } from "../../src/report/terminal.js";
import { diskRepository } from "../../src/repository/disk-repository.js";
import { parseSettingsFile, readSettings } from "../../src/settings/read-settings.js";

const CONFIG = "fixtures/demo/migration-gate.yml";

test("the demo of the README estimates what production's 40 million rows will feel, and keeps its promises", async () => {
  const values = parseSettingsFile(CONFIG, readFileSync(CONFIG, "utf8"));
  const quick = { "estimate-seconds": 40, engine: "local" };
  const sources = [
    { from: CONFIG, values },
    { from: "test", values: quick },
  ];
  const settings = readSettings(sources, { rules: [], formats: [] });
  const assessment = await assess(settings, ["fixtures/demo/migrations/0003_order_fulfilment.up.sql"], {
    repository: diskRepository("."),
    postgres: { start: startEngine },
    settingsFile: async (path) => readFileSync(path, "utf8"),
    publishers: [],
    now: new Date(),
    log: { progress: () => undefined, warn: () => undefined },
    signal: new AbortController().signal,
  });
  const text = terminal.render(assessment, { color: false, width: 100, limit: null, key: "default", fullReportUrl: null });
  if (process.env["SHOW"] !== undefined) console.log(text);
  expect(text).toMatch(/about [\d.]+ (seconds|minutes|hours) .*on\s+production's 40 million rows of orders/u);
  expect(assessment.promises.map(({ status }) => status)).toEqual(["kept", "kept", "kept"]);
});
