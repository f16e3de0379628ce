import type { Skip } from "./play-scripts.js";
import { firstWords } from "./statement-nature.js";

/**
 * Roles belong to the server, not to the database: a rolled back or repeated migration would find those of the
 * first run. They are made beforehand, none can log in, and statements about them are not sent.
 */
export const skipRoleStatements: Skip = (text) => {
  const words = firstWords(text);
  const aboutRoles =
    /^(create|alter|drop) (role|user|group)\b(?! mapping)/u.test(words) ||
    (/^(grant|revoke)\b/u.test(words) && /\b(to|from)\b/u.test(words) && !/\bon\b/u.test(words));
  return aboutRoles
    ? "Not sent: roles belong to the server. The rehearsal makes every role that the SQL names beforehand."
    : null;
};
