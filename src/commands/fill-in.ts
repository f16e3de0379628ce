import { ReportableError } from "../errors.js";

/** Puts values in the place of `{name}`, `{group}` and `{previous}`. They come from the tool's own rows and go to a shell. */
export function fillIn(line: string, values: Readonly<Record<string, string | null>>): string {
  return line.replace(/\{(name|group|previous)\}/gu, (whole, key: string) => {
    const value = values[key] ?? null;
    if (value !== null && /^[\w.:@+/-]+$/u.test(value) && !value.startsWith("-")) return value;
    throw new ReportableError(
      "command/failed",
      value === null
        ? `\`${line}\` needs ${whole}, which the tool did not tell`
        : `«${value}» is no value for ${whole} in a command line`,
      "Set `command.down` to a line without it.",
    );
  });
}
