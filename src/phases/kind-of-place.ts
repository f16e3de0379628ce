import type { CodeReference } from "../model/code-reference.js";

/** What a word at `at` of a line is part of: only code breaks at run time. */
export function kindOfPlace(file: string, line: string, at: number): CodeReference["where"] {
  if (/\.(md|mdx|rst|txt|adoc|markdown)$/iu.test(file) || /(^|\/)(docs?|changelog)[./]/iu.test(file)) return "docs";
  if (isComment(line, at)) return "comment";
  return isTest(file) ? "test" : "code";
}

function isTest(file: string): boolean {
  return (
    /(^|\/)(tests?|specs?|__tests__|__mocks__|fixtures?|e2e)\//iu.test(file) ||
    /([._-](test|tests|spec)\.\w+|Tests?\.(java|kt|cs))$/u.test(file) ||
    /(^|\/)(test_[^/]*\.py|conftest\.py)$/u.test(file)
  );
}

/** The line begins as a comment, or one begins before the word with a space around its sign. */
function isComment(line: string, at: number): boolean {
  if (/^\s*(\/\/|#(?!\[|include)|\*|\/\*|--|<!--)/u.test(line)) return true;
  const before = line.slice(0, at);
  const sign = /\s(\/\/|#|--)\s/u.exec(before);
  return sign !== null && before.slice(0, sign.index).replace(/[^"'`]/gu, "").length % 2 === 0;
}
