import type { Hazard } from "../../model/finding.js";

export const HAZARD_NAME: Readonly<Record<Hazard, string>> = {
  "cannot-run": "cannot run",
  "data-loss": "data loss",
  "blocks-reads": "blocks reads",
  "lock-then-work": "lock, then work",
  "blocks-writes": "blocks writes",
  "fails-on-data": "fails on data",
  "polymorphic-fk": "polymorphic key",
  "breaks-old-code": "breaks old code",
  "locks-rows-in-bulk": "locks rows in bulk",
  "no-way-back": "no way back",
  history: "history",
  security: "security",
  promise: "broken promise",
  advice: "advice",
};
