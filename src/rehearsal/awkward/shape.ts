/** What is behind the name of a type. */
export type Shape =
  | { readonly kind: "base"; readonly name: string; readonly modifier: number; readonly sql: string }
  | { readonly kind: "enum"; readonly labels: readonly string[]; readonly sql: string }
  | { readonly kind: "array"; readonly element: Shape; readonly sql: string }
  | { readonly kind: "composite"; readonly attributes: readonly Shape[]; readonly sql: string }
  | { readonly kind: "range"; readonly bound: Shape; readonly sql: string }
  | { readonly kind: "multirange"; readonly range: Shape; readonly sql: string }
  | {
      readonly kind: "domain";
      readonly base: Shape;
      readonly notNull: boolean;
      readonly checks: readonly string[];
      readonly sql: string;
    };

/** A row of pg_type and what hangs on it. */
export interface TypeRow {
  readonly oid: number;
  readonly name: string;
  readonly variety: string;
  /** Of an array its element, of a range what its bounds are, of a multirange its range, of a domain what it is over; else 0. */
  readonly inner: number;
  readonly isArray: boolean;
  readonly modifier: number;
  readonly notNull: boolean;
  readonly checks: readonly string[];
  readonly labels: readonly string[];
  readonly attributes: readonly { readonly type: number; readonly modifier: number; readonly sql: string }[];
  readonly sql: string;
  readonly innerSql: string;
}

export function shapeOf(type: number, modifier: number, sql: string, types: ReadonlyMap<number, TypeRow>): Shape {
  const row = types.get(type);
  if (row === undefined) return { kind: "base", name: "", modifier, sql };
  const inner = (withModifier: number) => shapeOf(row.inner, withModifier, row.innerSql, types);
  // The modifier of an array is that of its elements.
  if (row.isArray) return { kind: "array", element: inner(modifier), sql };
  switch (row.variety) {
    case "e":
      return { kind: "enum", labels: row.labels, sql };
    case "d":
      return { kind: "domain", base: inner(row.modifier), notNull: row.notNull, checks: row.checks, sql };
    case "r":
      return { kind: "range", bound: inner(-1), sql };
    case "m":
      return { kind: "multirange", range: inner(-1), sql };
    case "c":
      return {
        kind: "composite",
        attributes: row.attributes.map((attribute) => shapeOf(attribute.type, attribute.modifier, attribute.sql, types)),
        sql,
      };
    default:
      return { kind: "base", name: row.name, modifier, sql };
  }
}

/** The type below all domains. */
export function undress(shape: Shape): Shape {
  return shape.kind === "domain" ? undress(shape.base) : shape;
}

/** The checks of all domains around and within it. */
export function domainChecks(shape: Shape): readonly string[] {
  switch (shape.kind) {
    case "domain":
      return [...shape.checks, ...domainChecks(shape.base)];
    case "array":
      return domainChecks(shape.element);
    case "composite":
      return shape.attributes.flatMap(domainChecks);
    default:
      return [];
  }
}

/** Whether a domain says that it is never NULL. */
export function refusesNull(shape: Shape): boolean {
  return shape.kind === "domain" && (shape.notNull || refusesNull(shape.base));
}
