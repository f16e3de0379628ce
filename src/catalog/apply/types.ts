import type { UserType } from "../../model/catalog.js";
import type { OperationOf } from "../../model/operation.js";
import type { RelationName } from "../../model/relation-name.js";
import { creationSchema, typeKeyOf } from "../key-of.js";
import type { Step } from "./step.js";

export function applyCreateType(step: Step, operation: OperationOf<"create-enum" | "create-type" | "create-domain">) {
  const schema = creationSchema(operation.type, step.draft);
  const base = { schema, name: operation.type.name, labels: [], domain: null, origin: step.origin };
  if (operation.kind === "create-enum") return step.draft.setType({ ...base, variety: "enum", labels: operation.labels });
  if (operation.kind === "create-type") {
    const { variety } = operation;
    return step.draft.setType({ ...base, variety: variety === "composite" || variety === "range" ? variety : "other" });
  }
  step.draft.setType({
    ...base,
    variety: "domain",
    domain: {
      base: operation.base,
      notNull: operation.notNull,
      checks: operation.checks,
      // A domain over a domain has its default, unless it says another (DefineDomain in typecmds.c).
      default: operation.default === null ? defaultBelow(step, operation.base) : operation.default.text,
    },
  });
}

function defaultBelow(step: Step, base: RelationName): string | null {
  const key = typeKeyOf(base, step.draft);
  return (key === undefined ? undefined : step.draft.types.get(key)?.domain)?.default ?? null;
}

/** The operation does not carry the text of an added CHECK: what counts is that the domain is constrained. */
export function applyAlterDomain(step: Step, operation: OperationOf<"alter-domain">) {
  changeType(step, operation.type, (type) => {
    if (type.domain === null) return {};
    const { domain } = type;
    switch (operation.action) {
      case "set-not-null":
        return { domain: { ...domain, notNull: true } };
      case "drop-not-null":
        return { domain: { ...domain, notNull: false } };
      case "add-constraint":
        return { domain: { ...domain, checks: [...domain.checks, unknownCheck] } };
      case "drop-constraint":
        return { domain: { ...domain, checks: domain.checks.slice(1) } };
      case "drop-default":
        return { domain: { ...domain, default: null } };
      case "set-default":
      case "validate-constraint":
        return {};
    }
  });
}

export function applyEnumChange(step: Step, operation: OperationOf<"add-enum-value" | "rename-enum-value">) {
  changeType(step, operation.type, ({ labels }) => {
    if (operation.kind === "rename-enum-value") {
      return { labels: labels.map((label) => (label === operation.value ? operation.to : label)) };
    }
    return labels.includes(operation.value) ? {} : { labels: [...labels, operation.value] };
  });
}

const unknownCheck = {
  text: "",
  columns: [],
  functions: [],
  literals: [],
  constant: false,
  isNull: false,
  provesNotNull: [],
};

function changeType(step: Step, name: RelationName, change: (type: UserType) => Partial<UserType>): void {
  const key = typeKeyOf(name, step.draft);
  const type = key === undefined ? undefined : step.draft.types.get(key);
  if (type !== undefined) step.draft.setType({ ...type, ...change(type) });
}
