import type { Assessment } from "../model/assessment.js";

export interface Reporter {
  readonly id: "terminal" | "markdown" | "json" | "html" | "sarif" | "gitlab";
  /** File extension without the dot. */
  readonly extension: string;
  /** Pure: the same assessment gives the same text. */
  render(assessment: Assessment, options: ReportOptions): string;
}

export interface ReportOptions {
  /** Color escapes for a terminal. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Longest text in characters that the place of publication takes; null without a limit. */
  readonly limit: number | null;
  /** Distinguishes several comments on one pull request: part of the marker. */
  readonly key: string;
  /** Link to the full report; null where there is none. */
  readonly fullReportUrl: string | null;
}
