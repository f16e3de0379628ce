import type { Expectation, PromiseMoment, Question, Tolerance } from "../model/promise.js";
import type { Check } from "./claim.js";
import { judgeExpectation } from "./judge-expectation.js";
import { expectationWords } from "./words.js";

export interface Asked {
  readonly sql: string;
  readonly expectation: Expectation;
  readonly tolerance?: Tolerance | null;
  readonly moment: PromiseMoment;
  readonly statement?: Question["statement"];
  readonly subject?: string;
  /** In place of the SQL, where the promise was given in words. */
  readonly words?: string;
}

/** A query whose answer has to be what was expected. */
export function questionCheck({ sql, expectation, tolerance = null, moment, statement = null, subject, words }: Asked): Check {
  const question: Question = { moment, statement, sql, want: "rows" };
  const before: Question = { moment: "before", statement: null, sql, want: "rows" };
  const compares = expectation.kind === "as-before";
  return {
    kind: "asked",
    moment,
    ...(subject === undefined ? {} : { subject }),
    asked: words ?? sql,
    expected: expectationWords(expectation, tolerance),
    questions: compares ? [question, before] : [question],
    judge: ([answer, then]) =>
      answer?.kind === "rows"
        ? judgeExpectation(expectation, tolerance, answer, then?.kind === "rows" ? then : null)
        : { status: "untested", found: null },
  };
}
