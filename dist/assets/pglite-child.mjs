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

process.on("message", async (/** @type {Request} */ request) => {
  try {
    process.send?.({ id: request.id, result: await perform(request) });
  } catch (error) {
    process.send?.({ id: request.id, error: explain(error) });
  }
});

/** @param {Request} request */
async function perform(request) {
  switch (request.op) {
    case "open":
      return open(request);
    case "run":
      return run(request.sql, {});
    case "copyIn":
      return run(request.sql.replace(/\bstdin\b/iu, "'/dev/blob'"), { blob: new Blob([request.data]) });
    case "query":
      return (await database.query(request.sql, request.values)).rows;
    case "dump":
      return new Uint8Array(await (await database.dumpDataDir("none")).arrayBuffer());
    default:
      throw new Error(`unknown request ${request.op}`);
  }
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
  database = await PGlite.create({ loadDataDir, extensions });
  await database.exec("SET SESSION AUTHORIZATION gate_owner");
  return { pid: process.pid };
}

/**
 * @param {string} sql
 * @param {Record<string, unknown>} options
 */
async function run(sql, options) {
  notices = [];
  const results = await database.exec(sql, {
    ...options,
    onNotice: (/** @type {any} */ notice) => notices.push({ severity: notice.severity ?? "NOTICE", message: notice.message ?? "" }),
  });
  // Some statements kill the instance without a word: every later one then «succeeds» and does nothing.
  const alive = await database.exec("SELECT 1 AS alive").catch(() => null);
  if (alive !== null && alive[0]?.rows[0]?.alive !== 1) process.exit(70);
  const withRows = results.filter((/** @type {any} */ result) => result.fields.length > 0);
  return {
    rows: withRows.at(-1)?.rows ?? [],
    rowsChanged: results.reduce((/** @type {number} */ sum, /** @type {any} */ result) => sum + (result.affectedRows ?? 0), 0),
    notices,
  };
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
  };
}
