// @ts-check
// The embedded server, in a process of its own so that it can be ended. Talks by IPC: one request at a time, one answer each.
// Plain JavaScript: it runs as it stands from src, from lib and from dist/assets.
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";

/** @typedef {{ id: number, op: "open" | "run" | "query" | "copyIn" | "dump" | "close", [key: string]: any }} Request */

/** @type {any} */
let database = null;
/** @type {{ severity: string, message: string }[]} */
let notices = [];
let noticeCharacters = 0;
let noticesDropped = 0;

/** More of these nobody reads, and SQL may make any amount of them. */
const MOST_NOTICES = 500;
const MOST_NOTICE_CHARACTERS = 256 * 1024;
const MOST_TEXT = 10_000;
const MOST_ROW_CHARACTERS = 8 * 1024 * 1024;

// All that SQL writes here is memory: its "disk" is too. The parent knows this signal as the sign of it.
const MOST_BYTES = 3 * 1024 ** 3;
const MOST_BYTES_LEFT = 1024 ** 3;

// WebAssembly blocks this thread while a statement runs, so another one watches whether the parent is still there, and how
// much memory the process takes.
const watchdog = new Worker(
  `const parent = ${process.ppid};
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
    if (process.memoryUsage.rss() > ${MOST_BYTES}) process.kill(process.pid, "SIGUSR2");
  }, 250);`,
  { eval: true },
);
watchdog.unref();
process.on("disconnect", () => process.exit(0));
// Ctrl-C reaches the whole process group; the parent decides when this process ends.
process.on("SIGINT", () => {});

// A rehearsal is short: compiling what has run a little, as V8 does by default (a budget of 1.8 million in Node 20, 13 in Node 24), takes the processor
// from the very statements that it is to make faster. What runs for seconds is still compiled.
setFlagsFromString("--wasm-tiering-budget=200000000");

// A request has to be over before the next begins: an observer's is superuser's, the migrations' is not.
let last = Promise.resolve();
process.on("message", (/** @type {Request} */ request) => {
  last = last.then(async () => {
    try {
      process.send?.({ id: request.id, result: await perform(request) });
    } catch (error) {
      process.send?.({ id: request.id, error: explain(error) });
    }
  });
});

/** @param {Request} request */
async function perform(request) {
  notices = [];
  noticeCharacters = 0;
  noticesDropped = 0;
  if (request.op === "open") return open(request);
  if (request.op === "close") return close();
  if (request.op === "dump") return dump();
  if (request.asSuperuser) {
    await compareCatalog();
    // The superuser may change it: a prelude does. Queries are the gate's own, and only read.
    if (request.op !== "query") untouched = null;
    return asSuperuser(() => answer(request));
  }
  untouched ??= await readCatalog();
  const result = await answer(request);
  await settle();
  return result;
}

/** @param {Request} request */
async function answer({ op, sql, values, data }) {
  if (op === "run") return run(sql);
  if (op === "copyIn") return copyIn(sql, data);
  if (op === "query") return (await database.query(sql, values)).rows;
  throw new Error(`unknown request ${op}`);
}

/**
 * What is changed inside a transaction is changed for that transaction alone, so that its end, either way, leaves what the
 * migration had set. In a transaction that failed nothing can be asked, and its end takes back what was changed.
 * @param {() => Promise<unknown>} action
 */
async function asSuperuser(action) {
  const scope = database.isInTransaction() ? "LOCAL " : "";
  const [login, role] = await database.exec("SHOW session_authorization; SHOW role");
  await database.exec(`SET ${scope}SESSION AUTHORIZATION postgres`);
  try {
    return await action();
  } finally {
    await database.exec(`SET ${scope}SESSION AUTHORIZATION ${quoted(login.rows[0].session_authorization)}`).catch(() => {});
    const { role: name } = role.rows[0];
    if (name !== "none") await database.exec(`SET ${scope}ROLE ${quoted(name)}`).catch(() => {});
  }
}

