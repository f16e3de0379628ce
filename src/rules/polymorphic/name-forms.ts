/** `contentId`, `ContentID` and `content_id` are one name. */
export function snake(name: string): string {
  const known = forms.get(name);
  if (known !== undefined) return known;
  if (forms.size >= MOST_FORMS) forms.clear();
  const form = formOf(name);
  forms.set(name, form);
  return form;
}

/** Every column is held against every other of its table, and `id` stands in each. */
const forms = new Map<string, string>();
const MOST_FORMS = 20_000;

function formOf(name: string): string {
  return name
    .replace(/(?<=[a-z0-9])(?=[A-Z])/gu, "_")
    .replace(/(?<=[A-Z])(?=[A-Z][a-z])/gu, "_")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/gu, "");
}

/** The last word in its singular: `note_articles` → `note_article`. Enough English for names of tables. */
export function singular(name: string): string {
  const at = name.lastIndexOf("_") + 1;
  const word = name.slice(at);
  return name.slice(0, at) + (IRREGULAR[word] ?? regular(word));
}

const IRREGULAR: Readonly<Record<string, string>> = {
  people: "person",
  children: "child",
  men: "man",
  women: "woman",
  media: "medium",
  indices: "index",
  statuses: "status",
  addresses: "address",
  series: "series",
  news: "news",
};

function regular(word: string): string {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(?:x|z|ch|sh|ss)es$/u.test(word)) return word.slice(0, -2);
  return /[^s]s$/u.test(word) && !/(?:us|is)$/u.test(word) ? word.slice(0, -1) : word;
}

/** The entity that a value of a type column means: `Post`, `posts`, `blog.Post` and `App\Models\Post` all mean `post`. */
export function entityOf(value: string): string {
  return singular(snake(value.replace(/^.*[.:\\]/u, "")));
}

/** How closely a value or a stem fits a table: `post` is `posts`, and the last words of `blog_posts`. */
export function fits(entity: string, table: string): "same" | "end" | null {
  const own = singular(snake(table));
  if (own === entity) return "same";
  return own.endsWith(`_${entity}`) ? "end" : null;
}
