import { type Session, SqlError } from "../engine.js";
import { literal, quoted } from "../quoted.js";
import { FILL_FUNCTION } from "./fill-function-sql.js";

/** What the server is asked to do for one table: all of it, or nothing stays. */
export interface FillRequest {
  readonly relation: string;
  /** As SQL, in the order of the values. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Which of the combinations of values satisfy an expression. */
  readonly tests: readonly {
    readonly expression: string;
    /** Generated columns that it reads, as they would be written in a select list, each after a comma. */
    readonly derived: string;
    readonly columns: readonly { readonly name: string; readonly type: string }[];
    readonly combinations: readonly (readonly (string | null)[])[];
  }[];
  /** For each row the first of its tries that the server takes. A try says what is other than in `values`, by position. */
  readonly rows: readonly {
    readonly values: readonly (string | null)[];
    readonly tries: readonly Readonly<Record<string, string | null>>[];
  }[];
  /** Columns to read back, so that what is computed on reading is known to be computable. */
  readonly returning: readonly string[];
  /** Sets of columns in which a row must be new where no index says so at once. */
  readonly distinct: readonly (readonly number[])[];
  /** Queries of one boolean: whether something is broken. */
  readonly broken: readonly { readonly name: string; readonly sql: string }[];
  /** Queries of the keys that other tables refer to. */
  readonly keys: readonly string[];
}

export interface FillAnswer {
  readonly tests: readonly (readonly number[])[];
  readonly rows: readonly { readonly taken: number | null; readonly message: string | null }[];
  readonly keys: readonly (readonly (readonly (string | null)[])[])[];
}

/** Longer is nobody's check; it would hold up the rehearsal. */
const TIMEOUT_MS = 10_000;

/**
 * Checks, domains, generated columns and indexes call functions of the user, which must not run as superuser. A role
 * that they could take off again would not do: inside of a SECURITY DEFINER function none can be set (PostgreSQL
 * manual, SET ROLE). Function and role are made anew for each request, because code that ran as the function's owner
 * could have altered it, and are gone with it.
 * @returns for each request its answer, or the server's words where it refuses that one
 */
export async function callFill(
  observer: Session,
  owners: readonly string[],
  requests: readonly FillRequest[],
): Promise<(FillAnswer | string)[]> {
  if (requests.length === 0) return [];
  try {
    const own = { name: "fill_awkward_rows", definition: FILL_FUNCTION, argument: requests, timeoutMs: TIMEOUT_MS };
    const { rows } = await observer.run(asOwners(observer, owners, own));
    const answers = rows[0]?.["answers"];
    return (typeof answers === "string" ? JSON.parse(answers) : answers) as (FillAnswer | string)[];
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const [first, ...others] = requests;
    if (first === undefined || others.length === 0) return [error.message];
    // One of them spoiled it for the others: each on its own.
    const answers: (FillAnswer | string)[] = [];
    for (const request of requests) answers.push(...(await callFill(observer, owners, [request])));
    return answers;
  }
}

/** A function of ours that takes one JSON argument and gives one. */
interface OwnFunction {
  readonly name: string;
  readonly definition: string;
  readonly argument: unknown;
  readonly timeoutMs: number;
}

/** SQL that makes the function, calls it with the rights of these roles and no more, and leaves nothing of it. */
export function asOwners({ backendPid }: Session, owners: readonly string[], own: OwnFunction): string {
  const role = quoted(`awkward_rows_${backendPid}`);
  const name = `pg_temp.${own.name}(pg_catalog.jsonb)`;
  return `
set local session_replication_role = replica; set local statement_timeout = ${own.timeoutMs}; set local lock_timeout = ${own.timeoutMs};
create role ${role} nologin nosuperuser bypassrls; grant ${owners.map(quoted).join(", ")} to ${role};
${own.definition}; alter function ${name} owner to ${role};
select pg_temp.${own.name}(${literal(JSON.stringify(own.argument))}) as answers;
drop function ${name}; drop role ${role}; reset search_path`;
}
