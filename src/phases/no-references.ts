import type { CodeReferences, VanishingName } from "../model/code-reference.js";
import type { ExitCriterion } from "../model/phase.js";

/** Code and tests count; comments and documents are merely out of date. Null references: nobody searched. */
export function noReferences(names: readonly VanishingName[], references: CodeReferences | null): ExitCriterion {
  const said = names.map(({ owner, name }) => (owner === null ? name : `${owner}.${name}`)).join(", ");
  const criterion = (status: ExitCriterion["status"], found: string): ExitCriterion => ({
    ...{ kind: "no-code-references", status, asked: `no code names ${said}`, found, from: null },
  });
  if (references === null) return criterion("unknown", "the code was not searched");
  const isOf = (name: VanishingName) => names.some((each) => each.statement === name.statement && each.name === name.name);
  const lines = references.names.filter(({ name }) => isOf(name)).flatMap((each) => each.references);
  const [first, ...more] = lines.filter(({ where }) => where === "code" || where === "test");
  if (first !== undefined) {
    const rest = more.length === 0 ? "" : ` and ${more.length} more ${more.length === 1 ? "line" : "lines"}`;
    return criterion("unmet", `${first.file}:${first.line}${rest}`);
  }
  const [gap] = references.unseen;
  return gap === undefined
    ? criterion("met", "none was found")
    : criterion("unknown", `${gap.what} was not searched: ${gap.why}`);
}
