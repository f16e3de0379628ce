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
  const migrations = [...history.settled, ...history.proposed];
  const texts = [
    ...history.prelude.map(({ sql }) => sql),
    ...[...schema, ...seed, ...prelude].map(({ text }) => text),
    ...migrations.flatMap(({ up, down }) => (down === null ? [up.text] : [up.text, down.text])),
  ].map((text) => text.toLowerCase());
  const isMentioned = (word: string) => texts.some((text) => text.includes(word));
  if (command !== undefined || isMentioned("pg_available_extension")) return () => true;
  // What CASCADE brings along.
  return (extension) => isMentioned(extension) || (extension === "cube" && isMentioned("earthdistance"));
}
