import type { Unseen } from "../model/coverage.js";
import type { Rehearsal } from "../model/rehearsal.js";
import type { Settings } from "../settings/schema.js";

/** A schema that was to be compared and was not: where the change did not go through, or no other database could be had. */
export function driftUnseen({ "expected-schema": files }: Settings, rehearsal: Rehearsal | null): readonly Unseen[] {
  if (files.length === 0 || rehearsal?.drift !== undefined) return [];
  const why = "the rehearsal did not get so far as to compare the migrations with it";
  return [{ what: files.join(", "), why, place: null, blocking: false }];
}
