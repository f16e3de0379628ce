/** Words that stand right before a secret, in SQL options, connection strings, YAML and environments. */
const NAME =
  "(?:pass(?:word|wd|phrase)|pwd|secret(?:_access)?(?:_key)?|api_?key|access_key|(?:access|auth|refresh|session)_?token|private_key)";
/** What may stand between the name and its value: the end of a quoted name, a sign, and space or short comments (PostgreSQL 18, gram.y: PASSWORD Sconst). */
const BETWEEN = String.raw`["'\]]{0,2}(?:\s|/\*[^*]{0,200}\*/|--[^\n]{0,200}\n){0,40}(?:=>?|:=|:|,)?(?:\s|/\*[^*]{0,200}\*/|--[^\n]{0,200}\n){0,40}`;

/** `PASSWORD 'x'`, also E'', U&'', inside another literal, continued over lines, or never closed because the text was cut. */
const QUOTED = new RegExp(
  String.raw`(${NAME}${BETWEEN})(''[^'\s,;)][^']{0,1000}''|(?:e'(?:[^'\\]|''|\\[\s\S]){0,1000}|(?:u&)?'(?:[^']|''){0,1000})(?:'(?:\s*\n\s*'(?:[^']|''){0,1000}(?:'|$)){0,20}|))`,
  "giu",
);
const NEXT = new RegExp(`${NAME}${BETWEEN}(?:e|u&)?'`, "iu");
const DOLLARS = new RegExp(String.raw`(${NAME}${BETWEEN})(\$(\w{0,63})\$[\s\S]*?(?:\$\3\$|$))`, "giu");
const DOUBLE = new RegExp(String.raw`(${NAME}["']?\s{0,9}[=:]\s{0,9})"((?:[^"\\\n]|\\.)+)(?:"|$)`, "giu");
/** `password=x` of a connection string or a URL; a call, a parameter or another column is no value. */
const BARE = new RegExp(
  String.raw`(${NAME}=)(?!\*{3}|\$\d|:\w|excluded\b|null\b|default\b|['"\s]|[\w.]{1,63}\()((?:[^\s&'";,)\\]|\\.)+)`,
  "giu",
);
/** Text of ours and of drivers may put spaces around the sign and leave the value bare. */
const SPACED = /(\b(?:pg|ssl)?password\s{0,9}[=:]\s{1,9})(?!\*{3}|['"$])([^\s&'",;]+)/giu;

/** `user:password@` of a URL. Of a database nothing before the last @ is trusted to be no password. */
const DATABASE_URL =
  /\b((?:postgres(?:ql)?|socket|mysql|redis|mongodb)(?:\+\w{1,20})?:\/\/[^\s:/?#@'"]{0,200}):[^\s'"<>]{0,500}@/giu;
const URL_LOGIN = /\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/?#@'"]{0,200}):(?!\*{3}@)[^\s/@'"<>]{0,500}@/giu;

/** Tokens that their makers gave a shape, so that they are known wherever they stand. */
const SHAPES: readonly RegExp[] = [
  /\bgh[pousr]_[A-Za-z0-9]{20,255}/gu,
  /\bgithub_pat_[A-Za-z0-9_]{20,255}/gu,
  /\bglpat-[\w-]{20,255}/gu,
  /\bxox[abeprs]-[\w-]{10,255}/gu,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/gu,
  /\b[rs]k_live_[A-Za-z0-9]{16,255}/gu,
  /\bnpm_[A-Za-z0-9]{36}/gu,
  /\beyJ[\w-]{8,2000}\.eyJ[\w-]{8,4000}\.[\w-]{0,2000}/gu,
  /\bSCRAM-SHA-256\$\d{1,9}:[A-Za-z0-9+/=]{8,100}\$[A-Za-z0-9+/=]{8,100}:[A-Za-z0-9+/=]{8,100}/gu,
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/gu,
];
const AUTHORIZATION =
  /\b(authorization["']?\s{0,9}[:=]\s{0,9}["']?(?:(?:bearer|basic|token)\s{1,9})?|bearer\s{1,9})[\w.~+/=-]{8,4000}/giu;

/** Nothing of the above without one of these: most texts are done with one look. */
const SUSPECT =
  /pass|pwd|secret|key|token|:\/\/|gh[pousr]_|github_pat|glpat|xox|AKIA|ASIA|k_live|npm_|eyJ|SCRAM|authorization|bearer/iu;

/** Hides passwords, tokens and the logins of URLs, wherever they stand in a text. Keeps its lines. */
export function redact(text: string): string {
  if (!SUSPECT.test(text)) return text;
  let result = withoutLiterals(text.replace(DATABASE_URL, "$1:***@").replace(URL_LOGIN, "$1:***@"))
    .replace(DOLLARS, (_, name: string, value: string) => `${name}'***${breaks(value)}'`)
    .replace(DOUBLE, '$1"***"')
    .replace(BARE, "$1***")
    .replace(SPACED, "$1***")
    .replace(AUTHORIZATION, "$1***");
  for (const shape of SHAPES) result = result.replace(shape, (value) => `***${breaks(value)}`);
  return result;
}

/** A literal that was cut has no end, so that it would reach into the next one: that one is looked at by itself. */
function withoutLiterals(text: string): string {
  const parts: string[] = [];
  let done = 0;
  for (let found = matchAt(text, 0); found !== null; found = matchAt(text, done)) {
    const [, name = "", whole = ""] = found;
    const nested = whole.search(NEXT);
    const value = nested > 0 ? whole.slice(0, nested) : whole;
    const shown = /^(?:e|u&)?''$/iu.test(value) ? value : `'***${breaks(value)}'`;
    parts.push(text.slice(done, found.index), name, shown);
    done = found.index + name.length + value.length;
  }
  return parts.join("") + text.slice(done);
}

function matchAt(text: string, from: number): RegExpExecArray | null {
  QUOTED.lastIndex = from;
  return QUOTED.exec(text);
}

/** Line breaks of what was hidden, so that places below it still fit. */
function breaks(text: string): string {
  return "\n".repeat(text.split("\n").length - 1);
}
