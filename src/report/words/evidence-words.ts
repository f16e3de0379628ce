import type { Finding } from "../../model/finding.js";

export interface EvidenceWords {
  readonly label: "Seen" | "Predicted" | "Checked";
  readonly text: string;
}

/** What stands behind a finding: what was seen, or that it was only predicted. */
export function evidenceWords({ evidence, proof }: Pick<Finding, "evidence" | "proof">): EvidenceWords {
  if (evidence === "predicted") return { label: "Predicted", text: proof ?? "from the SQL alone, not seen" };
  if (evidence === "refuted") return { label: "Checked", text: (proof ?? "it did not happen").replace(/^checked: /u, "") };
  return { label: "Seen", text: proof ?? "in the rehearsal" };
}

/** The same as a sentence. */
export function evidenceSentence(finding: Pick<Finding, "evidence" | "proof">): string {
  const { label, text } = evidenceWords(finding);
  return `${label}: ${text.trim()}${/[.!?]$/u.test(text.trim()) ? "" : "."}`;
}
