import { childrenOf } from "../catalog/dependents.js";
import type { Operation } from "../model/operation.js";
import { overlap, type SimpleBound, simpleBound } from "../postgres/partition-values.js";
import { nameOfKey } from "./effects-words.js";
import { knowsNames } from "./known-names.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const partitionBoundRefused = defineRule({
  id: "partition-bound-refused",
  hazard: "cannot-run",
  severity: "error",
  title: "Bounds that another partition already has",
  effect:
    "A value belongs to one partition: the server refuses bounds that overlap those of another one, empty ranges, a second DEFAULT, and bounds of another kind than the table is partitioned by.",
  remedy: "Choose bounds that begin where the neighbor ends; the upper bound of a range is not part of it.",
  source: "https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARTITION",
  priorArt: {},
  on: ["create-table", "attach-partition"],

  *predict(operation, moment) {
    const claim = claimOf(operation, moment);
    if (claim === null || !knowsNames(moment)) return;
    const refusal = refusalOf(claim, moment);
    if (refusal === null) return;
    yield {
      table: nameOfKey(claim.parent),
      message: `${refusal}, so the server refuses the partition.`,
      witnesses: [{ kind: "error", sqlstates: ["42P17", "42P16"] }],
    };
  },

  examples: {
    before: `CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day); CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'); CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE TABLE loose (id bigint, day date); CREATE TABLE sales (id bigint, region text) PARTITION BY LIST (region); CREATE TABLE sales_eu PARTITION OF sales FOR VALUES IN ('de', 'fr'); CREATE TABLE parts (id bigint) PARTITION BY HASH (id); CREATE TABLE parts_0 PARTITION OF parts FOR VALUES WITH (MODULUS 4, REMAINDER 0);`,
    bad: [
      "CREATE TABLE events_late PARTITION OF events FOR VALUES FROM ('2026-12-01') TO ('2027-02-01')",
      "ALTER TABLE events ATTACH PARTITION loose FOR VALUES FROM ('2026-06-01') TO ('2026-07-01')",
      "CREATE TABLE sales_fr PARTITION OF sales FOR VALUES IN ('fr')",
      "CREATE TABLE events_other PARTITION OF events DEFAULT",
      "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES WITH (MODULUS 6, REMAINDER 1)",
      {
        title: "hashes that another has",
        up: "CREATE TABLE parts_8 PARTITION OF parts FOR VALUES WITH (MODULUS 8, REMAINDER 4)",
      },
      {
        title: "a list of a table that is partitioned by ranges",
        up: "CREATE TABLE events_de PARTITION OF events FOR VALUES IN ('2028-01-01')",
      },
      {
        title: "an empty range",
        up: "CREATE TABLE events_none PARTITION OF events FOR VALUES FROM ('2028-01-01') TO ('2028-01-01')",
      },
    ],
    good: [
      "CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
      "CREATE TABLE sales_it PARTITION OF sales FOR VALUES IN ('it')",
      "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES WITH (MODULUS 8, REMAINDER 1)",
      "ALTER TABLE events DETACH PARTITION events_2026; CREATE TABLE events_all PARTITION OF events FOR VALUES FROM (MINVALUE) TO ('2027-01-01')",
    ],
  },
});

interface Claim {
  readonly parent: string;
  readonly bound: string;
  readonly isDefault: boolean;
}

function claimOf(operation: Operation, moment: Moment): Claim | null {
  if (operation.kind === "attach-partition")
    return { parent: moment.key(operation.table), bound: operation.bound, isDefault: operation.isDefault };
  if (operation.kind !== "create-table" || operation.partitionOf === null || operation.bound === undefined) return null;
  if (operation.ifNotExists && moment.table(operation.table) !== undefined) return null;
  return { parent: moment.key(operation.partitionOf), bound: operation.bound, isDefault: operation.isDefaultPartition };
}

function refusalOf({ parent, bound, isDefault }: Claim, { catalog }: Moment): string | null {
  const siblings = childrenOf(parent, catalog).flatMap((key) => catalog.tables.get(key) ?? []);
  const said = (key: { readonly schema: string; readonly name: string }) => sqlText.name(nameOfKey(`${key.schema}.${key.name}`));
  if (isDefault) {
    const other = siblings.find((each) => each.isDefaultPartition);
    return other === undefined ? null : `${said(other)} is the DEFAULT partition already`;
  }
  const kind = kindOf(bound);
  const unlike = siblings.find((each) => !each.isDefaultPartition && !isLike(kindOf(each.bound ?? ""), kind));
  if (unlike !== undefined)
    return `${said(unlike)} has bounds of another kind (${(unlike.bound ?? "").replace(/^for values /iu, "")})`;
  const own = simpleBound(bound);
  const share = hashOf(bound);
  const odd = share === null ? undefined : siblings.find((each) => !isBeside(share, hashOf(each.bound ?? "")));
  if (odd !== undefined)
    return `${bound.replace(/^for values /iu, "")} does not go with ${said(odd)}, which has ${(odd.bound ?? "").replace(/^for values /iu, "")}`;
  if (own === null) return null;
  if (isEmpty(own)) return `The range ${bound.replace(/^for values /iu, "")} is empty`;
  for (const sibling of siblings) {
    const theirs = sibling.isDefaultPartition ? null : simpleBound(sibling.bound ?? "");
    if (theirs !== null && overlap(own, theirs) === true)
      return `${bound.replace(/^for values /iu, "")} overlaps ${said(sibling)}, which has ${(sibling.bound ?? "").replace(/^for values /iu, "")}`;
  }
  return null;
}

/** transformPartitionBound in parse_utilcmd.c: all partitions have bounds of the strategy of their parent. */
function kindOf(bound: string): string | undefined {
  return /^\s*(?:for\s+values\s+)?(from|in|with)\s*\(/iu.exec(bound)?.[1]?.toLowerCase();
}

interface Share {
  readonly modulus: number;
  readonly remainder: number;
}

function hashOf(bound: string): Share | null {
  const [modulus, remainder] = ["modulus", "remainder"].map((word) => new RegExp(`\\b${word}\\s+(\\d+)`, "iu").exec(bound)?.[1]);
  return modulus === undefined || remainder === undefined ? null : { modulus: Number(modulus), remainder: Number(remainder) };
}

/** Every modulus is a factor of the next larger one, and no two take the same hashes (check_new_partition_bound in partbounds.c). */
function isBeside(one: Share, other: Share | null): boolean {
  if (other === null) return true;
  const [less, more] = [Math.min(one.modulus, other.modulus), Math.max(one.modulus, other.modulus)];
  return less > 0 && more % less === 0 && one.remainder % less !== other.remainder % less;
}

function isLike(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

function isEmpty(bound: SimpleBound): boolean {
  if (bound.kind !== "range" || bound.from === null || bound.to === null) return false;
  return overlap(bound, { kind: "range", from: bound.from, to: bound.to }) === false;
}
