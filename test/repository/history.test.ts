import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { History } from "../../src/model/migration.js";
import { diskRepository } from "../../src/repository/disk-repository.js";
import type { HistoryRequest } from "../../src/world.js";
import { ASKED } from "./asked.js";
import { TemporaryRepository } from "./temporary-repository.js";

const judge = (repository: TemporaryRepository, request: Partial<HistoryRequest>, below = "") =>
  diskRepository(join(repository.directory, below)).history({ ...ASKED, ...request });
const ids = (migrations: History["settled"]) => migrations.map(({ id }) => id);
const pair = (name: string, up = `CREATE TABLE ${name} (id int);`) => ({
  [`db/migrations/${name}.up.sql`]: up,
  [`db/migrations/${name}.down.sql`]: "SELECT 1;",
});

describe("against a base revision", () => {
  test("what the working tree adds is proposed, committed or not", async () => {
    using repository = TemporaryRepository.withGit();
    repository.commit({ ...pair("1_a"), ...pair("2_b"), "README.md": "x" });
    repository.git("switch", "--quiet", "--create", "change");
    repository.commit(pair("3_c"));
    repository.write(pair("4_d"));
    const history = await judge(repository, { base: "main" });
    expect(history).toMatchObject({ format: "golang-migrate", problems: [] });
    expect(history.formatReason).toMatch(/^Read as golang-migrate because 8 of 8 SQL files/u);
    expect([ids(history.settled), ids(history.proposed)]).toEqual([
      ["1_a", "2_b"],
      ["3_c", "4_d"],
    ]);
    expect(history.proposed[0]?.up.file).toBe("db/migrations/3_c.up.sql");
  });

  test("edited, deleted and renamed files are told", async () => {
    using repository = TemporaryRepository.withGit();
    const base = repository.commit({ ...pair("1_a"), ...pair("2_b"), ...pair("3_c") });
    repository.git("mv", "db/migrations/3_c.up.sql", "db/migrations/4_c.up.sql");
    repository.git("mv", "db/migrations/3_c.down.sql", "db/migrations/4_c.down.sql");
    repository.commit({
      "db/migrations/1_a.up.sql": "CREATE TABLE other (id int);",
      "db/migrations/2_b.up.sql": null,
      "db/migrations/2_b.down.sql": null,
    });
    const history = await judge(repository, { base });
    expect(history.problems.map(({ kind, migration }) => `${kind} ${migration}`)).toEqual([
      "settled-edited 1_a",
      "settled-deleted 2_b",
      "settled-deleted 3_c",
    ]);
    expect(ids(history.proposed)).toEqual(["4_c"]);
    expect(history.settled[0]?.up.text).toContain("1_a");
  });

  test("a base that moved on settles what it gained, and the change is judged on top of it", async () => {
    using repository = TemporaryRepository.withGit();
    repository.commit({ ...pair("1_a"), ...pair("2_b") });
    repository.git("switch", "--quiet", "--create", "change");
    repository.commit(pair("3_mine"));
    repository.git("switch", "--quiet", "main");
    repository.commit({ ...pair("4_theirs"), "db/migrations/2_b.down.sql": null });
    repository.git("switch", "--quiet", "change");
    const history = await judge(repository, { base: "main" });
    expect([ids(history.settled), ids(history.proposed)]).toEqual([["1_a", "2_b", "4_theirs"], ["3_mine"]]);
    expect(history.problems.map(({ kind }) => kind)).toEqual(["version-below-settled"]);
  });

  test("of several histories the one that the change touches is judged; of several touched ones none is guessed", async () => {
    using repository = TemporaryRepository.withGit();
    const base = repository.commit({
      ...pair("1_a"),
      "api/migrations/1_x/up.sql": "SELECT 1;",
      "tests/fixtures/migrations/1_z.up.sql": "SELECT 1;",
    });
    repository.commit({ "api/migrations/2_y/up.sql": "SELECT 2;" });
    expect(await judge(repository, { base })).toMatchObject({ format: "diesel", proposed: [{ id: "2_y" }] });
    repository.commit(pair("2_b"));
    await expect(judge(repository, { base })).rejects.toMatchObject({
      code: "arguments/invalid",
      message: expect.stringContaining("several histories"),
    });
    expect(ids((await judge(repository, { base, migrations: "db/migrations" })).proposed)).toEqual(["2_b"]);
  });

  test("a change outside of the history that was found is told, never passed over", async () => {
    using repository = TemporaryRepository.withGit();
    const base = repository.commit(pair("1_a"));
    repository.commit({ "old/migration_scripts/add-note.sql": "SELECT 1;", "queries/list.sql": "SELECT 1;" });
    const history = await judge(repository, { base });
    expect(history.proposed).toEqual([]);
    expect(history.problems).toEqual([
      expect.objectContaining({ kind: "file-ignored", file: "old/migration_scripts/add-note.sql" }),
    ]);
  });

  test("a migration outside of it, where the change leaves the history alone, is no pass", async () => {
    using repository = TemporaryRepository.withGit();
    const base = repository.commit(pair("1_a"));
    const other = { "app/migration/add-note.sql": "DROP TABLE a;" };
    repository.commit(other);
    expect((await judge(repository, { base })).problems).toEqual([
      expect.objectContaining({ kind: "file-unreadable", message: expect.stringContaining("Name its directory") }),
    ]);
    repository.commit(pair("2_b"));
    expect((await judge(repository, { base })).problems).toMatchObject([{ kind: "file-ignored" }]);
  });

  test("a tool whose files are no SQL is named rather than misread", async () => {
    using repository = TemporaryRepository.withGit();
    const changelog =
      '<databaseChangeLog><changeSet id="1" author="a"><dropTable tableName="t"/></changeSet></databaseChangeLog>';
    const base = repository.commit({ "db/changelog.xml": changelog, "db/1_a.sql": "SELECT 1;" });
    repository.commit({ "db/2_b.sql": "SELECT 1;" });
    const history = await judge(repository, { base });
    expect(history).toMatchObject({ format: "liquibase", settled: [], proposed: [] });
    expect(history.problems.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      expect.stringMatching(/^file-ignored: 2_b\.sql is included by no changelog/u),
      expect.stringMatching(/^file-unreadable: The changeset a:1 .* holds dropTable: .*`command`/u),
    ]);
  });

  test("names with spaces, quotes and umlauts, and a folder below the root", async () => {
    using repository = TemporaryRepository.withGit();
    const base = repository.commit({ 'app/sql dir/1_"ü".sql': "SELECT 'ü';" });
    repository.commit({ "app/sql dir/2_b\t.sql": "SELECT 2;" });
    const history = await judge(repository, { base, migrations: "sql dir" }, "app");
    expect(history.settled[0]?.up).toMatchObject({ file: 'app/sql dir/1_"ü".sql', text: "SELECT 'ü';" });
    expect(ids(history.proposed)).toEqual(["2_b\t"]);
  });

  test("a revision that is not here names the cure", async () => {
    using repository = TemporaryRepository.withGit();
    repository.commit(pair("1_a"));
    for (const base of ["nowhere", "--output=x"]) {
      await expect(judge(repository, { base })).rejects.toMatchObject({
        code: "repository/unknown-revision",
        hint: expect.stringContaining("fetch-depth: 0"),
      });
    }
  });

  test("a branch that only the remote has is found", async () => {
    using origin = TemporaryRepository.withGit();
    origin.commit(pair("1_a"));
    using clone = new TemporaryRepository();
    clone.git("clone", "--quiet", origin.directory, ".");
    clone.git("switch", "--quiet", "--create", "change");
    clone.git("branch", "--quiet", "--delete", "--force", "main");
    clone.write(pair("2_b"));
    expect(ids((await judge(clone, { base: "main" })).proposed)).toEqual(["2_b"]);
  });

  test("a shallow clone of a merge commit is enough when the merge names the base; otherwise the cure is told", async () => {
    using origin = TemporaryRepository.withGit();
    origin.commit(pair("1_a"));
    origin.git("switch", "--quiet", "--create", "change");
    origin.commit(pair("3_c"));
    origin.git("switch", "--quiet", "main");
    const base = origin.commit(pair("2_b"));
    origin.git("switch", "--quiet", "--create", "merged");
    origin.git("merge", "--quiet", "--no-edit", "change");
    using clone = new TemporaryRepository();
    clone.git("clone", "--quiet", "--depth=1", "--branch=merged", `file://${origin.directory}`, ".");
    clone.git("fetch", "--quiet", "--depth=1", "origin", base);
    expect(ids((await judge(clone, { base })).proposed)).toEqual(["3_c"]);
    clone.git("fetch", "--quiet", "--depth=1", "origin", "change");
    clone.git("switch", "--quiet", "--detach", "FETCH_HEAD");
    await expect(judge(clone, { base })).rejects.toMatchObject({
      code: "repository/unknown-revision",
      hint: expect.stringContaining("fetch-depth: 0"),
    });
  });

  test("no repository, no migrations, nothing to judge: each says what to do", async () => {
    using bare = new TemporaryRepository();
    bare.write(pair("1_a"));
    await expect(judge(bare, { base: "main" })).rejects.toMatchObject({ code: "repository/not-git" });
    using empty = TemporaryRepository.withGit();
    const base = empty.commit({ "README.md": "x" });
    await expect(judge(empty, { base })).rejects.toMatchObject({
      code: "arguments/invalid",
      hint: expect.stringContaining("--migrations"),
    });
    await expect(judge(empty, {})).rejects.toMatchObject({ code: "arguments/invalid", hint: expect.stringContaining("--base") });
    await expect(judge(empty, { base, migrations: "nope" })).rejects.toMatchObject({ code: "repository/unreadable" });
  });
});

