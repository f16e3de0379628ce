import type { GateInput, Said } from "../../../src/gate/gate-input.js";
import type { GateState } from "../../../src/gate/gate-state.js";
import { facts, OTHER, PLAN, people, person } from "../gate-facts.js";

/** One line of the table: what GitHub tells the gate, what was said until then, and what has to come out. */
export interface Scenario {
  readonly name: string;
  readonly event:
    | "pull_request"
    | "pull_request_target"
    | "issue_comment"
    | "pull_request_review"
    | "schedule"
    | "merge_group"
    | "workflow_run";
  /**
   * `11:00 ann: <comment>`, `11:00 ann approves <plan>` or `11:00 ann requests changes of <plan>: <why>` for reviews,
   * `11:00 ann is dismissed`; with `(edited)`, `(edited unseen)` or `(edit unknown)` at the end for comments.
   * `PLAN` stands for eight characters of the plan under judgment, `OTHER` for another's.
   */
  readonly history: readonly string[];
  readonly given?: Partial<GateInput>;
  readonly standing: GateState["standing"];
  readonly status: "success" | "pending" | "failure" | "error";
  /** What the comment says, word for word. */
  readonly comment?: string;
  /** What it must not say. */
  readonly never?: string;
}

export const everybody = {
  ...people,
  mallory: person(8, "mallory", { permission: "none" }),
  agent: person(9, "copilot-swe-agent[bot]", { kind: "other" }),
  robot: person(10, "deploy-robot"),
};

export function factsOf({ history, given = {} }: Scenario): GateInput {
  return facts({ people: Object.values(everybody), ...given, said: history.map(saidOf) });
}

function saidOf(line: string, index: number): Said {
  const [, time = "", login = "", rest = ""] = /^(\S+) (\S+?)(?::)? (.*)$/su.exec(line) ?? [];
  const who = Object.values(everybody).find((each) => each.login === login);
  if (who === undefined) throw new Error(`who is ${login}?`);
  const at = time.includes("T") ? time : `2026-11-21T${time.length === 5 ? `${time}:00` : time}Z`;
  const of = { id: index + 1, person: who.id, createdAt: at };
  const [, verdict = "", plan = "", why = ""] = /^(approves|requests changes of|is dismissed) ?(\w*):? ?(.*)$/su.exec(rest) ?? [];
  if (verdict !== "" && !line.includes(`${login}:`)) {
    const word = verdict === "approves" ? "approve" : verdict === "is dismissed" ? "dismissed" : "reject";
    const digest = plan === "PLAN" ? PLAN : plan === "OTHER" ? OTHER : null;
    return { ...of, by: "review", verdict: word, body: why, digest };
  }
  const [, text = "", edit = ""] = /^(.*?)(?: \((edited|edited unseen|edit unknown)\))?$/su.exec(rest) ?? [];
  const body = text.replaceAll("PLAN", PLAN.slice(0, 8)).replaceAll("OTHER", OTHER.slice(0, 8));
  const updatedAt = edit === "edited" ? "2026-11-21T17:30:00Z" : at;
  return { ...of, by: "comment", body, updatedAt, edited: edit === "edit unknown" ? "unknown" : edit !== "" };
}
