import { jsonText } from "./escape/json-text.js";
import { issues } from "./gitlab/issues.js";
import type { Reporter } from "./reporter.js";

/** Code quality as GitLab reads it: one array of issues, an empty one where there is nothing to say. */
export const gitlab: Reporter = {
  id: "gitlab",
  extension: "json",
  render(assessment) {
    return jsonText(issues(assessment));
  },
};
