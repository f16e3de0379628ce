import { json } from "./json.js";
import { markdown } from "./markdown.js";
import type { Reporter } from "./reporter.js";
import { terminal } from "./terminal.js";

/** Every reporter, by id. */
export const reporters: readonly Reporter[] = [json, markdown, terminal];

export function reporterById(id: string): Reporter | undefined {
  return reporters.find((reporter) => reporter.id === id);
}
