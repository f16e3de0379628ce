/**
 * Lines of the new side that a patch shows, a range for each hunk: GitHub takes review comments on those only, context
 * included, and none that reaches from one hunk into another.
 */
export function shownLines(patch: string): readonly { readonly from: number; readonly to: number }[] {
  return [...patch.matchAll(/^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/gmu)].flatMap(([, start, length = "1"]) => {
    const from = Number(start);
    return Number(length) === 0 ? [] : [{ from, to: from + Number(length) - 1 }];
  });
}
