import type { Migration } from "../model/migration.js";
import type { ReadElsewhere } from "../model/open-change.js";
import { type ChangeFinding, defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";

export const versionClaimedElsewhere = defineChangeRule({
  id: "version-claimed-elsewhere",
  hazard: "history",
  severity: "error",
  title: "Another pull request, or the base since, has the same version",
  effect:
    "Both are green by themselves, and git merges both. Whichever comes second is refused by the migration tool or never run, on the main branch.",
  remedy: "Bring the branch up to date and give the migration a version that is free.",
  source: "the history rules of the migration tool",
  priorArt: {},

  *judge({ history, elsewhere }) {
    if (elsewhere === undefined) return;
    for (const migration of history.proposed) {
      yield* byBase(migration, elsewhere);
      yield* byOthers(migration, elsewhere);
    }
  },

  examples: {
    before: "",
    bad: [
      {
        title: "an older pull request is there already",
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);" },
        files: { "000002_b.up.sql": "CREATE TABLE b (id int);" },
        openChanges: { 3: { "000002_c.up.sql": "CREATE TABLE c (id int);" } },
        format: "golang-migrate",
      },
      {
        title: "the base has moved on",
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);" },
        files: { "000002_b.up.sql": "CREATE TABLE b (id int);" },
        merged: { "000002_c.up.sql": "CREATE TABLE c (id int);" },
        format: "golang-migrate",
      },
      {
        title: "the base is above this version by now",
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);" },
        files: { "000002_b.up.sql": "CREATE TABLE b (id int);" },
        merged: { "000003_c.up.sql": "CREATE TABLE c (id int);" },
        format: "golang-migrate",
      },
    ],
    good: [
      {
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);" },
        files: { "000002_b.up.sql": "CREATE TABLE b (id int);" },
        openChanges: { 3: { "000003_c.up.sql": "CREATE TABLE c (id int);" } },
        format: "golang-migrate",
      },
      {
        title: "the other pull request brings the very same file: one is built on the other",
        settled: { "000001_a.up.sql": "CREATE TABLE a (id int);" },
        files: { "000002_b.up.sql": "CREATE TABLE b (id int);" },
        openChanges: { 3: { "000002_b.up.sql": "CREATE TABLE b (id int);" } },
        format: "golang-migrate",
      },
    ],
  },
});

function* byBase(migration: Migration, { base, merged }: ReadElsewhere): Iterable<ChangeFinding> {
  const same = merged.find((other) => claims(other, migration));
  const newer = merged.findLast((other) => isAbove(other.version, migration.version));
  const told = {
    migration: migration.id,
    place: startOf(migration.up.file),
    evidence: "confirmed",
    proof: "as the branch is now",
  } as const;
  if (same !== undefined) {
    yield { ...told, message: `${base} has since got ${same.id}, which has taken ${claimOf(migration)}.` };
  } else if (newer !== undefined) {
    const message = `${base} has since got ${newer.id}, which comes after ${migration.id}: databases that ran it are past this version.`;
    // Whether the tool then skips it will be judged once the branch is up to date.
    yield { ...told, severity: "warning", message };
  }
}

function* byOthers(migration: Migration, { own, changes }: ReadElsewhere): Iterable<ChangeFinding> {
  for (const { number, draft, migrations } of changes) {
    const same = migrations.find((other) => claims(other, migration));
    if (same === undefined) continue;
    // Of two, the one that came later gives way: were both held, neither could be merged.
    const givesWay = number < own && !draft;
    yield {
      migration: migration.id,
      place: startOf(migration.up.file),
      evidence: "confirmed",
      proof: "as that pull request is now",
      ...(givesWay ? {} : { severity: "warning" as const }),
      message: `#${number} claims ${claimOf(migration)} as well: ${same.up.file}.`,
    };
  }
}

function claims(other: Migration, own: Migration): boolean {
  if (other.up.file === own.up.file) return other.up.text !== own.up.text;
  return own.version !== null && other.version !== null && bare(own.version) === bare(other.version);
}

function claimOf({ version, up }: Migration): string {
  return version === null ? `the file ${up.file}` : `version ${version}`;
}

/** Tools compare numbers as numbers. */
function bare(version: string): string {
  return /^\d+$/u.test(version) ? version.replace(/^0+(?=\d)/u, "") : version;
}

function isAbove(left: string | null, right: string | null): boolean {
  const digits = /^\d+$/u;
  return left !== null && right !== null && digits.test(left) && digits.test(right) && BigInt(left) > BigInt(right);
}
