import { acl, ownerOf } from "./acl.js";

/** Functions, procedures, aggregates, languages, event triggers. */
export const codeBranches = (): string[] => [ROUTINES, LANGUAGES, EVENT_TRIGGERS, TRANSFORMS];

/** Indentation means nothing to SQL and PL/pgSQL, and is what a copied body most often differs in. */
const ROUTINES = `
select case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end,
  format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
  concat_ws(' ',
    case when p.prokind = 'a'
      then (select concat_ws(' ', aggtransfn::oid::regprocedure::text, aggtranstype::regtype::text, nullif(aggfinalfn::oid, 0)::regprocedure::text,
          nullif(aggcombinefn::oid, 0)::regprocedure::text, aggkind::text, agginitval, aggmtransfn::oid::regproc::text, nullif(aggsortop, 0)::regoperator::text)
        from pg_aggregate where aggfnoid = p.oid)
      when l.lanname in ('sql', 'plpgsql') then regexp_replace(pg_get_functiondef(p.oid), '\\s+', ' ', 'g')
      else pg_get_functiondef(p.oid) end,
    ${ownerOf("p.proowner")},
    ${acl("p.proacl", "f", "p.proowner")}),
  null::text
from pg_proc p join ours n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
where not exists (select 1 from ext where ext.classid = 'pg_proc'::regclass and ext.objid = p.oid)`;

const LANGUAGES = `
select 'language', quote_ident(l.lanname), concat_ws(' ', case when l.lanpltrusted then 'TRUSTED' end, ${acl("l.lanacl", "l", "l.lanowner")}), null::text
from pg_language l where l.lanispl`;

const EVENT_TRIGGERS = `
select 'event trigger', quote_ident(e.evtname),
  concat_ws(' ', e.evtevent::text, e.evtfoid::regproc::text, e.evttags::text, case e.evtenabled when 'D' then 'DISABLED' when 'R' then 'REPLICA' when 'A' then 'ALWAYS' end), null::text
from pg_event_trigger e`;

const TRANSFORMS = `
select 'transform', t.trftype::regtype::text || ' LANGUAGE ' || l.lanname,
  concat_ws(' ', nullif(t.trffromsql::oid, 0)::regprocedure::text, nullif(t.trftosql::oid, 0)::regprocedure::text), null::text
from pg_transform t join pg_language l on l.oid = t.trflang
where not exists (select 1 from ext where ext.classid = 'pg_transform'::regclass and ext.objid = t.oid)`;
