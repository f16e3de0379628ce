import type { Severity } from "../../model/finding.js";
import type { Sign } from "../facts/way-back.js";
import { html, type Markup } from "./markup.js";

const SIGN_WORD = { good: "yes", bad: "no", open: "open" } as const;
const SEVERITY_TAG = { error: ["bad", "error"], warning: ["warn", "warning"], info: ["note", "note"] } as const;

/** A word on a colored ground: the word says it all. */
export function signTag(sign: Sign, word: string = SIGN_WORD[sign]): Markup {
  return html`<span class="tag ${sign}">${word}</span>`;
}

export function severityTag(severity: Severity): Markup {
  const [kind, word] = SEVERITY_TAG[severity];
  return html`<span class="tag ${kind}">${word}</span>`;
}
