import { z } from "zod";

/** A regular expression between slashes, or a path with `{version}`, `{name}`, `{direction}`, `*` and `**`. */
const files = z
  .string()
  .min(1)
  .superRefine((written, context) => {
    try {
      const { source } = layoutPattern(written);
      if (/\(\?<(version|name)>/u.test(source)) return;
      context.addIssue({ code: "custom", message: "names no file: it needs a part `{version}` or `{name}` (or both)" });
    } catch (error) {
      context.addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) });
    }
  });

/** How a runner of one's own names and runs its files. */
export const layoutSchema = z.strictObject({
  files,
  order: z.enum(["version", "path"]).default("version"),
  transaction: z.enum(["file", "all", "implicit", "statement"]),
  separator: z.string().trim().min(1).optional(),
  markers: z
    .strictObject({
      up: z.string().trim().min(1).optional(),
      down: z.string().trim().min(1).optional(),
      "no-transaction": z.string().trim().min(1).optional(),
    })
    .default({}),
  psql: z.boolean().default(false),
});

export type Layout = z.output<typeof layoutSchema>;

const PARTS: Readonly<Record<string, string>> = {
  "{version}": "(?<version>\\d+(?:[._-]\\d+)*)",
  "{name}": "(?<name>[^/]+?)",
  "{direction}": "(?<direction>[A-Za-z]+)",
  "**/": "(?:[^/]+/)*",
  "**": ".*",
  "*": "[^/]*",
};

/** What the paths of the files look like, below the migrations directory. @throws Error whose message says what is wrong with it. */
export function layoutPattern(written: string): RegExp {
  const between = /^\/(.*)\/$/su.exec(written)?.[1];
  if (between !== undefined) return new RegExp(between, "u");
  const unknown = /\{(?!(?:version|name|direction)\})[^}]*\}?/u.exec(written)?.[0];
  if (unknown !== undefined) throw new Error(`\`${unknown}\` is no part: use {version}, {name} or {direction}`);
  const source = written.replace(/\{\w+\}|\*\*\/|\*\*|\*|[\\^$.|?+()[\]{}]/gu, (part) => PARTS[part] ?? `\\${part}`);
  return new RegExp(`^${source}$`, "u");
}
