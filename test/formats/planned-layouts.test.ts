import { describe, expect, test } from "vitest";
import { assembleHistory } from "../../src/formats/assemble-history.js";
import { formatById } from "../../src/formats/index.js";
import { splitAsLiquibase } from "../../src/formats/liquibase-split.js";
import { migrationsFolderOf, migrationsFolders } from "../../src/formats/migrations-folder.js";
import { rootedFolders } from "../../src/formats/rooted-folders.js";
import type { History } from "../../src/model/migration.js";

type Files = Readonly<Record<string, string>>;

const sources = (files: Files) => Object.entries(files).map(([path, text]) => ({ path, text }));
const ids = (migrations: History["settled"]) => migrations.map(({ id }) => id);

function change(format: string, base: Files, head: Files): History {
  const input = { format: formatById(format), formatReason: "", base: sources(base), head: sources(head), given: null };
  return assembleHistory({ ...input, options: { placeholders: {} } });
}

describe("Sqitch", () => {
  const line = (name: string) => `${name} 2024-01-05T09:00:00Z Ada <ada@example.org> # note\n`;
  const base = {
    "sqitch.plan": `%project=x\n\n${line("a")}${line("b")}@v1 2024-01-06T09:00:00Z Ada <ada@example.org> # tag\n`,
    "deploy/a.sql": "SELECT 'a';",
    "deploy/b.sql": "SELECT 'b';",
    "revert/a.sql": "SELECT 'a back';",
    "revert/b.sql": "SELECT 'b back';",
  };

  test("a rework proposes the new script and leaves the old one settled", () => {
    const head = {
      ...base,
      "sqitch.plan": base["sqitch.plan"] + line("a [a@v1]"),
      "deploy/a@v1.sql": "SELECT 'a';",
      "revert/a@v1.sql": "SELECT 'a back';",
      "deploy/a.sql": "SELECT 'new a';",
      "revert/a.sql": "SELECT 'a';",
    };
    const history = change("sqitch", base, head);
    expect(ids(history.settled)).toEqual(["a", "b"]);
    expect(history.proposed).toMatchObject([
      { id: "a (rework)", up: { file: "deploy/a.sql", text: "SELECT 'new a';" }, down: { text: "SELECT 'a';" } },
    ]);
    expect(history.problems).toEqual([]);
  });

  test("a rework without a tag between is refused", () => {
    const untagged = { ...base, "sqitch.plan": `%project=x\n${line("a")}` };
    const head = { ...untagged, "sqitch.plan": untagged["sqitch.plan"] + line("a [a]") };
    expect(change("sqitch", untagged, head).problems).toContainEqual(
      expect.objectContaining({ kind: "checksum-wrong", message: expect.stringContaining("comes again without a tag") }),
    );
  });

  test("a change put in between those that databases have stops the deploy", () => {
    const plan = base["sqitch.plan"].replace(line("b"), `${line("c")}${line("b")}`);
    const history = change("sqitch", base, { ...base, "sqitch.plan": plan, "deploy/c.sql": "SELECT 'c';" });
    expect(history.problems).toEqual([
      expect.objectContaining({
        kind: "version-below-settled",
        migration: "c",
        message: expect.stringContaining("`sqitch deploy` stops"),
      }),
    ]);
  });
});

