import type { Settings } from "../settings/schema.js";
import type { World } from "../world.js";
import type { WorldFiles } from "./surroundings.js";

/** `paths`: as given on the command line; empty when the change is taken from git. @throws ReportableError `repository/…`, `formats/…`. */
export async function readWorldFiles(settings: Settings, paths: readonly string[], { repository }: World): Promise<WorldFiles> {
  const history = await repository.history({ ...settings, paths });
  const [schema, seed, prelude] = await Promise.all([
    repository.files(settings.schema),
    repository.files(settings.seed),
    repository.files(settings.prelude),
  ]);
  return { history, schema, seed, prelude };
}
