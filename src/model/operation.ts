import type { RelationName } from "./relation-name.js";

/**
 * What a statement means. One statement has several (`ALTER TABLE … , …`, a DO block with DDL in it).
 * Names are as written; `catalog/` resolves them. No consumer ever touches a parser's tree.
 */
export type Operation =
  // tables
  | CreateTable
  | {
      kind: "create-table-as";
      table: RelationName;
      ifNotExists: boolean;
      temporary: boolean;
      /** ON COMMIT DROP. */
      untilCommit?: true;
      withData: boolean;
      reads: readonly RelationName[];
      /** The one table of which the query takes every row, its columns under their own names. */
      wholeOf?: RelationName;
      shape?: ViewShape;
    }
  | { kind: "drop-table"; tables: readonly RelationName[]; ifExists: boolean; cascade: boolean }
  | { kind: "rename-table"; table: RelationName; to: string; ifExists: boolean }
  | { kind: "truncate"; tables: readonly RelationName[]; cascade: boolean; restartIdentity: boolean }
  | { kind: "lock-table"; tables: readonly RelationName[]; mode: string; nowait: boolean }
  | { kind: "set-schema"; object: ObjectType; name: RelationName; schema: string }
  | { kind: "set-logged"; table: RelationName; logged: boolean }
  | { kind: "set-tablespace"; table: RelationName; tablespace: string }
  | { kind: "set-access-method"; table: RelationName; method: string | null }
  | { kind: "set-table-options"; table: RelationName; options: Readonly<Record<string, string>>; reset: boolean }
  | { kind: "replica-identity"; table: RelationName; identity: "default" | "full" | "nothing" | "index"; index: string | null }
  | { kind: "change-owner"; object: ObjectType; name: RelationName; owner: string }
  | { kind: "row-security"; table: RelationName; action: "enable" | "disable" | "force" | "no-force" }
  | { kind: "set-inherit"; table: RelationName; parent: RelationName; inherit: boolean }
  | { kind: "attach-partition"; table: RelationName; partition: RelationName; isDefault: boolean; bound: string }
  | { kind: "detach-partition"; table: RelationName; partition: RelationName; concurrently: boolean; finalize: boolean }
  | { kind: "cluster"; table: RelationName | null; index: string | null }
  | { kind: "vacuum"; tables: readonly RelationName[]; full: boolean }
  | { kind: "analyze"; tables: readonly RelationName[] }
  // columns
  | { kind: "add-column"; table: RelationName; column: ColumnDefinition; ifNotExists: boolean; only: boolean }
  | { kind: "drop-column"; table: RelationName; column: string; ifExists: boolean; cascade: boolean }
  | {
      kind: "rename-column";
      table: RelationName;
      column: string;
      to: string;
      relationKind: "table" | "view" | "materialized view" | "type";
    }
  | {
      kind: "alter-column-type";
      table: RelationName;
      column: string;
      type: TypeReference;
      using: string | null;
      collation: string | null;
      /** ALTER TABLE ONLY. */
      only?: true;
    }
  | { kind: "set-not-null"; table: RelationName; column: string }
  | { kind: "drop-not-null"; table: RelationName; column: string }
  | { kind: "set-default"; table: RelationName; column: string; expression: Expression }
  | { kind: "drop-default"; table: RelationName; column: string }
  | {
      kind: "set-generated";
      table: RelationName;
      column: string;
      action: "add-identity" | "set-identity" | "drop-identity" | "drop-expression" | "set-expression";
    }
  | {
      kind: "set-column-option";
      table: RelationName;
      column: string;
      option: "statistics" | "storage" | "compression" | "options";
    }
  // constraints
  | { kind: "add-constraint"; table: RelationName; constraint: ConstraintDefinition; only: boolean }
  | { kind: "validate-constraint"; table: RelationName; constraint: string }
  /** `enforced` where the statement says ENFORCED (true) or NOT ENFORCED (false). */
  | { kind: "alter-constraint"; table: RelationName; constraint: string; enforced?: boolean; inherits?: boolean }
  | { kind: "drop-constraint"; table: RelationName; constraint: string; ifExists: boolean; cascade: boolean }
  | { kind: "rename-constraint"; table: RelationName; constraint: string; to: string }
  // indexes
  | CreateIndex
  | { kind: "drop-index"; indexes: readonly RelationName[]; concurrently: boolean; ifExists: boolean; cascade: boolean }
  | {
      kind: "reindex";
      target: "index" | "table" | "schema" | "database" | "system";
      name: RelationName | null;
      concurrently: boolean;
    }
  | { kind: "rename-index"; index: RelationName; to: string }
  | {
      kind: "alter-index";
      index: RelationName;
      action: "attach-partition" | "set-options" | "set-tablespace" | "other";
      /** The index that ATTACH PARTITION names. */
      partition?: RelationName;
    }
  // types, domains, sequences
  | { kind: "create-enum"; type: RelationName; labels: readonly string[] }
  | { kind: "create-type"; type: RelationName; variety: "composite" | "range" | "base" | "shell" }
  | {
      kind: "create-domain";
      type: RelationName;
      base: TypeReference;
      notNull: boolean;
      checks: readonly Expression[];
      default: Expression | null;
    }
  | {
      kind: "alter-domain";
      type: RelationName;
      action:
        | "add-constraint"
        | "validate-constraint"
        | "drop-constraint"
        | "set-not-null"
        | "drop-not-null"
        | "set-default"
        | "drop-default";
      notValid: boolean;
      constraint: string | null;
    }
  | { kind: "add-enum-value"; type: RelationName; value: string; ifNotExists: boolean; placed: boolean }
  | { kind: "rename-enum-value"; type: RelationName; value: string; to: string }
  | { kind: "create-sequence"; sequence: RelationName; ifNotExists: boolean; owned: boolean }
  | { kind: "alter-sequence"; sequence: RelationName; ownedBy: { table: RelationName; column: string } | null; restart: boolean }
  // views and routines
  | {
      kind: "create-view";
      view: RelationName;
      replace: boolean;
      reads: readonly RelationName[];
      /** Functions that its query calls. Absent where it calls none. */
      calls?: readonly RelationName[];
      shape?: ViewShape;
    }
  | {
      kind: "create-materialized-view";
      view: RelationName;
      ifNotExists: boolean;
      withData: boolean;
      reads: readonly RelationName[];
      calls?: readonly RelationName[];
      shape?: ViewShape;
    }
  | { kind: "refresh-materialized-view"; view: RelationName; concurrently: boolean; withData: boolean }
  | CreateRoutine
  | {
      kind: "create-trigger";
      name: string;
      table: RelationName;
      timing: "before" | "after" | "instead";
      level: "row" | "statement";
      events: readonly ("insert" | "update" | "delete" | "truncate")[];
      routine: RelationName;
      /** Columns that UPDATE OF and WHEN name. */
      reads?: readonly string[];
      /** It has a WHEN clause. */
      conditional?: true;
      /** REFERENCING NEW or OLD TABLE. */
      seesRows?: true;
      replace: boolean;
      constraint: boolean;
    }
  | {
      kind: "switch-trigger";
      table: RelationName;
      trigger: string | null;
      action: "enable" | "disable" | "enable-always" | "enable-replica";
    }
  /** `reads`: columns of the table that its expressions name. */
  | { kind: "create-policy"; policy: string; table: RelationName; reads?: readonly string[]; lets?: PolicyScope }
  | {
      kind: "create-rule";
      rule: string;
      table: RelationName;
      event?: "select" | "insert" | "update" | "delete";
      instead?: true;
    }
  // anything dropped, renamed, granted or commented that has no member of its own
  | {
      kind: "drop-object";
      object: ObjectType;
      names: readonly RelationName[];
      on: RelationName | null;
      ifExists: boolean;
      cascade: boolean;
      concurrently: boolean;
    }
  | { kind: "rename-object"; object: ObjectType; name: RelationName; to: string; on: RelationName | null }
  | { kind: "create-object"; object: ObjectType; name: RelationName; ifNotExists: boolean; publishes?: Published }
  | {
      kind: "alter-object";
      object: ObjectType;
      name: RelationName;
      /** What ALTER FUNCTION says of it; absent where it says nothing. */
      volatility?: "immutable" | "stable" | "volatile";
      /** The attribute of a composite type that goes or changes its type. */
      attribute?: { name: string; action: "drop" | "type" };
      /** What ALTER PUBLICATION adds or sets. */
      publishes?: Published;
    }
  /** For what stands on a relation `name` is the relation, and `part` what stands on it. */
  | { kind: "comment"; object: ObjectType; name: RelationName; part?: string; empty: boolean }
  | {
      kind: "grant";
      grant: boolean;
      object: ObjectType;
      names: readonly RelationName[];
      allInSchema: boolean;
      /** Lower case; `update(state)` is a right on a column. */
      privileges: readonly string[];
      to: readonly string[];
      /** Only the right to grant goes. */
      partly?: true;
    }
  // data
  | {
      kind: "insert";
      table: RelationName;
      columns: readonly string[];
      rows: number | null;
      source: "values" | "select" | "default";
      onConflict: "none" | "nothing" | "update";
      reads: readonly RelationName[];
      literals: readonly (readonly (string | null)[])[];
      /** What each row gives, in the order of the columns; for a SELECT without a set operation or `*` its one list. */
      values?: readonly (readonly GivenValue[])[];
      /** `OVERRIDING SYSTEM VALUE` or `USER VALUE`. */
      overriding?: "system" | "user";
      /** The one table of which the query takes every row. */
      wholeOf?: RelationName;
    }
  | {
      kind: "update";
      table: RelationName;
      columns: readonly string[];
      /** What each of the columns is set to. */
      values?: readonly GivenValue[];
      where: Expression | null;
      bounded: RowBound;
      reads: readonly RelationName[];
    }
  | { kind: "delete"; table: RelationName; where: Expression | null; bounded: RowBound; reads: readonly RelationName[] }
  | { kind: "merge"; table: RelationName; reads: readonly RelationName[] }
  | { kind: "copy"; table: RelationName | null; direction: "from" | "to"; source: "stdin" | "file" | "program" }
  | {
      kind: "select";
      reads: readonly RelationName[];
      calls: readonly RelationName[];
      /** What it calls with constants. */
      passes?: readonly PassedArguments[];
      /** Relations whose rows it adds up, and the columns that a condition picks them by. */
      totals?: readonly { readonly of: RelationName; readonly by: readonly string[] }[];
      locksRows: boolean;
      wholeOf?: RelationName;
    }
  // session and transaction
  | {
      kind: "transaction";
      action: "begin" | "commit" | "rollback" | "savepoint" | "release" | "rollback-to" | "prepare" | "other";
      chain: boolean;
      /** In a loop of a PL/pgSQL block. */
      repeated?: boolean;
      /** What of the PL/pgSQL around it keeps the server from ending the transaction. */
      refused?: string;
    }
  | { kind: "set"; name: string; value: string | null; scope: "session" | "local" }
  | { kind: "reset"; name: string | null }
  | { kind: "call"; routine: RelationName; passes?: readonly PassedArguments[] }
  /** A DO block: its static SQL follows as operations with `inside: "do"` on the statement's `OperationSite`. */
  | { kind: "do-block"; language: string; raises: string | null; dynamic: readonly string[] }
  // what cannot be told
  | { kind: "psql-command"; command: string; arguments: string }
  | { kind: "unreadable"; message: string; line: number; column: number; meant: string | null; needsMajor: number | null }
  /** Parsed, yet outside what this project models; `tag` is the parser's node name. Never a silent pass: it lands in coverage unless executed. */
  | { kind: "other"; tag: string };

