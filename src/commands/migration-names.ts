import type { SourceFile } from "../model/migration.js";
import type { Mark } from "./preset.js";

/** Id of a migration as reports show it. */
export function idOf({ name, group }: Mark): string {
  const bare = name.replace(/\.(?:[cm]?[jt]s|py|rb|sql|exs?|go|java|kt|cs|xml|ya?ml|json)$/iu, "");
  return group === null ? bare : `${group}.${bare}`;
}

/** The file of a migration: the one whose name holds the tool's name for it, else the one that says it. */
export function fileOf({ name, group }: Mark, files: readonly SourceFile[]): SourceFile | null {
  const bare = idOf({ does: "applied", name, group: null }).toLowerCase();
  const ofGroup = files.filter(({ path }) => group === null || path.toLowerCase().split("/").includes(group.toLowerCase()));
  const candidates = (ofGroup.length > 0 ? ofGroup : files).filter(({ text }) => text !== "");
  const nameOf = ({ path }: SourceFile) => (path.split("/").at(-1) ?? "").toLowerCase();
  const isNumber = /^\d{1,9}$/u.test(bare);
  // A short number is one only where the name begins with it: 2 is not in 0012_a.
  const named = candidates.filter((file) =>
    isNumber ? Number(/^\d+/u.exec(nameOf(file))?.[0] ?? "NaN") === Number(bare) : nameOf(file).includes(bare),
  );
  if (named.length > 0) return named.toSorted((left, right) => left.path.length - right.path.length)[0] ?? null;
  // TypeORM's name is its class, whose time stands first in the name of the file.
  const time = /\d{10,}/u.exec(bare)?.[0];
  const timed = time === undefined ? [] : candidates.filter((file) => nameOf(file).includes(time));
  const saying = isNumber ? [] : candidates.filter(({ text }) => text.toLowerCase().includes(bare));
  return timed[0] ?? (saying.length === 1 ? (saying[0] ?? null) : null);
}
