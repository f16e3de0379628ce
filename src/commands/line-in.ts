/**
 * The line of a tool's file that a statement most likely comes from: the one that holds its first words, else, from where
 * the last one was found, the next that names something that the statement names. A line of that file in any case.
 */
export function lineIn(source: string, statement: string, from: number): number {
  const lines = source.split("\n");
  const start = squeezed(statement).slice(0, 40);
  const verbatim = start.length < 12 ? -1 : lines.findIndex((_, at) => beginsAt(lines, at, start));
  if (verbatim >= 0) return verbatim + 1;
  for (const name of namesIn(statement)) {
    const mention = new RegExp(`(?:['"\`:]|\\b)${name.replace(/[$]/gu, "\\$")}['"\`]`, "iu");
    const after = lines.findIndex((line, at) => at >= from - 1 && mention.test(line));
    const found = after >= 0 ? after : lines.findIndex((line) => mention.test(line));
    if (found >= 0) return found + 1;
  }
  return from;
}

/** A statement may be broken over lines. */
function beginsAt(lines: readonly string[], at: number, start: string): boolean {
  const here = squeezed(lines.slice(at, at + 4).join(" "));
  return here.includes(start) && !squeezed(lines.slice(at + 1, at + 5).join(" ")).includes(start);
}

function squeezed(text: string): string {
  return text.replace(/\s+/gu, " ").trim().toLowerCase();
}

/** What is newly named comes first: `ALTER TABLE t ADD COLUMN c` is about c, and t may stand on many lines. */
function namesIn(statement: string): readonly string[] {
  const own = OWN.exec(statement)?.[1];
  const object = OBJECT.exec(statement)?.[1]?.split(".").at(-1);
  return [own, object].flatMap((name) => (name === undefined ? [] : [name.replaceAll('"', "")]));
}

const OWN =
  /^\s*(?:alter\s+table\b[\s\S]*?\b(?:add|drop|alter|rename)\s+(?:column|constraint)|create\s+(?:unique\s+)?index(?:\s+concurrently)?)\s+(?:if\s+(?:not\s+)?exists\s+)?("?[\w$]+"?)/iu;

/** The object that a statement is first about. */
const OBJECT =
  /^\s*(?:create|alter|drop|insert|update|delete|truncate|copy|comment|lock)\b(?:\s+(?:or replace|unlogged|temp|temporary|unique|index|concurrently|table|view|materialized|sequence|type|schema|function|into|from|only|on|column|constraint|if|not|exists))*\s+("?[\w$]+"?(?:\."?[\w$]+"?)?)/iu;
