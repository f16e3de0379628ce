/** What the examples of a rule did on real servers, as the tests recorded it: words only, and nothing that changes from run to run. */
export interface RuleRecord {
  /** Those that must be found, in their order, by major version of the server. */
  readonly majors: Readonly<Record<string, readonly ExampleRecord[]>>;
}

export interface ExampleRecord {
  readonly findings: readonly {
    readonly severity: string;
    readonly evidence: string;
    readonly message: string;
    readonly proof: string | null;
  }[];
  readonly statements: readonly StatementRecord[];
  readonly fixes: readonly FixRecord[];
}

export interface StatementRecord {
  readonly sql: string;
  /** `ACCESS EXCLUSIVE on orders`. */
  readonly locks: readonly string[];
  readonly scans: readonly string[];
  readonly rewrites: readonly string[];
  readonly refused: string | null;
}

export interface FixRecord {
  readonly sql: string;
  /** What ends otherwise on purpose. */
  readonly differs: string | null;
  /** Null where a decision comes first, so that nothing was rehearsed. */
  readonly seen: { readonly before: ExposureRecord; readonly after: ExposureRecord } | null;
}

export interface ExposureRecord {
  /** Locks while something was read, written anew or changed under them. */
  readonly locks: readonly string[];
  readonly blocked: readonly string[];
  readonly rewrites: readonly string[];
  readonly rows: readonly string[];
  readonly refused: string | null;
}
