// The plainest queries that yesterday's code may send, taken from the catalog before, and asked again after.

/** `Map<query, sqlstate or "ok">` */
export async function askOldQueries(observer) {
  const asked = new Map();
  for (const query of await queriesOf(observer)) asked.set(query, await ask(observer, query));
  return asked;
}

export async function compareOldQueries(observer, before) {
  const broken = [];
  for (const [query, was] of before) {
    const is = await ask(observer, query);
    // Sending a row twice is our doing, not the code's.
    if (is !== was && is !== "ok" && !["23505", "23P01"].includes(is)) broken.push(`${query.slice(0, 120)} now fails (${is})`);
  }
  return broken;
}

async function ask(observer, query) {
  await observer.run("begin");
  try {
    await observer.run(query);
    return "ok";
  } catch (error) {
    return error.sqlstate ?? "lost";
  } finally {
    await observer.run("rollback");
  }
}

async function queriesOf(observer) {
  const own = "not like all (array['pg\\_%', 'information_schema'])";
  const relations = await observer.query(
    `select format('%I.%I', n.nspname, c.relname) as name, c.relkind in ('r', 'p') as stored,
            (select string_agg(format('%I', attname), ', ' order by attnum) from pg_attribute
              where attrelid = c.oid and attnum > 0 and not attisdropped) as columns,
            (select string_agg(format('%I', attname), ', ' order by attnum) from pg_attribute
              where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '' and attidentity <> 'a') as writable,
            (select string_agg(format('%I', attname), ', ' order by attnum) from pg_attribute
              where attrelid = c.oid and attnum > 0 and not attisdropped and not atthasdef and attidentity = '') as undefaulted
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm') and n.nspname ${own}`,
  );
  const names = await observer.query(
    `select format('select %L::regprocedure', p.oid::regprocedure) as query from pg_proc p
      where p.pronamespace::regnamespace::text ${own} and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
     union all select format('select %L::regclass', c.oid::regclass) from pg_class c
      where c.relkind = 'S' and c.relnamespace::regnamespace::text ${own}
     union all select format('select %L::%s', e.enumlabel, e.enumtypid::regtype) from pg_enum e
     union all select format('select null::%s', t.oid::regtype) from pg_type t
      where t.typtype = 'd' and t.typnamespace::regnamespace::text ${own}`,
  );
  return [
    ...relations.filter(({ columns }) => columns !== null).map(({ name, columns }) => `select ${columns} from ${name} limit 1`),
    // Code that leaves every default to the server.
    ...relations
      .filter(({ stored, undefaulted }) => stored && undefaulted !== null)
      .map(({ name, undefaulted }) => `insert into ${name} (${undefaulted}) select ${undefaulted} from ${name} limit 1`),
    ...relations
      .filter(({ stored, writable }) => stored && writable !== null)
      .map(({ name, writable }) => `insert into ${name} (${writable}) select ${writable} from ${name} limit 1`),
    ...names.map(({ query }) => query),
  ];
}
