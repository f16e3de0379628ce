import type { SourceFile } from "../model/migration.js";
import { readYamlTree, type YamlNode } from "../settings/yaml-tree.js";
import type { Element, ElementText } from "./element.js";
import { readXml, XmlFault } from "./xml-elements.js";

/** What stands in a changelog, in its order; a fault where it cannot be read whole. */
export function changelogElements(
  file: SourceFile,
): { readonly elements: readonly Element[] } | { readonly fault: string; readonly at: number } {
  return /\.xml$/iu.test(file.path) ? ofXml(file.text) : ofYaml(file.text);
}

function ofXml(text: string): ReturnType<typeof changelogElements> {
  try {
    return { elements: readXml(text).children };
  } catch (fault) {
    if (fault instanceof XmlFault) return { fault: fault.message, at: fault.at };
    throw fault;
  }
}

function ofYaml(text: string): ReturnType<typeof changelogElements> {
  const read = readYamlTree(text);
  if ("why" in read) return { fault: read.why, at: read.at };
  const { tree } = read;
  const log = tree.kind === "map" ? tree.entries.find(({ key }) => key === "databaseChangeLog")?.value : undefined;
  return { elements: log === undefined ? [] : elementsOf(log) };
}

/** A list of maps with one key each, or a map: each key is an element. */
function elementsOf(node: YamlNode): readonly Element[] {
  if (node.kind === "list") return node.items.flatMap(elementsOf);
  return node.kind === "map" ? node.entries.map(({ key, value }) => elementOf(key, value, node.start)) : [];
}

function elementOf(name: string, node: YamlNode, start: number): Element {
  if (node.kind === "text") return { name, start, attributes: new Map(), children: [], texts: [textOf(node)] };
  if (node.kind === "list") {
    // `rollback: [DROP TABLE a]` lists statements, `changes: [sql: …]` elements.
    const texts = node.items.flatMap((item) => (item.kind === "text" ? [textOf(item)] : []));
    return { name, start, attributes: new Map(), children: elementsOf(node), texts };
  }
  const attributes = new Map<string, string>();
  const children: Element[] = [];
  for (const { key, value } of node.entries) {
    if (value.kind === "text") attributes.set(key, value.value);
    children.push(elementOf(key, value, value.start));
  }
  return { name, start, attributes, children, texts: [] };
}

function textOf(node: Extract<YamlNode, { kind: "text" }>): ElementText {
  const { source, start, value } = node;
  return source === null ? { start, end: start, encoded: false, value } : { ...source, encoded: false };
}
