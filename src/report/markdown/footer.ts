import type { Assessment } from "../../model/assessment.js";
import { markdownCode } from "../escape/markdown-code.js";
import { link } from "./link.js";

export function footer({ digest, tool }: Pick<Assessment, "digest" | "tool">, fullReportUrl: string | null): string {
  const report = link("Full report", fullReportUrl);
  return `<sub>${[...(report === null ? [] : [report]), `plan ${markdownCode(digest.slice(0, 8))}`, `${tool.name} ${tool.version}`].join(" · ")}</sub>`;
}
