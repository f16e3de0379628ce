import type { Assessed } from "../../model/assessed.js";
import { jsonText } from "../escape/json-text.js";
import { issues } from "../gitlab/issues.js";

/** One array. The same finding in two databases is two issues, so that GitLab shows both. */
export function gitlabOfSeveral({ databases }: Assessed): string {
  return jsonText(
    databases.flatMap(({ key, assessment }) =>
      issues(assessment).map((issue) => ({ ...issue, fingerprint: `${key}:${issue.fingerprint}` })),
    ),
  );
}
