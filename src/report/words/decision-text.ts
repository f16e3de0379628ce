import type { Assessment } from "../../model/assessment.js";
import { counted, listed } from "./count.js";
import { name } from "./name.js";

export interface DecisionText {
  /** The answer to «what must happen so that this can merge», in one line. */
  readonly short: string;
  /** Sentences that say how; empty when nothing has to happen. */
  readonly sentences: readonly string[];
  /** Comments that decide, one a row; empty where no comment helps. */
  readonly commands: readonly { readonly to: string; readonly write: string; readonly who: string }[];
}

/**
 * Who has to do what. The one place for these words: when comments are evaluated, their state is told here.
 */
export function decisionText({ verdict, digest }: Pick<Assessment, "verdict" | "digest">): DecisionText {
  const plan = digest.slice(0, 8);
  if (verdict.decision === "pass") return { short: "nothing", sentences: [], commands: [] };
  if (verdict.decision === "block") {
    return {
      short: "a change to the files; no approval helps",
      sentences: ["It cannot work as it stands, so no approval helps. Change the files and push; the gate judges them anew."],
      commands: [],
    };
  }
  if (verdict.decision === "cannot-judge") {
    return {
      short: "evidence; no approval stands in for it",
      sentences: [
        "Something that the verdict needs was not seen, and no approval stands in for it. Put that right and run the gate again.",
      ],
      commands: [],
    };
  }
  return held(plan, verdict.approvals);
}

function held(plan: string, { required, from }: Assessment["verdict"]["approvals"]): DecisionText {
  if (required === 0) {
    return {
      short: "a fix; the settings ask nobody to approve this",
      sentences: ["Fix it and push. The settings name no approval for this risk."],
      commands: [],
    };
  }
  const people = counted(required, "person", "people");
  const who =
    from.length === 0
      ? `${people} with write access (not the author)`
      : `${people} of ${listed(
          from.map((each) => name(each, 100)),
          6,
        )} (not the author)`;
  return {
    short: `fix it, or ${who}`,
    sentences: [
      `Fix it and push, or have ${who} approve it as it is, each with one comment.`,
      `An approval counts only for this exact plan (\`${plan}\`); any change to the SQL, its order or the settled history asks again.`,
    ],
    commands: [
      { to: "approve", write: `/migration approve ${plan}`, who },
      {
        to: "send back",
        write: `/migration reject ${plan} <why>`,
        who: "any of them; holds until withdrawn or the plan changes",
      },
      { to: "wait", write: `/migration defer ${plan} until <date> <why>`, who: "any of them; ends by itself" },
      { to: "take back", write: `/migration withdraw ${plan}`, who: "who decided" },
    ],
  };
}
