// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of the tool itself
import { describe, expect, test } from "vitest";
import { formatById } from "../../src/formats/index.js";

const read = (format: string, files: Readonly<Record<string, string>>) =>
  formatById(format).read(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    { placeholders: { known: "here" } },
  );

describe("what has no value", () => {
  test("tern: every action is an error that names its file and line", () => {
    const { problems } = read("tern", {
      "001_a.sql":
        '-- .prefix is set elsewhere\ncreate table {{.known}} (id int);\ncreate table {{ .prefix }}_b (id int);\n{{ template "c.sql" . }}\n',
    });
    expect(problems.map(({ kind, file, message }) => [kind, file, message])).toEqual([
      [
        "file-unreadable",
        "001_a.sql",
        "001_a.sql uses {{ .prefix }} in line 3, for which no value is set. Set it under `placeholders`.",
      ],
      [
        "file-unreadable",
        "001_a.sql",
        '001_a.sql uses {{ template "c.sql" . }} in line 4, which brings in another file and was not followed.',
      ],
    ]);
  });

  test("Liquibase sends it as it stands, and the server has the last word", () => {
    const sql = "--liquibase formatted sql\n--changeset ann:a\ncreate table ${known} (name text default '${unknown}');\n";
    const { migrations, problems } = read("liquibase", { "db/changelog.sql": sql });
    expect(migrations[0]?.up.text.trim()).toBe("create table here (name text default '${unknown}');");
    expect(problems).toEqual([]);
  });
});
