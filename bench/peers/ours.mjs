// This project on the same case: from its text and schema alone, and with a rehearsal.
import { deriveCatalog } from "../../lib/catalog/derive-catalog.js";
import { findHazards } from "../../lib/lint/find-hazards.js";
import { rehearse } from "../../lib/rehearsal/rehearse.js";
import { rules } from "../../lib/rules/index.js";
import { readMigrations } from "../../lib/sql/read-migrations.js";

/**
 * `{ text: Map<rule, hazard>, rehearsed, seeded: the same, or null without a place }` of what stops a merge: severity error,
 * not refuted. `rehearsed` takes an empty table for one that production fills; `seeded` is told that the rows are like
 * production's, as the setting `seed` does.
 */
export async function askOurs({ before, up, transaction }, serverMajor, place) {
  const migration = (id, text, shape) => ({
    id,
    version: null,
    up: { file: `${id}.sql`, text, transaction: shape, psql: shape === "statement" },
    down: null,
    digests: [],
  });
  const [settled, proposed] = [migration("before", before, "file"), migration("change", up, transaction)];
  const world = await readMigrations([settled], { serverMajor });
  const migrations = await readMigrations([proposed], { serverMajor });
  const history = { format: "plain", formatReason: "", settled: [settled], proposed: [proposed], problems: [], prelude: [] };
  const lint = { rules, severities: {}, timeZoneUtc: true, allow: [] };
  const find = (base, rehearsal) =>
    new Map(
      findHazards({ history, migrations, base, serverMajor }, new Map([[proposed.id, proposed]]), rehearsal, lint)
        .findings.filter(
          ({ severity, suppressed, evidence }) => severity === "error" && suppressed === null && evidence !== "refuted",
        )
        .map(({ rule, hazard }) => [rule, hazard]),
    );
  const base = deriveCatalog(
    world.map((read) => read.up),
    { complete: true, representative: false },
  );
  const text = find(base, null);
  if (place === null) return { text, rehearsed: null, seeded: null };
  const rehearsed = async (representative) => {
    const plan = { ...PLAN, representative, proposed: migrations };
    const rehearsal = await rehearse(plan, place.server, new AbortController().signal, place.template);
    return find(rehearsal.base, rehearsal);
  };
  return { text, rehearsed: await rehearsed(false), seeded: await rehearsed(true) };
}

const PLAN = { prelude: [], schema: [], settled: [], seed: [], brief: true, engineReason: "", progress: () => {} };
