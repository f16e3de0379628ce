import type { Assessed } from "../model/assessed.js";

/** Tells somebody what was judged. None can change a decision. */
export interface Teller {
  readonly id: string;
  tell(assessed: Assessed): Promise<void>;
}
