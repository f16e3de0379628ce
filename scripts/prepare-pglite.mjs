// Prepares the data directory that the embedded engine starts from, so that no run pays for initdb (4 to 5 s).
// Run by hand after an update of PGlite: node scripts/prepare-pglite.mjs
import { readFile, writeFile } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";

const folder = new URL("../src/rehearsal/engines/pglite/", import.meta.url);
const database = await PGlite.create();
await database.exec(`
  CREATE ROLE gate_owner LOGIN CREATEROLE;
  ALTER DATABASE postgres OWNER TO gate_owner;
  ALTER SCHEMA public OWNER TO gate_owner;
  GRANT CREATE ON DATABASE postgres TO gate_owner;
  CHECKPOINT;`);
const { rows } = await database.query(
  "select current_setting('server_version') as version, current_setting('server_version_num')::int as number",
);
const dump = await database.dumpDataDir("gzip");
await database.close();
await writeFile(new URL("base.tar.gz", folder), Buffer.from(await dump.arrayBuffer()));
const { version } = JSON.parse(
  await readFile(new URL("../node_modules/@electric-sql/pglite/package.json", import.meta.url), "utf8"),
);
await writeFile(
  new URL("base.json", folder),
  `${JSON.stringify({ pglite: version, postgres: rows[0].version.split(" ")[0], versionNumber: rows[0].number }, null, 2)}\n`,
);
