import type { RoleRights } from "../../model/catalog.js";
import type { OperationOf } from "../../model/operation.js";
import { keyOf, routineKeyOf } from "../key-of.js";
import type { Step } from "./step.js";

/** Rights that ALL stands for (PostgreSQL manual, 5.8, table 5.2). */
const ALL = {
  table: ["select", "insert", "update", "delete", "truncate", "references", "trigger"],
  sequence: ["usage", "select", "update"],
  schema: ["usage", "create"],
  function: ["execute"],
  role: ["member"],
} as const;

const KINDS: Readonly<Record<string, keyof typeof ALL>> = {
  table: "table",
  sequence: "sequence",
  schema: "schema",
  function: "function",
  procedure: "function",
  routine: "function",
  role: "role",
};

/** GRANT and REVOKE on relations, schemas and functions, and of roles. */
export function applyGrant(step: Step, operation: OperationOf<"grant">): void {
  const { object, privileges, to, grant, partly } = operation;
  const kind = KINDS[object];
  if (kind === undefined || partly === true) return;
  const rights = privileges.flatMap((each) => (each === "all" ? ALL[kind] : [each.toLowerCase()]));
  for (const key of keysOf(step, operation, kind)) {
    const before = step.draft.grants.get(key) ?? givenToAll(key);
    const after = new Map(before);
    for (const role of to) {
      const held = new Set<string>(before.get(role));
      for (const right of rights) {
        if (grant) held.add(right);
        else for (const each of [...held]) if (each === right || each.startsWith(`${right}(`)) held.delete(each);
      }
      if (held.size > 0) after.set(role, held);
      else after.delete(role);
    }
    step.draft.setGrants(key, after);
  }
}

/** PUBLIC may call a function and use the schema public, as long as nobody says otherwise (PostgreSQL manual, 5.8). */
function givenToAll(key: string): RoleRights {
  if (key.startsWith("function ")) return new Map([["public", new Set(["execute"])]]);
  return key === "schema public" ? new Map([["public", new Set(["usage"])]]) : NONE;
}

/** The owner may do everything; what the migrating role owns is not told, since it is nobody's loss. */
export function applyChangeOwner(step: Step, { object, name, owner }: OperationOf<"change-owner">): void {
  if (object !== "table" && object !== "view" && object !== "materialized view" && object !== "sequence") return;
  const key = keyOf(name, step.draft);
  const rights = new Map<string, ReadonlySet<string>>();
  for (const [role, held] of step.draft.grants.get(key) ?? []) {
    const kept = new Set([...held].filter((right) => right !== OWNS));
    if (kept.size > 0) rights.set(role, kept);
  }
  rights.set(owner, new Set([...(rights.get(owner) ?? []), OWNS]));
  step.draft.setGrants(key, rights);
}

/** What stands among the rights of a role that owns the object. */
const OWNS = "owner";

/** Rights go with what they are on. */
export function moveGrants(step: Step, from: string, to: string): void {
  const rights = step.draft.grants.get(from);
  if (rights === undefined || from === to) return;
  step.draft.setGrants(from, null);
  step.draft.setGrants(to, rights);
}

export function dropGrants(step: Step, key: string): void {
  step.draft.setGrants(key, null);
}

const NONE: RoleRights = new Map();

function keysOf({ draft }: Step, { names, allInSchema }: OperationOf<"grant">, kind: keyof typeof ALL): readonly string[] {
  if (kind === "schema" || kind === "role") return names.map(({ name }) => `${kind} ${name}`);
  const inSchemas = (keys: Iterable<string>) => [...keys].filter((key) => names.some(({ name }) => key.startsWith(`${name}.`)));
  if (kind === "function") {
    const keys = allInSchema
      ? inSchemas(draft.routines.keys())
      : names.map((name) => routineKeyOf(name, draft) ?? `${name.schema ?? "public"}.${name.name}`);
    return keys.map((key) => `function ${key}`);
  }
  if (!allInSchema) return names.map((name) => keyOf(name, draft));
  return inSchemas(kind === "sequence" ? draft.sequences : [...draft.tables.keys(), ...draft.views.keys()]);
}
