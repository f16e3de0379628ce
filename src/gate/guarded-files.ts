import { createHash } from "node:crypto";
import { CODE_OWNERS_FILES } from "./code-owners.js";

/** Where settings are looked for when no file is named. */
const SETTINGS_FILES = [".github/migration-gate.yml", "migration-gate.yml"];

/**
 * Whether a file says by what rules changes are judged, and by whom: settings, those that they name, and code owners. Paths
 * are the repository's; what is named in a folder of it is met anywhere, which guards too much rather than too little.
 */
export function isGuarded(path: string, named: readonly (string | null | undefined)[]): boolean {
  const own = named.flatMap((name) => (name === null || name === undefined ? [] : [name.replace(/^(?:\.?\/)+/u, "")]));
  const isThere = (name: string) => path === name || path.endsWith(`/${name}`);
  return CODE_OWNERS_FILES.includes(path) || [...SETTINGS_FILES, ...own].some(isThere);
}

/** A workflow guards the gate only where its text names it, before the change or after. */
export function isWorkflow(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/u.test(path);
}

export function namesTheGate(text: string): boolean {
  return /migration-gate/iu.test(text);
}

/** Id of the finding that a guarded file is edited, so that who approved before it does not cover it. */
export function guardId(path: string): string {
  return createHash("sha256").update(`gate-edited\u0000${path}`).digest("hex").slice(0, 16);
}
