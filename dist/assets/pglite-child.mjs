// @ts-check
// The embedded server, in a process of its own so that it can be ended. Talks by IPC: one request at a time, one answer each.
// Plain JavaScript: it runs as it stands from src, from lib and from dist/assets.
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

/** @typedef {{ id: number, op: "open" | "run" | "query" | "copyIn" | "dump", [key: string]: any }} Request */

/** @type {any} */
let database = null;
/** @type {{ severity: string, message: string }[]} */
let notices = [];

// WebAssembly blocks this thread while a statement runs, so another one watches whether the parent is still there.
const watchdog = new Worker(
  `const parent = ${process.ppid}; setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, "SIGKILL"); }, 500);`,
  { eval: true },
);
watchdog.unref();
process.on("disconnect", () => process.exit(0));
// Ctrl-C reaches the whole process group; the parent decides when this process ends.
process.on("SIGINT", () => {});

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
  if (request.op === "open") return open(request);
  if (request.op === "dump") return new Uint8Array(await (await database.dumpDataDir("none")).arrayBuffer());
  if (request.asSuperuser) return asSuperuser(() => answer(request));
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

/** @param {any} notice */
function onNotice(notice) {
  notices.push({ severity: notice.severity ?? "NOTICE", message: notice.message ?? "" });
}

/** @param {string} sql */
async function run(sql) {
  const results = await database.exec(sql, { onNotice });
  const sets = results.filter((/** @type {any} */ result) => result.fields.length > 0).map((/** @type {any} */ { rows }) => rows);
  // PGlite counts on from one statement to the next: the last count is the sum.
  return { rows: sets.at(-1) ?? [], sets, rowsChanged: results.at(-1)?.affectedRows ?? 0, notices };
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
  return { rows: [], sets: [], rowsChanged: Number(/\d+$/u.exec(tag)?.[0] ?? 0), notices };
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
    message: String(error?.message ?? error),
    code: typeof error?.code === "string" ? error.code : null,
    detail: error?.detail ?? null,
    hint: error?.hint ?? null,
    position: error?.position === undefined ? null : Number(error.position),
    notices,
    subject: { schema: error?.schema, table: error?.table, constraint: error?.constraint },
  };
}