/**
 * Some statements kill the instance without a word: every later one then «succeeds» and does nothing. Others (DISCARD ALL,
 * RESET SESSION AUTHORIZATION) go back to the login, which here is the superuser. SHOW takes no snapshot, so a transaction
 * can still choose its isolation.
 */
async function settle() {
  const shown = await database.exec("SHOW session_authorization").catch(() => null);
  if (shown === null) return;
  const login = shown[0]?.rows[0]?.session_authorization;
  if (login === undefined) process.exit(70);
  if (login === "postgres") await database.exec("SET SESSION AUTHORIZATION gate_owner");
}

/**
 * What Postgres itself brought is changed by nobody but a superuser, which a body of a function here can become: rows that
 * were written anew show it by their transaction. Null in a transaction that failed, where nothing can be asked.
 */
async function readCatalog() {
  const [result] = await database.exec(TOUCHED).catch(() => [null]);
  const row = result?.rows[0];
  return row === undefined ? null : JSON.stringify(row);
}

/** Whoever is asked next has to be able to believe the answer. */
async function compareCatalog() {
  if (untouched === null) return;
  const now = await readCatalog();
  if (now === null) return;
  if (now !== untouched) process.exit(71);
}

/** @type {string | null} */
let untouched = null;

const CATALOGS = [
  "pg_proc",
  "pg_operator",
  "pg_cast",
  "pg_type",
  "pg_rewrite",
  "pg_opclass",
  "pg_amop",
  "pg_amproc",
  "pg_aggregate",
];
const PLACED = { pg_proc: "pronamespace", pg_operator: "oprnamespace", pg_type: "typnamespace", pg_class: "relnamespace" };
const OURS = "operator(pg_catalog.<) 16384::pg_catalog.oid";
const OF_EXTENSION = "select objid from pg_catalog.pg_depend where deptype operator(pg_catalog.=) 'e'::\"char\"";
const TOUCHED = `select ${[
  ...CATALOGS.map(
    (name) =>
      `(select pg_catalog.count(*) || ' ' || pg_catalog.sum(xmin::pg_catalog.text::pg_catalog.int8)::pg_catalog.text from pg_catalog.${name} where ${name === "pg_aggregate" ? "aggfnoid::pg_catalog.oid" : "oid"} ${OURS})`,
  ),
  ...Object.entries(PLACED).map(
    ([name, column]) =>
      `(select pg_catalog.count(*)::pg_catalog.text from pg_catalog.${name} where ${column} operator(pg_catalog.=) 11::pg_catalog.oid and not oid ${OURS} and oid not in (${OF_EXTENSION}))`,
  ),
  "(select pg_catalog.count(*)::pg_catalog.text from pg_catalog.pg_roles where rolsuper)",
  "(select pg_catalog.count(*)::pg_catalog.text from pg_catalog.pg_event_trigger)",
]
  .map((part, at) => `${part} as c${at}`)
  .join(", ")}`;

/** @param {string} name */
function quoted(name) {
  return `"${name.replaceAll('"', '""')}"`;
}

/** @param {Request} request */
async function open({ module, contrib, dump, compressed }) {
  const { PGlite } = await import(pathToFileURL(module).href);
  /** @type {Record<string, unknown>} */
  const extensions = {};
  for (const { name, file } of contrib) {
    const exported = Object.values(await import(pathToFileURL(file).href)).find((value) => value?.setup !== undefined);
    if (exported !== undefined) extensions[name] = exported;
  }
  const loadDataDir = new Blob([dump], { type: compressed ? "application/x-gzip" : "application/x-tar" });
  // int8 (oid 20) as text, as a session over a socket gives it.
  database = await PGlite.create({ loadDataDir, extensions, parsers: { 20: (/** @type {string} */ text) => text } });
  await database.exec("SET SESSION AUTHORIZATION gate_owner");
  return { pid: process.pid };
}

