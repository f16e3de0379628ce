const LARGEST = 64 * 1024 * 1024;

/**
 * Bytes as text with everything kept, a byte order mark too, so that encoding the text again gives the bytes.
 * `why` says, as the end of a sentence, what keeps a file from being read as SQL.
 */
export function decodeSource(bytes: Uint8Array): { readonly text: string } | { readonly why: string } {
  if (bytes.length > LARGEST) return { why: "is larger than 64 MB" };
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return { why: "is UTF-16; save it as UTF-8" };
  if (bytes.includes(0)) return { why: "holds binary data" };
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    if (text.startsWith("version https://git-lfs.github.com/spec/"))
      return { why: "is a Git LFS pointer; check out its content" };
    return { text };
  } catch (error) {
    if (error instanceof TypeError) return { why: "is not UTF-8" };
    throw error;
  }
}

/** Files that some migration tool reads, by name; all others in its directory are none of our business. */
export function isSource(path: string): boolean {
  return (
    /\.(sql|toml|conf|json|go|java|kt|groovy|plan|sum|xml|ya?ml|fizz)$/iu.test(path) ||
    // Only where they are named as migrations are: a repository may hold many others.
    /(^|\/)\d+[_-][^/]*\.[cm]?[jt]s$/iu.test(path) ||
    /(^|\/)migrate\/\d{14}_\w+\.rb$/u.test(path)
  );
}
