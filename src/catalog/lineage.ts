type Entries = ReadonlyMap<string, unknown>;

/** How a map came from the one that it was copied from. */
export interface Step<Map extends Entries> {
  readonly from: Map;
  readonly to: Map;
  /** The keys in which the two may differ, in the order they were first written; true for one that was put at the end. */
  readonly touched: ReadonlyMap<string, boolean>;
}

/**
 * From which map each was copied. A catalog stands in thousands of moments that differ in one table: what was worked out for
 * one holds for the next but for what was touched.
 */
export const lineage = {
  note<Map extends Entries>(step: Step<Map>): void {
    steps.set(step.to, step);
  },

  /** What is known of an ancestor of this map, and the steps from there, oldest first; null where nothing is known of any. */
  since<Map extends Entries, Known>(map: Map, known: (of: Map) => Known | undefined): Since<Map, Known> | null {
    const path: Step<Map>[] = [];
    for (let at = map; ; ) {
      // `note` takes maps of one type only.
      const step = steps.get(at) as Step<Map> | undefined;
      if (step === undefined) return null;
      path.push(step);
      const start = known(step.from);
      if (start !== undefined) return { start, steps: path.reverse() };
      at = step.from;
    }
  },

  /** To be called once something is known of a map, so that its ancestors need not live as long. */
  forget(map: Entries): void {
    steps.delete(map);
  },
};

export interface Since<Map extends Entries, Known> {
  readonly start: Known;
  readonly steps: readonly Step<Map>[];
}

const steps = new WeakMap<Entries, Step<Entries>>();
