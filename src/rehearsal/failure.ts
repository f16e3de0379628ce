import type { StepError } from "../model/rehearsal.js";

/** What the server refused, and where. */
export type Failure = StepError & { readonly migration: string; readonly statement: number };
