import type { Statistics } from "../../model/statistics.js";
import type { Session } from "../engine.js";
import type { RepresentativeFilling, RepresentativeRequest } from "../representative/fill-representative.js";

/** Asks for the change's work to be measured at several sizes of its tables. */
export interface GrowthWish {
  readonly statistics: Statistics;
  /** After this time no further size is begun. */
  readonly budgetMs: number;
  /** Puts rows into the tables. */
  readonly fill: Fill;
  /** Rows of the larger tables, smallest first. */
  readonly sizes?: readonly number[];
}

export type Fill = (session: Session, versionNumber: number, request: RepresentativeRequest) => Promise<RepresentativeFilling>;

/** Under 10,000 rows what any size pays hides what grows; over 200,000 the range gains less than the time costs. */
export const SIZES: readonly number[] = [10_000, 30_000, 100_000, 200_000];
