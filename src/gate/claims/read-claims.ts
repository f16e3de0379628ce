/** What a pull request says of itself, as GitHub has it. */
export interface PullRequestWords {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  /** Messages of its commits. */
  readonly messages: readonly string[];
}

export type ClaimKind = "risk" | "no-downtime" | "reversible" | "compatible" | "no-data-loss";

/** Something that somebody stated outright: a trailer, a label, a ticked box, a tag in the title. */
export interface Claim {
  readonly kind: ClaimKind;
  /** For `risk` the level; otherwise null. */
  readonly level: "none" | "low" | "medium" | "high" | "critical" | null;
  /** Where it stands, in words. */
  readonly where: "title" | "description" | "label" | "commit";
  /** As it was written; cut. */
  readonly words: string;
}

export interface SaidOfItself {
  readonly purpose: string;
  /** `#12`, `ORG-123`: only where a keyword or a trailer says that they are meant. */
  readonly tickets: readonly string[];
  readonly claims: readonly Claim[];
}

const PHRASES: readonly (readonly [ClaimKind, RegExp])[] = [
  ["no-downtime", /^(?:no|zero)[ -]downtime$/u],
  ["reversible", /^(?:reversible|can be rolled back|safe to roll back)$/u],
  ["compatible", /^backwards?[ -]compatible$/u],
  ["no-data-loss", /^no[ -]data[ -]loss$/u],
];
const LEVELS = ["none", "low", "medium", "high", "critical"] as const;
const TRAILERS: Readonly<Record<string, ClaimKind>> = {
  "zero-downtime": "no-downtime",
  "no-downtime": "no-downtime",
  reversible: "reversible",
  "backwards-compatible": "compatible",
  "backward-compatible": "compatible",
  "no-data-loss": "no-data-loss",
};

/** Only what is claimed outright. Prose is not read: «this should be reversible, I think» claims nothing. */
export function readClaims({ title, body, labels, messages }: PullRequestWords): SaidOfItself {
  const description = spoken(body);
  const claims = [
    ...[...title.matchAll(/[[(]([^\])]+)[\])]/gu)].flatMap(([, words = ""]) => claimOf(words, "title")),
    ...labels.flatMap((label) => claimOf(label, "label")),
    ...boxes(description).flatMap((words) => claimOf(words, "description")),
    ...trailers(description).flatMap((line) => trailerOf(line, "description")),
    ...messages.flatMap(trailers).flatMap((line) => trailerOf(line, "commit")),
  ];
  const texts = [title, description, ...messages];
  return {
    purpose: title.trim().slice(0, 200),
    tickets: [...new Set(texts.flatMap(ticketsIn))].slice(0, 10),
    claims: distinct(claims),
  };
}

/** Without what readers do not see as said: HTML comments, code, quotes. */
function spoken(body: string): string {
  const visible = body
    .replace(/<!--[\s\S]*?(?:-->|$)/gu, "")
    .replace(/^ {0,3}(```+|~~~+)[\s\S]*?(?:^ {0,3}\1|(?![\s\S]))/gmu, "");
  return visible
    .split(/\r?\n/u)
    .filter((line) => !/^\s*>/u.test(line))
    .join("\n");
}

function boxes(text: string): string[] {
  return [...text.matchAll(/^[^\S\n]*[-*+] \[[xX]\] +(.+)$/gmu)].map(([, words = ""]) => words);
}

function trailers(text: string): string[] {
  return text.split(/\r?\n/u).filter((line) => /^[A-Z][A-Za-z-]+: *\S/u.test(line));
}

function trailerOf(line: string, where: Claim["where"]): Claim[] {
  const [, name = "", words = ""] = /^([A-Za-z-]+):(.*)$/u.exec(line) ?? [];
  const value = words.trim().replace(/\.$/u, "");
  const key = name.toLowerCase();
  if (key === "migration-risk") return levelOf(value, where, line);
  const kind = TRAILERS[key];
  return kind !== undefined && /^(?:yes|true)$/iu.test(value) ? [{ kind, level: null, where, words: line.slice(0, 120) }] : [];
}

function claimOf(words: string, where: Claim["where"]): Claim[] {
  const plain = words.trim().toLowerCase().replace(/[*_`]/gu, "").replace(/\.$/u, "");
  const level = /^(?:migration[ -])?risk *[:/=-] *(\w+)$/u.exec(plain)?.[1] ?? /^(\w+) risk$/u.exec(plain)?.[1];
  if (level !== undefined) return levelOf(level, where, words);
  const text = plain.replace(/^(?:this (?:change|migration) )?(?:is|has|needs|causes) /u, "");
  const found = PHRASES.find(([, pattern]) => pattern.test(text));
  return found === undefined ? [] : [{ kind: found[0], level: null, where, words: words.trim().slice(0, 120) }];
}

function levelOf(text: string, where: Claim["where"], words: string): Claim[] {
  const level = LEVELS.find((each) => each === text.toLowerCase());
  return level === undefined ? [] : [{ kind: "risk", level, where, words: words.trim().slice(0, 120) }];
}

function ticketsIn(text: string): string[] {
  const meant =
    /\b(?:fix(?:e[sd])?|close[sd]?|resolve[sd]?|refs?|ticket|issue)[: ]+((?:#\d+|[A-Z][A-Z\d]+-\d+)(?:, *(?:#\d+|[A-Z][A-Z\d]+-\d+))*)/giu;
  const inFront = /^\[?([A-Z][A-Z\d]+-\d+)\b/u.exec(text)?.[1];
  return [
    ...(inFront === undefined ? [] : [inFront]),
    ...[...text.matchAll(meant)].flatMap(([, list = ""]) => list.split(/, */u)),
  ];
}

function distinct(claims: readonly Claim[]): Claim[] {
  return claims.filter(
    (claim, index) => claims.findIndex(({ kind, level }) => kind === claim.kind && level === claim.level) === index,
  );
}
