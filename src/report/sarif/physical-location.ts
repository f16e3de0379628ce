import type { Place } from "../../model/place.js";

/** Columns count UTF-16 units and the end is exclusive, in SARIF as in a `Place`. */
export function region({ line, column, endLine, endColumn }: Place): object {
  const ends = endLine > line || (endLine === line && endColumn >= column);
  return { startLine: line, startColumn: column, ...(ends ? { endLine, endColumn } : {}) };
}

export function artifact(file: string): object {
  return { uri: uriOf(file), uriBaseId: "%SRCROOT%" };
}

export function physicalLocation(place: Place): object {
  return { artifactLocation: artifact(place.file), region: region(place) };
}

/** A relative reference: a colon in its first segment would read as a scheme, so every segment is encoded whole. */
function uriOf(file: string): string {
  return file
    .replace(/^\.\//u, "")
    .split("/")
    .map((segment) => encodeURIComponent(segment.replace(/\p{Cs}/gu, "\ufffd")))
    .join("/");
}
