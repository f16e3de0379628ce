export interface Tag {
  readonly name: string;
  readonly attributes: readonly (readonly [string, string])[];
}

/** A page taken apart by a grammar stricter than HTML's: what this reads, every browser reads the same way. */
export interface Read {
  readonly tags: readonly Tag[];
  /** Text outside of tags and of the style, entities decoded. */
  readonly text: string;
}

const TAG = /<(?<close>\/)?(?<name>[a-z][a-z0-9]*)(?<attributes>(?: [a-z][a-zA-Z0-9-]*(?:="[^"<>]*")?)*)(?<empty>\/)?>/gu;
const VOID = new Set(["br", "meta"]);
const SVG_EMPTY = new Set(["rect", "line"]);

/** @throws Error where a tag is not closed, not ours in form, or text holds a bare sign of markup */
export function readHtml(page: string): Read {
  const [head, ...rest] = page.split("<style>");
  const body = rest.join("<style>");
  const styleEnd = body.indexOf("</style>");
  if (head === undefined || !head.startsWith("<!doctype html>\n") || styleEnd < 0) throw new Error("no page");
  const markup = head.slice("<!doctype html>\n".length) + body.slice(styleEnd + "</style>".length);
  const tags: Tag[] = [];
  const open: string[] = [];
  for (const { groups = {} } of markup.matchAll(TAG)) {
    const { close, name = "", attributes = "", empty } = groups;
    if (close !== undefined) {
      const last = open.pop();
      if (last !== name) throw new Error(`</${name}> closes <${last}>`);
      continue;
    }
    tags.push({ name, attributes: attributesOf(attributes) });
    if (empty !== undefined && !SVG_EMPTY.has(name)) throw new Error(`<${name}/> does not close itself`);
    if (empty === undefined && !VOID.has(name)) open.push(name);
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(" ")}`);
  const text = markup.replace(TAG, "");
  const bare = /[<>]|&(?!#\d+;)/u.exec(text);
  if (bare !== null) throw new Error(`bare ${text.slice(Math.max(0, bare.index - 40), bare.index + 40)}`);
  return { tags, text: decoded(text) };
}

function attributesOf(text: string): [string, string][] {
  return [...text.matchAll(/ ([a-zA-Z0-9-]+)(?:="([^"]*)")?/gu)].map(([, name = "", value = ""]) => [name, decoded(value)]);
}

function decoded(text: string): string {
  return text.replace(/&#(\d+);/gu, (_, code: string) => String.fromCodePoint(Number(code)));
}