describe("files given by path", () => {
  test("one file alone is a change without a history", async () => {
    using directory = new TemporaryRepository();
    directory.write({ "change.sql": "SELECT 1;", "other.sql": "SELECT 2;", "3_c.sql": "SELECT 3;" });
    const history = await judge(directory, { paths: ["change.sql"] });
    expect(history).toMatchObject({ format: "single-file", settled: [], problems: [], prelude: [] });
    expect(history.proposed).toMatchObject([
      { id: "change", version: null, down: null, up: { file: "change.sql", transaction: "statement", psql: true } },
    ]);
  });

  test("its way back comes from its name or from --down", async () => {
    using directory = new TemporaryRepository();
    directory.write({ "x.sql": "a", "x.down.sql": "b", "back.sql": "c" });
    expect((await judge(directory, { paths: ["x.sql", "x.down.sql"] })).proposed).toMatchObject([
      { id: "x", down: { text: "b" } },
    ]);
    expect((await judge(directory, { paths: ["x.sql"], down: "back.sql" })).proposed).toMatchObject([
      { id: "x", down: { text: "c", file: "back.sql" } },
    ]);
    await expect(judge(directory, { paths: ["x.sql", "back.sql"], down: "back.sql" })).rejects.toMatchObject({
      code: "arguments/invalid",
    });
  });

  test("several keep the order given", async () => {
    using directory = new TemporaryRepository();
    directory.write({ "b.sql": "b", "a.sql": "a" });
    expect(ids((await judge(directory, { paths: ["b.sql", "a.sql"] })).proposed)).toEqual(["b", "a"]);
  });

  test("a file of a recognizable history is judged on what lies before it, from wherever one stands", async () => {
    using repository = TemporaryRepository.withGit();
    repository.write({ ...pair("1_a"), ...pair("2_b"), ...pair("3_c") });
    for (const [paths, below] of [
      [["db/migrations/2_b.up.sql"], ""],
      [["2_b.up.sql"], "db/migrations"],
    ] as const) {
      const history = await judge(repository, { paths }, below);
      expect(history).toMatchObject({
        format: "golang-migrate",
        settled: [{ id: "1_a" }],
        proposed: [{ id: "2_b", up: { file: "db/migrations/2_b.up.sql" } }],
      });
    }
  });

  test("numbered plain files are a history, and so is a folder of one migration", async () => {
    using directory = new TemporaryRepository();
    directory.write({
      "sql/0001_a.sql": "a",
      "sql/0002_b.sql": "b",
      "m/1_x/up.sql": "x",
      "m/2_y/up.sql": "y",
      "m/2_y/down.sql": "z",
    });
    expect(await judge(directory, { paths: ["sql/0002_b.sql"] })).toMatchObject({ format: "plain", settled: [{ id: "0001_a" }] });
    expect(await judge(directory, { paths: ["m/2_y"] })).toMatchObject({
      format: "diesel",
      settled: [{ id: "1_x" }],
      proposed: [{ id: "2_y" }],
    });
    expect(ids((await judge(directory, { paths: ["sql"] })).proposed)).toEqual(["0001_a", "0002_b"]);
  });

  test("a schema file stands in for the history, and for the tool's table that it holds", async () => {
    using directory = new TemporaryRepository();
    directory.write({
      ...pair("1_a"),
      ...pair("2_b"),
      "schema.sql": "CREATE TABLE schema_migrations (version bigint);",
      "other.sql": "SELECT 1;",
    });
    const paths = ["db/migrations/2_b.up.sql"];
    expect(await judge(directory, { paths, schema: ["schema.sql"] })).toMatchObject({
      settled: [],
      prelude: [],
      proposed: [{ id: "2_b" }],
    });
    expect((await judge(directory, { paths, schema: ["other.sql"] })).prelude).toHaveLength(1);
  });

  test("what is not there, and what is no migration, is told", async () => {
    using directory = new TemporaryRepository();
    directory.write({ ...pair("1_a"), "db/migrations/notes.sql": "x" });
    await expect(judge(directory, { paths: ["gone.sql"] })).rejects.toMatchObject({ code: "repository/unreadable" });
    await expect(judge(directory, { paths: ["db/migrations/notes.sql"], format: "golang-migrate" })).rejects.toMatchObject({
      code: "arguments/invalid",
    });
    await expect(judge(directory, { paths: ["db"], format: "liquid" })).rejects.toMatchObject({ code: "format/unknown" });
    const history = await judge(directory, { paths: ["db/migrations/1_a.up.sql", "db/migrations/notes.sql"] });
    expect(history.problems.map(({ kind, file }) => `${kind} ${file}`)).toEqual(["file-ignored db/migrations/notes.sql"]);
  });
});

