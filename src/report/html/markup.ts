import { htmlText } from "../escape/html-text.js";

/** What a template takes: text is escaped, markup is not, and null is nothing. */
export type Insertion = Markup | string | number | null | readonly Insertion[];

/** HTML that only `html` can make, so that no text gets into a page unescaped. */
export class Markup {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  static of(strings: TemplateStringsArray, insertions: readonly Insertion[]): Markup {
    const last = strings.length - 1;
    return new Markup(strings.map((part, at) => (at === last ? part : part + inserted(insertions[at] ?? null))).join(""));
  }

  toString(): string {
    return this.#text;
  }
}

/** A piece of a page. Attributes must stand in double quotes. */
export function html(strings: TemplateStringsArray, ...insertions: readonly Insertion[]): Markup {
  return Markup.of(strings, insertions);
}

function inserted(insertion: Insertion): string {
  if (insertion === null) return "";
  if (insertion instanceof Markup) return insertion.toString();
  if (typeof insertion === "string") return htmlText(insertion);
  return typeof insertion === "number" ? String(insertion) : insertion.map(inserted).join("");
}
