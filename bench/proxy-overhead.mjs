// What the recording proxy costs: 10,000 small statements, and one COPY of 100 MB, through it and around it, in paired runs.
// Usage: npx tsc -p tsconfig.json && node bench/proxy-overhead.mjs [--runs 5] [--major 15]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

const LINE = `${"x".repeat(96)}\tyz\n`;
const work = {
  "10,000 simple statements": async (client) => {
    for (let at = 0; at < 10_000; at++) await client.query("select 1");
  },
  "10,000 with a parameter": async (client) => {
    for (let at = 0; at < 10_000; at++) await client.query("select $1::int", [at]);
  },
  "one COPY of 100 MB": async (client) => {
    await client.query("create temporary table t (a text, b text)");
    const block = LINE.repeat(600);
    const blocks = Math.ceil(100_000_000 / block.length);
    await pipeline(Readable.from(Array.from({ length: blocks }, () => block)), client.query(copyFrom("copy t from stdin")));
  },
};

if (process.argv[2] === "--client") await play();
else await measure();

/** In a process of its own, as a tool is. */
async function play() {
  const client = new pg.Client(JSON.parse(process.argv[4]));
  await client.connect();
  const start = performance.now();
  await work[process.argv[3]](client);
  console.log(performance.now() - start);
  await client.end();
}

async function measure() {
  const { startEngine } = await import("../lib/rehearsal/engines/index.js");
  const { startProxy } = await import("../lib/proxy/start-proxy.js");
  const option = (name, otherwise) => {
    const at = process.argv.indexOf(name);
    return at < 0 ? otherwise : Number(process.argv[at + 1]);
  };
  const runs = option("--runs", 5);
  const { signal } = new AbortController();
  const { server } = await startEngine({
    choice: "local",
    major: option("--major", null),
    databaseUrl: null,
    signal,
    log: () => {},
  });
  const rows = [];
  try {
    const { entrance } = await server.database();
    for (const name of Object.keys(work)) {
      const pairs = [];
      for (let run = 0; run <= runs; run++) {
        const around = await timed(name, entrance);
        const through = await throughProxy(name, entrance, startProxy);
        // The first pair warms up.
        if (run > 0) pairs.push({ around, through, ratio: through / around });
      }
      rows.push({
        work: name,
        "around (ms)": median(pairs, "around"),
        "through (ms)": median(pairs, "through"),
        ...spread(pairs),
      });
    }
  } finally {
    await server[Symbol.asyncDispose]();
  }
  console.log(
    `${server.description}, ${runs} paired runs, medians; around is the socket, through is TCP of loopback and the socket`,
  );
  console.table(rows);
}

async function throughProxy(name, entrance, startProxy) {
  const proxy = await startProxy(entrance, { signal: new AbortController().signal });
  try {
    const { host, port, user, password, database } = proxy;
    const through = await timed(name, { host, port, user, password, database });
    const { statements, unseen } = proxy.recording();
    if (unseen.length > 0 || statements.length === 0) throw new Error(`not recorded: ${unseen.join(" ")}`);
    return through;
  } finally {
    await proxy[Symbol.asyncDispose]();
  }
}

async function timed(name, entrance) {
  const client = spawn(process.execPath, [fileURLToPath(import.meta.url), "--client", name, JSON.stringify(entrance)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output, [code]] = await Promise.all([client.stdout.toArray(), once(client, "exit")]);
  if (code !== 0) throw new Error(`the client ended with ${code}`);
  return Number(Buffer.concat(output).toString());
}

function median(pairs, field) {
  const sorted = pairs.map((pair) => pair[field]).sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] * 100) / 100;
}

function spread(pairs) {
  const ratios = pairs.map(({ ratio }) => ratio);
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2));
  return { ratio: `${median(pairs, "ratio")} (${least} to ${most})` };
}
