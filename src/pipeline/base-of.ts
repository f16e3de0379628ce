import { findTable } from "../catalog/find-table.js";
import { MOST_LOOK_UP_ROWS } from "../catalog/is-look-up.js";
import { withLookUps } from "../catalog/with-look-ups.js";
import type { Catalog } from "../model/catalog.js";
import type { ReadMigration } from "../model/statement.js";
import { deriveBase } from "./derive-base.js";
import type { Surroundings } from "./surroundings.js";

/** The schema before the change: as the rehearsal saw it, else as the settled SQL tells it. */
export async function baseOf(
  seen: Catalog | null,
  migrations: readonly ReadMigration[],
  around: Surroundings,
  serverMajor: number,
): Promise<Catalog> {
  if (seen === null) return deriveBase(around, serverMajor);
  // Reading a long history takes a while: only where a table of few rows is touched.
  return touchesFew(migrations, seen) ? withLookUps(seen, await deriveBase(around, serverMajor)) : seen;
}

function touchesFew(migrations: readonly ReadMigration[], seen: Catalog): boolean {
  return migrations.some(({ up, down }) =>
    [...up.statements, ...(down?.statements ?? [])].some(({ operations }) =>
      operations.some(({ operation }) => {
        const table = "table" in operation && operation.table !== null ? findTable(operation.table, seen) : undefined;
        return table !== undefined && table.rows !== null && table.rows > 1 && table.rows <= MOST_LOOK_UP_ROWS;
      }),
    ),
  );
}
