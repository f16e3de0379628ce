import type { SourceFile } from "../model/migration.js";

/**
 * The text as Go's text/template writes it, as far as migrations use that: values by name, conditions on the dialect,
 * comments. Lines stay where they are; columns behind a value move by the difference in length. What has no value is
 * left as it stands and returned.
 */
export function fillGoTemplate(
  file: SourceFile,
  values: Readonly<Record<string, string>>,
): { readonly text: string; readonly missing: readonly string[] } {
  if (!file.text.includes("{{")) return { text: file.text, missing: [] };
  const missing = new Set<string>();
  const branches: { live: boolean; readonly around: boolean }[] = [];
  const isLive = () => branches.at(-1)?.live ?? true;
  let text = "";
  let at = 0;
  for (const { 0: whole, 1: inner = "", index } of file.text.matchAll(ACTION)) {
    text += isLive() ? file.text.slice(at, index) : blank(file.text.slice(at, index));
    at = index + whole.length;
    const action = inner.trim();
    const condition = /^if\s+(.+)$/su.exec(action)?.[1];
    const branch = branches.at(-1);
    if (condition !== undefined && (isLive() ? isTrue(condition, values) : false) === null) {
      missing.add(action);
      text += whole;
      branches.push({ live: true, around: true });
      continue;
    }
    if (condition !== undefined) branches.push({ live: isLive() && isTrue(condition, values) === true, around: isLive() });
    else if (action === "else" && branch !== undefined) branch.live = branch.around && !branch.live;
    else if (action === "end") branches.pop();
    else if (!/^\/\*.*\*\/$/su.test(action) && isLive()) {
      const value = valueFor(action, values);
      if (value === null) missing.add(action);
      text += value?.replace(/[\r\n]+/gu, " ") ?? whole;
      continue;
    }
    text += blank(whole);
  }
  return { text: text + file.text.slice(at), missing: [...missing] };
}

const ACTION = /\{\{-?(.*?)-?\}\}/gsu;

/** `index .Options "Name"`, `.Options.Name` and the like for `.Parameters`, in which popx hands its values over. */
function valueFor(action: string, values: Readonly<Record<string, string>>): string | null {
  const name =
    /^index\s+\.(?:Options|Parameters)\s+["`](\w+)["`]$/u.exec(action)?.[1] ?? /^\.(?:\w+\.)*(\w+)$/u.exec(action)?.[1];
  if (name === undefined) return null;
  const key = Object.keys(values).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? null : (values[key] ?? null);
}

/** Null where it asks neither for the dialect nor for a value that is known. */
function isTrue(condition: string, values: Readonly<Record<string, string>>): boolean | null {
  const negated = /^not\s+\(?([^()]+)\)?$/u.exec(condition.trim())?.[1];
  if (negated !== undefined) {
    const value = isTrue(negated, values);
    return value === null ? null : !value;
  }
  const dialect =
    /^\.Is(\w+)$/u.exec(condition.trim())?.[1] ?? /^eq\s+\.(?:\w+\.)?Dialect\s+["`](\w+)["`]$/u.exec(condition.trim())?.[1];
  if (dialect !== undefined) return /^postgres(ql)?$/iu.test(dialect);
  const [, name = condition.trim(), wanted] = /^eq\s+(\S+)\s+["`]([^"`]*)["`]$/u.exec(condition.trim()) ?? [];
  const value = valueFor(name, values);
  return value === null ? null : wanted === undefined ? value !== "" : value === wanted;
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}
