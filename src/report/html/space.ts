import type { Assessment } from "../../model/assessment.js";
import { count } from "../words/count.js";
import { bareRelation } from "./bare-relation.js";
import { bytes } from "./bytes.js";
import { dataTable } from "./data-table.js";
import { html } from "./markup.js";
import { type Section, section } from "./section.js";

/** Disk and log that the change wrote, on the rows here. */
export function space({ rehearsal }: Assessment): Section | null {
  if (rehearsal === null || rehearsal.outcome === "no-world") return null;
  const ups = rehearsal.steps.filter(({ phase }) => phase === "up");
  const wal = ups.reduce((sum, { walBytes }) => sum + walBytes, 0);
  const { temporaryBytes, sizes } = rehearsal;
  const temporary = temporaryBytes === null ? "not told by this server" : bytes(temporaryBytes);
  return section(
    "space",
    "Space",
    html`<p>Write-ahead log of the ups: ${bytes(wal)}. Temporary files: ${temporary}.</p>\n`,
    sizes.length === 0
      ? html`<p>No relation changed its size.</p>\n`
      : dataTable({
          caption: "Size with indexes, before and after the ups",
          columns: [
            { head: "Relation" },
            { head: "Rows before", kind: "number" },
            { head: "Before", kind: "number" },
            { head: "After", kind: "number" },
            { head: "Difference", kind: "number" },
          ],
          rows: sizes.map(({ relation, beforeBytes, afterBytes }) => [
            bareRelation(relation),
            rowsOf(rehearsal.base?.tables.get(relation)?.rows ?? null, beforeBytes),
            beforeBytes === null ? "absent" : bytes(beforeBytes),
            afterBytes === null ? "absent" : bytes(afterBytes),
            signed((afterBytes ?? 0) - (beforeBytes ?? 0)),
          ]),
        }),
  );
}

function rowsOf(rows: number | null, beforeBytes: number | null): string {
  if (beforeBytes === null) return "";
  return rows === null ? "not counted" : count(rows);
}

function signed(difference: number): string {
  return difference > 0 ? `+${bytes(difference)}` : bytes(difference).replace("-", "−");
}
