import type { Operation } from "../model/operation.js";
import type { OperationSite } from "../model/statement.js";
import type { Locate } from "./body-places.js";
import { bodyShapes } from "./body-shapes.js";
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
  await reading.parser.mend();
  const result = reading.parser.parse(text);
  if ("failure" in result) return refused(text, result.failure, locate, reading, inside);
  const source = new Source(text, locate);
  if ("broke" in result) return { sites: [unread(result.broke, source, inside)], failure: null };
  try {
    return { sites: await understand(text, result.statements, source, reading, inside), failure: null };
  } catch (error) {
    // The readers follow the tree down; one that is too deep for them is no mistake of its author.
    if (!(error instanceof RangeError)) throw error;
    return { sites: [unread(error.message, source, inside)], failure: null };
  }
}

async function understand(
  text: string,
  statements: readonly Tree[],
  source: Source,
  reading: Reading,
  inside: OperationSite["inside"],
): Promise<OperationSite[]> {
  const sites: OperationSite[] = [];
  const newer = await needsNewer(text, statements, reading);
  if (newer !== null) sites.push(unreadable({ ...newer, place: source.place(), inside }));
  const taken = takenForColumn(text);
  if (taken !== null) sites.push(unreadable({ ...taken, place: source.place(), inside }));
  for (const statement of statements) {
    const block = as(statement, "DoStmt");
    if (block !== null) sites.push(...(await readDoBlock(block, source, reading, inside)));
    else sites.push(...sitesOf(statement, source, reading, inside));
  }
  return sites;
}

function sitesOf(statement: Tree, source: Source, { parser }: Reading, inside: OperationSite["inside"]): OperationSite[] {
  return readOperations(statement, source).flatMap(({ operations, range }) => {
    const place = range === null ? source.place() : source.place(range.start, range.end);
    return operations.map((operation) => ({ operation: completed(operation, source, parser), place, inside }));
  });
}

/** A statement that neither parsed nor failed: it counts as not looked at. */
function unread(reason: string, source: Source, inside: OperationSite["inside"]): OperationSite {
  return { operation: { kind: "other", tag: `too deeply nested to read (${reason})` }, place: source.place(), inside };
}

async function readDoBlock(
  node: Tree,
  source: Source,
  reading: Reading,
  inside: OperationSite["inside"],
): Promise<OperationSite[]> {
  const { operation, steps } = openDoBlock(node, source, reading.parser);
  const sites: OperationSite[] = [{ operation, place: source.place(), inside }];
  for (const step of steps) {
    if ("operation" in step) sites.push({ operation: step.operation, place: step.place, inside: "do" });
    else sites.push(...(await readStatement(step.text, step.locate, reading, "do")).sites);
  }
  return sites;
}

/** A routine's body has to be opened with the parser, which the readers of the tree do not have. */
function completed(operation: Operation, source: Source, parser: TreeParser): Operation {
  if (operation.kind !== "create-routine" || operation.body === null) return operation;
  if (operation.language === "plpgsql") return { ...operation, dynamic: isDynamic(source.text, operation.body, parser) };
  if (operation.language !== "sql" || operation.queries !== undefined) return operation;
  const parsed = parser.parse(operation.body);
  if (!("statements" in parsed)) return operation;
  const body = new Source(operation.body, () => source.place());
  return { ...operation, queries: bodyShapes(parsed.statements, body) };
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
  return "failure" in (await grammar.parse(text));
}

async function refused(
  text: string,
  failure: ParseFailure,
  locate: Locate,
  reading: Reading,
  inside: OperationSite["inside"],
): Promise<ReadText> {
  const old = await reading.grammar16?.parse(text);
  if (old !== undefined && "statements" in old && !text.includes("\0")) {
    // Some oddities were dropped after 16: the server takes what the tree's grammar does not.
    const source = new Source(text, locate);
    return {
      sites: old.statements.flatMap((statement) => sitesOf(as18(statement), source, reading, inside)),
      failure: null,
    };
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