export type OperationKind = Operation["kind"];
export type OperationOf<K extends OperationKind> = Extract<Operation, { kind: K }>;

export interface CreateTable {
  readonly kind: "create-table";
  readonly table: RelationName;
  readonly ifNotExists: boolean;
  readonly temporary: boolean;
  /** ON COMMIT DROP. */
  readonly untilCommit?: true;
  readonly unlogged: boolean;
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly ConstraintDefinition[];
  readonly partitionOf: RelationName | null;
  readonly isDefaultPartition: boolean;
  /** What follows `PARTITION OF parent`, from FOR or DEFAULT on, where it is one. */
  readonly bound?: string;
  readonly partitionBy: { readonly strategy: "list" | "range" | "hash"; readonly columns: readonly string[] } | null;
  readonly inherits: readonly RelationName[];
  readonly like: readonly RelationName[];
  /** What each LIKE takes along besides columns and NOT NULL. Absent where the reader did not look. */
  readonly likeIncludes?: readonly (readonly LikeOption[])[];
}

/** What a publication is told to hold. */
export interface Published {
  readonly everything: boolean;
  readonly schemas: readonly string[];
  readonly tables: readonly RelationName[];
  /** Tables of which a WHERE picks rows, or a list columns (15 and later), with what they name. Absent where none has either. */
  readonly picks?: readonly {
    readonly table: RelationName;
    readonly where: readonly string[];
    readonly columns: readonly string[] | null;
  }[];
  /** Are updates or deletes published? Null where the statement does not say. */
  readonly changes: boolean | null;
}

