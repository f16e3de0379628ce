import { relationsOf } from "../../catalog/view-reads.js";
import type { View } from "../../model/catalog.js";
import type { LockMode } from "../../model/lock-mode.js";
import type { RelationName } from "../../model/relation-name.js";
import type { Recorder } from "./recorder.js";

/** Tables and materialized views behind the names, through views, with partitions and children; the views themselves are among them. */
export function relationsRead(recorder: Recorder, names: readonly RelationName[]): readonly string[] {
  const found = new Set<string>();
  const queue = names.map((name) => recorder.key(name));
  for (const key of queue) {
    if (found.has(key)) continue;
    found.add(key);
    const view = recorder.catalog.views.get(key);
    if (view !== undefined && !view.materialized) queue.push(...readsOf(recorder, view));
    else for (const member of recorder.family(key)) found.add(member);
  }
  return [...found].filter((key) => !recorder.isAbsent(key));
}

/** Keys of the relations that a view names. */
export function readsOf(recorder: Recorder, view: View): readonly string[] {
  const { tables, views } = recorder.catalog;
  return relationsOf(view, (key) => tables.has(key) || views.has(key));
}

/** A query locks everything it goes through, and may read all of it. */
export function readEffects(
  recorder: Recorder,
  names: readonly RelationName[],
  options: { readonly mode?: LockMode; readonly scans: boolean },
): void {
  for (const key of relationsRead(recorder, names)) {
    recorder.lock(key, options.mode ?? "AccessShareLock");
    const isPlainView = recorder.catalog.views.get(key)?.materialized === false;
    if (options.scans && !isPlainView) recorder.scan(key, "the query reads it");
  }
}
