import { readFileSync } from "node:fs";

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly nullable?: boolean;
  readonly format?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

const description = JSON.parse(readFileSync(new URL("./openapi.json", import.meta.url), "utf8")) as {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** The least that GitHub's description takes for a schema: every required field, nothing else. The fake fills in what matters. */
export function sampleOf(name: string): Record<string, unknown> {
  return sample({ $ref: `#/components/schemas/${name}` }) as Record<string, unknown>;
}

function sample(schema: Schema): unknown {
  if (schema.$ref !== undefined) {
    const target = description.components.schemas[schema.$ref.split("/").at(-1) ?? ""];
    if (target === undefined) throw new Error(`no schema ${schema.$ref}`);
    return sample(target);
  }
  if (schema.nullable === true) return null;
  if (schema.enum !== undefined) return schema.enum[0];
  const [choice] = schema.oneOf ?? schema.anyOf ?? [];
  if (choice !== undefined) return sample(choice);
  if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.map((part) => sample(part) as object));
  switch (schema.type) {
    case "string":
      return schema.format === "date-time"
        ? "2026-11-21T10:00:00Z"
        : schema.format === "uri"
          ? "https://github.example/"
          : "text";
    case "integer":
    case "number":
      return 1;
    case "boolean":
      return false;
    case "array":
      return [];
    default:
      return Object.fromEntries((schema.required ?? []).map((key) => [key, sample(schema.properties?.[key] ?? {})]));
  }
}
