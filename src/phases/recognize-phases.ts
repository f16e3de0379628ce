import { advance } from "../catalog/apply/advance.js";
import { CatalogDraft } from "../catalog/catalog-draft.js";
import { keyOf } from "../catalog/key-of.js";
import type { Catalog } from "../model/catalog.js";
import type { VanishingName } from "../model/code-reference.js";
import type { Operation } from "../model/operation.js";
import type { PhaseName } from "../model/phase.js";
import type { Place } from "../model/place.js";
import type { RelationName } from "../model/relation-name.js";
import type { ReadMigration, Statement } from "../model/statement.js";
import { phaseOfOperation } from "./phase-of-operation.js";

/** What the operations of one migration say. */
export interface RecognizedPhases {
  readonly migration: ReadMigration;
  readonly phases: readonly PhaseName[];
  /** The first statement of each phase. */
  readonly places: ReadonlyMap<PhaseName, Place>;
  readonly tables: readonly string[];
  readonly vanishing: readonly VanishingName[];
  readonly losesData: boolean;
}

export const PHASES: readonly PhaseName[] = ["expand", "backfill", "switch", "contract"];

/** The phases of each migration, by what its ups do. */
export function recognizePhases(
  migrations: readonly ReadMigration[],
  base: Catalog,
  vanishing: readonly VanishingName[],
): readonly RecognizedPhases[] {
  const contracting = new Set(vanishing.map(({ statement }) => statement));
  const catalog = new CatalogDraft(base);
  return migrations.map((migration) => {
    const { searchPath } = catalog;
    const places = new Map<PhaseName, Place>();
    const tables = new Set<string>();
    let losesData = false;
    for (const statement of migration.up.statements) {
      for (const { operation } of statement.operations) {
        const phase = phaseIn(operation, statement, contracting, catalog, base);
        if (phase !== null && !places.has(phase)) places.set(phase, statement.place);
        if (phase !== null) for (const table of tablesIn(operation)) tables.add(keyOf(table, catalog));
        losesData ||= LOSES.has(operation.kind) && contracting.has(statement);
        advance({ draft: catalog, origin: "change", countsRows: true }, operation);
      }
    }
    catalog.searchPath = searchPath;
    return {
      migration,
      phases: PHASES.filter((phase) => places.has(phase)),
      places,
      tables: [...tables],
      vanishing: vanishing.filter(({ statement }) => statement.migration === migration.id),
      losesData,
    };
  });
}

const LOSES: ReadonlySet<Operation["kind"]> = new Set<Operation["kind"]>(["drop-table", "drop-column"]);

const TAKES: ReadonlySet<Operation["kind"]> = new Set<Operation["kind"]>([
  ...([
    "drop-table",
    "drop-column",
    "drop-object",
    "rename-table",
    "rename-column",
    "rename-object",
    "rename-enum-value",
  ] as const),
]);

/** A statement may add one column and drop another: only the operations that take names away contract. */
function phaseIn(
  operation: Operation,
  statement: Statement,
  contracting: ReadonlySet<Statement>,
  catalog: Catalog,
  base: Catalog,
): PhaseName | null {
  if (TAKES.has(operation.kind) && contracting.has(statement)) return "contract";
  return phaseOfOperation(operation, catalog, base);
}

function tablesIn(operation: Operation): readonly RelationName[] {
  if (operation.kind === "drop-table") return operation.tables;
  return "table" in operation && operation.table !== null ? [operation.table] : [];
}
