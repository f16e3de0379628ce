import { z } from "zod";
import { settingsSchema } from "./schema.js";

/** A setting that can also be given as `--name` and as an input of the action. */
export interface Flag {
  readonly name: string;
  /** `list` may repeat (in an input: one a line); `switch` takes no value. */
  readonly kind: "value" | "list" | "switch";
  readonly description: string;
  readonly choices: readonly string[];
  readonly default: string | null;
  readonly secret: boolean;
}

/** Settings whose shape does not fit in a flag, as groups never do; they live in the file only. */
const FILE_ONLY = new Set(["allow", "placeholders", "layout", "databases", "command", "promises"]);

/** All flags, made from the schema, in its order. */
export const flags: readonly Flag[] = Object.entries(settingsSchema.shape)
  .filter(([name]) => !FILE_ONLY.has(name))
  .map(([name, schema]) => ({ name, schema, json: z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) }))
  .filter(({ json }) => json.type !== "object")
  .map(({ name, schema, json }) => {
    const meta = schema.meta() ?? {};
    const preset = json.default;
    return {
      name,
      kind: json.type === "boolean" ? "switch" : json.anyOf === undefined ? "value" : "list",
      description: String(meta.description ?? ""),
      choices: Array.isArray(json.enum) ? json.enum.map(String) : [],
      default: preset === undefined || (Array.isArray(preset) && preset.length === 0) ? null : String(preset),
      secret: meta["secret"] === true,
    } satisfies Flag;
  });
