import { describe, expect, test } from "vitest";
import { flags } from "../../src/settings/flags.js";
import { parseSettingsFile, readSettings } from "../../src/settings/read-settings.js";
import { settingsReference, settingsTemplate } from "../../src/settings/reference.js";
import { settingNames } from "../../src/settings/schema.js";

const KNOWN = { rules: ["drop-table", "drop-column"], formats: ["goose", "dbmate"] };
const read = (...sources: Record<string, unknown>[]) =>
  readSettings(
    sources.map((values, index) => ({ from: `source ${index}`, values })),
    KNOWN,
  );
const mistakes = (values: Record<string, unknown>): string => {
  try {
    read(values);
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  return "";
};

describe("settings", () => {
  test("need nothing", () => {
    expect(read({})).toMatchObject({
      format: "auto",
      engine: "auto",
      timeout: 600,
      comment: true,
      seed: [],
      approvals: { high: 2 },
    });
  });

  test("of a later source win", () => {
    expect(read({ engine: "local", timeout: 5 }, { engine: "pglite" })).toMatchObject({ engine: "pglite", timeout: 5 });
  });

  test("take one path or several", () => {
    expect(read({ seed: "a.sql" }).seed).toEqual(["a.sql"]);
    expect(read({ seed: ["a.sql", "b.sql"] }).seed).toEqual(["a.sql", "b.sql"]);
  });

  test("tell every mistake at once, with the nearest right spelling", () => {
    const text = mistakes({ enginee: "local", engine: "docker", timeout: 0, rules: { "drop-tabel": "error" } });
    expect(text).toContain("did you mean `engine`");
    expect(text).toContain("`engine` must be one of");
    expect(text).toContain("`timeout`");
  });

  test("name unknown rules and formats", () => {
    expect(mistakes({ rules: { "drop-tabel": "error" } })).toContain("did you mean `drop-table`");
    expect(mistakes({ allow: [{ rule: "drop-colum", reason: "because" }] })).toContain("did you mean `drop-column`");
    expect(mistakes({ format: "gose" })).toContain("did you mean `goose`");
  });

  test("want a reason for what is allowed", () => {
    expect(mistakes({ allow: [{ rule: "drop-table" }] })).toContain("allow.0.reason");
  });

  test("want an address for engine url", () => {
    expect(mistakes({ engine: "url" })).toContain("database-url");
  });
});

describe("a settings file", () => {
  test("that is no YAML names line and column", () => {
    expect(() => parseSettingsFile("gate.yml", "engine: [local\n")).toThrow(/gate\.yml:\d+:\d+/u);
  });

  test("may be empty", () => {
    expect(parseSettingsFile("gate.yml", "# nothing\n")).toEqual({});
  });

  test("that is a list is refused", () => {
    expect(() => parseSettingsFile("gate.yml", "- engine\n")).toThrow(/expected settings/u);
  });

  test("that explodes by aliases is refused, not expanded", () => {
    const bomb = [
      "a: &a [x,x,x,x,x,x,x,x,x]",
      ...["b", "c", "d", "e", "f", "g", "h"].map(
        (name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefg"[index]}`).join(",")}]`,
      ),
    ].join("\n");
    expect(() => parseSettingsFile("gate.yml", bomb)).toThrow(expect.objectContaining({ code: "settings/invalid" }));
  });
});

test("the reference names every setting, and the template is valid once it is switched on", () => {
  for (const name of settingNames) expect(settingsReference()).toContain(`## ${name}`);
  const lines = settingsTemplate()
    .split("\n")
    .filter((line) => /^# (\w[\w-]*:|\s+[\w-])/u.test(line) && !/^# [A-Z]/u.test(line))
    .map((line) => line.slice(2));
  const values = parseSettingsFile("template.yml", lines.join("\n"));
  expect(Object.keys(values).length).toBeGreaterThan(10);
});

test("every flag of the command line is a setting", () => {
  for (const { name } of flags) expect(settingNames).toContain(name);
});
