/** A section that folds. `title` is HTML and must be escaped; the blank lines let Markdown work inside. */
export function details(title: string, body: string, open: boolean): string {
  return `<details${open ? " open" : ""}><summary>${title}</summary>\n\n${body}\n</details>`;
}
