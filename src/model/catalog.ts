import type {
  ConstraintDefinition,
  Expression,
  GivenValue,
  PolicyScope,
  ReferentialAction,
  RoutineSignature,
  TypeReference,
} from "./operation.js";

/**
 * The schema as it stands at one moment: read from the rehearsal server, or derived from the settled SQL.
 * Plain data; `catalog/` looks things up in it and moves it forward. Keys are `schema.name`, unquoted.
 */
export interface Catalog {
  readonly tables: ReadonlyMap<string, Table>;
  readonly indexes: ReadonlyMap<string, Index>;
  readonly views: ReadonlyMap<string, View>;
  readonly types: ReadonlyMap<string, UserType>;
  readonly routines: ReadonlyMap<string, Routine>;
  readonly sequences: ReadonlySet<string>;
  /** Sequences that no column owns, so that they stay where a table goes. Absent where the reader did not look. */
  readonly freeSequences?: ReadonlySet<string>;
  readonly schemas: ReadonlySet<string>;
  readonly extensions: ReadonlySet<string>;
  /** Publications, each with whether it publishes updates or deletes. Absent where the reader did not look. */
  readonly publications?: ReadonlyMap<string, boolean>;
  /** What those hold that publish updates or deletes: keys of tables, `schema.*`, or `*`. Absent where the reader did not look. */
  readonly published?: ReadonlyMap<string, ReadonlySet<string>>;
  /** What roles may do, by relation, `schema app`, `function app.price` or `role app`, the latter with its members: all that the SQL granted, or the server tells. Absent where the reader did not look. */
  readonly grants?: ReadonlyMap<string, RoleRights>;
  /** New relations get rights of their own (ALTER DEFAULT PRIVILEGES). Absent where nobody said so. */
  readonly grantsByDefault?: boolean;
  readonly searchPath: readonly string[];
  /** SQL that blocks of the history put together and ran: the names in it are not known. Absent where the reader did not look. */
  readonly dynamic?: readonly string[];
  /**
   * True when the catalog is the whole truth, so that a name it lacks does not exist. False for a file judged
   * without a history: a table it does not know exists somewhere, holds rows, and is in use.
   */
  readonly complete: boolean;
}

/** Rights by role, lower case; PUBLIC is `public`, and whoever owns the object has the right `owner`. */
export type RoleRights = ReadonlyMap<string, ReadonlySet<string>>;

export interface Table {
  readonly schema: string;
  readonly name: string;
  readonly kind: "table" | "partitioned" | "foreign";
  readonly temporary: boolean;
  readonly unlogged: boolean;
  /** `settled`: other sessions may be using it. `change`: born in this change. */
  readonly origin: "settled" | "change";
  /** Rows: a number when proven or given (statistics, a representative seed, born empty in this change); null when unknown. */
  readonly rows: number | null;
  readonly columns: readonly Column[];
  /** True where it may have more columns than are known: made by CREATE TABLE … AS, whose query nobody asked. */
  readonly moreColumns?: true;
  readonly constraints: readonly TableConstraint[];
  readonly partitionOf: string | null;
  readonly isDefaultPartition: boolean;
  readonly partitionColumns: readonly string[];
  readonly inherits: readonly string[];
  readonly triggers: readonly Trigger[];
  readonly rowSecurity: boolean;
  /** What tells rows apart for replication; `default` is the primary key. Absent where nothing was said. */
  readonly replicaIdentity?: "default" | "full" | "nothing" | "index";
  /** Name of the index that it is USING. Absent where it is another, or the reader did not look. */
  readonly identityIndex?: string;
  /** Policies that the SQL made, with the columns that they read. Absent where the reader did not look. */
  readonly policies?: readonly { readonly name: string; readonly reads: readonly string[]; readonly lets?: PolicyScope }[];
  /** Bound of a partition as written, from FOR or DEFAULT on. Absent where the reader did not look. */
  readonly bound?: string;
  /** Rows that SQL put there and nothing has changed since, as far as it tells. */
  readonly samples?: readonly Sample[];
  /** SQL put rows there of which it does not tell what they hold, or how many they are. */
  readonly otherRows?: true;
}

