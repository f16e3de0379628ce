import { fileOf } from "../file-of.js";
import { Refused } from "../insist.js";
import type { ArtifactReader } from "./artifact-reader.js";
import { type ClaimedReport, readClaimedReport } from "./claimed-report.js";
import { entryOf } from "./entry-of.js";

/** What became of the report that a fork's own run left. */
export type ForkRun =
  | { readonly kind: "claims"; readonly report: ClaimedReport }
  /** `why` is a sentence of ours. */
  | { readonly kind: "unreadable"; readonly why: string };

/** Name of the artifact that the workflow of `init` uploads. */
const ARTIFACT = "migration-gate-report";

/** A report of 10,000 findings is some megabytes; JSON packs to a tenth. */
const MOST_PACKED = 8_000_000;
const MOST_UNPACKED = 40_000_000;

/**
 * Reads the report of a run that strangers control, as data: which run it is comes from GitHub's event, never from the
 * archive; sizes are limited before anything is fetched or unpacked. Never rejects for what a stranger made of it.
 */
export async function readForkRun(reader: ArtifactReader, run: number, key: string): Promise<ForkRun> {
  try {
    const [newest] = await reader.list(run, ARTIFACT);
    if (newest === undefined) return unreadable("it left no report");
    if (newest.size > MOST_PACKED) return unreadable("what it left is too large");
    const archive = await reader.download(newest.id);
    if (archive.length > MOST_PACKED) return unreadable("what it left is too large");
    return claimsIn(archive, fileOf(key));
  } catch (error) {
    if (error instanceof Refused) return unreadable(`GitHub does not show what it left (${error.status}; needs actions: read)`);
    throw error;
  }
}

function claimsIn(archive: Uint8Array, name: string): ForkRun {
  const text = unpacked(archive, name);
  if (text === null) return unreadable("its archive holds no report of this gate");
  const report = readClaimedReport(text);
  return report === null ? unreadable("what it left is no report of this version") : { kind: "claims", report };
}

/** Null for a broken archive as for a missing entry: both are a stranger's. */
function unpacked(archive: Uint8Array, name: string): string | null {
  try {
    return entryOf(archive, name, MOST_UNPACKED);
  } catch {
    return null;
  }
}

function unreadable(why: string): ForkRun {
  return { kind: "unreadable", why };
}
