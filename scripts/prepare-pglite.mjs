// Prepares the data directory that the embedded engine starts from, so that no run pays for initdb (4 to 5 s).
// Run by hand after an update of PGlite: node scripts/prepare-pglite.mjs. Needs tar.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";

const folder = fileURLToPath(new URL("../src/rehearsal/engines/pglite/", import.meta.url));
const data = mkdtempSync(join(tmpdir(), "pglite-base-"));
try {
  // Every database of a run unpacks these files into memory, so there are few: a log of 1 MB instead of 16, no template0.
  const database = await PGlite.create(data, { initDbStartParams: ["--wal-segsize=1"] });
  await database.exec(`
    CREATE ROLE gate_owner LOGIN CREATEROLE;
    ALTER DATABASE postgres OWNER TO gate_owner;
    ALTER SCHEMA public OWNER TO gate_owner;
    GRANT CREATE ON DATABASE postgres TO gate_owner;
    UPDATE pg_database SET datistemplate = false WHERE datname = 'template0'`);
  await database.exec("DROP DATABASE template0");
  const { rows } = await database.query(
    "select current_setting('server_version') as version, current_setting('server_version_num')::int as number",
  );
  // A database that was closed in order starts without a recovery.
  await database.close();

  // Shared memory is filled with zeros at each start: 128 MB of it take a tenth of a second.
  const conf = join(data, "postgresql.conf");
  writeFileSync(conf, readFileSync(conf, "utf8").replace(/^shared_buffers = \S+/mu, "shared_buffers = 32MB"));
  const log = join(data, "pg_wal");
  const [, ...ahead] = readdirSync(log)
    .filter((name) => /^[0-9A-F]{24}$/u.test(name))
    .sort();
  for (const name of ahead) rmSync(join(log, name));

  const tar = execFileSync(
    "tar",
    ["--create", "--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--format=ustar", "."],
    { cwd: data, maxBuffer: 2 ** 30 },
  );
  writeFileSync(join(folder, "base.tar.gz"), execFileSync("gzip", ["-9n"], { input: tar, maxBuffer: 2 ** 30 }));
  const { version } = JSON.parse(
    readFileSync(new URL("../node_modules/@electric-sql/pglite/package.json", import.meta.url), "utf8"),
  );
  const told = { pglite: version, postgres: rows[0].version.split(" ")[0], versionNumber: rows[0].number };
  writeFileSync(join(folder, "base.json"), `${JSON.stringify(told, null, 2)}\n`);
} finally {
  rmSync(data, { recursive: true, force: true });
}
