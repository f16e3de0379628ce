import type { Edit, Finding } from "../../model/finding.js";
import { oneLine } from "../escape/one-line.js";
import { artifact, region } from "./physical-location.js";

/** Edits as one fix, a change per file. */
export function fixes({ fix, remedy }: Finding): object {
  if (fix === null || fix.edits.length === 0) return {};
  const files = new Map<string, Edit[]>();
  for (const edit of fix.edits) files.set(edit.place.file, [...(files.get(edit.place.file) ?? []), edit]);
  const artifactChanges = [...files].map(([file, edits]) => ({
    artifactLocation: artifact(file),
    replacements: edits.map(({ place, replacement }) => ({
      deletedRegion: region(place),
      insertedContent: { text: replacement },
    })),
  }));
  const checked = fix.verified ? " Checked: it parses, was rehearsed, and the rule is silent on it." : "";
  return { fixes: [{ description: { text: oneLine(`${remedy}${checked}`) }, artifactChanges }] };
}
