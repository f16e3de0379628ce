import type { HistoryRequest } from "../../src/world.js";

/** A request of somebody who says nothing. */
export const ASKED: HistoryRequest = {
  paths: [],
  migrations: undefined,
  format: "auto",
  base: undefined,
  schema: [],
  down: undefined,
  placeholders: {},
};
