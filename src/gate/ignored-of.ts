import { firstWords } from "./first-words.js";
import type { Person, Said } from "./gate-input.js";
import type { Ignored, IgnoredCode } from "./gate-state.js";

export function ignoredOf(said: Said, { id: person, login }: Person, code: IgnoredCode, why: string): Ignored {
  return { person, login, at: said.createdAt, by: said.by, id: said.id, said: firstWords(said), code, why };
}