describe("Liquibase", () => {
  const changeset = (head: string, sql: string) => `--changeset me:${head}\n${sql}\n`;
  const file = (...changesets: readonly string[]) => `--liquibase formatted sql\n${changesets.join("")}`;
  const base = {
    "m/a.sql": file(changeset("1", "SELECT 1;"), changeset("2", "SELECT 2;")),
    "m/b.sql": file(changeset("1", "SELECT 3;")),
  };

  test("a changeset behind the others of its file is proposed, whatever file comes later", () => {
    const history = change("liquibase", base, { ...base, "m/a.sql": base["m/a.sql"] + changeset("3", "SELECT 4;") });
    expect(ids(history.settled)).toEqual(["a.sql::1", "a.sql::2", "b.sql::1"]);
    expect(ids(history.proposed)).toEqual(["a.sql::3"]);
    expect(history.problems).toEqual([]);
  });

  test("one put before settled ones of its file is told", () => {
    const head = {
      ...base,
      "m/a.sql": file(changeset("0", "SELECT 0;"), changeset("1", "SELECT 1;"), changeset("2", "SELECT 2;")),
    };
    expect(change("liquibase", base, head).problems).toEqual([expect.objectContaining({ kind: "version-below-settled" })]);
  });

  test("an edit of a settled changeset is told, and one that runs on change is judged again", () => {
    const view = (body: string) => ({ "m/v.sql": file(changeset("v runOnChange:true", body), changeset("w", body)) });
    const history = change("liquibase", view("SELECT 1;"), view("SELECT 2;"));
    expect(ids(history.proposed)).toEqual(["v.sql::v (runs again when changed)"]);
    expect(history.problems).toEqual([expect.objectContaining({ kind: "settled-edited", migration: "v.sql::w" })]);
  });

  test("Windows line ends and a byte order mark move nothing", () => {
    const text = `\uFEFF${file(changeset("1", "CREATE TABLE ü (id int);\n--rollback DROP TABLE ü;")).replaceAll("\n", "\r\n")}`;
    const [migration] = formatById("liquibase").read([{ path: "m/a.sql", text }], { placeholders: {} }).migrations;
    expect(migration?.up.text.indexOf("CREATE")).toBe(text.indexOf("CREATE"));
    expect(migration?.down?.text.trim()).toBe("DROP TABLE ü;");
    expect(migration?.down?.text.indexOf("DROP")).toBe(text.indexOf("DROP"));
  });

  test("statements end where Liquibase ends them: not in strings, comments, blocks; dollar quotes do not count", () => {
    const cut = (text: string, delimiter: string | null = null) =>
      splitAsLiquibase(text, delimiter).map(({ start, end }) => text.slice(start, end).trim());
    expect(cut("a ';' \"b;\" -- c;\n; /* d; */ e")).toEqual(["a ';' \"b;\" -- c;", "/* d; */ e"]);
    expect(cut("DO $$ BEGIN a; b; END $$; c")).toEqual(["DO $$ BEGIN a; b; END $$", "c"]);
    expect(cut("f $$ a; b $$; c")).toEqual(["f $$ a", "b $$", "c"]);
    expect(cut("a\nGO\nb / c\n/\nd")).toEqual(["a", "b / c", "d"]);
    expect(cut("a; b\n//\nc", "//")).toEqual(["a; b", "c"]);
    expect(cut("cargo\ngo\nb", "go")).toEqual(["cargo", "b"]);
  });
});

describe("a folder whose tree is one history", () => {
  test("is found by its plan, its changelog or its manifests, with all that lies below", () => {
    const paths = [
      "db/sqitch.plan",
      "db/deploy/0001_a.sql",
      "db/deploy/tables/b.sql",
      "db/migrations/0001_other.sql",
      "app/src/db/changelog/db.changelog-master.xml",
      "app/src/db/changelog/sql/001-a.sql",
      "schema/versioned/v1.0/manifest.json",
      "schema/versioned/v1.0/a.sql",
      "g/migrations/committed/000001.sql",
      ".github/changelog.yml",
      "web/manifest.json",
    ];
    expect(migrationsFolders(paths)).toEqual(["app/src/db/changelog", "db", "db/migrations", "g/migrations", "schema/versioned"]);
    const roots = rootedFolders(paths);
    expect(migrationsFolderOf("db/deploy/tables/b.sql", roots)).toBe("db");
    expect(migrationsFolderOf("db/migrations/0001_other.sql", roots)).toBe("db/migrations");
    expect(migrationsFolderOf("schema/versioned/v1.1/b.sql", roots)).toBe("schema/versioned");
  });
});
