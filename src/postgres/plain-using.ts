import type { TypeReference } from "../model/operation.js";

/** `USING c`, `USING c::type`, `USING (c)::type`, `USING CAST(c AS type)`: what the server would do without USING. */
export function isPlainUsing(using: string, column: string, to: TypeReference): boolean {
  const squeeze = (text: string) => text.toLowerCase().replace(/[\s"()]/gu, "");
  const text = squeeze(using);
  const name = squeeze(column);
  if (text === name) return true;
  const cast = text.startsWith(`${name}::`) ? text.slice(name.length + 2) : castTarget(using, name, squeeze);
  return cast !== undefined && (cast === squeeze(to.text) || cast === squeeze(spelled(to)));
}

function castTarget(using: string, name: string, squeeze: (text: string) => string): string | undefined {
  const match = /^\s*cast\s*\((.*)\s+as\s+(.*)\)\s*$/isu.exec(using);
  return match?.[1] !== undefined && squeeze(match[1]) === name ? squeeze(match[2] ?? "") : undefined;
}

function spelled({ name, modifiers, array }: TypeReference): string {
  return `${name}${modifiers.length === 0 ? "" : `(${modifiers.join(",")})`}${array ? "[]" : ""}`;
}
