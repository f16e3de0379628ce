import type { Operation } from "../model/operation.js";
import type { Place } from "../model/place.js";
import { BodyPlaces, type Locate } from "./body-places.js";
import { brokenFragment } from "./broken-fragment.js";
import { constantTexts } from "./constant-text.js";
import { leftIn } from "./mistakes/leftovers.js";
import type { TreeParser } from "./parsers/tree-parser.js";
import { type BodyQuery, type BodyTransaction, type PlpgsqlBody, plpgsqlBody } from "./plpgsql-body.js";
import type { Source } from "./source.js";
import { child, list, stringOf, type Tree, text } from "./tree.js";

/** SQL inside a DO block, still to be parsed, or an operation that needs no parsing. */
export type DoStep =
  | { readonly text: string; readonly locate: Locate }
  | { readonly operation: Operation; readonly place: Place };

export interface DoBlock {
  readonly operation: Operation;
  readonly steps: readonly DoStep[];
}

/** Opens a DO block. What it runs that cannot be known from the text is listed as dynamic. */
export function openDoBlock(node: Tree, source: Source, parser: TreeParser): DoBlock {
  const options = list(node, "args").map((argument) => child(argument, "DefElem"));
  const language =
    stringOf(child(options.find((option) => text(option, "defname") === "language") ?? {}, "arg")).toLowerCase() || "plpgsql";
  const quoted = source.tokens.find((token) => token.kind === "dollar" || (token.kind === "string" && token.start > 0));
  if (language !== "plpgsql" || quoted === undefined) {
    return { operation: { kind: "do-block", language, raises: null, dynamic: [`the whole block, in ${language}`] }, steps: [] };
  }
  const places = new BodyPlaces(source, quoted);
  const parsed = parser.parsePlpgsql(source.text);
  if (typeof parsed === "string") return unopened(parsed, language, places, parser);
  return openBody(plpgsqlBody(parsed), language, places, parser);
}

/** PL/pgSQL that the parser refuses: Postgres compiles a DO block before it runs any of it, so it would refuse as well. */
function unopened(complaint: string, language: string, places: BodyPlaces, parser: TreeParser): DoBlock {
  const fragment = brokenFragment(places.body, complaint, parser);
  const place = fragment === null ? places.complaint(complaint) : places.at(fragment.at, fragment.at + 1);
  const message = `the body of the DO block: ${complaint}`;
  const meant = fragment?.meant ?? leftIn(places.body);
  const { column, line } = place;
  const operation: Operation = { kind: "unreadable", message, line, column, meant, needsMajor: null };
  return { operation: { kind: "do-block", language, raises: null, dynamic: [] }, steps: [{ operation, place }] };
}

function openBody(body: PlpgsqlBody, language: string, places: BodyPlaces, parser: TreeParser): DoBlock {
  const dynamic: string[] = [];
  const steps: DoStep[] = [];
  for (const step of body.steps) {
    if ("action" in step) {
      steps.push({ operation: transactionOf(step), place: places.line(step.line) });
      continue;
    }
    const known = textsOf(step, parser);
    if (known === null) {
      dynamic.push(step.text);
      continue;
    }
    const locate = places.locate(step);
    for (const text of known) steps.push({ text, locate });
  }
  return { operation: { kind: "do-block", language, raises: body.raises, dynamic }, steps };
}

export function transactionOf({ action, chain, repeated, refused }: BodyTransaction): Operation {
  return { kind: "transaction", action, chain, ...(repeated ? { repeated } : {}), ...(refused === null ? {} : { refused }) };
}

/** The SQL that a piece of a body runs; null where the text does not tell. */
export function textsOf(step: BodyQuery, parser: TreeParser): readonly string[] | null {
  return step.kind === "expression" ? constantTexts(step.text, step.known, parser) : [step.text];
}

/** Does a PL/pgSQL routine run SQL that its text does not show? `statement` is the whole CREATE FUNCTION or PROCEDURE. */
export function isDynamic(statement: string, body: string, parser: TreeParser): boolean {
  if (!/\bexecute\b/iu.test(body)) return false;
  const parsed = parser.parsePlpgsql(statement);
  if (typeof parsed === "string") return true;
  const queries = plpgsqlBody(parsed).steps.filter((step): step is BodyQuery => "kind" in step && step.kind === "expression");
  return queries.some((query) => textsOf(query, parser) === null);
}
