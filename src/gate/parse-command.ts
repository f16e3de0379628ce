/** The words after `/migration`. */
export const actions = ["approve", "reject", "defer", "withdraw", "override", "rehearse", "explain"] as const;

export type Action = (typeof actions)[number];

export interface Command {
  readonly action: Action;
  /** At least eight hexadecimal digits, in lower case. */
  readonly digest: string;
  /** `YYYY-MM-DD` as written; null where none was given. */
  readonly until: string | null;
  readonly incident: string | null;
  readonly reason: string;
}

export type Parsed =
  | { readonly kind: "command"; readonly command: Command }
  /** Meant as a command, and not one. */
  | { readonly kind: "malformed"; readonly why: string }
  /** A command that is quoted, in a fence, in an HTML comment, or below the first line: a person may talk about commands. */
  | { readonly kind: "elsewhere" }
  | { readonly kind: "none" };

const FORM = "`/migration <action> <digest> …`, alone on the first line";

/**
 * Reads the first line of a comment. A line that begins with `/migration` in its first column cannot lie in a quote,
 * a fence or an HTML comment, since those would have to begin before it.
 */
export function parseCommand(body: string): Parsed {
  const [first = ""] = body.split(/\r\n|[\n\r\u2028\u2029]/u, 1);
  if (!/^\/migration(?![\w/-])/iu.test(first)) return mentionsCommand(body) ? { kind: "elsewhere" } : { kind: "none" };
  if (!first.startsWith("/migration")) return malformed("write `/migration` in lower case");
  if (HIDDEN.test(first)) return malformed("the line holds characters that cannot be seen");
  if (first.includes("<!--")) return malformed("the line holds an HTML comment, which readers do not see");
  const [, action = "", digest = "", ...rest] = first.trim().split(/[ \t]+/u);
  const known = actions.find((each) => each === action);
  if (known === undefined) return malformed(action === "" ? `write ${FORM}` : `the actions are ${actions.join(", ")}`);
  if (!/^[0-9a-f]+$/iu.test(digest)) return malformed(`after \`${known}\` comes the plan's digest`);
  if (digest.length < 8) return malformed("give at least 8 characters of the digest");
  if (digest.length > 64) return malformed("a digest has at most 64 characters");
  return { kind: "command", command: { action: known, digest: digest.toLowerCase(), ...details(rest) } };
}

/** `until DATE` and `incident:URL` may stand before the reason, in this order or the other. */
function details(words: readonly string[]): Pick<Command, "until" | "incident" | "reason"> {
  let until: string | null = null;
  let incident: string | null = null;
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "until" && until === null) {
      at++;
      until = words[at] ?? "";
    } else if (word.startsWith("incident:") && incident === null) incident = word.slice("incident:".length);
    else break;
  }
  return { until, incident, reason: words.slice(at).join(" ") };
}

function malformed(why: string): Parsed {
  return { kind: "malformed", why };
}

function mentionsCommand(body: string): boolean {
  return new RegExp(`^[ \\t>\`*-]*(?:<!--[ \\t]*)?/migration[ \\t]+(?:${actions.join("|")})\\b`, "imu").test(body);
}

/** Controls, bidirectional marks, zero-width characters and fillers: what a reader sees would not be what is read. */
const HIDDEN = /(?!\t)(?:[\p{Cc}\p{Cf}\p{Cs}\u115f\u1160\u2800\u3164\uffa0]|\u034f|\u17b4|\u17b5)/u;
