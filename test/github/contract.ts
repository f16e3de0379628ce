import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import ajvFormats from "ajv-formats";

/** GitHub's OpenAPI description, cut to the calls that the project makes (scripts/openapi-subset.mjs). */
const description = nullable(JSON.parse(readFileSync(new URL("./openapi.json", import.meta.url), "utf8"))) as Description;
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
ajvFormats.default(ajv);
ajv.addSchema({ $id: "github", ...description });
const compiled = new Map<string, ValidateFunction>();

/** GitHub's own limit, which its description does not state. */
const MAX_COMMENT = 65_536;
const MAX_STATUS_DESCRIPTION = 140;

export const contract = {
  /** What is wrong with a request; empty when nothing is. */
  request(method: string, path: string, body: unknown): string[] {
    if (path === "/graphql") return [];
    const found = operationFor(method, path);
    if (found === undefined) return [`${method} ${path} is not in the description`];
    const problems: string[] = [];
    const { body: text, description: status } = (body ?? {}) as { body?: string; description?: string };
    if (typeof text === "string" && text.length > MAX_COMMENT) problems.push(`comment of ${text.length} characters`);
    if (path.includes("/statuses/") && typeof status === "string" && status.length > MAX_STATUS_DESCRIPTION)
      problems.push(`status of ${status.length} characters`);
    if (found.operation.requestBody !== undefined)
      problems.push(...check(`${found.pointer}/requestBody/content/application~1json/schema`, body, `${method} ${path}`));
    return problems;
  },

  /** Whether the fake itself answers as GitHub would. */
  response(method: string, path: string, status: number, body: unknown): string[] {
    if (path === "/graphql" || status >= 300 || status === 204) return [];
    const found = operationFor(method, path);
    if (found === undefined) return [];
    return check(`${found.pointer}/responses/${status}/content/application~1json/schema`, body, `answer to ${method} ${path}`);
  },
};

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly requestBody?: unknown }>>>>;
}

function operationFor(method: string, path: string) {
  for (const [template, operations] of Object.entries(description.paths)) {
    const pattern = new RegExp(`^${template.replace(/\{[^}]+\}/gu, "[^/]+")}$`, "u");
    const operation = operations[method.toLowerCase()];
    if (operation !== undefined && pattern.test(path)) {
      return {
        operation,
        pointer: `github#/paths/${template.replaceAll("/", "~1").replace(/[{}]/gu, encodeURIComponent)}/${method.toLowerCase()}`,
      };
    }
  }
  return undefined;
}

function check(pointer: string, value: unknown, what: string): string[] {
  let validate = compiled.get(pointer);
  if (validate === undefined) {
    validate = ajv.compile({ $ref: pointer });
    compiled.set(pointer, validate);
  }
  return validate(value) ? [] : (validate.errors ?? []).map((error) => `${what}: ${error.instancePath} ${error.message ?? ""}`);
}

/** OpenAPI 3.0 says `nullable: true` where JSON Schema wants null among the types. */
function nullable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nullable);
  if (value === null || typeof value !== "object") return value;
  const { nullable: mayBeNull, ...rest } = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, nullable(inner)]),
  );
  return mayBeNull === true ? { anyOf: [rest, { type: "null" }] } : rest;
}
