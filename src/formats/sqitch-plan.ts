import { linesOf } from "./lines.js";

export interface PlannedChange {
  readonly name: string;
  /** Names of required changes, `!` in front of those that must be absent; those of other projects are left out. */
  readonly dependencies: readonly string[];
  /** First tag behind it and before its next rework; null where it is not reworked or no tag lies between. */
  readonly reworkTags: readonly string[];
  /** How many changes of that name stand above it. */
  readonly reworks: number;
  readonly isLast: boolean;
}

export interface SqitchPlan {
  readonly changes: readonly PlannedChange[];
  /** Lines that are none of what a plan may hold, with their numbers. */
  readonly faults: readonly { readonly line: number; readonly text: string }[];
}

const TAG = /^\s*@(?<tag>\S+)\s/u;
const CHANGE =
  /^\s*(?<operator>[+-]?)\s*(?<name>[^\s[@#%]\S*)\s+(?:\[(?<dependencies>[^\]]*)\]\s+)?\d{4}-\d\d-\d\dT\S+\s+.*<[^>]*>/u;

/** Reads a plan: pragmas, changes with their dependencies, tags. The plan's order is the order of deployment. */
export function readSqitchPlan(text: string): SqitchPlan {
  const faults: { line: number; text: string }[] = [];
  const entries: { name: string; dependencies: readonly string[]; tags: string[] }[] = [];
  linesOf(text).forEach((line, index) => {
    if (/^\s*(?:[#%].*)?$/u.test(line.text)) return;
    const tag = TAG.exec(line.text)?.groups?.["tag"];
    const change = CHANGE.exec(line.text)?.groups;
    const name = change?.["name"];
    if (tag !== undefined) for (const entry of entries) entry.tags.push(tag);
    else if (name === undefined || change?.["operator"] === "-") faults.push({ line: index + 1, text: line.text.trim() });
    else entries.push({ name, dependencies: localOnes(change?.["dependencies"] ?? ""), tags: [] });
  });
  const changes = entries.map((entry, index) => {
    const next = entries.find((other, at) => at > index && other.name === entry.name);
    const reworkTags = next === undefined ? [] : entry.tags.slice(0, entry.tags.length - next.tags.length);
    const reworks = entries.slice(0, index).filter((other) => other.name === entry.name).length;
    return { name: entry.name, dependencies: entry.dependencies, reworkTags, reworks, isLast: next === undefined };
  });
  return { changes, faults };
}

function localOnes(dependencies: string): readonly string[] {
  return dependencies.split(/\s+/u).filter((one) => one !== "" && !one.includes(":"));
}