describe("files that cannot be read", () => {
  test("are named one by one and never judged in part", async () => {
    using directory = new TemporaryRepository();
    directory.write({
      ...pair("1_a"),
      "db/migrations/2_binary.up.sql": Uint8Array.from([0x53, 0, 0x45]),
      "db/migrations/3_latin.up.sql": Uint8Array.from([0x27, 0xe4, 0x27]),
      "db/migrations/4_wide.up.sql": Buffer.from("\uFEFFSELECT 1;", "utf16le"),
      "db/migrations/5_lfs.up.sql": "version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
      "db/migrations/6_large.up.sql": Buffer.alloc(64 * 1024 * 1024 + 1, 32),
      "db/migrations/node_modules/7_x.up.sql": "SELECT 1;",
      "outside.sql": "SELECT 1;",
    });
    symlinkSync(join(directory.directory, "outside.sql"), join(directory.directory, "db/migrations/8_link.up.sql"));
    const history = await judge(directory, { paths: ["db/migrations"] });
    expect(ids(history.proposed)).toEqual(["1_a"]);
    const told = history.problems.map(({ kind, message }) => `${kind}: ${message.replace("db/migrations/", "")}`);
    expect(told.sort()).toEqual([
      "file-unreadable: 2_binary.up.sql holds binary data; it was not judged.",
      "file-unreadable: 3_latin.up.sql is not UTF-8; it was not judged.",
      "file-unreadable: 4_wide.up.sql is UTF-16; save it as UTF-8; it was not judged.",
      "file-unreadable: 5_lfs.up.sql is a Git LFS pointer; check out its content; it was not judged.",
      "file-unreadable: 6_large.up.sql is larger than 64 MB; it was not judged.",
      "file-unreadable: 8_link.up.sql is a symbolic link, and links are not followed; it was not judged.",
    ]);
  });
});

describe("files by path", () => {
  test("a folder gives its SQL files in order; a missing file is the user's to mend", async () => {
    using directory = new TemporaryRepository();
    directory.write({ "seed/b.sql": "b", "seed/a.sql": "a", "seed/readme.md": "x" });
    const repository = diskRepository(directory.directory);
    expect(await repository.files(["seed"])).toEqual([
      { path: "seed/a.sql", text: "a" },
      { path: "seed/b.sql", text: "b" },
    ]);
    await expect(repository.files(["gone.sql"])).rejects.toMatchObject({ code: "repository/unreadable" });
  });
});
