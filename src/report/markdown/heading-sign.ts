import type { Headline } from "../facts/headline.js";

const SIGN: Readonly<Record<Headline["state"], string>> = { safe: "✅", held: "⛔", blocked: "⛔", unknown: "🛑" };

export function headingSign(state: Headline["state"]): string {
  return SIGN[state];
}
