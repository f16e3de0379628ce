import { keyOf } from "../catalog/key-of.js";
import type { ReadMigration, Statement } from "../model/statement.js";
import { defineChangeRule } from "./rule.js";
import { type Touched, touchedBy } from "./touched-objects.js";

export const conflictsWithOpenChange = defineChangeRule({
  id: "conflicts-with-open-change",
  hazard: "advice",
  severity: "warning",
  title: "Another open pull request changes the same object",
  effect:
    "Each was rehearsed without the other. Git merges both, for they lie in different files; the one that is deployed second fails, or silently undoes the first.",
  remedy: "Talk to each other: merge one, bring the other up to date, and rehearse it again.",
  source: "https://www.postgresql.org/docs/current/ddl-alter.html",
  priorArt: {},

  *judge({ migrations, history, base, elsewhere }) {
    if (elsewhere === undefined) return;
    const texts = new Set(history.proposed.map(({ up }) => `${up.file}\u0000${up.text}`));
    const own = touchesOf(migrations, (operation) => touchedBy(operation, base));
    for (const { number, migrations: theirs } of elsewhere.changes) {
      // The very same file in both: one is built on the other.
      const shared = new Set(theirs.flatMap(({ id, up }) => (texts.has(`${up.file}\u0000${up.text}`) ? [id] : [])));
      const read = (elsewhere.read.get(number) ?? []).filter(({ id }) => !shared.has(id));
      const other = touchesOf(read, (operation) => touchedBy(operation, base));
      const told = new Set<string>();
      for (const { statement, touched } of own.filter((each) => !shared.has(each.statement.migration))) {
        const clash = other.find((theirs) => clashes(touched, theirs.touched, (table) => keyOf(table, base)));
        if (clash === undefined || told.has(touched.key)) continue;
        told.add(touched.key);
        const also = clash.touched.key === touched.key ? " as well" : `, and this change touches ${touched.words}`;
        yield {
          migration: statement.migration,
          statement: statement.index,
          table: touched.table,
          place: statement.place,
          evidence: "predicted",
          message: `#${number} changes ${clash.touched.words}${also} (${clash.statement.place.file}).`,
        };
      }
    }
  },

  examples: {
    before: "",
    bad: [
      {
        title: "both add the column",
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);" },
        files: { "000002_b.up.sql": "ALTER TABLE a ADD COLUMN state text;" },
        openChanges: { 3: { "000003_c.up.sql": "ALTER TABLE a ADD COLUMN state int;" } },
        format: "golang-migrate",
      },
      {
        title: "the other drops the table",
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);" },
        files: { "000002_b.up.sql": "ALTER TABLE a ADD COLUMN state text;" },
        openChanges: { 9: { "000003_c.up.sql": "DROP TABLE a;" } },
        format: "golang-migrate",
      },
      {
        title: "both replace the view: the second undoes the first and nothing fails",
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int); CREATE VIEW v AS SELECT id FROM a;" },
        files: { "000002_b.up.sql": "CREATE OR REPLACE VIEW v AS SELECT id FROM a WHERE id > 0;" },
        openChanges: { 3: { "000003_c.up.sql": "CREATE OR REPLACE VIEW v AS SELECT id FROM a WHERE id < 9;" } },
        format: "golang-migrate",
      },
    ],
    good: [
      {
        title: "two columns of one table",
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);" },
        files: { "000002_b.up.sql": "ALTER TABLE a ADD COLUMN state text;" },
        openChanges: { 3: { "000003_c.up.sql": "ALTER TABLE a ADD COLUMN note text;" } },
        format: "golang-migrate",
      },
      {
        title: "one is built on the other",
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);" },
        files: { "000002_b.up.sql": "ALTER TABLE a ADD COLUMN state text;" },
        openChanges: {
          3: {
            "000002_b.up.sql": "ALTER TABLE a ADD COLUMN state text;",
            "000003_c.up.sql": "ALTER TABLE a ALTER COLUMN state SET DEFAULT 'new';",
          },
        },
        format: "golang-migrate",
      },
    ],
  },
});

interface Touch {
  readonly statement: Statement;
  readonly touched: Touched;
}

function touchesOf(
  migrations: readonly ReadMigration[],
  touched: (operation: Statement["operations"][number]["operation"]) => readonly Touched[],
): readonly Touch[] {
  return migrations.flatMap(({ up }) =>
    up.statements.flatMap((statement) =>
      statement.operations.flatMap(({ operation }) => touched(operation).map((each) => ({ statement, touched: each }))),
    ),
  );
}

function clashes(own: Touched, theirs: Touched, key: (table: NonNullable<Touched["table"]>) => string): boolean {
  if (own.key === theirs.key) return true;
  if (!own.removesTable && !theirs.removesTable) return false;
  return own.table !== null && theirs.table !== null && key(own.table) === key(theirs.table);
}
