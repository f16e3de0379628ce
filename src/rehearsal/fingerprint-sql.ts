import { codeBranches } from "./fingerprint/code.js";
import { databaseBranches } from "./fingerprint/database.js";
import { relationBranches } from "./fingerprint/relations.js";
import { typeBranches } from "./fingerprint/types.js";

/**
 * One UNION ALL over the catalogs: rows of `kind`, `object`, `definition`, and `parent`, the relation that an
 * object belongs to. Runs with an empty search_path, so that every name is qualified. PostgreSQL 12 to 18.
 *
 * Left out on purpose: what belongs to an extension; the physical position of columns (their order is an entry of
 * its own); privileges that only spell out the default; names of NOT NULL constraints (PostgreSQL 18), which the
 * server invents; whether a column or constraint of a child is also its own (attislocal), which ATTACH and DETACH turn.
 */
export function fingerprintSql(versionNumber: number): string {
  const branches = [
    ...relationBranches(versionNumber),
    ...typeBranches(versionNumber),
    ...codeBranches(),
    ...databaseBranches(versionNumber),
  ];
  return `with ${SHARED}\n${branches.map((branch) => branch.trim()).join("\nunion all\n")}`;
}

const SHARED = `
ours as (
  select oid, nspname, nspowner, nspacl from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'),
me as (
  select datdba as owner from pg_database where datname = current_database()),
ext as (
  select classid, objid from pg_depend where deptype = 'e'),
rel as (
  select c.*, format('%I.%I', n.nspname, c.relname) as id
  from pg_class c join ours n on n.oid = c.relnamespace
  where not exists (select 1 from ext where ext.classid = 'pg_class'::regclass and ext.objid = c.oid))`;
