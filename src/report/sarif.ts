import { jsonText } from "./escape/json-text.js";
import type { Reporter } from "./reporter.js";
import { sarifLog } from "./sarif/log.js";

/** SARIF 2.1.0, for code scanning and any editor that reads it. */
export const sarif: Reporter = {
  id: "sarif",
  extension: "sarif",
  render(assessment, { key }) {
    return jsonText(sarifLog(assessment, key));
  },
};