/** What a permissive policy lets whom do; a restrictive one lets nobody do anything. */
export interface PolicyScope {
  readonly command: "all" | "select" | "insert" | "update" | "delete" | "nothing";
  readonly to: readonly string[];
}

export type LikeOption = "constraints" | "defaults" | "generated" | "identity" | "indexes";

export interface CreateIndex {
  readonly kind: "create-index";
  readonly index: string | null;
  readonly table: RelationName;
  readonly concurrently: boolean;
  readonly unique: boolean;
  readonly ifNotExists: boolean;
  readonly only: boolean;
  /** Access method, lower case: `btree` when none is written. */
  readonly method: string;
  /** Key columns in order; null for an expression. */
  readonly columns: readonly (string | null)[];
  /** A key has a collation, an operator class, DESC or NULLS of its own. Absent where none has. */
  readonly ownOrder?: true;
  /** Columns that expression keys read. Absent where the reader did not look. */
  readonly expressionColumns?: readonly string[];
  /** Functions that its keys or its predicate call. Absent where none does. */
  readonly calls?: readonly RelationName[];
  /** What the server calls each expression key in a name that it makes up; null where that is `expr`. Absent where the reader did not look. */
  readonly expressionNames?: readonly (string | null)[];
  readonly include: readonly string[];
  readonly where: Expression | null;
  readonly nullsNotDistinct: boolean;
}

