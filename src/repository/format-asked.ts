import type { Format, FormatOptions } from "../formats/format.js";
import { formatById } from "../formats/index.js";
import type { HistoryRequest } from "../world.js";

/** The format that settings decide on; null where it is left to the signs in the files. */
export function formatAsked(request: HistoryRequest): { readonly format: Format; readonly reason: string } | null {
  if (request.layout !== undefined)
    return { format: formatById("layout"), reason: "Read by the layout that the settings describe." };
  if (request.format === "auto") return null;
  return { format: formatById(request.format), reason: `Read as ${request.format} because the settings say so.` };
}

/** What settings tell a format. `folder` is the migrations directory where settings name it. */
export function formatOptions(request: HistoryRequest, folder?: string): FormatOptions {
  const { placeholders, layout, bookkeeping } = request;
  return { placeholders, layout, bookkeeping, folder: request.migrations === undefined ? undefined : folder };
}
