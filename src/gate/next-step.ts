import { needed } from "./eligibility.js";
import type { GateInput } from "./gate-input.js";
import type { GateState } from "./gate-state.js";

/** What has to happen now, by whom, as one sentence. */
export function nextStep(state: Omit<GateState, "nextStep" | "changesAt">, { digest, policy }: GateInput): string {
  const plan = digest.slice(0, 8);
  const first = (list: readonly { readonly login: string }[]) => `\`${list[0]?.login ?? ""}\``;
  switch (state.standing) {
    case "passed":
      return "Nothing: it may merge.";
    case "approved":
      return `Nothing: it may merge until ${until(state.approvals)}, as long as the plan stays.`;
    case "overridden":
      return `It may merge until ${state.override?.until ?? ""} by override; the approvals are still asked for afterwards.`;
    case "blocked":
      return "Change the files: it cannot work as it stands, and no approval helps.";
    case "cannot-judge":
      return "Something that a verdict needs was not seen: put it right and run the gate again; no approval stands in for it.";
    case "sent-back":
      return `Change the files, or ${first(state.rejections)}, or two others who may decide, write \`/migration withdraw ${plan}\`.`;
    case "deferred":
      return `Wait until ${
        state.deferrals
          .map(({ until: day }) => day.slice(0, 10))
          .toSorted()
          .at(-1) ?? ""
      }, or ${first(state.deferrals)} writes \`/migration withdraw ${plan}\`.`;
    case "waiting":
    case "expired": {
      if (state.required === 0) return "Change the files: the settings let nobody approve this risk.";
      const again = state.standing === "expired" ? " Approvals that ended have to be given again." : "";
      return `${wanted(state, policy.from)} must write \`/migration approve ${plan}\`.${again}`;
    }
  }
}

/** Everybody who is still missing: by number, and by what asks for them. */
function wanted({ missing, requirements }: Pick<GateState, "missing" | "requirements">, from: readonly string[]): string {
  const more = (count: number) => (count === 1 ? "1 more person" : `${count} more people`);
  const unmet = requirements.filter(({ met, count }) => met < count);
  const parts = unmet.map((each) => `${more(each.count - each.met)} of ${needed(each.from)} (${each.because})`);
  return [...(missing > 0 ? [`${more(missing)} of ${needed(from)}`] : []), ...parts].join(", and ");
}

function until(approvals: GateState["approvals"]): string {
  return approvals.map((approval) => approval.until).toSorted()[0] ?? "the plan changes";
}
