import { stringify } from "yaml";
import { z } from "zod";
import { settingsSchema } from "./schema.js";

/** The settings reference as Markdown, made from the schema. */
export function settingsReference(): string {
  const sections = Object.entries(settingsSchema.shape).map(([name, schema]) => section(name, schema));
  return `# Settings

In \`.github/migration-gate.yml\` or \`migration-gate.yml\`. Nearly all of them are also flags of \`migration-gate check\` and
inputs of the action, under the same name; those win over the file.

${sections.join("\n")}`;
}

/** The same as a commented settings file in which every line is switched off. */
export function settingsTemplate(): string {
  const entries = Object.entries(settingsSchema.shape).map(([name, schema]) => {
    const { description, preset, example } = facts(schema);
    const shown = example ?? preset ?? "";
    const lines = typeof shown === "object" ? nested(name, shown) : [`# ${name}: ${String(shown)}`];
    return [...wrap(description, 96).map((line) => `# ${line}`), ...lines].join("\n");
  });
  return `# Settings of Migration Gate for Postgres. Every line is optional.\n\n${entries.join("\n\n")}\n`;
}

function section(name: string, schema: z.ZodType): string {
  const { description, preset, example, choices } = facts(schema);
  const rows = [
    ...(choices.length > 0 ? [`One of ${choices.map((choice) => `\`${choice}\``).join(", ")}.`] : []),
    ...(preset !== undefined && JSON.stringify(preset) !== "[]" && JSON.stringify(preset) !== "{}"
      ? [`Default: \`${JSON.stringify(preset)}\`.`]
      : []),
    ...(example === undefined ? [] : [`Example:\n\n\`\`\`yaml\n${yamlOf(name, example)}\n\`\`\``]),
  ];
  return `## ${name}\n\n${[description, ...rows].join("\n\n")}\n`;
}

function facts(schema: z.ZodType) {
  const meta = schema.meta() ?? {};
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return {
    description: String(meta.description ?? ""),
    example: meta["example"] as unknown,
    preset: json.default as unknown,
    choices: Array.isArray(json.enum) ? json.enum.map(String) : [],
  };
}

function nested(name: string, value: unknown): string[] {
  return yamlOf(name, value)
    .split("\n")
    .map((line) => `# ${line}`);
}

function yamlOf(name: string, value: unknown): string {
  return stringify({ [name]: value }).trimEnd();
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length + 1 > width) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
