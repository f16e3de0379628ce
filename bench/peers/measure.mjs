// What one migration does to a server, by its own locks, files and row counts: nothing of our prediction is asked.
import { splitScript } from "../../lib/sql/split-script.js";
import { askOldQueries, compareOldQueries } from "./old-queries.mjs";
import { counts, lostValues } from "./values.mjs";

const CLOSES_READS = new Set(["AccessExclusiveLock"]);
const CLOSES_WRITES = new Set(["ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"]);
/** A table whose rows were read or written by at least this share was worked through, and the work grows with it. */
const WORKED_THROUGH = 0.5;
const ROWS_HELD = 0.2;

/** The world of a case, built once and copied. Rejects where it cannot be built. */
export async function settle(before, server) {
  const database = await server.database();
  const observer = await database.connectAsObserver();
  const session = await database.connect();
  for (const role of new Set([...before.matchAll(/create\s+role\s+(\w+)/giu)].map(([, name]) => name)))
    await observer.run(`create role ${role}`).catch(() => undefined);
  for (const [statement] of before.matchAll(/create\s+extension[^;]*/giu)) await observer.run(statement);
  await session.run(before.replaceAll(/create\s+(?:role|extension)[^;]*;?/giu, ""));
  await observer.run("analyze");
  return await database.freeze();
}

/** `{ "blocks-reads": "why", … }`: empty where the server saw no harm. */
export async function measure({ up, transaction }, server, template) {
  const database = await server.database(template);
  const observer = await database.connectAsObserver();
  const session = await database.connect();
  try {
    // Cost a look-up as on a large table, so that it takes its index on a small one too.
    await session.run("set random_page_cost = 0.01; set stats_fetch_consistency = none");
    const world = await readWorld(observer);
    const [valuesBefore, queriesBefore] = [await counts(observer, world), await askOldQueries(observer)];
    const hazards = {};
    const add = (hazard, why) => {
      hazards[hazard] ??= why;
    };
    await play(splitScript("change", { file: "change.sql", text: up, transaction, psql: true }).statements, transaction, {
      session,
      observer,
      database,
      world,
      add,
    });
    await session.run("rollback").catch(() => undefined);
    for (const why of await lostValues(observer, world, valuesBefore)) add("loses-data", why);
    if (hazards.fails === undefined)
      for (const why of await compareOldQueries(observer, queriesBefore)) add("breaks-old-code", why);
    return hazards;
  } finally {
    await session.close();
    await observer.close();
    await database.drop();
  }
}

async function play(pieces, transaction, context) {
  const { session, add } = context;
  let open = false;
  let ours = false;
  let start = null;
  const begin = async () => {
    await session.run("begin");
    open = true;
    start = await look(context);
  };
  if (transaction !== "statement") await begin();
  for (const { text } of pieces) {
    const head = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(begin|start|commit|end|rollback(?!\s+to)|abort)\b/iu.exec(text)?.[1];
    try {
      if (head !== undefined) {
        await session.run(text);
        open = /begin|start/iu.test(head);
        if (open) start = await look(context);
        continue;
      }
      ours = !open;
      if (ours) await begin();
      const previous = await look(context);
      await session.run(text);
      judge(previous, await look(context), start, context);
      if (ours) {
        await session.run("commit");
        open = false;
      }
    } catch (error) {
      if (ours && ["25001", "2D000", "0A000"].includes(error.sqlstate)) {
        await session.run("rollback");
        open = false;
        const why = await alone(text, context).catch((failure) => failure);
        if (why === null) continue;
        add("fails", `${why.message}`);
        return;
      }
      add("fails", `${error.message} (${error.sqlstate ?? "no code"})`);
      return;
    }
  }
  if (open)
    await session.run("commit").catch((error) => {
      add("fails", error.message);
    });
}

/** Looks at what the open transaction holds and did, from inside it and from outside. */
async function look({ session, observer, world }) {
  const work = await session.query(
    "select relid::text, seq_tup_read + coalesce(idx_tup_fetch, 0) as read, n_tup_upd + n_tup_del as written from pg_stat_xact_all_tables",
  );
  const files = await session.query(
    `select oid::text, coalesce(pg_relation_filenode(oid), 0)::text as file from pg_class
      where relkind = 'i' or (relkind in ('r', 'm') and coalesce(pg_relation_size(oid), 0) > 0)`,
  );
  const indexed = await session.query("select indexrelid::text as index, indrelid::text as table from pg_index");
  const locks = await observer.query(
    "select relation::text, mode from pg_locks where pid = $1 and granted and locktype = 'relation'",
    [session.backendPid],
  );
  return {
    work: new Map(work.map(({ relid, read, written }) => [relid, { read: Number(read), written: Number(written) }])),
    files: new Map(files.map(({ oid, file }) => [oid, file])),
    tableOf: new Map(indexed.map((row) => [row.index, row.table])),
    locks: locks.filter(
      ({ relation }) => world.has(relation) || world.has(indexed.find(({ index }) => index === relation)?.table),
    ),
  };
}

