import { acl, grants, ownerOf, sortedArray } from "./acl.js";

/** What belongs to the database as a whole. */
export function databaseBranches(version: number): string[] {
  return [
    SCHEMAS,
    EXTENSIONS,
    DEFAULT_PRIVILEGES,
    COMMENTS,
    publications(version),
    SUBSCRIPTIONS,
    ...FOREIGN,
    ...TEXT_SEARCH,
    ACCESS_METHODS,
    SETTINGS,
  ];
}

const SCHEMAS = `
select 'schema', quote_ident(nspname), concat_ws(' ', ${ownerOf("nspowner")}, ${acl("nspacl", "n", "nspowner")}), null::text from ours`;

const EXTENSIONS = `
select 'extension', quote_ident(extname), concat_ws(' ', extversion, 'SCHEMA ' || extnamespace::regnamespace::text), null::text from pg_extension`;

const DEFAULT_PRIVILEGES = `
select 'default privileges',
  concat_ws(' ', (select 'FOR ' || quote_ident(pg_get_userbyid(d.defaclrole)) from me where d.defaclrole <> me.owner), 'IN ' || nullif(d.defaclnamespace, 0)::regnamespace::text, 'ON', d.defaclobjtype::text),
  ${grants("d.defaclacl")}, null::text
from pg_default_acl d`;

/** Also comments on what initdb made, as long as it is not initdb that wrote them: the schema \`public\`, built-in functions. */
const COMMENTS = `
select 'comment', concat_ws(' ', i.type, i.identity), d.description,
  coalesce(
    (select r.id from rel r where d.classoid = 'pg_class'::regclass and r.oid = d.objoid),
    (select r.id from rel r join pg_constraint c on c.conrelid = r.oid where d.classoid = 'pg_constraint'::regclass and c.oid = d.objoid),
    (select r.id from rel r join pg_trigger t on t.tgrelid = r.oid where d.classoid = 'pg_trigger'::regclass and t.oid = d.objoid))
from pg_description d cross join lateral pg_identify_object(d.classoid, d.objoid, d.objsubid) i
where (d.objoid >= 16384 or d.classoid = 'pg_namespace'::regclass and d.objoid = to_regnamespace('public'))
  and not exists (select 1 from ext where ext.classid = d.classoid and ext.objid = d.objoid)`;

/** Filters, column lists and whole schemas came with 15. */
function publications(version: number): string {
  const tables =
    version >= 150_000
      ? `concat_ws('; ',
    (select string_agg(concat_ws(' ', prrelid::regclass::text, prattrs::text, pg_get_expr(prqual, prrelid)), ', ' order by prrelid::regclass::text) from pg_publication_rel where prpubid = p.oid),
    (select 'SCHEMAS ' || string_agg(pnnspid::regnamespace::text, ', ' order by pnnspid::regnamespace::text) from pg_publication_namespace where pnpubid = p.oid))`
      : "(select string_agg(prrelid::regclass::text, ', ' order by prrelid::regclass::text) from pg_publication_rel where prpubid = p.oid)";
  const viaRoot = version >= 130_000 ? "p.pubviaroot::text" : "null";
  return `
select 'publication', quote_ident(p.pubname),
  concat_ws(' ', case when p.puballtables then 'ALL TABLES' end, p.pubinsert::text, p.pubupdate::text, p.pubdelete::text, p.pubtruncate::text, ${viaRoot}, ${tables}), null::text
from pg_publication p`;
}

const SUBSCRIPTIONS = `
select 'subscription', quote_ident(s.subname), concat_ws(' ', ${sortedArray("s.subpublications")}, case when s.subenabled then 'ENABLED' end), null::text
from pg_subscription s where s.subdbid = (select oid from pg_database where datname = current_database())`;

const FOREIGN = [
  `
select 'foreign data wrapper', quote_ident(w.fdwname), concat_ws(' ', nullif(w.fdwhandler, 0)::regproc::text, nullif(w.fdwvalidator, 0)::regproc::text, w.fdwoptions::text,
  ${acl("w.fdwacl", "F", "w.fdwowner")}), null::text
from pg_foreign_data_wrapper w where not exists (select 1 from ext where ext.classid = 'pg_foreign_data_wrapper'::regclass and ext.objid = w.oid)`,
  `
select 'foreign server', quote_ident(s.srvname), concat_ws(' ', w.fdwname::text, s.srvtype, s.srvversion, s.srvoptions::text, ${acl("s.srvacl", "S", "s.srvowner")}), null::text
from pg_foreign_server s join pg_foreign_data_wrapper w on w.oid = s.srvfdw`,
  `
select 'user mapping', case when m.umuser = 0 then 'public' else pg_get_userbyid(m.umuser)::text end || ' ON ' || quote_ident(s.srvname), m.umoptions::text, null::text
from pg_user_mapping m join pg_foreign_server s on s.oid = m.umserver`,
];

const TEXT_SEARCH = [
  `
select 'text search configuration', format('%I.%I', n.nspname, c.cfgname),
  concat_ws(' ', c.cfgparser::text, (select string_agg(m.maptokentype || ':' || m.mapdict::regdictionary::text, ', ' order by m.maptokentype, m.mapseqno) from pg_ts_config_map m where m.mapcfg = c.oid)), null::text
from pg_ts_config c join ours n on n.oid = c.cfgnamespace where not exists (select 1 from ext where ext.classid = 'pg_ts_config'::regclass and ext.objid = c.oid)`,
  `
select 'text search dictionary', format('%I.%I', n.nspname, d.dictname), concat_ws(' ', t.tmplname::text, d.dictinitoption), null::text
from pg_ts_dict d join ours n on n.oid = d.dictnamespace join pg_ts_template t on t.oid = d.dicttemplate
where not exists (select 1 from ext where ext.classid = 'pg_ts_dict'::regclass and ext.objid = d.oid)`,
];

const ACCESS_METHODS = `
select 'access method', quote_ident(m.amname), concat_ws(' ', m.amtype::text, m.amhandler::oid::regproc::text), null::text
from pg_am m where m.oid >= 16384 and not exists (select 1 from ext where ext.classid = 'pg_am'::regclass and ext.objid = m.oid)`;

/** ALTER DATABASE … SET, and ALTER ROLE … IN DATABASE … SET. */
const SETTINGS = `
select 'setting', concat_ws(' ', 'of the database', 'for ' || nullif(s.setrole, 0)::regrole::text), ${sortedArray("s.setconfig")}, null::text
from pg_db_role_setting s where s.setdatabase = (select oid from pg_database where datname = current_database())`;
