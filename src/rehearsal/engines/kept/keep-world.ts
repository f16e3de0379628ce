import { createHash } from "node:crypto";
import type { KeptWorld, Session } from "../../engine.js";
import { backUp } from "./back-up.js";
import type { KeptNote, KeptWorlds } from "./kept-worlds.js";

export interface Cluster {
  readonly admin: Session;
  readonly data: string;
  readonly versionNumber: number;
}

/**
 * Keeps the cluster as it is now. A world of another digest than the wanted one, a large one, or one beside other databases
 * of the run is not kept.
 */
export async function keepWorld(world: KeptWorld, store: KeptWorlds, { admin, data, versionNumber }: Cluster): Promise<void> {
  const { digest, template } = world;
  if (digest !== store.digest) return;
  const [row] = await admin.query<{ bytes: number; others: number }>(
    `select sum(pg_catalog.pg_database_size(oid))::float8 as bytes,
      count(*) filter (where datname not in ('postgres', 'template0', 'template1', $1))::int as others from pg_catalog.pg_database`,
    [template.id],
  );
  if (row === undefined || row.others > 0 || !store.fits(row.bytes)) return;
  const backup = backUp(admin, data, versionNumber);
  const offers = await readOffers(admin);
  await backup.begin();
  await store.keep({ template: template.id, offers }, async (pack) => {
    backup.copy(pack);
    await backup.end(pack);
  });
}

/** @throws where the server is not the one that the world was built on. */
export async function checkKept({ template, offers }: KeptNote, admin: Session): Promise<void> {
  const rows = await admin.query("select 1 from pg_catalog.pg_database where datname = $1", [template]);
  if (rows.length === 0) throw new Error("the kept database is missing");
  if ((await readOffers(admin)) !== offers) throw new Error("the server offers other extensions than when the world was kept");
}

/** The version and every extension that can be made, as a digest. */
async function readOffers(admin: Session): Promise<string> {
  const [row] = await admin.query<{ offers: string }>(
    `select pg_catalog.version() || pg_catalog.string_agg(name || ' ' || version, ',' order by name, version) as offers
     from pg_catalog.pg_available_extension_versions`,
  );
  return createHash("sha256")
    .update(row?.offers ?? "")
    .digest("hex");
}
