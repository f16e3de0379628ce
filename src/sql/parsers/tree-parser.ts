import { join } from "node:path";
import type { Instance } from "libpg-query/wasm/libpg-query.js";
import { isTree, type Tree } from "../tree.js";
import { assetFolder } from "./asset-folder.js";
import { indexOfCodePoint } from "./code-points.js";
import type { ParseResult } from "./parse-result.js";
import { slowComment } from "./slow-comment.js";

/** The one tree that everything downstream reads: the grammar of PostgreSQL 18, which accepts what 13 to 17 accept. */
export interface TreeParser {
  parse(text: string): ParseResult;
  /** A DO block or a CREATE FUNCTION in PL/pgSQL; a string is the parser's complaint. */
  parsePlpgsql(text: string): Tree | string;
  /** To be awaited before each text: makes a new instance if the last text broke the old one. */
  mend(): Promise<void>;
}

let loading: Promise<TreeParser> | null = null;

/** Loads the parser once a process. */
export function loadTreeParser(): Promise<TreeParser> {
  loading ??= load();
  return loading;
}

async function load(): Promise<TreeParser> {
  const create = await instantiator();
  let instance = await create();
  let isBroken = false;
  // The package's own wrapper keeps one instance for ever, and texts nested too deeply each leave part of its C stack
  // behind: after some thirty of them nothing parses any more.
  const guarded = <T>(run: () => T, broke: (message: string) => T): T => {
    try {
      return run();
    } catch (error) {
      isBroken = true;
      return broke(error instanceof Error ? error.message : String(error));
    }
  };
  return {
    parse: (text) =>
      guarded(
        () => parse(instance, text),
        (broke): ParseResult => ({ broke }),
      ),
    parsePlpgsql: (text) =>
      guarded(
        () => parsePlpgsql(instance, text),
        (message): Tree | string => message,
      ),
    async mend() {
      if (!isBroken) return;
      instance = await create();
      isBroken = false;
    },
  };
}

function parse(instance: Instance, text: string): ParseResult {
  // The parser reads a C string.
  const nul = text.indexOf("\0");
  if (nul >= 0) return { failure: { message: "the text holds a NUL byte; is the file UTF-16 or binary?", index: nul } };
  const slow = slowComment(text);
  if (slow !== null) return { failure: slow };
  const input = put(instance, text);
  const result = instance._wasm_parse_query_raw(input);
  const parsed = parseResult(instance, result, text);
  instance._wasm_free_parse_result(result);
  instance._free(input);
  return parsed;
}

/** Reads a PgQueryParseResult { tree; stderr; error } and its PgQueryError { message; function; file; line; cursor }. */
function parseResult(instance: Instance, result: number, text: string): ParseResult {
  const error = instance.getValue(result + 8, "i32");
  if (error !== 0) {
    const message = instance.UTF8ToString(instance.getValue(error, "i32"));
    const cursor = instance.getValue(error + 16, "i32");
    return { failure: { message, index: indexOfCodePoint(text, Math.max(0, cursor - 1)) } };
  }
  const { stmts } = JSON.parse(instance.UTF8ToString(instance.getValue(result, "i32"))) as { stmts?: readonly { stmt: Tree }[] };
  return { statements: (stmts ?? []).map((raw) => raw.stmt) };
}

function parsePlpgsql(instance: Instance, text: string): Tree | string {
  const slow = slowComment(text);
  if (slow !== null) return slow.message;
  const input = put(instance, text);
  const result = instance._wasm_parse_plpgsql(input);
  const answer = instance.UTF8ToString(result);
  instance._wasm_free_string(result);
  instance._free(input);
  if (!answer.startsWith("{")) return answer;
  const parsed: unknown = JSON.parse(answer);
  return isTree(parsed) ? parsed : {};
}

function put(instance: Instance, text: string): number {
  const bytes = instance.lengthBytesUTF8(text) + 1;
  const address = instance._malloc(bytes);
  instance.stringToUTF8(text, address, bytes);
  return address;
}

/** Makes instances. In a bundle the wasm file stands beside it, and there is no `__dirname`, which the package asks for. */
async function instantiator(): Promise<() => Promise<Instance>> {
  const { default: create } = await import("libpg-query/wasm/libpg-query.js");
  const folder = assetFolder("libpg-query.wasm");
  if (folder === null) return () => create();
  return async () => {
    const globals = globalThis as { __dirname?: string };
    const had = globals.__dirname;
    globals.__dirname ??= folder;
    try {
      return await create({ locateFile: (file) => join(folder, file) });
    } finally {
      if (had === undefined) delete globals.__dirname;
    }
  };
}
