import { createHash } from "node:crypto";
import { html, type Markup } from "./markup.js";
import { STYLE } from "./style.js";

/** Nothing is loaded, nothing runs, and the one style is named by its hash: text of a change can do no more than be read. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; base-uri 'none'; form-action 'none'`;

/** What every page has around its body. */
export function shell(title: string, body: Markup): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${html`${title}`.toString()}</title>
<style>${STYLE}</style>
</head>
${body.toString()}</html>
`;
}
