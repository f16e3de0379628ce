import type { Settings } from "../settings/schema.js";
import type { WorldFiles } from "./surroundings.js";

/**
 * Which extensions the SQL of a run may ask for, told by its words: CREATE EXTENSION takes a name, no expression. Any, where
 * the SQL goes over all that the server offers, or is not known before a tool has sent it.
 */
export function extensionsMentioned(
  { history, schema, seed, prelude }: WorldFiles,
  { command }: Pick<Settings, "command">,
): (extension: string) => boolean {
  if (command !== undefined) return () => true;
  // Most engines never ask.
  let texts: readonly string[] | null = null;
  const isMentioned = (word: string) => {
    texts ??= [
      ...history.prelude.map(({ sql }) => sql),
      ...[...schema, ...seed, ...prelude].map(({ text }) => text),
      ...[...history.settled, ...history.proposed].flatMap(({ up, down }) => (down === null ? [up.text] : [up.text, down.text])),
    ].map((text) => text.toLowerCase());
    return texts.some((text) => text.includes(word));
  };
  // What CASCADE brings along.
  const isBroughtAlong = (extension: string) => extension === "cube" && isMentioned("earthdistance");
  return (extension) => isMentioned(extension) || isBroughtAlong(extension) || isMentioned("pg_available_extension");
}
