import { as, child, list, number, type Tree, text } from "../tree.js";
import { parameterName } from "./named-parameters.js";

interface Variable {
  readonly name: string;
  readonly type: string;
}

/** What a routine declares, its parameters included. Names that stand for more than one type are `ambiguous`, and left out. */
export function routineVariables(routine: Tree): {
  readonly variables: readonly Variable[];
  readonly ambiguous: readonly string[];
} {
  const datums = list(routine, "datums").map(variableOf);
  const aliases = list(routine, "aliases").flatMap((wrapped): Variable[] => {
    const alias = child(wrapped, "PLpgSQL_alias");
    const target = datums[number(alias, "varno")];
    const name = text(alias, "name");
    return name === null || target == null ? [] : [{ name, type: target.type }];
  });
  // Parameters come first, and each has a number whether it has a name or not.
  const parameters = datums.slice(
    0,
    Math.max(
      0,
      datums.findIndex((each) => each?.name === "found"),
    ),
  );
  const numbered = parameters.map((each, index) => each && { name: parameterName(index + 1), type: each.type });
  const types = new Map<string, Set<string>>();
  for (const each of [...datums, ...aliases, ...numbered]) {
    if (each == null || each.name.startsWith("__") || each.name === "found") continue;
    types.set(each.name, (types.get(each.name) ?? new Set()).add(each.type));
  }
  const variables: Variable[] = [];
  const ambiguous: string[] = [];
  for (const [name, [type = "", ...more]] of types) {
    if (more.length > 0) ambiguous.push(name);
    else variables.push({ name, type });
  }
  return { variables, ambiguous };
}

/** Positions matter: others point at them. */
function variableOf(datum: Tree): Variable | null {
  const node = as(datum, "PLpgSQL_var") ?? as(datum, "PLpgSQL_rec");
  const name = node === null ? null : text(node, "refname");
  if (node === null || name === null || name.startsWith("(")) return null;
  const type = text(child(child(node, "datatype"), "PLpgSQL_type"), "typname") ?? "record";
  const numbered = /^\$(\d+)$/u.exec(name)?.[1];
  return { name: numbered === undefined ? name : parameterName(numbered), type: requoted(type) };
}

/** The parser takes the quotes off the names before `%TYPE`. */
function requoted(type: string): string {
  const names = /^(.+)%TYPE$/u.exec(type)?.[1]?.split(".");
  return names === undefined ? type : `${names.map((name) => `"${name.replaceAll('"', '""')}"`).join(".")}%TYPE`;
}
