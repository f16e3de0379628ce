/** What a production database is like, in sizes and rates; never a value of a row. */
export interface Statistics {
  readonly version: 1;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  readonly server: ServerStatistics;
  /** By key, `schema.name`; partitions and their parents each on their own. */
  readonly tables: Readonly<Record<string, TableStatistics>>;
}

export interface ServerStatistics {
  /** `15.18`. */
  readonly version: string;
  /** 150018. */
  readonly versionNumber: number;
  /** Taken from a standby: rates of writing are those of replay. */
  readonly standby: boolean;
  readonly databaseBytes: number;
  /** Standbys that stream from it; null where the role may not see them. */
  readonly replicas: number | null;
  /** Over how many seconds reads and writes were counted; null where no time could be told, so rates are not known. */
  readonly countedSeconds: number | null;
  /** The longest transaction open at that moment, in seconds; null where the role may not see others. */
  readonly longestTransactionSeconds: number | null;
  readonly extensions: Readonly<Record<string, string>>;
  /** Settings that decide how long work takes, as `SHOW` prints them: `maintenance_work_mem`, `shared_buffers`, `max_wal_size`… */
  readonly settings: Readonly<Record<string, string>>;
}

export interface TableStatistics {
  /** Estimated rows (`reltuples`); null where the table was never analyzed. */
  readonly rows: number | null;
  /** Name of the partitioned table that it is a part of. */
  readonly parent: string | null;
  /** Bytes of the table itself with its free space and visibility maps. */
  readonly bytes: number;
  readonly toastBytes: number;
  readonly deadRows: number;
  /** Sequential and index scans a second. */
  readonly readsPerSecond: number | null;
  /** Rows inserted, updated and deleted a second. */
  readonly writesPerSecond: number | null;
  /** Last ANALYZE by hand or by autovacuum, ISO 8601. */
  readonly analyzedAt: string | null;
  readonly columns: Readonly<Record<string, ColumnStatistics>>;
  /** By name. */
  readonly indexes: Readonly<Record<string, { readonly bytes: number; readonly scans: number }>>;
}

export interface ColumnStatistics {
  readonly type: string;
  /** Share of NULLs, 0 to 1. */
  readonly nullFraction: number;
  /** Distinct values: a count, or as a negative number their share of the rows (`pg_stats.n_distinct`). */
  readonly distinct: number;
  /** Average bytes. */
  readonly width: number;
}