/** What is written to its files already needs no recovery in the copies. */
async function dump() {
  await asSuperuser(() => database.exec("CHECKPOINT"));
  return new Uint8Array(await (await database.dumpDataDir("none")).arrayBuffer());
}

/** Its memory goes with it; what was loaded stays for the next. */
async function close() {
  await database.close();
  database = null;
  untouched = null;
  // Not given back before something needs it, it would count as the next database's.
  if (process.memoryUsage.rss() > MOST_BYTES_LEFT) throw new Error("too much memory to go on in");
}

/** @param {any} notice */
function onNotice(notice) {
  if (notices.length >= MOST_NOTICES || noticeCharacters >= MOST_NOTICE_CHARACTERS) {
    noticesDropped++;
    return;
  }
  const message = shortened(notice.message ?? "");
  noticeCharacters += message.length;
  notices.push({ severity: notice.severity ?? "NOTICE", message });
}

function allNotices() {
  if (noticesDropped === 0) return notices;
  return [...notices, { severity: "WARNING", message: `${noticesDropped} more notices were dropped.` }];
}

/** @param {string} text */
function shortened(text) {
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)}… (${text.length - MOST_TEXT} more characters)`;
}

/**
 * Rows of one result that are kept: the first ones, and the last.
 * @param {Record<string, unknown>[]} rows
 */
function kept(rows) {
  let characters = 0;
  const end = rows.findIndex((row) => {
    for (const value of Object.values(row)) characters += typeof value === "string" ? value.length : 16;
    return characters > MOST_ROW_CHARACTERS;
  });
  if (end < 0 || rows.length === 1) return rows.map(bounded);
  const dropped = rows.length - end - 1;
  if (dropped > 0)
    notices.push({ severity: "WARNING", message: `${dropped} rows of the answer were not kept: it is too large.` });
  return [...rows.slice(0, end), ...rows.slice(-1)].map(bounded);
}

/** @param {Record<string, unknown>} row */
function bounded(row) {
  const long = Object.values(row).some((value) => typeof value === "string" && value.length > MOST_ROW_CHARACTERS);
  if (!long) return row;
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === "string" ? shortened(value) : value]),
  );
}

/** @param {string} sql */
async function run(sql) {
  const results = await database.exec(sql, { onNotice });
  const sets = results
    .filter((/** @type {any} */ result) => result.fields.length > 0)
    .map((/** @type {any} */ { rows }) => kept(rows));
  // PGlite counts on from one statement to the next: the last count is the sum.
  return { rows: sets.at(-1) ?? [], sets, rowsChanged: results.at(-1)?.affectedRows ?? 0, notices: allNotices() };
}

/**
 * By the protocol's own messages, as psql sends them. PGlite's way, a file `/dev/blob`, is for superusers only.
 * @param {string} sql
 * @param {string} data
 */
async function copyIn(sql, data) {
  const encoder = new TextEncoder();
  const parts = [message("Q", encoder.encode(`${sql}\0`)), message("d", encoder.encode(data)), message("c", new Uint8Array())];
  const { messages } = await database.execProtocol(Buffer.concat(parts), { onNotice });
  const tag = messages.find((/** @type {any} */ { name }) => name === "commandComplete")?.text ?? "";
  return { rows: [], sets: [], rowsChanged: Number(/\d+$/u.exec(tag)?.[0] ?? 0), notices: allNotices() };
}

/**
 * @param {string} type
 * @param {Uint8Array} body
 */
function message(type, body) {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** @param {any} error */
function explain(error) {
  return {
    message: shortened(String(error?.message ?? error)),
    code: typeof error?.code === "string" ? error.code : null,
    detail: typeof error?.detail === "string" ? shortened(error.detail) : null,
    hint: typeof error?.hint === "string" ? shortened(error.hint) : null,
    position: error?.position === undefined ? null : Number(error.position),
    notices: allNotices(),
    subject: { schema: error?.schema, table: error?.table, constraint: error?.constraint },
  };
}
