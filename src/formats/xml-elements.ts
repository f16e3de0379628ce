import type { Element, ElementText } from "./element.js";

/** A document that is not well-formed, or that uses what is not read: `at` is where, in UTF-16 units. */
export class XmlFault extends Error {
  constructor(
    readonly at: number,
    why: string,
  ) {
    super(why);
  }
}

const NAME = "[\\p{L}_][\\p{L}\\p{N}_.:-]*";
const MARKUP = new RegExp(
  [
    "<!--(?<comment>[\\s\\S]*?)-->",
    "<!\\[CDATA\\[(?<cdata>[\\s\\S]*?)\\]\\]>",
    "<\\?[\\s\\S]*?\\?>",
    `</(?<close>${NAME})\\s*>`,
    `<(?<open>${NAME})(?<attributes>(?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(?<empty>/?)>`,
    "(?<text>[^<]+)",
  ].join("|"),
  "uy",
);
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Reads a document strictly: elements with their attributes and where their text stands. No DOCTYPE. @throws XmlFault */
export function readXml(text: string): Element {
  const top = open("", 0);
  const stack: Open[] = [top];
  for (let at = text.startsWith("\uFEFF") ? 1 : 0; at < text.length; ) {
    MARKUP.lastIndex = at;
    const found = MARKUP.exec(text);
    if (found === null) throw new XmlFault(at, text.startsWith("<!DOCTYPE", at) ? "has a DOCTYPE" : "is no well-formed XML");
    const { cdata, close, open: name, attributes = "", empty, text: characters } = found.groups ?? {};
    const current = stack.at(-1) ?? top;
    const end = at + found[0].length;
    if (cdata !== undefined)
      current.texts.push({ start: end - "]]>".length - cdata.length, end: end - "]]>".length, encoded: false });
    else if (characters !== undefined) {
      decodeEntities(characters, at);
      current.texts.push({ start: at, end, encoded: true });
    } else if (close !== undefined) {
      if (stack.length === 1 || current.name !== local(close)) throw new XmlFault(at, `closes <${close}>, which is not open`);
      stack.pop();
    } else if (name !== undefined) {
      const element = open(local(name), at);
      for (const [, key = "", value = ""] of attributes.matchAll(new RegExp(`(${NAME})\\s*=\\s*("[^"]*"|'[^']*')`, "gu")))
        element.attributes.set(local(key), decodeEntities(value.slice(1, -1), at));
      current.children.push(element);
      if (empty !== "/") stack.push(element);
    }
    at = end;
  }
  const unclosed = stack.length > 1 ? stack.at(-1) : undefined;
  if (unclosed !== undefined) throw new XmlFault(unclosed.start, `never closes <${unclosed.name}>`);
  const [root] = top.children;
  if (root === undefined) throw new XmlFault(0, "holds no element");
  return root;
}

/** Text with entities as what they stand for. @throws XmlFault for one that XML itself does not know. */
export function decodeEntities(text: string, at = 0): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+)?;?/giu, (whole, name: string | undefined) => {
    const code = /^#x/iu.test(name ?? "") ? Number.parseInt(name?.slice(2) ?? "", 16) : Number.parseInt(name?.slice(1) ?? "", 10);
    const value = name?.startsWith("#") === true ? fromCode(code) : ENTITIES[name ?? ""];
    if (value === undefined || !whole.endsWith(";")) throw new XmlFault(at, `holds «${whole}», which XML does not know`);
    return value;
  });
}

function fromCode(code: number): string | undefined {
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : undefined;
}

interface Open extends Element {
  readonly attributes: Map<string, string>;
  readonly children: Open[];
  readonly texts: ElementText[];
}

function open(name: string, start: number): Open {
  return { name, start, attributes: new Map(), children: [], texts: [] };
}

function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
