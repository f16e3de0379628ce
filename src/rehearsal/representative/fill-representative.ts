import type { Statistics } from "../../model/statistics.js";
import type { Session } from "../engine.js";

export interface RepresentativeRequest {
  /** By key, `schema.name`: rows that the table shall hold at least. */
  readonly rows: ReadonlyMap<string, number>;
  readonly statistics: Statistics | null;
  readonly seed: number;
}

export interface RepresentativeFilling {
  readonly filled: readonly { readonly relation: string; readonly rows: number; readonly ms: number }[];
  readonly unfilled: readonly { readonly relation: string; readonly reason: string }[];
}

/** `versionNumber` as 150018. */
export async function fillRepresentative(
  _session: Session,
  _versionNumber: number,
  _request: RepresentativeRequest,
): Promise<RepresentativeFilling> {
  return { filled: [], unfilled: [] };
}
