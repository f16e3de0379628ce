import { changes, type Message } from "./message.js";
import { isChange, type Piece, pieceOf, withoutIdleSavepoints } from "./piece.js";
import type { Mark } from "./preset.js";
import type { Unit } from "./units.js";

/** What a tool sent for one of its migrations; for several, where its transactions do not tell them apart. */
export interface Segment {
  /** Empty where nothing names them. */
  readonly marks: readonly Mark[];
  readonly pieces: readonly Piece[];
  /** `all`: the tool runs all migrations in one transaction, whose BEGIN and COMMIT are left out of the pieces. */
  readonly transaction: "all" | "statement";
}

/** Cuts what was recorded where the tool writes down a migration as done, or as begun. */
export function segmentsOf(units: readonly Unit[], marksBefore: boolean): readonly Segment[] {
  const telling = units.filter(({ messages }) => messages.some(changes) || marksOf(messages).length > 0);
  const blocks = telling.filter(({ isBlock }) => isBlock);
  const [only] = blocks;
  const inOne = only !== undefined && blocks.length === 1 && marksOf(only.messages).length > 1;
  const others = telling.filter((unit) => unit !== only);
  if (inOne && !others.some(({ messages }) => messages.some(changes))) {
    const around = units.flatMap((unit) => (unit === only ? withoutEnds(unit.messages) : unit.messages));
    return cut(
      around.map((message) => [message]),
      marksBefore,
      "all",
    );
  }
  return cut(
    units.map(({ messages }) => messages),
    marksBefore,
    "statement",
  );
}

function cut(
  groups: readonly (readonly Message[])[],
  marksBefore: boolean,
  transaction: Segment["transaction"],
): readonly Segment[] {
  const segments: { marks: Mark[]; messages: Message[] }[] = [];
  let open = { marks: [] as Mark[], messages: [] as Message[] };
  const close = () => {
    segments.push(open);
    open = { marks: [], messages: [] };
  };
  for (const messages of groups) {
    const marks = marksOf(messages);
    if (marksBefore && marks.length > 0 && open.marks.length > 0) close();
    open.messages.push(...(messages.some((message) => says(message, marks.length > 0)) ? messages : []));
    open.marks.push(...marks);
    if (!marksBefore && marks.length > 0) close();
  }
  close();
  return segments
    .map(({ marks, messages }) => ({ marks: distinct(marks), pieces: piecesOf(messages), transaction }))
    .filter(isWorth);
}

/** A unit that says nothing but BEGIN and COMMIT around the tool's own rows is left out whole. */
function says({ parts }: Message, ofMigration: boolean): boolean {
  return parts.some(({ kind }) => kind === "change" || kind === "session" || (kind === "upkeep" && ofMigration));
}

function isWorth({ marks, pieces }: Segment): boolean {
  return marks.length > 0 || pieces.some(isChange);
}

function piecesOf(messages: readonly Message[]): readonly Piece[] {
  return withoutIdleSavepoints(messages.flatMap((message) => pieceOf(message) ?? []));
}

function withoutEnds(messages: readonly Message[]): readonly Message[] {
  return messages.map((message) => ({
    ...message,
    parts: message.parts.filter(({ kind }) => kind !== "begin" && kind !== "commit"),
  }));
}

function marksOf(messages: readonly Message[]): readonly Mark[] {
  return messages.flatMap(({ parts }) => parts.flatMap(({ mark }) => mark ?? []));
}

/** Some tools write a row twice: begun, and done. */
function distinct(marks: readonly Mark[]): readonly Mark[] {
  const seen = new Set<string>();
  return marks.filter(
    ({ does, name, group }) => !seen.has(`${does} ${group} ${name}`) && seen.add(`${does} ${group} ${name}`) !== undefined,
  );
}
