import type { Assessment } from "../../model/assessment.js";
import { html } from "./markup.js";
import { type Section, section } from "./section.js";
import { sqlBlock } from "./sql-lines.js";

/** The same run on the reader's machine. */
export function reproduce({ rehearsal, digest }: Assessment, key: string): Section {
  const major = rehearsal === null ? null : Math.floor(rehearsal.engine.versionNumber / 10_000);
  const wanted = major === null ? "" : ` --postgres-version ${major}`;
  return section(
    "reproduce",
    "Run it yourself",
    html`<p>In a checkout of the change, with the same settings file, where a Postgres is installed (or none: an embedded one serves):</p>
${sqlBlock(`npx migration-gate check${wanted} --report terminal --report html=report.html`)}<p>The same files under the same settings give the plan <code>${digest.slice(0, 8)}</code> on every machine; times differ. This report has the key <code>${key}</code>.</p>
`,
  );
}
