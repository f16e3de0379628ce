/**
 * Brings trees of the grammars of 16 and of 18 to one shape, so that what still differs is a real difference:
 * 1. `is_enforced`, `initially_valid` and the STORED kind of generated columns are new words for old defaults.
 * 2. RETURNING became a clause with its list inside.
 * 3. pg-query-emscripten loses negative integers.
 * 4. The type `json` is qualified from 17 on.
 * 5. MERGE says `matchKind` instead of `matched`.
 * 6. ALTER CONSTRAINT has a node of its own.
 * 7. Empty strings are dropped by the writer of 18.
 * 8. DEALLOCATE says whether it means ALL.
 */
export function canonicalTree(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonicalTree);
  if (!isRecord(value)) return value;
  const node: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const inner = value[key];
    if (!PLACES.has(key) && inner !== "") node[key] = canonicalTree(inner);
  }
  renameNewFields(node);
  forgetIntegers(node);
  return Object.fromEntries(Object.entries(node).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const PLACES = new Set([
  "jumble_args",
  "location",
  "stmt_location",
  "stmt_len",
  "list_start",
  "list_end",
  "rexpr_list_start",
  "rexpr_list_end",
  "name_location",
  "arg_location",
]);

function renameNewFields(node: Record<string, unknown>): void {
  if ("contype" in node) {
    delete node["is_enforced"];
    delete node["initially_valid"];
    if (node["contype"] === "CONSTR_GENERATED") delete node["generated_kind"];
  }
  const returning = node["returningClause"];
  if (isRecord(returning)) {
    node["returningList"] = returning["exprs"];
    delete node["returningClause"];
  }
  const deallocate = node["DeallocateStmt"];
  if (isRecord(deallocate)) delete deallocate["isall"];
  const names = node["names"];
  if (Array.isArray(names) && JSON.stringify(names) === '[{"String":{"sval":"json"}}]')
    node["names"] = [{ String: { sval: "pg_catalog" } }, names[0]];
  const when = node["MergeWhenClause"];
  if (isRecord(when) && "matchKind" in when) {
    if (when["matchKind"] === "MERGE_WHEN_MATCHED") when["matched"] = true;
    delete when["matchKind"];
  }
  const altered = node["ATAlterConstraint"];
  if (isRecord(altered)) {
    node["Constraint"] = { ...altered, contype: "CONSTR_FOREIGN" };
    delete node["ATAlterConstraint"];
  }
  const constraint = node["Constraint"];
  if (isRecord(constraint) && constraint["contype"] === "CONSTR_FOREIGN" && !("pktable" in constraint)) {
    const { conname, contype, deferrable, initdeferred } = constraint;
    node["Constraint"] = {
      conname,
      contype,
      ...(deferrable === true && { deferrable }),
      ...(initdeferred === true && { initdeferred }),
    };
  }
}

/** Integers that are negative, or absent because they were, count as equal. */
function forgetIntegers(node: Record<string, unknown>): void {
  for (const key of ["Integer", "ival"]) {
    const integer = node[key];
    if (isRecord(integer) && typeof integer["ival"] === "number" && integer["ival"] < 0) delete integer["ival"];
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