export interface CreateRoutine {
  readonly kind: "create-routine";
  readonly routine: RelationName;
  readonly variety: "function" | "procedure";
  readonly replace: boolean;
  readonly language: string;
  readonly returnsTrigger: boolean;
  readonly volatility: "immutable" | "stable" | "volatile";
  readonly securityDefiner: boolean;
  readonly pinsSearchPath: boolean;
  /** The schemas of its SET search_path. Absent where it has none, or takes that of the session. */
  readonly searchPath?: readonly string[];
  readonly body: string | null;
  /** True when the body builds SQL at run time (EXECUTE of anything but a constant). */
  readonly dynamic: boolean;
  /** What the SELECTs of a body in SQL name. Absent where it has none, or the reader did not look. */
  readonly queries?: readonly ViewShape[];
  readonly signature?: RoutineSignature;
}

export interface RoutineSignature {
  /** Parameters that a call passes (IN, INOUT, VARIADIC), in order; `name` is empty where none is written. */
  readonly inputs: readonly { readonly name: string; readonly type: TypeReference; readonly hasDefault: boolean }[];
  /** The result as written: a type, `SETOF` one, or the OUT and TABLE columns; null for a procedure without any. */
  readonly returns: string | null;
  readonly variadic: boolean;
}

/** The arguments of one call, in order. */
export interface PassedArguments {
  readonly routine: RelationName;
  readonly arguments: readonly {
    /** The parameter, where the call names it. */
    readonly name: string | null;
    /** A constant or an array of constants, as SQL; null for anything else. */
    readonly value: string | null;
  }[];
}

/** A value as a statement gives it: a constant, NULL, DEFAULT, or what only the server can work out. */
export type GivenValue =
  | {
      readonly kind: "constant";
      readonly text: string;
      /** A bare string, which the server reads as whatever type the column has. */
      readonly quoted: boolean;
    }
  /** Every whole number from one to the other, a row each, after a text: what `generate_series` gives a SELECT. */
  | { readonly kind: "series"; readonly from: number; readonly to: number; readonly prefix?: string }
  | { readonly kind: "null" | "default" }
  /** With how it comes about, where that is short. */
  | { readonly kind: "computed"; readonly from?: Formula };

/** How a value comes about from columns of the same row; functions are built-in ones of one text. */
export type Formula =
  | { readonly kind: "column"; readonly name: string }
  | { readonly kind: "constant"; readonly text: string }
  /** To a type by its name in the catalog: `int4`. */
  | { readonly kind: "cast"; readonly of: Formula; readonly type: string }
  | { readonly kind: "call"; readonly name: string; readonly of: Formula }
  | { readonly kind: "arithmetic"; readonly sign: "+" | "-" | "*" | "/"; readonly left: Formula; readonly right: Formula };

