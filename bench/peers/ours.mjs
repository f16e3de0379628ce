// This project on the same case: from its text and schema alone, and with a rehearsal.
import { deriveCatalog } from "../../lib/catalog/derive-catalog.js";
import { findHazards } from "../../lib/lint/find-hazards.js";
import { rehearse } from "../../lib/rehearsal/rehearse.js";
import { rules } from "../../lib/rules/index.js";
import { readMigrations } from "../../lib/sql/read-migrations.js";

/** `{ text: Map<rule, hazard>, rehearsed: the same, or null without a place }` of what stops a merge: severity error, not refuted. */
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
  if (place === null) return { text, rehearsed: null };
  const plan = {
    prelude: [],
    schema: [],
    settled: [],
    seed: [],
    representative: false,
    brief: true,
    proposed: migrations,
    engineReason: "",
    progress: () => {},
  };
  const rehearsal = await rehearse(plan, place.server, new AbortController().signal, place.template);
  return { text, rehearsed: find(rehearsal.base, rehearsal) };
}
