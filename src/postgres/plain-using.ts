import type { TypeReference } from "../model/operation.js";

/** `USING c`, `USING c::type`, `USING (c)::type`, `USING CAST(c AS type)`: what the server would do without USING. */
export function isPlainUsing(using: string, column: string, to: TypeReference): boolean {
  const squeeze = (text: string) => text.toLowerCase().replace(/[\s"()]/gu, "");
  const text = squeeze(using);
  const name = squeeze(column);
  if (text === name) return true;
  const lead = [`${name}::`, ...(/^\s*cast\s*\(/iu.test(using) ? [`cast${name}as`] : [])].find((each) => text.startsWith(each));
  const cast = lead === undefined ? undefined : text.slice(lead.length);
  return cast !== undefined && (cast === squeeze(to.text) || cast === squeeze(spelled(to)));
}

function spelled({ name, modifiers, array }: TypeReference): string {
  return `${name}${modifiers.length === 0 ? "" : `(${modifiers.join(",")})`}${array ? "[]" : ""}`;
}
