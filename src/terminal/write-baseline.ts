import { loadSettings } from "../entry/load-settings.js";
import { onEnd } from "../entry/on-end.js";
import { assess } from "../pipeline/assess.js";
import { baselineFile } from "../report/baseline.js";
import { writeText } from "../repository/write-text.js";
import type { Judged } from "./arguments.js";
import { terminalWorld } from "./world.js";

/** Where the baseline is written unless the setting `baseline` names another place. */
const DEFAULT_FILE = ".github/migration-gate-baseline.json";

/** Judges what `check` would judge, and writes what it finds as the baseline. Returns what to tell the person. */
export async function writeBaseline(request: Judged): Promise<string> {
  const settings = await loadSettings(request.config, [{ from: "command line", values: request.settings }]);
  const { baseline: path = DEFAULT_FILE, ...rest } = settings;
  const ending = onEnd();
  try {
    // Without the old baseline: what it holds is to be found again, or to be gone.
    const assessment = await assess(rest, request.paths, terminalWorld([], ending.signal));
    const text = baselineFile(assessment, new Date().toISOString().slice(0, 10));
    await writeText(path, text);
    return told(path, assessment, settings.baseline !== undefined, text.split('"id":').length - 1);
  } finally {
    ending.forget();
  }
}

function told(path: string, { verdict }: Awaited<ReturnType<typeof assess>>, isSet: boolean, entries: number): string {
  const count = `${entries} ${entries === 1 ? "finding" : "findings"}`;
  const left =
    verdict.decision === "block" || verdict.decision === "cannot-judge"
      ? `\nStill ${verdict.decision}, which no baseline silences: ${verdict.reasons[0]?.message ?? ""}`
      : "";
  const next = isSet ? "" : `\nPut \`baseline: ${path}\` into the settings, and commit both.`;
  return `Wrote ${count} to ${path}.${left}${next}\n`;
}
