import type { RelationName } from "../model/relation-name.js";
import { foldedName } from "../postgres/folded-name.js";

/** A relation that static SQL of a routine names, and the right that it takes. */
export interface BodyRelation {
  readonly target: RelationName;
  readonly right: "select" | "insert" | "update" | "delete";
}

const NAME = String.raw`((?:"[^"]+"|[a-z_][\w$]*)(?:\s*\.\s*(?:"[^"]+"|[a-z_][\w$]*))?)`;
/** A name ends where its letters end: without that, what stands before a parenthesis is found but for its last letter. */
const NAMED = new RegExp(
  String.raw`\b(insert\s+into|delete\s+from|update|from|join)\s+(?:only\s+)?${NAME}(?![\w$"])(?!\s*[(.])`,
  "giu",
);
const ALSO_CALLED = new RegExp(String.raw`\binsert\s+into\s+${NAME}\s*\(`, "giu");

/** Words that stand where a relation would: `DO UPDATE SET`, `FOR UPDATE OF`, `FROM ONLY`. */
const WORDS: ReadonlySet<string> = new Set(["set", "of", "only", "select", "lateral", "nowait", "skip"]);

/** Without comments and strings, of which nothing is a name. */
export function bodyCode(body: string): string {
  return body.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/gu, " ");
}

/** What the text of a body says after FROM, JOIN, INSERT INTO, UPDATE and DELETE FROM; names of WITH queries are left out. */
export function bodyRelations(body: string): readonly BodyRelation[] {
  const code = bodyCode(body);
  const common = new Set(
    [
      ...code.matchAll(
        /(?:\bwith\s+(?:recursive\s+)?|,\s*)("[^"]+"|[a-z_][\w$]*)\s*(?:\([^()]*\)\s*)?as\s+(?:(?:not\s+)?materialized\s+)?\(/giu,
      ),
    ].map(([, name = ""]) => foldedName(name)),
  );
  const found = [
    ...[...code.matchAll(NAMED)].map(([, verb = "", written = ""]) => ({ verb: verb.toLowerCase(), written })),
    ...[...code.matchAll(ALSO_CALLED)].map(([, written = ""]) => ({ verb: "insert", written })),
  ];
  return found.flatMap(({ verb, written }): BodyRelation[] => {
    const [name = "", schema = null] = (written.match(/"[^"]+"|[a-z_][\w$]*/giu) ?? []).map(foldedName).reverse();
    if (schema === null && (WORDS.has(name) || common.has(name))) return [];
    return [{ target: { schema, name }, right: rightOf(verb) }];
  });
}

function rightOf(verb: string): BodyRelation["right"] {
  if (verb.startsWith("insert")) return "insert";
  if (verb.startsWith("delete")) return "delete";
  return verb === "update" ? "update" : "select";
}
