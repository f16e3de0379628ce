import { describe, expect, test } from "vitest";
import { find, of } from "./find.js";

const FILE = "migrations/0002_drop.sql";
const DROP = "DROP TABLE orders;";

describe("an exception with a day", () => {
  const sql = `-- migration-gate: allow drop-table until 2027-01-31: the archive job reads it until then\n${DROP}`;

  test.each(["2026-11-21", "2027-01-31"])("holds on %s", async (today) => {
    const found = await find({ [FILE]: sql }, { today });
    expect(of(found, "drop-table")[0]?.suppressed).toEqual({ reason: "the archive job reads it until then" });
    expect(of(found, "expired-allow")).toEqual([]);
    expect(of(found, "unused-allow")).toEqual([]);
  });

  test("silences nothing the day after, and says so where it stands", async () => {
    const found = await find({ [FILE]: sql }, { today: "2027-02-01" });
    expect(of(found, "drop-table")[0]?.suppressed).toBeNull();
    expect(of(found, "expired-allow")).toMatchObject([{ place: { file: FILE, line: 1 }, severity: "warning" }]);
    expect(of(found, "expired-allow")[0]?.message).toContain("2027-01-31");
  });

  test.each(["2027-02-30", "soon", "2027-1-1"])("of «%s» is no exception at all", async (day) => {
    const found = await find({ [FILE]: sql.replace("2027-01-31", day) }, { today: "2026-11-21" });
    expect(of(found, "drop-table")[0]?.suppressed).toBeNull();
    expect(of(found, "malformed-directive")[0]?.message).toContain(day);
  });

  test("needs a reason all the same", async () => {
    const found = await find(
      { [FILE]: `-- migration-gate: allow drop-table until 2027-01-31\n${DROP}` },
      { today: "2026-11-21" },
    );
    expect(of(found, "drop-table")[0]?.suppressed).toBeNull();
    expect(of(found, "malformed-directive")).toHaveLength(1);
  });

  test("in the settings ends as well, and speaks only where it would have silenced", async () => {
    const allow = [{ rule: "drop-table", paths: ["migrations/**"], reason: "retired", until: "2026-10-01" }];
    const over = await find({ [FILE]: DROP }, { allow, today: "2026-11-21" });
    expect(of(over, "drop-table")[0]?.suppressed).toBeNull();
    expect(of(over, "expired-allow")).toMatchObject([{ place: { file: FILE } }]);
    const idle = await find({ [FILE]: "ALTER TABLE orders ADD COLUMN note text" }, { allow, today: "2026-11-21" });
    expect(of(idle, "expired-allow")).toEqual([]);
  });

  test("that is over gives way to one that holds", async () => {
    const allow = [
      { rule: "drop-table", paths: ["**"], reason: "first", until: "2026-10-01" },
      { rule: "drop-table", paths: ["**"], reason: "second" },
    ];
    const found = await find({ [FILE]: DROP }, { allow, today: "2026-11-21" });
    expect(of(found, "drop-table")[0]?.suppressed).toEqual({ reason: "second" });
    expect(of(found, "expired-allow")).toEqual([]);
  });
});

describe("an exception of the settings that silences nothing", () => {
  const allow = (path: string) => [{ rule: "drop-table", paths: [path], reason: "retired" }];

  test("is told where no migration lies in its paths", async () => {
    const found = await find({ [FILE]: DROP }, { allow: allow("db/old/**") });
    expect(of(found, "unused-allow")).toMatchObject([{ severity: "info" }]);
    expect(of(found, "unused-allow")[0]?.message).toContain("db/old/**");
  });

  test("is left alone where settled files lie there: another change may need it", async () => {
    const found = await find({ [FILE]: "ALTER TABLE orders ADD COLUMN note text" }, { allow: allow("migrations/0001_*.sql") });
    expect(of(found, "unused-allow")).toEqual([]);
  });
});

test("an exception of the change cannot be used to silence what is said of exceptions", async () => {
  const sql = `-- migration-gate: allow expired-allow: quiet\n-- migration-gate: allow drop-table until 2020-01-01: old\n${DROP}`;
  const found = await find({ [FILE]: sql }, { today: "2026-11-21" });
  expect(of(found, "expired-allow")[0]?.suppressed).toBeNull();
});
