import type { Instance } from "pg-query-emscripten/pg_query_wasm.js";
import type { Tree } from "../tree.js";
import { indexOfCodePoint } from "./code-points.js";
import type { ParseResult } from "./parse-result.js";
import { slowComment } from "./slow-comment.js";

/** The grammar of PostgreSQL 16, the second witness for servers up to 16. */
export interface Grammar16 {
  /** When the parser itself broke, the next call works on a new instance. */
  parse(text: string): Promise<ParseResult>;
}

const MALLOC = 0;
const STACK = 1;
const STACK_BYTES = 16 * 1024 * 1024;
const encoder = new TextEncoder();

let loading: Promise<Grammar16> | null = null;

/** Loads the parser once a process. */
export function loadGrammar16(): Promise<Grammar16> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Grammar16> {
  const { default: Module } = await import("pg-query-emscripten/pg_query_wasm.js");
  let instance: Instance | null = null;
  return {
    async parse(text) {
      const slow = slowComment(text);
      if (slow !== null) return { failure: slow };
      instance ??= withLargeStack(await new Module());
      try {
        return parseWith(instance, text);
      } catch (error) {
        // Nesting beyond the stack leaves an instance that cannot be trusted.
        instance = null;
        return { broke: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

function parseWith(instance: Instance, text: string): ParseResult {
  // The package's own parse() puts every text on a 64 KB stack and never gives it back; a malloc'ed string has no such limit.
  const address = instance.allocate(encoder.encode(`${text}\0`), MALLOC);
  try {
    const { error, parse_tree } = instance.raw_parse(address);
    if (error.message !== "") {
      return { failure: { message: error.message, index: indexOfCodePoint(text, Math.max(0, error.cursorpos - 1)) } };
    }
    const { stmts } = JSON.parse(parse_tree) as { stmts: readonly { stmt: Tree }[] };
    return { statements: stmts.map((raw) => raw.stmt) };
  } finally {
    instance._free(address);
  }
}

/**
 * Moves the C stack from its 64 KB to a block of the heap: allocating nothing on the stack tells where its pointer
 * is, and allocating the (negative) distance to the top of the block puts it there.
 */
function withLargeStack(instance: Instance): Instance {
  const nothing = { length: 0, subarray: STACK };
  const pointer = instance.allocate(nothing, STACK);
  const block = instance.allocate(new Uint8Array(STACK_BYTES), MALLOC);
  const top = (block + STACK_BYTES) & ~15;
  instance.allocate({ ...nothing, length: pointer - top }, STACK);
  return instance;
}
