import type { PromiseMoment, Question } from "../../model/promise.js";
import { type OpenDatabase, refreshSession } from "../open-database.js";
import type { RehearsalDraft } from "../rehearsal-draft.js";
import { askQuestion } from "./ask-question.js";

/** Asks what is due at a moment as the role that migrates, in a session as fresh as the next deploy's. */
export async function askPromises(
  questions: readonly Question[],
  moment: PromiseMoment,
  open: OpenDatabase,
  draft: RehearsalDraft,
): Promise<void> {
  const due = questions.filter((question) => question.moment === moment && question.statement === null);
  if (due.length === 0) return;
  await refreshSession(open);
  // Plans follow the statistics, which nobody has gathered since the rows were put there.
  if (due.some(({ want }) => want === "speed")) await open.observer.run("analyze");
  const answers = [];
  for (const question of due) answers.push(await askQuestion(open.session, question, false));
  draft.promises = [...(draft.promises ?? []), ...answers];
}
