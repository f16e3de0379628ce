import type { CreateRoutine, Operation } from "../model/operation.js";
import type { OperationSite, ReadScript, Statement } from "../model/statement.js";
import { textsOf, transactionOf } from "./do-block.js";
import { type GivenParameter, plpgsqlBody } from "./plpgsql-body.js";
import { type Reading, readStatement } from "./read-statement.js";
import { split } from "./split.js";

interface Definition {
  readonly routine: CreateRoutine;
  /** The whole CREATE FUNCTION or CREATE PROCEDURE. */
  readonly text: string;
}

/** How deep calls in bodies are followed. */
const DEEPEST = 3;

/** Opens the bodies of routines where statements call them: a migration that creates a function, calls it and drops it again runs what the body says. */
export class CalledRoutines {
  readonly #known = new Map<string, Definition>();

  constructor(private readonly reading: Reading) {}

  /** What a script of the history defines: its own calls are past. */
  learn({ statements }: ReadScript): void {
    for (const { operations, text } of statements)
      for (const { operation } of operations)
        if (operation.kind === "create-routine") this.#known.set(operation.routine.name, { routine: operation, text });
  }

  async follow(script: ReadScript): Promise<ReadScript> {
    const statements: Statement[] = [];
    for (const statement of script.statements) {
      this.learn({ ...script, statements: [statement] });
      const inner = await this.#inside(statement.operations, 0);
      statements.push(inner.length === 0 ? statement : { ...statement, operations: [...statement.operations, ...inner] });
    }
    return { ...script, statements };
  }

  async #inside(sites: readonly OperationSite[], depth: number): Promise<OperationSite[]> {
    const found: OperationSite[] = [];
    if (depth >= DEEPEST || this.#known.size === 0) return found;
    for (const { operation, place } of sites) {
      for (const { name } of callsOf(operation)) {
        const definition = this.#known.get(name);
        if (definition === undefined) continue;
        for (const given of givenTo(definition.routine, operation)) {
          const opened = await this.#open(definition, given, place);
          found.push(...opened, ...(await this.#inside(opened, depth + 1)));
        }
      }
    }
    return found;
  }

  /** What the body runs, all of it placed where the call stands. */
  async #open(
    { routine, text }: Definition,
    given: readonly GivenParameter[],
    place: OperationSite["place"],
  ): Promise<OperationSite[]> {
    const { language, body } = routine;
    const block = (dynamic: readonly string[]): OperationSite => ({
      operation: { kind: "do-block", language, raises: null, dynamic },
      place,
      inside: "do",
    });
    const whole = [block([`the function ${routine.routine.name}, in ${language}`])];
    if (body === null || (language !== "plpgsql" && language !== "sql")) return whole;
    if (language === "sql") {
      const pieces = /^\s*(?:begin\s+atomic|return)\b/iu.test(body) ? [] : split(body, { psql: false }).items;
      return this.#read(
        pieces.map(({ start, end }) => body.slice(start, end)),
        place,
      );
    }
    const parsed = this.reading.parser.parsePlpgsql(text);
    if (typeof parsed === "string") return whole;
    const { steps } = plpgsqlBody(parsed, given);
    const queries = steps.flatMap((step) => ("kind" in step ? [step] : []));
    const commits = steps.flatMap((step): OperationSite[] =>
      "action" in step && step.action === "commit"
        ? [{ operation: transactionOf({ ...step, refused: refusalOf(routine) ?? step.refused }), place, inside: "do" }]
        : [],
    );
    const texts = queries.map((query) => textsOf(query, this.reading.parser));
    const dynamic = queries.flatMap((query, at) => (texts[at] === null ? [query.text] : []));
    const known = texts.flatMap((each) => each ?? []);
    return [block(dynamic), ...commits, ...(await this.#read(known, place))];
  }

  async #read(texts: readonly string[], place: OperationSite["place"]): Promise<OperationSite[]> {
    const sites: OperationSite[] = [];
    for (const text of texts) sites.push(...(await readStatement(text, () => place, this.reading, "do")).sites);
    // Parameters and variables read as columns; what does not parse on its own is no fault of the file.
    return sites.filter(({ operation }) => operation.kind !== "unreadable");
  }
}

/** Only a procedure may COMMIT, and none that a SET clause or SECURITY DEFINER puts into a context of its own (manual, 43.8 and CREATE PROCEDURE). */
function refusalOf({ variety, securityDefiner, pinsSearchPath }: CreateRoutine): string | null {
  if (variety === "function") return "a function";
  if (securityDefiner) return "a procedure with SECURITY DEFINER";
  return pinsSearchPath ? "a procedure with a SET clause" : null;
}

/** The parameters of each call, as far as the text tells; a single list of none where it tells nothing. */
function givenTo({ routine, signature }: CreateRoutine, operation: Operation): readonly (readonly GivenParameter[])[] {
  const passes = operation.kind === "select" || operation.kind === "call" ? (operation.passes ?? []) : [];
  const calls = passes.filter((call) => call.routine.name === routine.name);
  const inputs = signature?.variadic === false ? signature.inputs : [];
  if (calls.length === 0) return [[]];
  return calls.map((call) =>
    inputs.map(({ name }, at) => {
      const passed = call.arguments.find((each, place) => (each.name === null ? place === at : each.name === name));
      return { name, from: passed?.value ?? null };
    }),
  );
}

function callsOf(operation: Operation): readonly { readonly name: string }[] {
  if (operation.kind === "select") return operation.calls;
  return operation.kind === "call" ? [operation.routine] : [];
}