/** A row that an INSERT wrote; `many` where it stands for as many as a query gave. A column that it lacks is not known. */
export interface Sample {
  readonly values: Readonly<Record<string, GivenValue>>;
  readonly many: boolean;
  /** Of many: how many, where the query tells it. */
  readonly count?: number;
}

export interface Column {
  readonly name: string;
  readonly type: TypeReference;
  readonly notNull: boolean;
  readonly default: string | null;
  readonly identity: boolean;
  /** GENERATED ALWAYS AS IDENTITY. Absent where the reader did not look. */
  readonly identityAlways?: boolean;
  readonly generated: "stored" | "virtual" | null;
  /** Columns that the expression of a generated column reads. Absent where the reader did not look. */
  readonly computedFrom?: readonly string[];
  /** What rows hold that were there before the column, as long as no UPDATE has set it. Absent where the reader did not look. */
  readonly leftAt?: GivenValue;
  readonly collation: string | null;
}

/** `name` is never null in a catalog: Postgres names every constraint. */
export interface TableConstraint extends Omit<ConstraintDefinition, "name" | "references"> {
  readonly name: string;
  readonly validated: boolean;
  /** Key of the referenced table and its columns. */
  readonly references: {
    readonly table: string;
    readonly columns: readonly string[];
    /** Absent where the reader did not look. */
    readonly onDelete?: ReferentialAction;
    readonly onUpdate?: ReferentialAction;
  } | null;
}

export interface Index {
  readonly schema: string;
  readonly name: string;
  /** Key of its table. */
  readonly table: string;
  readonly unique: boolean;
  readonly method: string;
  readonly columns: readonly (string | null)[];
  /** A key has a collation, an operator class, DESC or NULLS of its own. Absent where none has. */
  readonly ownOrder?: true;
  /** Columns that its expressions, predicate and INCLUDE read. */
  readonly reads: readonly string[];
  /** Keys of routines that its keys or its predicate call. Absent where there is none. */
  readonly calls?: readonly string[];
  readonly partial: boolean;
  readonly valid: boolean;
  /** Name of the constraint that it backs. */
  readonly constraint: string | null;
  readonly origin: "settled" | "change";
}

export interface View {
  readonly schema: string;
  readonly name: string;
  readonly materialized: boolean;
  /** Keys of the relations that it reads, and `schema.table.column` keys where known. */
  readonly reads: readonly string[];
  /** Its columns in order, where the SQL tells them. */
  readonly columns?: readonly { readonly name: string | null; readonly type: TypeReference | null }[];
  /** Keys of routines that it calls. Absent where there is none. */
  readonly calls?: readonly string[];
  readonly origin: "settled" | "change";
}

export interface UserType {
  readonly schema: string;
  readonly name: string;
  readonly variety: "enum" | "domain" | "composite" | "range" | "other";
  readonly labels: readonly string[];
  readonly domain: {
    readonly base: TypeReference;
    readonly notNull: boolean;
    readonly checks: readonly Expression[];
    readonly default: string | null;
  } | null;
  readonly origin: "settled" | "change";
}

export interface Routine {
  readonly schema: string;
  readonly name: string;
  readonly volatility: "immutable" | "stable" | "volatile";
  readonly language: string;
  readonly body: string | null;
  /** SECURITY DEFINER. Absent where it is not, or the reader did not look. */
  readonly definer?: true;
  /** The schemas of its SET search_path. Absent where it has none, or the reader did not look. */
  readonly searchPath?: readonly string[];
  /** One for each function of the name, where the SQL tells them. */
  readonly signatures?: readonly RoutineSignature[];
  readonly origin?: "settled" | "change";
}

export interface Trigger {
  readonly name: string;
  readonly timing: "before" | "after" | "instead";
  readonly level: "row" | "statement";
  readonly events: readonly string[];
  /** Columns that UPDATE OF and WHEN name. Absent where the reader did not look. */
  readonly reads?: readonly string[];
  /** It has a WHEN clause, so that it does not fire for every row. */
  readonly conditional?: true;
  readonly routine: string;
}
