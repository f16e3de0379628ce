import type { Operation } from "../model/operation.js";
import type { OperationSite } from "../model/statement.js";
import type { Locate } from "./body-places.js";
import { isDynamic, openDoBlock } from "./do-block.js";
import { Lexer } from "./lexer.js";
import { takenForColumn } from "./mistakes/taken-for-column.js";
import { whatWasMeant } from "./mistakes/what-was-meant.js";
import { needs18 } from "./newer-syntax.js";
import { readOperations } from "./operations/read-operations.js";
import { as18 } from "./parsers/as-18.js";
import type { Grammar16 } from "./parsers/grammar-16.js";
import type { ParseFailure } from "./parsers/parse-result.js";
import type { TreeParser } from "./parsers/tree-parser.js";
import { Source } from "./source.js";
import { as, type Tree } from "./tree.js";

/** The parsers, and the server that the SQL is meant for. */
export interface Reading {
  readonly parser: TreeParser;
  /** The second witness, for servers up to 16; null for newer ones. */
  readonly grammar16: Grammar16 | null;
  readonly serverMajor: number;
}

export interface ReadText {
  readonly sites: readonly OperationSite[];
  readonly failure: ParseFailure | null;
}

/** What one statement's text means. `locate` turns offsets of the text into places. Never throws for bad SQL. */
export async function readStatement(
  text: string,
  locate: Locate,
  reading: Reading,
  inside: OperationSite["inside"] = "statement",
): Promise<ReadText> {
  const result = reading.parser.parse(text);
  if ("failure" in result) return refused(text, result.failure, locate, reading, inside);
  const source = new Source(text, locate);
  const sites: OperationSite[] = [];
  const newer = await needsNewer(text, result.statements, reading);
  if (newer !== null) sites.push(unreadable({ ...newer, place: source.place(), inside }));
  const taken = takenForColumn(text);
  if (taken !== null) sites.push(unreadable({ ...taken, place: source.place(), inside }));
  for (const statement of result.statements) {
    for (const { operations, range } of readOperations(statement, source)) {
      const place = range === null ? source.place() : source.place(range.start, range.end);
      for (const operation of operations) sites.push({ operation: completed(operation, text, reading.parser), place, inside });
    }
    const block = as(statement, "DoStmt");
    if (block !== null) sites.splice(-1, 1, ...(await readDoBlock(block, source, reading)));
  }
  return { sites, failure: null };
}

async function readDoBlock(node: Tree, source: Source, reading: Reading): Promise<OperationSite[]> {
  const { operation, steps } = openDoBlock(node, source, reading.parser);
  const sites: OperationSite[] = [{ operation, place: source.place(), inside: "statement" }];
  for (const step of steps) {
    if ("operation" in step) sites.push({ operation: step.operation, place: step.place, inside: "do" });
    else sites.push(...(await readStatement(step.text, step.locate, reading, "do")).sites);
  }
  return sites;
}

/** A routine's body has to be opened with the parser, which the readers of the tree do not have. */
function completed(operation: Operation, text: string, parser: TreeParser): Operation {
  if (operation.kind !== "create-routine" || operation.language !== "plpgsql" || operation.body === null) return operation;
  return { ...operation, dynamic: isDynamic(text, operation.body, parser) };
}

interface Newer {
  readonly major: number;
  readonly message: string;
}

/** Syntax that the server does not know though PostgreSQL 18 does. */
async function needsNewer(text: string, statements: readonly Tree[], { grammar16, serverMajor }: Reading): Promise<Newer | null> {
  if (serverMajor >= 18) return null;
  const is18 = statements.some(needs18);
  const refusedBy16 = grammar16 !== null && (await isRefused(text, grammar16));
  if (grammar16 === null ? !is18 : !refusedBy16) return null;
  const major = is18 ? 18 : 17;
  return { major, message: `needs PostgreSQL ${major} or later; yours is ${serverMajor}` };
}

/** A parser that broke has refused nothing. */
async function isRefused(text: string, grammar: Grammar16): Promise<boolean> {
  const result = await grammar.parse(text);
  return result !== null && "failure" in result;
}

async function refused(
  text: string,
  failure: ParseFailure,
  locate: Locate,
  reading: Reading,
  inside: OperationSite["inside"],
): Promise<ReadText> {
  const old = await reading.grammar16?.parse(text);
  if (old !== undefined && old !== null && "statements" in old && !text.includes("\0")) {
    // Some oddities were dropped after 16: the server takes what the tree's grammar does not.
    const source = new Source(text, locate);
    const operations = old.statements.flatMap((statement) =>
      readOperations(as18(statement), source).flatMap((part) => part.operations),
    );
    return { sites: operations.map((operation) => ({ operation, place: source.place(), inside })), failure: null };
  }
  const place = locate(failure.index, endOfToken(text, failure.index));
  const meant = whatWasMeant(text, failure);
  return { sites: [unreadable({ message: failure.message, place, inside, meant })], failure };
}

function endOfToken(text: string, index: number): number {
  const lexer = new Lexer(text, index);
  return lexer.next() ? lexer.end : text.length;
}

interface Problem {
  readonly message: string;
  readonly place: OperationSite["place"];
  readonly inside: OperationSite["inside"];
  readonly meant?: string | null;
  readonly major?: number;
}

/** An `unreadable` operation and its place. */
export function unreadable({ inside, major, meant, message, place }: Problem): OperationSite {
  const { column, line } = place;
  return {
    operation: { kind: "unreadable", message, line, column, meant: meant ?? null, needsMajor: major ?? null },
    place,
    inside,
  };
}
