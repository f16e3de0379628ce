import type { Range } from "../../model/impact.js";
import { count } from "./count.js";

/** `about 34 minutes (20 to 55)`: coarse on purpose, since no estimate knows its last digits. */
export function estimatedTime({ low, likely, high }: Range): string {
  const [unit, name] = unitOf(likely);
  if (likely < 0.05) return high < 1 ? "well under a second" : `under a second (up to ${rough(high)} seconds)`;
  return `about ${counted(likely / unit, name)} (${rough(low / unit)} to ${rough(high / unit)})`;
}

function unitOf(seconds: number): [number, string] {
  if (seconds < 100) return [1, "second"];
  return seconds < 6_000 ? [60, "minute"] : [3_600, "hour"];
}

function counted(value: number, name: string): string {
  const text = rough(value);
  return `${text} ${name}${text === "1" ? "" : "s"}`;
}

/** Two digits that count. */
export function rough(value: number): string {
  if (value >= 10) return count(Number(value.toPrecision(2)));
  return value >= 1 ? String(Number(value.toFixed(1))) : String(Number(value.toPrecision(1)));
}

/** `40 million`, `1.2 billion`, `12,000`. */
export function roughCount(value: number): string {
  if (value >= 1e9) return `${rough(value / 1e9)} billion`;
  return value >= 1e6 ? `${rough(value / 1e6)} million` : count(Number(value.toPrecision(2)));
}

/** `12 GB`, `350 MB`; the upper end, which is what has to be free. */
export function roughBytes(value: number): string {
  if (value >= 1e9) return `${rough(value / 1e9)} GB`;
  return value >= 1e6 ? `${rough(value / 1e6)} MB` : "under 1 MB";
}
