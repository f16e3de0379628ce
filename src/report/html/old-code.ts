import type { Assessment } from "../../model/assessment.js";
import type { OldCode } from "../../model/old-code.js";
import { counted } from "../words/count.js";
import { dataTable } from "./data-table.js";
import { html, type Markup } from "./markup.js";
import { type Section, section } from "./section.js";
import { signTag } from "./tag.js";

/** What code that was deployed before the change meets after it. */
export function oldCode({ rehearsal }: Assessment): Section | null {
  const code = rehearsal?.oldCode ?? null;
  if (code === null) return null;
  return section(
    "old-code",
    "Code that knows nothing of the change",
    summary(code),
    queries(code),
    dependents(code),
    unreadable(code),
  );
}

function summary({ queries: tried, changes, dependents: broken }: OldCode): Markup {
  const found = changes.length + broken.length;
  const seen =
    found === 0
      ? "all as before"
      : `${counted(found, "piece")} of code ${found === 1 ? "meets" : "meet"} something else than before`;
  const sign = found === 0 ? signTag("good", "as before") : signTag("bad", "differs");
  return html`<p>${sign} ${seen}. Tried: ${counted(tried, "query", "queries")} of the application, prepared and explained before and after; and the functions, triggers, views and policies of the database.</p>\n`;
}

const STATUS = {
  fails: "fails",
  "result-changes": "its result changes",
  "parameters-change": "its parameters change",
  "loses-index": "loses its index",
} as const;

function queries({ changes }: OldCode): Markup | null {
  if (changes.length === 0) return null;
  return dataTable({
    caption: "Queries of the application",
    columns: [{ head: "Query" }, { head: "What happens" }, { head: "Before" }, { head: "After" }],
    rows: changes.map(({ query, status, message, before, after, breaksPrepared }) => [
      html`${query.name === null ? null : html`<b>${query.name}</b><br>`}<code>${query.text}</code><br><span class="quiet">${query.place.file}, line ${query.place.line}</span>`,
      `${STATUS[status]}: ${message}${breaksPrepared ? ". Statements prepared before fail until they are prepared anew" : ""}`,
      before,
      after,
    ]),
  });
}

function dependents({ dependents: broken }: OldCode): Markup | null {
  if (broken.length === 0) return null;
  return dataTable({
    caption: "Code in the database that the change did not touch",
    columns: [{ head: "Name" }, { head: "Kind" }, { head: "The server says" }],
    rows: broken.map(({ kind, name, message, sqlstate }) => [name, kind, `${message} (${sqlstate})`]),
  });
}

function unreadable({ unreadable: all }: OldCode): Markup | null {
  if (all.length === 0) return null;
  return dataTable({
    caption: "Queries that the server refused before the change as well, so that nothing is known of them",
    columns: [{ head: "Where" }, { head: "The server says" }],
    rows: all.map(({ place, message }) => [`${place.file}, line ${place.line}`, message]),
  });
}
