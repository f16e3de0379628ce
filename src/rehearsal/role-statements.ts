import type { Skip } from "./play-scripts.js";
import { firstWords } from "./statement-nature.js";

/**
 * Roles belong to the server, not to the database: a rolled back or repeated migration would find those of the
 * first run. They are made beforehand, none can log in, and statements about them are not sent.
 */
export const skipRoleStatements: Skip = (text) => {
  return isAboutRoles(text) || isBlockAboutRoles(text)
    ? "Not sent: roles belong to the server. The rehearsal makes every role that the SQL names beforehand."
    : null;
};

function isAboutRoles(text: string): boolean {
  const words = firstWords(text);
  return (
    /^(create|alter|drop) (role|user|group)\b(?! mapping)/u.test(words) ||
    (/^(grant|revoke)\b/u.test(words) && /\b(to|from)\b/u.test(words) && !/\bon\b/u.test(words))
  );
}

/**
 * A DO block that does nothing else, and asks or catches whether they are there: CREATE ROLE looks at the rights of the caller
 * before it looks for the name (CreateRole in user.c, 15), so `EXCEPTION WHEN duplicate_object` would not catch its refusal.
 */
function isBlockAboutRoles(text: string): boolean {
  if (!firstWords(text).startsWith("do ")) return false;
  const body = /\$(\w*)\$([\s\S]*)\$\1\$/u.exec(text)?.[2];
  if (body === undefined || body.includes("$")) return false;
  const plain = body.replace(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/gu, " ").replace(/'(?:[^']|'')*'/gu, "''");
  // What a condition calls is part of the migration.
  if (CALL.test(plain.replace(NO_CALL, "["))) return false;
  const steps = plain.split(";").map((step) => step.replace(CONTROL, "").trim());
  return steps.some(isAboutRoles) && steps.every((step) => isAboutRoles(step) || SAYS_ONLY.test(step));
}

const NO_CALL = /\b(?:in|exists|any|not|and|or|if|elsif|when|where|select|values|count)\s*\(/giu;
const CALL = /[\w$"]\s*\(/u;

/** What stands before a statement of a block. */
const CONTROL = /^(?:\s*(?:begin|else|exception|(?:els)?if\b[^;]*?\bthen|when\b[^;]*?\bthen)\b)+/iu;
const SAYS_ONLY = /^(?:null|raise\s+(?:notice|info|debug|log|warning)\b.*|end|end\s+if|)$/isu;
