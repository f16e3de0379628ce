import type { Assessed, AssessedDatabase } from "../../model/assessed.js";
import { markdownCode } from "../escape/markdown-code.js";
import { body } from "../markdown/body.js";
import { brief } from "../markdown/brief.js";
import { TIERS } from "../markdown/detail.js";
import { heading } from "../markdown/heading.js";

interface Sections {
  readonly sections: readonly string[];
  /** How many found no room at all. */
  readonly left: number;
}

/**
 * A section for each touched database within `limit` characters. Each may have its even share; what others leave goes to
 * the worst first.
 */
export function databaseSections(assessed: Assessed, limit: number | null, fullReportUrl: string | null): Sections {
  const touched = assessed.databases.filter((each) => each.touched);
  const choices = touched.map((each) => versionsOf(each, assessed.digest, fullReportUrl));
  if (limit === null) return { sections: choices.map((versions) => fitting(versions, Number.POSITIVE_INFINITY)), left: 0 };
  const share = Math.floor(limit / Math.max(1, touched.length));
  const chosen = choices.map((versions) => fitting(versions, share));
  let room = limit - chosen.reduce((sum, text) => sum + text.length + 2, 0);
  const sections = chosen.map((text, at) => {
    const better = fitting(choices[at] ?? [], text.length + room);
    if (better.length <= text.length) return text;
    room -= better.length - text.length;
    return better;
  });
  return keeping(sections, limit);
}

/** The fullest version that fits, or the shortest of all. */
function fitting(versions: readonly (() => string)[], limit: number): string {
  let text = "";
  for (const version of versions) {
    text = version();
    if (text.length <= limit) break;
  }
  return text;
}

/** Even at their shortest they may be too many. */
function keeping(sections: readonly string[], limit: number): Sections {
  let used = 0;
  const kept = sections.filter((text) => {
    used += text.length + 2;
    return used <= limit;
  });
  return { sections: kept, left: sections.length - kept.length };
}

/** The same section, shorter each time. What is approved is the whole, so that no plan of a part is named in it. */
function versionsOf({ key, assessment }: AssessedDatabase, digest: string, fullReportUrl: string | null): (() => string)[] {
  const shown = { ...assessment, digest };
  const title = heading(shown, `${markdownCode(key)} · `);
  const short = brief(shown);
  if (short !== null) return [() => `${title}\n${short}`];
  const versions = TIERS.map((tier) => once(() => [title, ...body(shown, tier, fullReportUrl)].join("\n\n")));
  return [...versions, () => title];
}

/** A report takes its time, and most are never shown. */
function once(make: () => string): () => string {
  let made: string | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
