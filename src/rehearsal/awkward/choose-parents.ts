/** A foreign key whose columns rows give a value to, and the keys that are there to refer to. */
export interface Reference {
  readonly columns: readonly number[];
  readonly parents: readonly (readonly (string | null)[])[];
  /** All of its columns are filled, or none. */
  readonly full: boolean;
  /** Columns of it that may be NULL. */
  readonly nullable: ReadonlySet<number>;
}

export type Chosen = ReadonlyMap<number, string | null>;

/**
 * One key for each reference, such that references with a column in common agree in it; by column. `from` says with
 * which key the search begins. A reference that finds none is NULL where it may be. Null where one may not.
 */
export function chooseParents(
  references: readonly Reference[],
  from: (reference: Reference, at: number) => number,
  given: Chosen = new Map(),
): Chosen | null {
  const widest = references
    .map((reference, at) => ({ reference, at }))
    .sort((a, b) => b.reference.columns.length - a.reference.columns.length);
  let steps = 0;
  const search = (depth: number, chosen: Chosen): Chosen | null => {
    const next = widest[depth];
    if (next === undefined) return chosen;
    for (const step of stepsOf(next.reference, from(next.reference, next.at), chosen)) {
      if (++steps > 2_000) return null;
      const found = search(depth + 1, step);
      if (found !== null) return found;
    }
    return null;
  };
  return search(0, given);
}

function* stepsOf(reference: Reference, from: number, chosen: Chosen): Generator<Chosen> {
  const { columns, parents, full, nullable } = reference;
  const isGivenNull = columns.some((column) => chosen.get(column) === null && chosen.has(column));
  // One NULL is enough for the key to refer to nothing (MATCH SIMPLE).
  if (isGivenNull && !full) {
    yield extended(
      chosen,
      columns.filter((column) => nullable.has(column)).map((column) => [column, null] as const),
    );
    return;
  }
  for (let at = 0; at < parents.length; at++) {
    const parent = parents[(from + at) % parents.length] ?? [];
    const entries = columns.map((column, index) => [column, parent[index] ?? null] as const);
    if (entries.every(([column, text]) => !chosen.has(column) || chosen.get(column) === text)) yield extended(chosen, entries);
  }
  const open = columns.filter((column) => nullable.has(column) && !chosen.has(column));
  if (open.length === 0 || (full && open.length < columns.length)) return;
  yield extended(
    chosen,
    open.map((column) => [column, null] as const),
  );
}

/** What was chosen before stays. */
function extended(chosen: Chosen, entries: readonly (readonly [number, string | null])[]): Chosen {
  return new Map([...entries, ...chosen]);
}
