import { groupsOf } from "../catalog/groups-of.js";
import type { Catalog, RoleRights } from "../model/catalog.js";
import type { OperationOf } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import type { Moment } from "./rule.js";

/** What the queries of an application need. */
const USED: ReadonlySet<string> = new Set(["select", "insert", "update", "delete", "usage", "execute"]);

/** Roles that hold one of the rights by a grant, if only on some columns: PUBLIC and owners are left out. */
export function holdersOf(key: string, catalog: Catalog, rights: ReadonlySet<string> = USED): readonly string[] {
  return [...(catalog.grants?.get(key) ?? [])].flatMap(([role, held]) =>
    role !== "public" && [...held].some((right) => rights.has(kindOf(right))) ? [role] : [],
  );
}

/** May the role do it, by a grant to itself, to PUBLIC or to a role that it is a member of, or as owner? */
export function mayDo(role: string, right: string, key: string, catalog: Catalog): boolean {
  const rights = catalog.grants?.get(key);
  return actingAs(role, catalog).some((each) => has(rights, each, right) || has(rights, each, "owner"));
}

/** Whose rights a role has: its own, those of all, and those of the roles that it is a member of. */
export function actingAs(role: string, catalog: Catalog): readonly string[] {
  return [role, "public", ...groupsOf(role, catalog)];
}

function has(rights: RoleRights | undefined, role: string, right: string): boolean {
  return [...(rights?.get(role) ?? [])].some((each) => kindOf(each) === right);
}

/** `update(state)` is a right on a column. */
function kindOf(right: string): string {
  return right.replace(/\(.*$/u, "");
}

/** Does this change grant the role something on the object from here on, by name or with all of its schema? */
export function isGrantedLater(
  role: string,
  { schema, name }: RelationName,
  moment: Moment,
  object: "table" | "sequence" | "function" = "table",
  gives: (privileges: readonly string[]) => boolean = () => true,
): boolean {
  const { catalog } = moment;
  const names = new Set(actingAs(role, catalog));
  return moment.laterOf("grant").some(({ operation }) => {
    if (operation.kind !== "grant" || !operation.grant || !gives(operation.privileges)) return false;
    if (operation.object === "role") return operation.to.includes(role);
    if (!isOf(operation.object, object) || !operation.to.some((each) => names.has(each))) return false;
    return operation.allInSchema
      ? operation.names.some((each) => each.name === (schema ?? catalog.searchPath[0] ?? "public"))
      : operation.names.some((each) => each.name === name && (each.schema ?? schema) === (schema ?? each.schema));
  });
}

/** GRANT … ON TABLE names sequences, too; ON ROUTINE and ON PROCEDURE are as good as ON FUNCTION. */
function isOf(written: OperationOf<"grant">["object"], object: "table" | "sequence" | "function"): boolean {
  if (object === "function") return written === "function" || written === "procedure" || written === "routine";
  return written === object || (object === "sequence" && written === "table");
}

/** New objects may have rights that no statement of the history gives: by ALTER DEFAULT PRIVILEGES, or by a platform that made the database. */
export function givesUnsaid({ catalog, change }: Moment): boolean {
  return catalog.grantsByDefault === true || change.history.prelude.length > 0;
}
