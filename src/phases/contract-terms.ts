/** What a step that takes something away waits for, as the settings say it. */
export interface ContractTerms {
  readonly "quiet-days"?: number | undefined;
  /** Ids or paths with `*`: the quiet period counts from the newest of these. */
  readonly after?: readonly string[] | undefined;
  readonly agree: readonly Agreement[];
  readonly "no-code-references": boolean;
}

/** Two columns of one table that have to hold the same. */
export interface Agreement {
  readonly table: string;
  readonly old: string;
  readonly new: string;
}
