import type { Assessment } from "../../model/assessment.js";
import type { PromiseOutcome } from "../../model/promise.js";
import { count } from "../words/count.js";

export interface PromiseRow {
  readonly sign: "good" | "bad" | "open";
  readonly title: string;
  /** What was asked, where the title does not say it. */
  readonly asked: string | null;
  readonly moment: string;
  readonly expected: string;
  readonly found: string;
  readonly isWarning: boolean;
}

const SIGN = { kept: "good", broken: "bad", untested: "open" } as const;

const MOMENT: Readonly<Record<PromiseOutcome["moment"], string>> = {
  plan: "in the plan",
  before: "before",
  after: "after",
  back: "after the way back",
};

/** One row for each promise, worst first. */
export function promiseRows({ promises }: Assessment): readonly PromiseRow[] {
  return promises.map(({ title, asked, moment, expected, found, status, severity, note }) => ({
    sign: SIGN[status],
    title,
    asked: asked === title ? null : asked,
    moment: MOMENT[moment],
    expected,
    found: [found, note].filter((each) => each !== null).join("; ") || "-",
    isWarning: severity !== "error",
  }));
}

/** `2 of 7 broken, 1 untested`; `all 7 kept`. */
export function promiseSummary({ promises }: Assessment): string {
  const counted = (status: PromiseOutcome["status"]) => promises.filter((each) => each.status === status).length;
  const [broken, untested] = [counted("broken"), counted("untested")];
  if (broken + untested === 0) return promises.length === 1 ? "kept" : `all ${count(promises.length)} kept`;
  const parts = [
    ...(broken === 0 ? [] : [`${count(broken)} broken`]),
    ...(untested === 0 ? [] : [`${count(untested)} untested`]),
    `${count(promises.length - broken - untested)} kept`,
  ];
  return parts.join(", ");
}
