import type { Preset } from "../preset.js";
import { rowForEach } from "./row-for-each.js";

/** Go migrations are compiled into a program of yours, so `up` and `down` usually have to be set. */
export const gooseGo: Preset = {
  id: "goose-go",
  title: "goose with Go migrations",
  up: "go run ./cmd/migrate up",
  down: "go run ./cmd/migrate down",
  bookkeeping: rowForEach("version_id", ["goose_db_version"]),
};
