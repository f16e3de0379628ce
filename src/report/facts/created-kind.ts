import type { Created } from "../../model/rehearsal.js";
import { counted } from "../words/count.js";
import { ofKind } from "../words/kinds.js";

/** `4 tables`; for rows, whose names are tables with their counts, `rows in 2 tables`. */
export function createdKind({ kind, names }: Created): string {
  return /^rows?\b/u.test(kind) ? `rows in ${counted(names.length, "table")}` : ofKind(names.length, kind);
}
