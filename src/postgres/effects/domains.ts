import { typeKeyOf } from "../../catalog/key-of.js";
import type { Catalog } from "../../model/catalog.js";
import type { TypeReference } from "../../model/operation.js";
import { volatilityOfText } from "../function-volatility.js";
import type { DomainShape } from "../type-change.js";

/** The domain behind a type, undefined when it is none (or an extension's, or not known). */
export function domainShape(type: TypeReference, catalog: Catalog): DomainShape | undefined {
  const key = typeKeyOf(type, catalog);
  const domain = key === undefined ? undefined : catalog.types.get(key)?.domain;
  if (domain === undefined || domain === null) return undefined;
  return { base: domain.base, constrained: domain.notNull || domain.checks.length > 0 };
}

/** A domain that checks something, itself or through the domains below it. */
export function isConstrainedDomain(type: TypeReference, catalog: Catalog): boolean {
  let shape = domainShape(type, catalog);
  for (let depth = 0; shape !== undefined && depth < 16; depth += 1) {
    if (shape.constrained) return true;
    shape = domainShape(shape.base, catalog);
  }
  return false;
}

/** A column without a DEFAULT takes that of its domain, and with it a value of its own for every row. */
export function hasVolatileDefault(type: TypeReference, catalog: Catalog): boolean {
  const key = typeKeyOf(type, catalog);
  const text = (key === undefined ? undefined : catalog.types.get(key)?.domain)?.default ?? null;
  return text !== null && volatilityOfText(text, catalog) !== "steady";
}

/** Tables with a column of the domain, directly, as an array, or of a domain over it. */
export function tablesWithType(type: string, catalog: Catalog): readonly string[] {
  const wanted = new Set([type]);
  for (const [key, { domain }] of catalog.types) {
    const base = domain === null ? undefined : typeKeyOf(domain.base, catalog);
    if (base !== undefined && wanted.has(base)) wanted.add(key);
  }
  return [...catalog.tables].flatMap(([key, { columns }]) =>
    columns.some((column) => wanted.has(typeKeyOf(column.type, catalog) ?? "")) ? [key] : [],
  );
}
