// Rows and values that are gone after a migration, whatever they are called now.

/** Of a column's values, this share gone is a loss; less is a correction of some rows. */
const A_LOSS = 0.2;

const columnsOf = (observer, oid) =>
  observer.query(
    `select a.attnum, a.attname as name, format('%I', a.attname) as quoted from pg_attribute a
      where a.attrelid = $1::oid and a.attnum > 0 and not a.attisdropped`,
    [oid],
  );

export async function counts(observer, world) {
  const all = new Map();
  for (const [oid, { name }] of world) all.set(oid, await countsOf(observer, oid, name));
  return all;
}

async function countsOf(observer, oid, name) {
  const columns = await columnsOf(observer, oid);
  const list = columns.map(
    ({ attnum, quoted }) => `count(${quoted}) as n${attnum}, count(distinct ${quoted}::text) as d${attnum}`,
  );
  const [row] = await observer.query(`select ${["count(*) as rows", ...list].join(", ")} from ${name}`);
  return {
    rows: Number(row.rows),
    columns: new Map(
      columns.map(({ attnum, name: column }) => [
        attnum,
        { column, given: Number(row[`n${attnum}`]), distinct: Number(row[`d${attnum}`]) },
      ]),
    ),
  };
}

export async function lostValues(observer, world, before) {
  const lost = [];
  for (const [oid, { name }] of world) {
    const [now] = await observer.query("select oid::regclass::text as name from pg_class where oid = $1::oid", [oid]);
    const old = before.get(oid);
    if (now === undefined) {
      if (await isReplaced(observer, name, old)) continue;
      lost.push(`${name} is gone with ${old.rows} rows`);
      continue;
    }
    const is = await countsOf(observer, oid, now.name);
    if (old.rows - is.rows >= old.rows * A_LOSS) {
      lost.push(`${old.rows - is.rows} of ${old.rows} rows of ${name} are gone`);
      continue;
    }
    for (const [attnum, { column, given, distinct }] of old.columns) {
      const after = is.columns.get(attnum);
      if (given === 0) continue;
      if (after === undefined) lost.push(`${name}.${column} is gone with ${given} values`);
      else if (given - after.given >= given * A_LOSS) lost.push(`${given - after.given} values of ${name}.${column} are gone`);
      else if (distinct > 1 && distinct - after.distinct >= distinct * A_LOSS)
        lost.push(`${distinct} different values of ${name}.${column} became ${after.distinct}`);
    }
  }
  return lost;
}

/** Another table took the name, and holds as many rows and values in each of the old columns. */
async function isReplaced(observer, name, old) {
  const [{ oid }] = await observer.query("select to_regclass($1)::oid::text as oid", [name]);
  if (oid === null) return false;
  const is = await countsOf(observer, oid, name);
  const columns = new Map([...is.columns.values()].map((each) => [each.column, each]));
  return (
    is.rows >= old.rows &&
    [...old.columns.values()].every(({ column, given, distinct }) => {
      const after = columns.get(column);
      return given === 0 || (after !== undefined && after.given >= given && after.distinct >= distinct);
    })
  );
}
