/**
 * A text that a regular expression matches, or null for one that is beyond this reader. `at` makes them differ: where
 * the expression leaves a choice, another one is taken. A proposal only: the server has the last word.
 */
export function matchingText(pattern: string, at: number): string | null {
  const node = readPattern(pattern);
  return node === null ? null : write(node, { left: at });
}

/** What a regular expression is made of, or null for one that is beyond this reader. */
export function readPattern(pattern: string): PatternNode | null {
  try {
    const reader = new Reader(pattern.replace(/^\(\?[a-z]+\)/u, "").replace(/^\*\*\*[:=]/u, ""));
    const node = reader.alternatives();
    return reader.done() ? node : null;
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

class Unreadable extends Error {}

export type PatternNode =
  | { readonly kind: "choice"; readonly of: readonly PatternNode[] }
  | { readonly kind: "sequence"; readonly of: readonly PatternNode[] }
  | { readonly kind: "characters"; readonly of: string }
  | { readonly kind: "repeat"; readonly of: PatternNode; readonly least: number; readonly most: number };

const NOTHING: PatternNode = { kind: "sequence", of: [] };
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const WORD = `${LOWER}${DIGITS}`;
const CLASSES: Readonly<Record<string, string>> = { d: DIGITS, w: WORD, s: " ", D: LOWER, W: "-", S: WORD };
const NAMED: Readonly<Record<string, string>> = {
  alpha: LOWER,
  alnum: WORD,
  digit: DIGITS,
  xdigit: "0123456789abcdef",
  lower: LOWER,
  upper: LOWER.toUpperCase(),
  space: " ",
  punct: "-_.",
  word: WORD,
};

/** Up to three of what may be repeated: enough to differ, little enough to stay below a limit of length. */
function write(node: PatternNode, choice: { left: number }): string {
  switch (node.kind) {
    case "sequence":
      return node.of.map((part) => write(part, choice)).join("");
    case "choice":
      return write(node.of[take(choice, node.of.length)] ?? NOTHING, choice);
    case "characters":
      return node.of[take(choice, node.of.length)] ?? "";
    case "repeat": {
      const times = Math.min(Math.max(node.least, 3), node.most, 200);
      return Array.from({ length: times }, () => write(node.of, choice)).join("");
    }
  }
}

function take(choice: { left: number }, among: number): number {
  const taken = choice.left % Math.max(1, among);
  choice.left = Math.floor(choice.left / Math.max(1, among));
  return taken;
}

class Reader {
  #at = 0;

  constructor(private readonly pattern: string) {}

  done(): boolean {
    return this.#at >= this.pattern.length;
  }

  alternatives(): PatternNode {
    const of = [this.#sequence()];
    while (this.#eat("|")) of.push(this.#sequence());
    return of.length === 1 ? (of[0] ?? NOTHING) : { kind: "choice", of };
  }

  #sequence(): PatternNode {
    const of: PatternNode[] = [];
    while (!this.done() && !"|)".includes(this.#peek())) of.push(this.#repeated(this.#atom()));
    return { kind: "sequence", of };
  }

  #repeated(node: PatternNode): PatternNode {
    const found = /^(?:([*+?])|\{(\d+)(,(\d*))?\})\??/u.exec(this.pattern.slice(this.#at));
    if (found === null) return node;
    this.#at += found[0].length;
    const [, sign, least, comma, most] = found;
    if (sign !== undefined) return { kind: "repeat", of: node, least: sign === "+" ? 1 : 0, most: sign === "?" ? 1 : 1_000 };
    const from = Number(least);
    return { kind: "repeat", of: node, least: from, most: comma === undefined ? from : most === "" ? 1_000 : Number(most) };
  }

  #atom(): PatternNode {
    if (this.#eat("^") || this.#eat("$")) return NOTHING;
    if (this.#eat(".")) return { kind: "characters", of: WORD };
    if (this.#eat("[")) return { kind: "characters", of: this.#set() };
    if (this.#eat("\\")) return this.#escaped();
    if (!this.#eat("(")) return { kind: "characters", of: this.#next() };
    // What looks ahead or behind constrains the rest in ways that this reader does not follow.
    if (this.#eat("?") && !this.#eat(":")) throw new Unreadable();
    const inner = this.alternatives();
    if (!this.#eat(")")) throw new Unreadable();
    return inner;
  }

  #escaped(): PatternNode {
    const name = this.#next();
    if ("AZmMyY<>b".includes(name)) return NOTHING;
    if (/[a-zA-Z0-9]/u.test(name) && CLASSES[name] === undefined) throw new Unreadable();
    return { kind: "characters", of: CLASSES[name] ?? name };
  }

  #set(): string {
    const negated = this.#eat("^");
    let members = "";
    while (members === "" || this.#peek() !== "]") {
      const named = /^\[:(\w+):\]/u.exec(this.pattern.slice(this.#at));
      if (named !== null) {
        this.#at += named[0].length;
        members += NAMED[named[1] ?? ""] ?? "";
      } else members += this.#span();
    }
    this.#at++;
    if (!negated) return members;
    return [...`${WORD}-_ `].filter((character) => !members.includes(character)).join("") || "~";
  }

  #span(): string {
    let from = this.#next();
    if (from === "\\") {
      from = this.#next();
      if (CLASSES[from] !== undefined) return CLASSES[from] ?? "";
    }
    if (this.#peek() !== "-" || this.pattern[this.#at + 1] === "]" || this.#at + 1 >= this.pattern.length) return from;
    this.#at++;
    const [first, last] = [from.charCodeAt(0), this.#next().charCodeAt(0)];
    if (last < first || last - first > 255) throw new Unreadable();
    return Array.from({ length: last - first + 1 }, (_, step) => String.fromCharCode(first + step)).join("");
  }

  #peek(): string {
    return this.pattern[this.#at] ?? "";
  }

  #next(): string {
    const character = this.pattern[this.#at++];
    if (character === undefined) throw new Unreadable();
    return character;
  }

  #eat(character: string): boolean {
    if (this.pattern[this.#at] !== character) return false;
    this.#at++;
    return true;
  }
}
