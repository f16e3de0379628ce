import type { History } from "../model/migration.js";

/** The folder in which all migrations lie, without a closing slash; empty for the root. */
export function folderOfHistory(
  { settled, proposed }: Pick<History, "settled" | "proposed">,
  migrations: string | undefined,
): string {
  if (migrations !== undefined) return migrations.replace(/^\.?\/+|^\.$|\/+$/gu, "");
  const folders = [...settled, ...proposed].map(({ up }) => up.file.split("/").slice(0, -1));
  const [first = [], ...others] = folders;
  const shared = first.filter((_, index) => others.every((other) => sameUpTo(other, first, index)));
  // Tools that give each migration a folder of its own call the file in it always the same.
  const alone =
    others.length === 0 && /^(?:migration|up)\.sql$/u.test(settled.concat(proposed)[0]?.up.file.split("/").at(-1) ?? "");
  return (alone ? shared.slice(0, -1) : shared).join("/");
}

function sameUpTo(left: readonly string[], right: readonly string[], index: number): boolean {
  return right.slice(0, index + 1).every((part, at) => left[at] === part);
}
