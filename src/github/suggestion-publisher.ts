import { createHash } from "node:crypto";
import { ReportableError } from "../errors.js";
import type { Assessment } from "../model/assessment.js";
import { type Suggestion, suggestions } from "../report/suggestions.js";
import type { Publisher } from "../world.js";
import { Refused } from "./insist.js";
import type { ChangedFile, LineComment, ReviewClient } from "./review-client.js";
import { shownLines } from "./shown-lines.js";

export interface SuggestionTarget {
  readonly client: ReviewClient;
  readonly pullRequest: number;
  /** Head of the pull request that the lines are of. */
  readonly commit: string;
  readonly key: string;
  /** Who the token writes as; the id is null where GitHub does not tell it. */
  readonly self: () => Promise<{ readonly login: string; readonly id: number | null }>;
  /** Text of a file as it was judged; null where there is none. */
  readonly readText: (path: string) => Promise<string | null>;
  /** Told once when GitHub refuses or fails: nothing depends on a suggestion, and the report has them all. */
  readonly onFailed: (message: string, refused: boolean) => void;
  /** Whether this run still speaks for the newest push. */
  readonly isCurrent: () => Promise<boolean>;
}

/**
 * Puts fixes that are local edits on their lines, as one review that decides nothing. What stands there already is not said
 * again, whoever resolved it; what is no longer found stays, as it was true of its commit. Never changes the verdict.
 */
export function suggestionPublisher(target: SuggestionTarget): Publisher {
  return {
    id: "suggestions",
    publish: async (assessment) => {
      if (!assessment.findings.some(({ fix }) => (fix?.edits.length ?? 0) > 0)) return;
      try {
        await publish(target, assessment);
      } catch (error) {
        if (!(error instanceof Refused || error instanceof ReportableError)) throw error;
        target.onFailed(error.message, error instanceof Refused);
      }
    },
  };
}

async function publish(target: SuggestionTarget, assessment: Assessment): Promise<void> {
  const { client, pullRequest, commit } = target;
  const found = await suggestionsOn(target, assessment);
  const due = await unsaid(target, found);
  if (due.length === 0 || !(await target.isCurrent())) return;
  const post = (those: readonly Suggestion[]) => client.suggest(pullRequest, commit, BODY, those.map(marked(target.key)));
  try {
    await post(due);
  } catch (error) {
    if (error instanceof Refused) throw error;
    // An error may hide a review that was made all the same: look before making another.
    const left = await unsaid(target, found);
    if (left.length > 0) await post(left);
  }
}

const BODY = "Fixes from the migration gate's report that can be taken as they are.";

async function suggestionsOn(target: SuggestionTarget, assessment: Assessment): Promise<readonly Suggestion[]> {
  const wanted = new Set(assessment.findings.flatMap(({ fix }) => fix?.edits.map(({ place }) => place.file) ?? []));
  const changed = (await target.client.files(target.pullRequest)).filter(({ path }) => wanted.has(path));
  const texts = new Map<string, string>();
  for (const file of changed) {
    const text = await target.readText(file.path);
    if (text !== null && isAtHead(file, text)) texts.set(file.path, text);
  }
  const diff = new Map(changed.map(({ path, patch }) => [path, patch === null ? [] : shownLines(patch)]));
  return suggestions(assessment, diff, texts);
}

/** The checkout may be a merge with the base, whose lines are not those of the pull request. */
function isAtHead({ blob }: ChangedFile, text: string): boolean {
  const bytes = Buffer.from(text, "utf8");
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex") === blob;
}

async function unsaid({ client, pullRequest, key, self }: SuggestionTarget, found: readonly Suggestion[]) {
  if (found.length === 0) return [];
  const { id, login } = await self();
  const isOurs = ({ author }: LineComment) => (id === null ? author.login.replace(/\[bot\]$/u, "") === login : author.id === id);
  const said = (await client.lineComments(pullRequest)).filter(isOurs).map(({ body }) => body);
  return found.filter(({ finding }) => !said.some((body) => body.startsWith(markerOf(key, finding))));
}

function marked(key: string) {
  return (suggestion: Suggestion): Suggestion => ({
    ...suggestion,
    body: `${markerOf(key, suggestion.finding)}\n${suggestion.body}`,
  });
}

/** Keys have no characters that could end it, and no two dashes that matter here: it is only ever compared. */
function markerOf(key: string, finding: string): string {
  return `<!-- migration-gate suggestion · key=${encodeURIComponent(key).replace(/-/gu, "%2D")} finding=${finding} -->`;
}
