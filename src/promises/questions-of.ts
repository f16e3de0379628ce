import type { Question } from "../model/promise.js";
import type { Claim } from "./claim.js";

/** What has to be asked for some claims, each thing once. */
export function questionsOf(claims: readonly Claim[]): readonly Question[] {
  const all = claims.flatMap(({ checks }) => checks).flatMap((check) => (check.kind === "asked" ? check.questions : []));
  return [...new Map(all.map((question) => [questionKey(question), question])).values()];
}

export function questionKey({ moment, statement, sql, want }: Question): string {
  const at = statement === null ? "" : `${statement.migration} ${statement.direction} ${statement.index}`;
  return JSON.stringify([moment, at, want, sql]);
}
