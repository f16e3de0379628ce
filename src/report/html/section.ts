import { html, type Insertion, type Markup } from "./markup.js";

/** A part of the page with its place in the list of contents. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

export function section(id: string, title: string, ...body: readonly Insertion[]): Section {
  return { id, title, body: html`${body}` };
}

export function sectionMarkup({ id, title, body }: Section): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}</section>
`;
}
