import { visible } from "./visible.js";

/** Text for an element or a quoted attribute: nothing in it starts a tag, ends an attribute or names an entity. */
export function htmlText(text: string): string {
  return visible(text).replace(/[&<>"'`]/gu, (character) => `&#${character.charCodeAt(0)};`);
}
