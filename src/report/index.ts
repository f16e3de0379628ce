import { gitlab } from "./gitlab.js";
import { html } from "./html.js";
import { json } from "./json.js";
import { markdown } from "./markdown.js";
import type { Reporter } from "./reporter.js";
import { sarif } from "./sarif.js";
import { terminal } from "./terminal.js";

/** Every reporter, by id. */
export const reporters: readonly Reporter[] = [terminal, markdown, json, html, sarif, gitlab];

export function reporterById(id: string): Reporter | undefined {
  return reporters.find((reporter) => reporter.id === id);
}
