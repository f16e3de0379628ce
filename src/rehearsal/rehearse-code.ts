import type { OldCode } from "../model/old-code.js";
import { runUps } from "./after-up.js";
import { compareCode, describeCode } from "./old-code/describe-code.js";
import type { CodeAround } from "./plan.js";
import type { Scene } from "./scene.js";

/** What code that knows nothing of the change meets after it: the application's queries, and what stands in the database. */
export async function rehearseCode({ plan, stage }: Scene, { queries, readRoutine }: CodeAround): Promise<OldCode> {
  const open = await stage.another();
  try {
    const before = await describeCode(open, queries, readRoutine);
    await runUps(
      plan.proposed.map(({ up }) => up),
      open,
    );
    return compareCode(before, await describeCode(open, queries, readRoutine));
  } finally {
    await open.database.drop();
  }
}
