import { ReportableError } from "../errors.js";
import { readClaims, type SaidOfItself } from "../gate/claims/read-claims.js";
import { type WeighedClaim, weighClaims } from "../gate/claims/weigh-claims.js";
import { worstWeighed } from "../gate/claims/worst-weighed.js";
import type { Assessed } from "../model/assessed.js";
import { markdownCode } from "../report/escape/markdown-code.js";
import { markdownProse } from "../report/escape/markdown-prose.js";
import { markdownTable } from "../report/markdown/table.js";
import { Refused } from "./insist.js";
import type { GitHubReader } from "./reader.js";

const MAX_ROWS = 8;
const SIGNS: Readonly<Record<WeighedClaim["result"], string>> = {
  contradicted: "❌ contradicted",
  open: "❔ not proven",
  "nothing-against": "✅ nothing against it",
};

/** Reads the claims of a pull request as it is now. What cannot be read claims nothing. */
export async function claimsOn(number: number, { databases }: Assessed, reader: GitHubReader): Promise<string | null> {
  const judged = databases.filter(({ assessment }) => assessment.history.proposed.length > 0);
  if (judged.length === 0) return null;
  try {
    const { title, body, labels, commits } = await reader.pullRequest(number);
    const { messages } = await reader.contributors(number, commits);
    const said = readClaims({ title, body, labels, messages });
    return claimsSection(said, worstWeighed(judged.map(({ assessment }) => weighClaims(said.claims, assessment))));
  } catch (error) {
    // Neither a missing permission nor more commits than GitHub lists changes a verdict.
    if (error instanceof Refused || error instanceof ReportableError) return null;
    throw error;
  }
}

/** What the pull request claims of itself, beside the evidence; null where it claims nothing. */
export function claimsSection({ tickets }: SaidOfItself, weighed: readonly WeighedClaim[]): string | null {
  if (weighed.length === 0) return null;
  const wrong = weighed.filter(({ result }) => result === "contradicted").length;
  const worst = [...weighed].sort((a, b) => Number(b.result === "contradicted") - Number(a.result === "contradicted"));
  const rows = worst
    .slice(0, MAX_ROWS)
    .map(({ claim, result, because }) => [
      markdownCode(claim.words, 80),
      claim.where,
      SIGNS[result],
      markdownProse(because, 200),
    ]);
  const tail = tickets.length === 0 ? [] : [`For ${tickets.map((ticket) => markdownCode(ticket, 30)).join(", ")}.`];
  const title =
    wrong === 0
      ? "### What the pull request claims"
      : `### The evidence contradicts ${wrong === 1 ? "a claim" : `${wrong} claims`}`;
  return [title, markdownTable(["Claim", "In", "Evidence", "Because"], "<<<<", rows), ...tail].join("\n\n");
}
