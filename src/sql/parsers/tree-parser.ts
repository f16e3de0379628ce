import type { Tree } from "../tree.js";
import { assetFolder } from "./asset-folder.js";
import { indexOfCodePoint } from "./code-points.js";
import type { ParseResult } from "./parse-result.js";

/** The one tree that everything downstream reads: the grammar of PostgreSQL 18, which accepts what 13 to 17 accept. */
export interface TreeParser {
  parse(text: string): ParseResult;
  /** A DO block or a CREATE FUNCTION in PL/pgSQL; a string is the parser's complaint. */
  parsePlpgsql(text: string): Tree | string;
}

let loading: Promise<TreeParser> | null = null;

/** Loads the parser once a process. */
export function loadTreeParser(): Promise<TreeParser> {
  loading ??= load();
  return loading;
}

async function load(): Promise<TreeParser> {
  const library = await withFolderOfWasm(async () => {
    const imported = await import("libpg-query");
    await imported.loadModule();
    return imported;
  });
  return {
    parse(text) {
      // The parser reads a C string and answers an empty one with an error of its own.
      const nul = text.indexOf("\0");
      if (nul >= 0) return { failure: { message: "the text holds a NUL byte; is the file UTF-16 or binary?", index: nul } };
      if (text.trim() === "") return { statements: [] };
      try {
        const { stmts } = library.parseSync(text) as { stmts?: readonly { stmt: Tree }[] };
        return { statements: (stmts ?? []).map((raw) => raw.stmt) };
      } catch (error) {
        if (!library.hasSqlDetails(error)) return { failure: { message: `the parser gave up: ${messageOf(error)}`, index: 0 } };
        return { failure: { message: error.message, index: indexOfCodePoint(text, error.sqlDetails?.cursorPosition ?? 0) } };
      }
    },
    parsePlpgsql(text) {
      try {
        return library.parsePlPgSQLSync(text) as unknown as Tree;
      } catch (error) {
        return messageOf(error);
      }
    },
  };
}

/** libpg-query looks for its wasm file in `__dirname`, which an ESM bundle does not have. */
async function withFolderOfWasm<T>(run: () => Promise<T>): Promise<T> {
  const folder = assetFolder("libpg-query.wasm");
  const globals = globalThis as { __dirname?: string };
  if (folder === null || globals.__dirname !== undefined) return run();
  globals.__dirname = folder;
  try {
    return await run();
  } finally {
    delete globals.__dirname;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
