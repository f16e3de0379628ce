import type { PromiseAnswer, Question } from "../../model/promise.js";
import type { Session } from "../engine.js";
import { askSession } from "./ask-session.js";
import { measureSpeed } from "./measure-speed.js";

/** @param inside a transaction of the migration is open around the question. */
export async function askQuestion(session: Session, question: Question, inside: boolean): Promise<PromiseAnswer> {
  if (question.want === "speed") {
    const speed = await measureSpeed(session, question.sql);
    return "error" in speed ? { question, kind: "refused", error: speed.error } : { question, kind: "speed", speed };
  }
  const reply = await askSession(session, question.sql, inside);
  return "error" in reply ? { question, kind: "refused", error: reply.error } : { question, kind: "rows", ...reply };
}