/** What a view puts out, and which columns its query names. */
export interface ViewShape {
  /** Columns in order. */
  readonly columns: readonly ViewColumn[];
  /** Columns that the query names, each with the relations among which the first that has it is meant; `*` is every column of the first. */
  readonly named: readonly { readonly among: readonly RelationName[]; readonly column: string }[];
  /** False where some name could not be told. */
  readonly complete: boolean;
}

export interface ViewColumn {
  /** Null where the text does not tell it; `*` stands for all columns of `among`. */
  readonly name: string | null;
  /** A plain column of one of these relations. */
  readonly of: { readonly among: readonly RelationName[]; readonly column: string } | null;
  /** The type that a cast gives it. */
  readonly type: TypeReference | null;
}

/** A type as written: `int4[]` is `{schema: "pg_catalog", name: "int4", modifiers: [], array: true}`. Aliases are the catalog's names (`int4`, `varchar`, `timestamptz`). */
export interface TypeReference {
  readonly schema: string | null;
  readonly name: string;
  readonly modifiers: readonly number[];
  readonly array: boolean;
  /** The type as the file spells it. */
  readonly text: string;
}

/** An expression: its text, and what can be told from the tree alone. */
export interface Expression {
  readonly text: string;
  readonly columns: readonly string[];
  readonly functions: readonly RelationName[];
  /** Single-quoted constants in it. */
  readonly literals: readonly string[];
  /** A plain constant (possibly cast), `null`, or a constant array. */
  readonly constant: boolean;
  readonly isNull: boolean;
  /** `c IS NOT NULL` parts joined by AND: the columns that the expression proves not null. */
  readonly provesNotNull: readonly string[];
}

export interface ColumnDefinition {
  readonly name: string;
  readonly type: TypeReference;
  readonly notNull: boolean;
  readonly default: Expression | null;
  readonly identity: "always" | "by default" | null;
  readonly generated: { readonly expression: Expression; readonly stored: boolean } | null;
  readonly serial: boolean;
  readonly collation: string | null;
  /** Constraints written inline (CHECK, REFERENCES, UNIQUE, PRIMARY KEY), as if they stood on the table. */
  readonly constraints: readonly ConstraintDefinition[];
}

export interface ConstraintDefinition {
  readonly name: string | null;
  readonly type: "check" | "foreign-key" | "unique" | "primary-key" | "exclude" | "not-null";
  readonly columns: readonly string[];
  readonly expression: Expression | null;
  readonly references: {
    readonly table: RelationName;
    readonly columns: readonly string[];
    readonly onDelete: ReferentialAction;
    readonly onUpdate: ReferentialAction;
  } | null;
  readonly notValid: boolean;
  readonly notEnforced: boolean;
  readonly deferrable: boolean;
  /** INITIALLY DEFERRED. Absent otherwise. */
  readonly deferred?: true;
  readonly usingIndex: string | null;
  readonly noInherit: boolean;
  readonly nullsNotDistinct: boolean;
}

export type ReferentialAction = "no action" | "restrict" | "cascade" | "set null" | "set default";

/**
 * How many rows an UPDATE or DELETE can touch, from its WHERE alone.
 * - `all`: no WHERE, a tautology (`true`, `1=1`, `id = id`, `id IS NOT NULL`), a self join on the key.
 * - `key`: one or a few literal values of a column that the WHERE pins with `=` or a short IN list.
 * - `range`: a bounded slice (`BETWEEN`, LIMIT in a subquery, `ctid`), that is, a batch.
 * - `filter`: anything else.
 */
export type RowBound = "all" | "key" | "range" | "filter";

export type ObjectType =
  | "table"
  | "view"
  | "materialized view"
  | "foreign table"
  | "index"
  | "sequence"
  | "type"
  | "domain"
  | "enum"
  | "function"
  | "procedure"
  | "aggregate"
  | "routine"
  | "trigger"
  | "event trigger"
  | "policy"
  | "rule"
  | "schema"
  | "database"
  | "extension"
  | "role"
  | "collation"
  | "operator"
  | "cast"
  | "statistics"
  | "publication"
  | "subscription"
  | "foreign data wrapper"
  | "server"
  | "user mapping"
  | "column"
  | "constraint"
  | "language"
  | "text search"
  | "tablespace"
  | "operator class"
  | "operator family"
  | "conversion"
  | "transform"
  | "access method"
  | "large object"
  | "other";
