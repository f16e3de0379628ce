import type { MigrationPhase } from "../model/phase.js";
import type { ExitFacts } from "../phases/exit-criteria.js";
import { phasesOf } from "../phases/phases-of.js";
import { NEWEST_MAJOR } from "../plan.js";
import { judgePromises } from "../promises/judge-promises.js";
import type { Change } from "../rules/rule.js";
import type { Settings } from "../settings/schema.js";
import { readMigrations } from "../sql/read-migrations.js";
import type { World } from "../world.js";
import type { agreementsOf } from "./agreements-of.js";

/** Each migration's phase, declared or recognized, and for contract steps what still stands in their way. */
export function phasesIn(
  seen: Pick<ExitFacts, "history" | "references" | "rehearsal" | "rowsAreGiven"> & Pick<Change, "migrations" | "base">,
  agreements: ReturnType<typeof agreementsOf>,
  { phases: { declared, contract }, base }: Settings,
  { repository, now }: World,
): Promise<readonly MigrationPhase[]> {
  const { migrations, history, rehearsal } = seen;
  const settled = history.settled.map((migration) => ({ ...migration, down: null }));
  const exit = contract && {
    ...seen,
    terms: contract,
    readSettled: () => readMigrations(settled, { serverMajor: NEWEST_MAJOR }),
    reached: async (files: readonly string[]) =>
      base === undefined ? null : ((await repository.reached?.(base, files)) ?? null),
    agreements: agreements.map(({ agreement, claims }) => ({ agreement, outcome: judgePromises(claims, rehearsal)[0] ?? null })),
    now,
  };
  return phasesOf({ migrations, base: seen.base, declared, exit: exit ?? null });
}
