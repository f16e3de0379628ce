import { describe, expect, it } from "vitest";
import { applyOperation } from "../../src/catalog/apply-operation.js";
import { type DeriveOptions, deriveCatalog } from "../../src/catalog/derive-catalog.js";
import type { Catalog } from "../../src/model/catalog.js";
import { readScript } from "../../src/sql/read-script.js";

const production: DeriveOptions = { complete: true, representative: false };

async function read(sql: string) {
  return readScript({ file: "a.sql", text: sql, transaction: "file", psql: false }, "a", "up", { serverMajor: 17 });
}

async function derived(options: DeriveOptions, ...scripts: readonly string[]): Promise<Catalog> {
  return deriveCatalog(await Promise.all(scripts.map(read)), options);
}

async function changed(catalog: Catalog, sql: string): Promise<Catalog> {
  const { statements } = await read(sql);
  const operations = statements.flatMap((statement) => statement.operations.map(({ operation }) => operation));
  return operations.reduce((each, operation) => applyOperation(each, operation, "change"), catalog);
}

describe("rows", () => {
  it("are unknown in a settled table, whatever its history inserted", async () => {
    const catalog = await derived(production, "CREATE TABLE t (id int); INSERT INTO t VALUES (1); TRUNCATE t");
    expect(catalog.tables.get("public.t")?.rows).toBeNull();
  });

  it("are counted where the scripts stand for production", async () => {
    const catalog = await derived(
      { complete: true, representative: true },
      "CREATE TABLE t (id int); INSERT INTO t VALUES (1), (2); INSERT INTO t VALUES (3)",
    );
    expect(catalog.tables.get("public.t")?.rows).toBe(3);
  });

  it("are none in a table born in the change, until something is put there", async () => {
    const born = await changed(await derived(production), "CREATE TABLE t (id int)");
    expect(born.tables.get("public.t")).toMatchObject({ rows: 0, origin: "change" });
    expect((await changed(born, "INSERT INTO t VALUES (1)")).tables.get("public.t")?.rows).toBe(1);
    expect((await changed(born, "INSERT INTO t SELECT 1")).tables.get("public.t")?.rows).toBe(1);
    expect((await changed(born, "INSERT INTO t SELECT 1 FROM t")).tables.get("public.t")?.rows).toBeNull();
    expect((await changed(born, "INSERT INTO t VALUES (1); TRUNCATE t")).tables.get("public.t")?.rows).toBe(0);
    expect((await changed(born, "INSERT INTO t VALUES (1); DELETE FROM t")).tables.get("public.t")?.rows).not.toBe(0);
  });

  it("are unknown in a table made from a query, none WITH NO DATA", async () => {
    const settled = await derived(production, "CREATE TABLE t (id int)");
    expect((await changed(settled, "CREATE TABLE n AS SELECT * FROM t")).tables.get("public.n")?.rows).toBeNull();
    expect((await changed(settled, "CREATE TABLE n AS SELECT * FROM t WITH NO DATA")).tables.get("public.n")?.rows).toBe(0);
  });

  it("reach partitions and parents", async () => {
    const parts = "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p DEFAULT;";
    const through = await changed(await derived(production), `${parts} INSERT INTO p VALUES (1)`);
    expect(through.tables.get("public.p1")?.rows).toBeNull();
    const below = await changed(await derived(production), `${parts} INSERT INTO p1 VALUES (1)`);
    expect(below.tables.get("public.p")?.rows).not.toBe(0);
  });
});

