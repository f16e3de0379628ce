import { type LineCounter, type ParsedNode, parseDocument } from "yaml";

type Parsed = ReturnType<typeof parseDocument<ParsedNode>>;

/**
 * A YAML document, or the first thing that is wrong with it and where, as an offset. Levels beyond the stack of the
 * parser, which calls itself for each, are wrong as well.
 */
export function parseYaml(
  text: string,
  lines?: LineCounter,
): { readonly document: Parsed } | { readonly why: string; readonly at: number } {
  try {
    const document = parseDocument<ParsedNode>(text, {
      prettyErrors: false,
      ...(lines === undefined ? {} : { lineCounter: lines }),
    });
    const [error] = document.errors;
    return error === undefined ? { document } : { why: error.message, at: error.pos[0] };
  } catch (error) {
    if (error instanceof RangeError) return { why: "nested too deeply to be read", at: 0 };
    throw error;
  }
}
