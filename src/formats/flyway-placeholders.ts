import type { SourceFile } from "../model/migration.js";
import { nameOf } from "./path-parts.js";

/**
 * The text with `${name}` replaced, as Flyway does it: everywhere, also in comments and strings. Lines stay where they
 * are; columns behind a placeholder move by the difference in length. Names without a value are left and returned.
 */
export function fillPlaceholders(
  file: SourceFile,
  values: Readonly<Record<string, string>>,
  off: boolean,
): { readonly text: string; readonly missing: readonly string[] } {
  if (off || !file.text.includes("${")) return { text: file.text, missing: [] };
  const known = new Map(Object.entries({ ...builtIn(file), ...values }).map(([name, value]) => [name.toLowerCase(), value]));
  const missing = new Set<string>();
  const text = file.text.replace(/\$\{([^}\r\n]+)\}/gu, (whole, name: string) => {
    const value = known.get(name.toLowerCase());
    if (value === undefined) missing.add(name);
    return value?.replace(/[\r\n]+/gu, " ") ?? whole;
  });
  return { text, missing: [...missing] };
}

function builtIn(file: SourceFile): Record<string, string> {
  return { "flyway:defaultSchema": "public", "flyway:table": "flyway_schema_history", "flyway:filename": nameOf(file.path) };
}
