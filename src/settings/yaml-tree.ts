import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import { parseYaml } from "./parse-yaml.js";

/** A YAML or JSON document with where its texts stand. */
export type YamlNode =
  | {
      readonly kind: "map";
      readonly start: number;
      readonly entries: readonly { readonly key: string; readonly value: YamlNode }[];
    }
  | { readonly kind: "list"; readonly start: number; readonly items: readonly YamlNode[] }
  | {
      readonly kind: "text";
      readonly start: number;
      readonly value: string;
      readonly source: { readonly start: number; readonly end: number } | null;
    };

/** Null with a reason where it cannot be read whole: then nothing of it should be taken for known. */
export function readYamlTree(text: string): { readonly tree: YamlNode } | { readonly why: string; readonly at: number } {
  const parsed = parseYaml(text);
  if ("why" in parsed) return parsed;
  try {
    return { tree: read(parsed.document.contents, text) };
  } catch (fault) {
    if (fault instanceof Unread) return { why: fault.message, at: fault.at };
    if (fault instanceof RangeError) return { why: "nested too deeply to be read", at: 0 };
    throw fault;
  }
}

class Unread extends Error {
  constructor(
    why: string,
    readonly at: number,
  ) {
    super(why);
  }
}

function read(node: Node | null, text: string): YamlNode {
  const [start, valueEnd] = node?.range ?? [0, 0];
  if (node === null) return { kind: "text", start, value: "", source: null };
  if (isAlias(node)) throw new Unread("it uses an alias", start);
  if (isSeq(node)) return { kind: "list", start, items: node.items.map((item) => read(item as Node | null, text)) };
  if (isMap(node)) {
    const entries = (node.items as Pair<Node | null, Node | null>[]).map(({ key, value }) => ({
      key: isScalar(key) ? String(key.value) : "",
      value: read(value, text),
    }));
    const first = (node.items[0] as Pair<Node | null> | undefined)?.key?.range?.[0];
    return { kind: "map", start: first ?? start, entries };
  }
  if (!isScalar(node)) throw new Unread("it is no YAML that can be read here", start);
  const value = node.value === null ? "" : typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
  return { kind: "text", start, value, source: sourceOf(node.type, value, text, start, valueEnd) };
}

/** The range of the file that says the same SQL; null where escapes or folded lines come between. */
function sourceOf(type: string | null | undefined, value: string, text: string, start: number, end: number) {
  const quoted = type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE";
  const block = type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED";
  const from = quoted ? start + 1 : block ? text.indexOf("\n", start) + 1 : start;
  const to = quoted ? end - 1 : end;
  const bare = (part: string) =>
    part
      .split("\n")
      .map((line) => line.trim())
      .join("\n")
      .trim();
  return bare(text.slice(from, to).replaceAll("\r\n", "\n")) === bare(value) ? { start: from, end: to } : null;
}
