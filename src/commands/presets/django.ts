import type { Preset } from "../preset.js";
import { rowForEach } from "./row-for-each.js";

/** Rows of app and name. Each app is a history of its own, so the way back names the migration to return to. */
export const django: Preset = {
  id: "django",
  title: "Django",
  up: "python manage.py migrate --noinput",
  down: "python manage.py migrate --noinput {group} {previous}",
  first: "zero",
  bookkeeping: {
    ...rowForEach("name", ["django_migrations"], "app"),
    // Signals after `migrate` add a row for each new model.
    upkeep: ["django_content_type", "auth_permission"],
  },
};