describe("history", () => {
  it("counts what a DO block may do as done", async () => {
    const catalog = await derived(production, "DO $$ BEGIN CREATE TABLE t (id int); END $$");
    expect(catalog.tables.has("public.t")).toBe(true);
  });

  it("forgets what a script rolls back, and only that", async () => {
    const catalog = await derived(
      production,
      "CREATE TABLE a (id int)",
      "BEGIN; CREATE TABLE b (id int); ROLLBACK; CREATE TABLE c (id int)",
    );
    expect([...catalog.tables.keys()]).toEqual(["public.a", "public.c"]);
  });

  it("leaves the search path as the next script finds it", async () => {
    const catalog = await derived(
      production,
      'CREATE SCHEMA app; SET search_path TO "$user", app, public; CREATE TABLE a (id int)',
      "CREATE TABLE b (id int)",
    );
    expect([...catalog.tables.keys()]).toEqual(["app.a", "public.b"]);
  });

  it("never changes a catalog that was handed out", async () => {
    const before = await derived(production, "CREATE TABLE t (id int)");
    const after = await changed(
      before,
      "ALTER TABLE t ADD COLUMN x int; CREATE INDEX ON t (x); DROP TABLE t; CREATE TABLE u (id int)",
    );
    expect(before.tables.get("public.t")?.columns.map(({ name }) => name)).toEqual(["id"]);
    expect(before.indexes.size).toBe(0);
    expect([...after.tables.keys()]).toEqual(["public.u"]);
  });

  it("remembers what is done to tables that it never saw, where it does not know them all", async () => {
    const catalog = await derived(
      { complete: false, representative: false },
      "ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c",
    );
    expect(catalog.tables.get("public.t")).toMatchObject({
      origin: "settled",
      rows: null,
      constraints: [{ name: "c", validated: true }],
    });
  });

  it("marks a table that the change renames as settled still", async () => {
    const after = await changed(await derived(production, "CREATE TABLE t (id int)"), "ALTER TABLE t RENAME TO u");
    expect(after.tables.get("public.u")?.origin).toBe("settled");
  });
});

describe("what hangs on columns", () => {
  const table = "CREATE TABLE t (id serial PRIMARY KEY, kind text CONSTRAINT short CHECK (length(kind) < 9), owner text)";

  it("is renamed with them, and goes with them", async () => {
    const rules = `CREATE POLICY own ON t USING (owner = current_user); CREATE TRIGGER w BEFORE UPDATE OF kind ON t FOR EACH ROW EXECUTE FUNCTION f()`;
    const renamed = await derived(
      production,
      `${table}; ${rules}; ALTER TABLE t RENAME owner TO holder; ALTER TABLE t RENAME kind TO sort`,
    );
    expect(renamed.tables.get("public.t")?.policies).toMatchObject([{ name: "own", reads: ["holder"] }]);
    expect(renamed.tables.get("public.t")?.triggers).toMatchObject([{ name: "w", reads: ["sort"] }]);
    const dropped = await changed(renamed, "ALTER TABLE t DROP COLUMN holder CASCADE, DROP COLUMN sort CASCADE");
    expect(dropped.tables.get("public.t")).toMatchObject({ policies: [], triggers: [] });
  });

  it("takes the sequence of a serial column along, and not the one whose default was copied", async () => {
    const left = async (sql: string) => [...(await derived(production, sql)).sequences];
    const made =
      "CREATE TABLE n (id int); CREATE SEQUENCE n_id_seq; ALTER SEQUENCE n_id_seq OWNED BY n.id; ALTER TABLE n ALTER id SET DEFAULT nextval('n_id_seq'::regclass)";
    expect(await left(`${made}; ALTER TABLE n DROP COLUMN id`)).toEqual([]);
    expect(await left("CREATE TABLE t (id serial, n int); ALTER TABLE t DROP COLUMN id")).toEqual([]);
    expect(await left("CREATE TABLE t (id serial); CREATE TABLE c (LIKE t INCLUDING ALL); ALTER TABLE c DROP COLUMN id")).toEqual(
      ["public.t_id_seq"],
    );
  });

  it("keeps its trigger function through a rename, so that a drop of the function takes the trigger along", async () => {
    const watched = `${table}; CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER w BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f(); ALTER FUNCTION f() RENAME TO g`;
    expect((await derived(production, watched)).tables.get("public.t")?.triggers).toMatchObject([
      { name: "w", routine: "public.g" },
    ]);
    const dropped = await derived(production, `${watched}; DROP FUNCTION g() CASCADE`);
    expect(dropped.tables.get("public.t")?.triggers).toEqual([]);
  });

  it("is copied by LIKE only where it says so", async () => {
    const bare = (await derived(production, `${table}; CREATE TABLE c (LIKE t)`)).tables.get("public.c");
    expect(bare).toMatchObject({ columns: [{ default: null, notNull: true }, {}, {}], constraints: [] });
    const whole = (await derived(production, `${table}; CREATE TABLE c (LIKE t INCLUDING ALL)`)).tables.get("public.c");
    expect(whole?.columns[0]?.default).toBe("nextval('public.t_id_seq'::regclass)");
    expect(whole?.constraints.map(({ name }) => name).sort()).toEqual(["c_pkey", "short"]);
  });
});
