/**
 * Extensions that the rehearsal's superuser makes where the SQL asks for them. None of them lets a role without superuser
 * rights reach a file, a program, the network or another session; what is unknown may (`http`, `plsh`, `pg_net`), and is
 * left to the role that migrates, which the server refuses unless the extension is trusted.
 */
const OFFERED: ReadonlySet<string> = new Set(
  `
  address_standardizer address_standardizer_data_us amcheck autoinc bloom btree_gin btree_gist citext cube dblink
  dict_int dict_xsyn earthdistance file_fdw fuzzystrmatch h3 h3_postgis hll hstore hypopg insert_username intagg
  intarray ip4r isn lo ltree moddatetime orafce pageinspect pg_buffercache pg_freespacemap pg_hashids pg_hint_plan
  pg_ivm pg_partman pg_prewarm pg_repack pg_roaringbitmap pg_stat_statements pg_trgm pg_uuidv7 pg_visibility
  pg_walinspect pgaudit pgcrypto pgjwt pgrouting pgrowlocks pgstattuple pgtap plpgsql plpgsql_check postgis
  postgis_sfcgal postgis_topology postgres_fdw prefix q3c refint rum seg semver sslinfo tablefunc tcn temporal_tables
  timescaledb tsm_system_rows tsm_system_time unaccent unit uuid-ossp vector xml2
  `
    .trim()
    .split(/\s+/u),
);

export function isOffered(extension: string): boolean {
  return OFFERED.has(extension);
}

/** Extensions whose functions reach beyond the server: they are there, so that SQL that names them is understood, and nobody may call them. */
export const SILENCED: ReadonlySet<string> = new Set(["dblink"]);
