/** How much a report shows. Each tier leaves out more than the one before, and names it. */
export interface Detail {
  /** Fixes with their SQL; null shows all. */
  readonly fixes: number | null;
  readonly timeline: boolean;
  /** Rows of the statement tables and of other findings, worst first; null shows all. */
  readonly rows: number | null;
  /** Items of any list inside a folded section; null shows all. */
  readonly items: number | null;
  /** Sections after the summary, other than the decision. */
  readonly sections: boolean;
  /** What this tier leaves out, for the reader; null for the full report. */
  readonly leftOut: string | null;
}

export const TIERS: readonly Detail[] = [
  { fixes: null, timeline: true, rows: null, items: null, sections: true, leftOut: null },
  {
    fixes: 3,
    timeline: false,
    rows: null,
    items: 20,
    sections: true,
    leftOut: "the timeline, all but three fixes, and long lists",
  },
  {
    fixes: 3,
    timeline: false,
    rows: 10,
    items: 10,
    sections: true,
    leftOut: "all but the ten worst rows and three fixes, the timeline, and long lists",
  },
  { fixes: 0, timeline: false, rows: 0, items: 0, sections: false, leftOut: "every detail below the summary" },
];
