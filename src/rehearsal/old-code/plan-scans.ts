import type { PlannedScan } from "../../model/old-code.js";

/** A node of `EXPLAIN (FORMAT JSON)`. */
export interface PlanNode {
  readonly "Node Type": string;
  readonly Schema?: string;
  readonly "Relation Name"?: string;
  readonly Alias?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly Output?: readonly string[];
  readonly Plans?: readonly PlanNode[];
}

/** Nodes that hand rows on one by one, so that an index below them spares reading all where a LIMIT stands above. */
const STREAMS = new Set([
  "Limit",
  "LockRows",
  "Nested Loop",
  "Subquery Scan",
  "Result",
  "Unique",
  "Group",
  "WindowAgg",
  "Merge Append",
  "Append",
]);

/** How a plan reads its relations. */
export function planScans(plan: PlanNode): { readonly scans: readonly PlannedScan[]; readonly relations: readonly string[] } {
  const scans: PlannedScan[] = [];
  const relations = new Set<string>();
  visit(plan, false, (node, streamed) => {
    const relation = relationOf(node);
    if (relation === null) return;
    relations.add(relation);
    if (node["Node Type"].endsWith("Scan")) {
      scans.push({ relation, alias: node.Alias ?? relation, ...indexesOf(node), streamed });
    }
  });
  return { scans, relations: [...relations].sort() };
}

function visit(node: PlanNode, limited: boolean, see: (node: PlanNode, streamed: boolean) => void): void {
  see(node, limited);
  const below = node["Node Type"] === "Limit" || (limited && STREAMS.has(node["Node Type"]));
  for (const inner of node.Plans ?? []) visit(inner, below, see);
}

export function relationOf({ Schema: schema, "Relation Name": name }: PlanNode): string | null {
  return schema === undefined || name === undefined ? null : `${schema}.${name}`;
}

function indexesOf(node: PlanNode): Pick<PlannedScan, "indexes" | "narrowed"> {
  const name = node["Index Name"];
  if (name !== undefined) return { indexes: [name], narrowed: node["Index Cond"] !== undefined };
  if (node["Node Type"] !== "Bitmap Heap Scan") return { indexes: [], narrowed: false };
  const indexes: string[] = [];
  for (const inner of node.Plans ?? []) {
    visit(inner, false, (each) => {
      if (each["Index Name"] !== undefined) indexes.push(each["Index Name"]);
    });
  }
  return { indexes, narrowed: true };
}
