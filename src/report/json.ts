import { jsonText } from "./escape/json-text.js";
import { assessmentJson } from "./json/assessment-json.js";
import type { Reporter } from "./reporter.js";

/** Everything. */
export const json: Reporter = {
  id: "json",
  extension: "json",
  render(assessment) {
    return jsonText(assessmentJson(assessment));
  },
};
