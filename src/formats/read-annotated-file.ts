import type { HistoryProblem, Migration, Script, SourceFile, TransactionShape } from "../model/migration.js";
import type { AnnotatedScript, AnnotatedSection } from "./annotated-script.js";
import { keepRanges } from "./keep-ranges.js";
import { makeMigration } from "./make-migration.js";
import { nameOf } from "./path-parts.js";
import { saysSomething } from "./says-something.js";

/** The migration of one annotated file, and what its tool would refuse about it. */
export function readAnnotatedFile(
  file: SourceFile,
  script: AnnotatedScript,
  tool: { readonly title: string; readonly annotation: string; shapeOf(section: AnnotatedSection): TransactionShape },
  name: Pick<Migration, "id" | "version">,
): { readonly migration: Migration | null; readonly problems: readonly HistoryProblem[] } {
  const refuse = (why: string): HistoryProblem => ({
    kind: "file-unreadable",
    file: file.path,
    migration: name.id,
    message: `${tool.title} refuses ${nameOf(file.path)}: ${why}.`,
  });
  if (script.up === null) return { migration: null, problems: [refuse(`it has no \`${tool.annotation}\` line`)] };
  const faults = [
    script.strayLine ? `there is SQL above \`${tool.annotation}\`` : null,
    script.up.fault,
    script.down?.fault ?? null,
  ];
  const section = (one: AnnotatedSection): Script => ({
    file: file.path,
    text: keepRanges(file.text, one.ranges),
    transaction: tool.shapeOf(one),
    pieces: one.pieces,
    psql: false,
  });
  const down = script.down === null ? null : section(script.down);
  return {
    migration: makeMigration({ ...name, up: section(script.up), down: down !== null && saysSomething(down.text) ? down : null }, [
      file,
    ]),
    problems: faults.filter((fault) => fault !== null).map(refuse),
  };
}
