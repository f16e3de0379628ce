import { expect, test } from "vitest";
import { deriveCatalog } from "../../src/catalog/derive-catalog.js";
import { findHazards } from "../../src/lint/find-hazards.js";
import type { Migration } from "../../src/model/migration.js";
import { rules } from "../../src/rules/index.js";
import { readMigrations } from "../../src/sql/read-migrations.js";

/** Quoted, each is a name that Postgres takes; as a part of a pattern or as a key of an object each is a trap. */
const LEADS = ["w(+[*", "a)b\\", "$&{1}^.|?", "__proto__", "%I -- /*"];

const MEANT = /\b(?:TABLE|INTO|UPDATE|ON|FROM|COLUMN|SEQUENCE|INDEX|CONSTRAINT|TYPE|VIEW|FUNCTION) ([a-z_]+)\b/gu;

function renamed(sql: string, names: readonly string[], lead: string): string {
  return names.reduce((text, name) => text.replaceAll(new RegExp(`\\b${name}\\b`, "gu"), () => `"${lead}${name}"`), sql);
}

const examples = rules.flatMap(({ id, examples: { before = "", bad, good } }) =>
  [...bad, ...good].flatMap((each, at) => {
    const up = typeof each === "string" ? each : "up" in each ? each.up : null;
    return typeof up === "string" ? [{ title: `${id} ${at}`, before, up }] : [];
  }),
);

test.each(LEADS)(
  "no rule stumbles over names that begin with %s",
  async (lead) => {
    const broken: string[] = [];
    for (const { title, before, up } of examples) {
      const names = [...new Set([...`${before};${up}`.matchAll(MEANT)].map(([, name = ""]) => name))];
      const script = (file: string, text: string) => ({ file, text, transaction: "file" as const, psql: false });
      const migration = (id: string, text: string): Migration => ({
        id,
        version: id,
        up: script(`${id}.sql`, renamed(text, names, lead)),
        down: null,
        digests: [],
      });
      const [settled, proposed] = [migration("1", before), migration("2", up)];
      const [first, second] = await readMigrations([settled, proposed], { serverMajor: 18 });
      if (first === undefined || second === undefined) throw new Error("not read");
      const base = deriveCatalog([first.up], { complete: true, representative: false });
      const history = { format: "plain", formatReason: "", settled: [settled], proposed: [proposed], problems: [], prelude: [] };
      try {
        findHazards({ history, migrations: [second], base, serverMajor: 18 }, new Map([["2", proposed]]), null, {
          rules,
          severities: {},
          timeZoneUtc: true,
          allow: [],
        });
      } catch (error) {
        broken.push(`${title}: ${String(error).slice(0, 200)}`);
      }
    }
    expect(broken).toEqual([]);
    expect(examples.length).toBeGreaterThan(900);
  },
  120_000,
);
