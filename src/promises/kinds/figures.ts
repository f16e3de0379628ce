import type { Tolerance } from "../../model/promise.js";
import type { Check, Ruling } from "../claim.js";
import { allowance } from "../compare-value.js";
import { number, toleranceWords } from "../words.js";

/** Several figures that a plan gives for one thing: they have to agree. */
export function figureCheck(figures: Readonly<Record<string, number>>, tolerance: Tolerance | null): Check {
  const named = Object.entries(figures);
  const found = named.map(([name, figure]) => `${name}: ${number(figure)}`).join("; ");
  return {
    kind: "told",
    moment: "plan",
    asked: named.map(([name]) => name).join(" and "),
    expected: `the same figure${toleranceWords(tolerance)}`,
    judge: (): Ruling => {
      const values = named.map(([, figure]) => figure);
      const [most, least] = [Math.max(...values), Math.min(...values)];
      const allowed = tolerance === null ? 0 : allowance(most, tolerance);
      return { status: most - least <= allowed ? "kept" : "broken", found };
    },
  };
}

/** A total has to be the sum of its parts; arithmetic alone. */
export function partsCheck(subject: string, total: number, parts: Readonly<Record<string, number>>): Check {
  const values = Object.values(parts);
  const sum = values.reduce((all, part) => all + part, 0);
  const away = total - sum;
  const gap = away > 0 ? `${number(away)} in no part` : `${number(-away)} more than the total`;
  return {
    kind: "told",
    moment: "plan",
    subject,
    asked: `the total of ${subject} and its parts ${Object.entries(parts)
      .map(([name, part]) => `${name} ${number(part)}`)
      .join(", ")}`,
    expected: number(total),
    judge: () => ({
      status: away === 0 ? "kept" : "broken",
      found: `${values.map(number).join(" + ")} = ${number(sum)}${away === 0 ? "" : `: ${gap}`}`,
    }),
  };
}
