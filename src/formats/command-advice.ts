import type { ToolByCommand } from "./tool-by-command.js";

/** What to write into the settings where a tool's migrations are programs. */
export function commandAdvice({ preset, title, sign }: ToolByCommand): string {
  return `${sign} speaks for ${title}, whose migrations are programs. Let it run: \`command: { tool: ${preset} }\` in the settings, and \`migrations\` for its folder (docs/commands.md). If a folder of SQL was meant, name that with \`--migrations <dir>\`.`;
}
