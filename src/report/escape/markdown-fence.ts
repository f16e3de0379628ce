import { visible } from "./visible.js";

/** A fenced block that its content cannot close, nor pass off as a report's marker. */
export function markdownFence(content: string, language: "sql" | "mermaid" | "text"): string {
  const body = visible(content).replace(/<!--(?=\s*migration-gate)/giu, "<! --");
  const longest = Math.max(0, ...[...body.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${body.slice(0, endOf(body))}\n${fence}`;
}

/** Without line breaks at the end. */
function endOf(body: string): number {
  let end = body.length;
  while (body[end - 1] === "\n") end--;
  return end;
}
