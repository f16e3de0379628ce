/** A link to a page of the gate's own; null for anything that is no plain address. */
export function link(label: string, url: string | null): string | null {
  return url === null || !/^https?:\/\/[^\s<>()"'`\\]+$/u.test(url) ? null : `[${label}](${url})`;
}
