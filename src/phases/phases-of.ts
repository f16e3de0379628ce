import type { Catalog } from "../model/catalog.js";
import type { MigrationPhase, PhaseName } from "../model/phase.js";
import type { Directive, ReadMigration } from "../model/statement.js";
import { type ExitFacts, exitCriteria } from "./exit-criteria.js";
import { isNamedMigration } from "./named-migration.js";
import { type RecognizedPhases, recognizePhases } from "./recognize-phases.js";
import { vanishingNames } from "./vanishing-names.js";

export interface PhasesAsked {
  readonly migrations: readonly ReadMigration[];
  readonly base: Catalog;
  /** Phase by id or path of migrations, with `*`. */
  readonly declared: Readonly<Record<string, PhaseName>>;
  /** Null where no contract step has to wait. */
  readonly exit: ExitFacts | null;
}

/** The phase of each migration of a change: by its operations, and as its authors declare it. */
export async function phasesOf({ migrations, base, declared, exit }: PhasesAsked): Promise<readonly MigrationPhase[]> {
  const recognized = recognizePhases(migrations, base, vanishingNames(migrations, base));
  const phases: MigrationPhase[] = [];
  for (const step of recognized) {
    const phase = phaseOf(step, declared);
    const contracts = step.phases.includes("contract") || phase.declared === "contract";
    phases.push(contracts && exit !== null ? { ...phase, criteria: await exitCriteria(step, exit) } : phase);
  }
  return phases;
}

function phaseOf(step: RecognizedPhases, bySettings: PhasesAsked["declared"]): MigrationPhase {
  const { migration, phases, places, tables, vanishing, losesData } = step;
  const written = migration.up.directives.find((each): each is Directive & { kind: "phase" } => each.kind === "phase");
  const [, set = null] =
    Object.entries(bySettings).find(([pattern]) => isNamedMigration({ ...migration, up: migration.up }, [pattern])) ?? [];
  const declared = written?.phase ?? set;
  const last = phases.at(-1);
  const start = { file: migration.up.file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  return {
    migration: migration.id,
    recognized: phases,
    declared,
    declaredIn: written !== undefined ? "file" : set !== null ? "settings" : null,
    place: written?.place ?? (last === undefined ? undefined : places.get(last)) ?? migration.up.statements[0]?.place ?? start,
    contradictions: declared === null ? [] : contradictions(declared, step),
    tables,
    removes: vanishing.map(({ owner, name }) => (owner === null ? name : `${owner}.${name}`)),
    losesData,
    criteria: [],
  };
}

/** Taking names away is told under any other phase, and so is a phase of which the operations show nothing while they show another. */
function contradictions(declared: PhaseName, { phases, vanishing }: RecognizedPhases): readonly string[] {
  if (declared !== "contract" && vanishing.length > 0) {
    return vanishing.map(
      ({ owner, name, to }) => `${to === null ? "drops" : "renames"} ${owner === null ? name : `${owner}.${name}`}`,
    );
  }
  const fits = declared === "contract" ? ["contract", "switch"] : [declared];
  if (phases.length === 0 || phases.some((phase) => fits.includes(phase))) return [];
  return [`does what belongs to ${phases.join(" and ")}`];
}
