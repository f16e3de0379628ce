import { acl, ownerOf } from "./acl.js";

/** Types, domains, and what the type system is made of. */
export function typeBranches(version: number): string[] {
  return [TYPES, collations(version), OPERATORS, OPERATOR_CLASSES, OPERATOR_FAMILIES, CASTS, CONVERSIONS];
}

/** Row types of tables and array types follow from others. */
const TYPES = `
select case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'r' then 'range' else 'type' end,
  format('%I.%I', n.nspname, t.typname),
  concat_ws(' ',
    case t.typtype
      when 'e' then (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid)
      when 'd' then concat_ws(' ', format_type(t.typbasetype, t.typtypmod), case when t.typnotnull then 'NOT NULL' end, 'DEFAULT ' || t.typdefault,
        'COLLATE ' || (select c.oid::regcollation::text from pg_collation c join pg_type b on b.oid = t.typbasetype
          where c.oid = t.typcollation and c.oid <> b.typcollation))
      when 'r' then (select concat_ws(' ', 'OF', rngsubtype::regtype::text, nullif(rngcanonical::oid, 0)::regproc::text, nullif(rngsubdiff::oid, 0)::regproc::text)
        from pg_range where rngtypid = t.oid)
      when 'b' then concat_ws(' ', t.typinput::oid::regproc::text, t.typoutput::oid::regproc::text, t.typlen, t.typbyval::text, t.typalign::text)
    end,
    ${ownerOf("t.typowner")},
    ${acl("t.typacl", "T", "t.typowner")}),
  null::text
from pg_type t join ours n on n.oid = t.typnamespace
where (t.typtype in ('e', 'd', 'r') or (t.typtype in ('b', 'p') and not exists (select 1 from pg_type e where e.typarray = t.oid)))
  and not exists (select 1 from ext where ext.classid = 'pg_type'::regclass and ext.objid = t.oid)`;

/** The locale moved from collcollate to colliculocale (15) and colllocale (17). */
function collations(version: number): string {
  const locale = version >= 170_000 ? "c.colllocale" : version >= 150_000 ? "c.colliculocale" : "null";
  return `
select 'collation', format('%I.%I', n.nspname, c.collname),
  concat_ws(' ', c.collprovider::text, c.collcollate::text, c.collctype::text, ${locale}, case when not c.collisdeterministic then 'NOT DETERMINISTIC' end), null::text
from pg_collation c join ours n on n.oid = c.collnamespace
where not exists (select 1 from ext where ext.classid = 'pg_collation'::regclass and ext.objid = c.oid)`;
}

const OPERATORS = `
select 'operator', o.oid::regoperator::text,
  concat_ws(' ', o.oprcode::oid::regproc::text, 'COMMUTATOR ' || nullif(o.oprcom, 0)::regoperator::text, 'NEGATOR ' || nullif(o.oprnegate, 0)::regoperator::text,
    nullif(o.oprrest::oid, 0)::regproc::text, nullif(o.oprjoin::oid, 0)::regproc::text, case when o.oprcanmerge then 'MERGES' end, case when o.oprcanhash then 'HASHES' end), null::text
from pg_operator o join ours n on n.oid = o.oprnamespace
where not exists (select 1 from ext where ext.classid = 'pg_operator'::regclass and ext.objid = o.oid)`;

const OPERATOR_CLASSES = `
select 'operator class', format('%I.%I USING %I', n.nspname, o.opcname, m.amname),
  concat_ws(' ', o.opcintype::regtype::text, case when o.opcdefault then 'DEFAULT' end, nullif(o.opckeytype, 0)::regtype::text), null::text
from pg_opclass o join ours n on n.oid = o.opcnamespace join pg_am m on m.oid = o.opcmethod
where not exists (select 1 from ext where ext.classid = 'pg_opclass'::regclass and ext.objid = o.oid)`;

const OPERATOR_FAMILIES = `
select 'operator family', format('%I.%I USING %I', n.nspname, f.opfname, m.amname),
  concat_ws('; ',
    (select string_agg(o.amopstrategy || ' ' || o.amopopr::regoperator::text, ', ' order by o.amopstrategy, o.amopopr::regoperator::text) from pg_amop o where o.amopfamily = f.oid),
    (select string_agg(p.amprocnum || ' ' || p.amproc::oid::regprocedure::text, ', ' order by p.amprocnum, p.amproc::oid::regprocedure::text) from pg_amproc p where p.amprocfamily = f.oid)), null::text
from pg_opfamily f join ours n on n.oid = f.opfnamespace join pg_am m on m.oid = f.opfmethod
where not exists (select 1 from ext where ext.classid = 'pg_opfamily'::regclass and ext.objid = f.oid)`;

const CASTS = `
select 'cast', c.castsource::regtype::text || ' AS ' || c.casttarget::regtype::text,
  concat_ws(' ', nullif(c.castfunc, 0)::regprocedure::text, c.castcontext::text, c.castmethod::text), null::text
from pg_cast c where c.oid >= 16384 and not exists (select 1 from ext where ext.classid = 'pg_cast'::regclass and ext.objid = c.oid)`;

const CONVERSIONS = `
select 'conversion', format('%I.%I', n.nspname, c.conname),
  concat_ws(' ', pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding), c.conproc::oid::regproc::text, case when c.condefault then 'DEFAULT' end), null::text
from pg_conversion c join ours n on n.oid = c.connamespace`;
