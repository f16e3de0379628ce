import { type PatternNode, readPattern } from "../awkward/matching-text.js";
import { literal } from "../quoted.js";

/** Numbers of 8 bytes have no more. */
const MOST = 2n ** 62n;
const PIECES = 120;

/**
 * SQL of a text that a regular expression matches, another one for each number `v` as far as the expression leaves a
 * choice: its places are the digits of the number. Null where this reader does not understand the expression.
 * @param times how often to take what may be repeated, where the expression lets it
 */
export function patternSql(pattern: string, v: string, times: number): string | null {
  const node = readPattern(pattern);
  if (node === null) return null;
  const writer = new Writer(v, times);
  const sql = writer.write(node);
  return writer.pieces > PIECES ? null : sql;
}

class Writer {
  #radix = 1n;
  pieces = 0;

  constructor(
    private readonly v: string,
    private readonly times: number,
  ) {}

  write(node: PatternNode): string {
    if (++this.pieces > PIECES) return "''";
    switch (node.kind) {
      case "sequence":
        return this.#joined(node.of);
      case "characters":
        if (node.of.length <= 1) return literal(node.of);
        return `substr(${literal(node.of)}, 1 + (${this.#digit(node.of.length)})::int, 1)`;
      case "repeat": {
        const count = Math.min(Math.max(node.least, this.times), node.most, 200);
        return this.#joined(Array.from({ length: count }, () => node.of));
      }
      case "choice": {
        const digit = this.#digit(node.of.length);
        const cases = node.of.map((each, at) => `when ${at} then ${this.write(each)}`);
        return `case ${digit} ${cases.join(" ")} end`;
      }
    }
  }

  #joined(nodes: readonly PatternNode[]): string {
    return nodes.length === 0 ? "''" : `(${nodes.map((each) => this.write(each)).join(" || ")})`;
  }

  #digit(among: number): string {
    if (this.#radix * BigInt(among) > MOST) return "0";
    const sql = `((${this.v}) / ${this.#radix} % ${among})`;
    this.#radix *= BigInt(among);
    return sql;
  }
}