function judge(previous, now, start, { world, add }) {
  const work = growingWork(previous, now, start, world);
  for (const { oid, written } of work.held) {
    const { name, rows } = world.get(oid);
    add("blocks-writes", `${written} of ${rows} rows of ${name} stay locked until commit`);
  }
  if (work.reasons.length === 0) return;
  for (const { relation, mode } of now.locks) {
    // Nobody else sees what the open transaction made, so nobody waits for it.
    if (!world.has(relation) && !start.tableOf.has(relation)) continue;
    const table = world.get(relation);
    const name = table?.name ?? `an index of ${world.get(now.tableOf.get(relation))?.name}`;
    if (CLOSES_READS.has(mode)) add("blocks-reads", `${mode} on ${name} while ${work.reasons[0]}`);
    if (closesWrites(mode, table)) add("blocks-writes", `${mode} on ${name} while ${work.reasons[0]}`);
  }
}

/** Only a refresh writes to a materialized view: a lock that lets readers in harms nobody. */
function closesWrites(mode, table) {
  return CLOSES_WRITES.has(mode) && table?.kind !== "m";
}

function growingWork(previous, now, start, world) {
  const reasons = rebuilt(previous, now, world);
  const held = [];
  for (const [oid, { name, rows, kind }] of world) {
    const was = previous.work.get(oid) ?? { read: 0, written: 0 };
    const is = now.work.get(oid) ?? was;
    if (is.read - was.read >= rows * WORKED_THROUGH) reasons.push(`${name} is read through`);
    if (is.written - was.written >= rows * WORKED_THROUGH) reasons.push(`${name} is written through`);
    const written = is.written - (start?.work.get(oid)?.written ?? 0);
    if (kind !== "m" && is.written > was.written && written >= rows * ROWS_HELD) held.push({ oid, written });
  }
  return { reasons, held };
}

/** Files that came into being for rows that were there: a table rewritten, an index built. An empty file costs nothing. */
function rebuilt(previous, now, world) {
  const known = new Set(previous.files.values());
  return [...now.files].flatMap(([oid, file]) => {
    if (known.has(file) || file === "0") return [];
    if (world.has(oid)) return [`${world.get(oid).name} is written anew`];
    const tableOid = now.tableOf.get(oid);
    const table = world.get(tableOid);
    // TRUNCATE gives an empty file to the table, which is not listed, and a new one to each of its indexes.
    return table === undefined || !now.files.has(tableOid) ? [] : [`an index of ${table.name} is built`];
  });
}

/** A statement that refuses a transaction: another session holds the tables open, and the lock it waits for is read. */
async function alone(text, { session, observer, database, world, add }) {
  const holder = await database.connectAsObserver();
  try {
    const before = await look({ session, observer, world });
    const names = [...world.values()].filter(({ kind }) => kind === "r").map(({ name }) => name);
    await holder.run("begin");
    if (names.length > 0) await holder.run(`lock table ${names.join(", ")} in row exclusive mode`);
    let over = false;
    const run = session.run(text).then(
      () => null,
      (error) => error,
    );
    run.then(() => {
      over = true;
    });
    let waits = [];
    for (let turn = 0; turn < 40 && !over && waits.length === 0; turn += 1) {
      await new Promise((done) => setTimeout(done, 10));
      waits = await observer.query(
        "select relation::text, mode from pg_locks where pid = $1 and not granted and locktype = 'relation'",
        [session.backendPid],
      );
    }
    await holder.run("rollback");
    const error = await run;
    const after = await look({ session, observer, world });
    const reasons = rebuilt(before, after, world);
    for (const { relation, mode } of waits) {
      const table = world.get(relation);
      const name = table?.name ?? "an index";
      if (reasons.length > 0 && CLOSES_READS.has(mode)) add("blocks-reads", `waits for ${mode} on ${name}: ${reasons[0]}`);
      if (reasons.length > 0 && closesWrites(mode, table)) add("blocks-writes", `waits for ${mode} on ${name}: ${reasons[0]}`);
    }
    return error;
  } finally {
    await holder.close();
  }
}

/** Tables and materialized views that held rows, by oid. */
async function readWorld(observer) {
  const found = await observer.query(
    `select c.oid::text as oid, c.oid::regclass::text as name, c.relkind::text as kind
       from pg_class c where c.relkind in ('r', 'm') and c.relpersistence <> 't'
        and c.relnamespace::regnamespace::text not like all (array['pg\\_%', 'information_schema'])`,
  );
  const world = new Map();
  for (const { oid, name, kind } of found) {
    const [{ rows }] = await observer.query(`select count(*)::int as rows from ${name}`);
    if (rows > 0) world.set(oid, { name, kind, rows });
  }
  return world;
}
