import { canonical } from "./chain.js";

const MAX = 20;

/** Where two values differ, as `path: recorded …, replayed …`; the first few. */
export function differences(recorded: unknown, replayed: unknown): readonly string[] {
  const found: string[] = [];
  compare(recorded, replayed, "", found);
  return found.length > MAX ? [...found.slice(0, MAX), `and ${found.length - MAX} more`] : found;
}

function compare(left: unknown, right: unknown, path: string, found: string[]): void {
  if (canonical(left) === canonical(right)) return;
  if (!isObject(left) || !isObject(right)) {
    found.push(`${path === "" ? "all" : path}: recorded ${shown(left)}, replayed ${shown(right)}`);
    return;
  }
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)]))
    compare(left[key], right[key], Array.isArray(left) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`, found);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : canonical(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
