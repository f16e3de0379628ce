import type { Severity } from "../model/finding.js";
import type { Place } from "../model/place.js";
import type { PromiseAnswer, PromiseMoment, PromiseOutcome, Question } from "../model/promise.js";
import type { Rehearsal } from "../model/rehearsal.js";

/** One promise, as what has to be asked and how the answers are judged. */
export interface Claim {
  readonly title: string;
  readonly severity: Severity;
  readonly note: string | null;
  readonly place: Place | null;
  readonly checks: readonly Check[];
}

export type Check = {
  readonly moment: PromiseMoment | "plan";
  /** Added to the promise's title where it makes several checks. */
  readonly subject?: string;
  readonly asked: string;
  readonly expected: string;
} & (
  | {
      /** Answers in the order of the questions. */
      readonly kind: "asked";
      readonly questions: readonly Question[];
      readonly judge: (answers: readonly PromiseAnswer[], rehearsal: Rehearsal) => Ruling;
      /** It knows itself what a refused question says. */
      readonly takesRefusals?: true;
    }
  /** From what the rehearsal saw while the ups ran through. */
  | { readonly kind: "seen"; readonly judge: (rehearsal: Rehearsal) => Ruling }
  /** From the figures of the plan alone. */
  | { readonly kind: "told"; readonly judge: () => Ruling }
);

export interface Ruling {
  readonly status: PromiseOutcome["status"];
  readonly found: string | null;
  readonly note?: string;
}
