import type { Tolerance } from "../model/promise.js";

/** `3` or `5%`, as the settings write it. */
export function toleranceOf(written: number | string | undefined): Tolerance | null {
  if (written === undefined) return null;
  return typeof written === "number" ? { kind: "count", amount: written } : { kind: "percent", amount: percentOf(written) };
}

export function percentOf(share: string): number {
  return Number.parseFloat(share);
}
