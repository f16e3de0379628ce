import type { Severity } from "../../model/finding.js";
import type { Sign } from "../facts/way-back.js";

/** A word always follows: color and shape are never the only signal. */
export const SEVERITY_SIGN: Readonly<Record<Severity, string>> = { error: "⛔", warning: "⚠️", info: "ℹ️" };
export const SIGN_OF: Readonly<Record<Sign, string>> = { good: "✅ proven:", bad: "❌", open: "❔" };
