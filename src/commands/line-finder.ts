/**
 * Finds the line of a tool's file that a statement most likely comes from: the one that holds its first words, else, from
 * where the last one was found, the next that names something that the statement names. A line of that file in any case.
 */
export function lineFinder(source: string): (statement: string) => number {
  const lines = source.split("\n");
  // A statement may be broken over lines.
  const windows = lines.map((_, at) => squeezed(lines.slice(at, at + 4).join(" ")));
  const verbatim = new Map<string, number>();
  let last = 1;
  return (statement) => {
    const start = squeezed(statement.slice(0, 400)).slice(0, 40);
    const at = verbatim.get(start) ?? beginning(windows, start);
    verbatim.set(start, at);
    last = at >= 0 ? at + 1 : mentioning(lines, statement, last);
    return last;
  };
}

function beginning(windows: readonly string[], start: string): number {
  if (start.length < 12) return -1;
  return windows.findIndex((window, at) => window.includes(start) && windows[at + 1]?.includes(start) !== true);
}

function mentioning(lines: readonly string[], statement: string, from: number): number {
  for (const name of namesIn(statement)) {
    const mention = new RegExp(`(?:['"\`:]|\\b)${name.replace(/[$]/gu, "\\$")}['"\`]`, "iu");
    const after = lines.findIndex((line, at) => at >= from - 1 && mention.test(line));
    const found = after >= 0 ? after : lines.findIndex((line) => mention.test(line));
    if (found >= 0) return found + 1;
  }
  return from;
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
