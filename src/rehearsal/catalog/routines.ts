import type { Routine } from "../../model/catalog.js";
import type { RoutineSignature } from "../../model/operation.js";
import type { Session } from "../engine.js";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly volatility: string;
  readonly language: string;
  readonly body: string | null;
  readonly definer: boolean;
  /** As SET search_path says it; null without one. */
  readonly path: string | null;
  /** Null for a procedure. */
  readonly returns: string | null;
  readonly is_set: boolean;
  readonly arguments: readonly Argument[] | null;
  readonly defaults: number;
}

/** Names and types are texts; `mode` is that of pg_proc.proargmodes. */
interface Argument {
  readonly name: string;
  readonly mode: string;
  readonly schema: string;
  readonly type: string;
  readonly array: boolean;
}

/** One for each name: overloads share theirs, and the last stands for all but the signatures. */
export async function readRoutines(observer: Session): Promise<Map<string, Routine>> {
  const routines = new Map<string, Routine>();
  for (const row of await observer.query<Row>(SQL)) {
    const { schema, name, language, body } = row;
    const key = `${schema}.${name}`;
    const signatures = [...(routines.get(key)?.signatures ?? []), signatureOf(row)];
    const volatility = VOLATILITY[row.volatility] ?? "volatile";
    const definer = row.definer ? { definer: true as const } : {};
    const path = row.path === null ? {} : { searchPath: schemasOf(row.path) };
    routines.set(key, { schema, name, volatility, language, body, ...definer, ...path, signatures, origin: "settled" });
  }
  return routines;
}

/** `app, "Other App", pg_temp`, as pg_proc.proconfig keeps it. */
function schemasOf(path: string): readonly string[] {
  return [...path.matchAll(/"((?:[^"]|"")*)"|([^\s,"]+)/gu)].flatMap(([, quoted, plain]) => {
    const schema = quoted?.replaceAll('""', '"') ?? plain ?? "";
    return schema === "" ? [] : [schema];
  });
}

function signatureOf({ returns, is_set, arguments: all, defaults }: Row): RoutineSignature {
  const every = all ?? [];
  const inputs = every.filter(({ mode }) => ["i", "b", "v"].includes(mode));
  const results = every.filter(({ mode }) => ["o", "b", "t"].includes(mode));
  const named = ({ type, array }: Argument) => (array ? `${type}[]` : type);
  const setof = is_set ? "setof " : "";
  const columns = results.map((each) => `${each.name} ${named(each)}`).join(", ");
  return {
    inputs: inputs.map(({ name, schema, type, array }, at) => ({
      name,
      type: { schema, name: type, modifiers: [], array, text: array ? `${type}[]` : type },
      hasDefault: at >= inputs.length - defaults,
    })),
    returns: results.length > 0 ? `${setof}(${columns})` : returns === null ? null : `${setof}${returns}`,
    variadic: every.some(({ mode }) => mode === "v"),
  };
}

const VOLATILITY: Readonly<Record<string, Routine["volatility"]>> = { i: "immutable", s: "stable", v: "volatile" };

const SQL = `
select n.nspname::text as schema, p.proname::text as name, p.provolatile::text as volatility, l.lanname::text as language, nullif(p.prosrc, '') as body, p.prosecdef as definer,
  (select pg_catalog.substr(c, 13) from pg_catalog.unnest(p.proconfig) c where c like 'search_path=%') as path,
  case when p.prokind <> 'p' then coalesce(re.typname || '[]', rt.typname::text)::text end as returns, p.proretset as is_set, p.pronargdefaults::int as defaults,
  (select pg_catalog.json_agg(pg_catalog.json_build_object('name', coalesce(p.proargnames[u.at], ''), 'mode', coalesce(p.proargmodes[u.at]::text, 'i'),
      'schema', an.nspname, 'type', coalesce(ae.typname, at.typname), 'array', ae.oid is not null) order by u.at)
    from pg_catalog.unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality u(type, at)
    join pg_catalog.pg_type at on at.oid = u.type
    left join pg_catalog.pg_type ae on ae.typarray = at.oid
    join pg_catalog.pg_namespace an on an.oid = coalesce(ae.typnamespace, at.typnamespace)) as arguments
from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace join pg_catalog.pg_language l on l.oid = p.prolang
  join pg_catalog.pg_type rt on rt.oid = p.prorettype left join pg_catalog.pg_type re on re.typarray = rt.oid
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and p.prokind in ('f', 'p', 'w')
order by 1, 2, p.oid`;
