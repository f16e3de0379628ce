export type Ink = "error" | "warning" | "good" | "note" | "strong" | "faint";

export type Paint = (ink: Ink, text: string) => string;

/** Eight-color escapes (ECMA-48 SGR), or none: every sign is also a word, so nothing is lost without them. */
export function painter(color: boolean): Paint {
  return (ink, text) => (color && text !== "" ? `\u001b[${CODE[ink]}m${text}\u001b[0m` : text);
}

const CODE: Readonly<Record<Ink, string>> = { error: "1;31", warning: "1;33", good: "1;32", note: "36", strong: "1", faint: "2" };
