import type { Catalog } from "../model/catalog.js";

/** Something that falls with another object when CASCADE is said. */
export interface Dependent {
  readonly words: string;
  /** It was there before this change. */
  readonly settled: boolean;
}

/** What the catalog knows to depend on a table or view: views over it, and foreign keys of other tables to it. */
export function dependentsOf(key: string, catalog: Catalog): readonly Dependent[] {
  const views = [...catalog.views.values()]
    .filter(({ reads }) => reads.some((read) => read === key || read.startsWith(`${key}.`)))
    .map(({ name, materialized, origin }) => ({ words: `the ${materialized ? "materialized view" : "view"} ${name}`, settled: origin === "settled" }));
  const keys = [...catalog.tables].flatMap(([other, table]) =>
    other === key
      ? []
      : table.constraints
          .filter(({ references }) => references?.table === key)
          .map((constraint) => ({ words: `the foreign key ${constraint.name} of ${table.name}`, settled: table.origin === "settled" })),
  );
  return [...views, ...keys];
}
