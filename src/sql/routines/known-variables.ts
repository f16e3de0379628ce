import { as, child, flag, has, list, number, type Tree, text, walk } from "../tree.js";

/** A longer loop is no list that somebody could have written down. */
const MOST_TURNS = 100;

/** A variable of which the text of a routine says every value that it takes. */
export interface KnownVariable {
  readonly name: string;
  /** An expression: the value itself, or an array of the values it takes in turn. */
  readonly from: string;
  readonly takes: "value" | "elements" | "rows";
}

/** Reads a PL/pgSQL routine for variables that nothing sets but their declaration or one loop. */
export class KnownVariables {
  private readonly datums: readonly Tree[];
  private readonly timesSet = new Map<number, number>();
  private readonly timesDeclared = new Map<string, number>();

  constructor(routine: Tree) {
    this.datums = list(routine, "datums").map((datum) => as(datum, "PLpgSQL_var") ?? {});
    for (const datum of this.datums) count(this.timesDeclared, text(datum, "refname") ?? "");
    const note = (node: Tree) => {
      if (typeof node["varno"] === "number") count(this.timesSet, number(node, "varno"));
    };
    walk([child(routine, "action")], (_tag, node) => {
      note(node);
      for (const target of list(node, "fields")) note(target);
      return true;
    });
  }

  /** Those that keep what they were declared with. */
  declared(): readonly KnownVariable[] {
    return this.datums.flatMap((datum, at): KnownVariable[] => {
      const from = text(child(child(datum, "default_val"), "PLpgSQL_expr"), "query");
      return from === null || this.timesSet.has(at) ? [] : this.#known(at, from, "value");
    });
  }

  /** Parameters of which a call says the value. Those without a name stand as `$1`, `$2`…, and so may all others. */
  given(inputs: readonly { readonly name: string; readonly from: string | null }[]): readonly KnownVariable[] {
    return inputs.flatMap(({ name, from }, index): KnownVariable[] => {
      const at = this.datums.findIndex((datum) => name !== "" && text(datum, "refname") === name);
      if (from === null || this.timesSet.has(at < 0 ? index : at)) return [];
      return [...(at < 0 ? [] : this.#known(at, from, "value")), { name: `$${index + 1}`, from, takes: "value" }];
    });
  }

  /** FOR over whole numbers makes a variable of its own, which hides one of the same name (PostgreSQL manual, 43.6.5.5). */
  #counted(loop: Tree): readonly KnownVariable[] {
    const name = text(child(child(loop, "var"), "PLpgSQL_var"), "refname");
    const bound = (field: string) => Number(text(child(child(loop, field), "PLpgSQL_expr"), "query") ?? "none");
    const [lower, upper] = [bound("lower"), bound("upper")];
    const isSet = this.datums.some((datum, at) => text(datum, "refname") === name && this.timesSet.has(at));
    const plain = name !== null && !isSet && !has(loop, "step") && !flag(loop, "reverse");
    if (!plain || !Number.isInteger(lower) || !Number.isInteger(upper) || upper < lower || upper - lower >= MOST_TURNS) return [];
    const turns = Array.from({ length: upper - lower + 1 }, (_, at) => lower + at);
    return [{ name, from: `ARRAY[${turns.join(", ")}]`, takes: "elements" }];
  }

  /** The variable of FOREACH over an array, or of FOR over the rows of a query, if nothing else sets it. */
  ofLoop(tag: string, loop: Tree): readonly KnownVariable[] {
    if (tag.endsWith("fori")) return this.#counted(loop);
    const each = tag.endsWith("foreach_a");
    if (!each && !tag.endsWith("fors")) return [];
    const from = text(child(child(loop, each ? "expr" : "query"), "PLpgSQL_expr"), "query");
    const targets = list(child(child(loop, "var"), "PLpgSQL_row"), "fields");
    if (from === null || (!each && targets.length !== 1)) return [];
    const variable = number(each ? loop : (targets[0] ?? {}), "varno");
    return this.timesSet.get(variable) === 1 ? this.#known(variable, from, each ? "elements" : "rows") : [];
  }

  #known(at: number, from: string, takes: KnownVariable["takes"]): KnownVariable[] {
    const name = text(this.datums[at] ?? {}, "refname");
    // A name declared twice may mean either.
    return name === null || this.timesDeclared.get(name) !== 1 ? [] : [{ name, from, takes }];
  }
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
