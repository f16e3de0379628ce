import { ReportableError } from "../errors.js";
import type { CommandSettings } from "../settings/command.js";
import type { Bookkeeping, Preset } from "./preset.js";
import { presetIds, presets } from "./presets/index.js";

/** Which commands run, in the order of a deploy. */
export interface CommandPlan {
  readonly preset: Preset | null;
  readonly up: string;
  /** Null where there is no way back. */
  readonly down: string | null;
  /** Runs in the working tree; null for `up` in the files of the base. */
  readonly base: string | null;
  readonly backfill: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly directory: string;
  /** Tables that are not judged. */
  readonly bookkeepings: readonly Bookkeeping[];
}

/** @throws ReportableError `settings/invalid` */
export function commandPlan(settings: CommandSettings, table: string | undefined): CommandPlan {
  const { tool, backfill, env } = settings;
  const preset = tool === undefined ? null : (presets.find(({ id }) => id === tool) ?? null);
  if (tool !== undefined && preset === null) {
    const known = presetIds.map((id) => `\`${id}\``).join(", ");
    throw new ReportableError(
      "settings/invalid",
      `there is no preset for the tool \`${tool}\``,
      `Use one of ${known}, or give \`command.up\`.`,
    );
  }
  const up = settings.up ?? preset?.up;
  if (up === undefined) {
    throw new ReportableError(
      "settings/invalid",
      "`command` names neither `tool` nor `up`",
      "Say what to run: `command: { up: … }`.",
    );
  }
  return {
    preset,
    up,
    down: settings.down ?? preset?.down ?? null,
    base: settings.base ?? null,
    backfill,
    env,
    directory: settings.directory ?? ".",
    bookkeepings: bookkeepingsOf(preset, table?.split(".").at(-1)),
  };
}

/** At the base, rows that the tool adds on its own belong to the world. */
export function withoutUpkeep({ bookkeepings, ...plan }: CommandPlan): CommandPlan {
  return { ...plan, bookkeepings: bookkeepings.map(({ upkeep: _, ...rest }) => rest) };
}

/** Without a preset, those tables whose names nobody else uses. */
function bookkeepingsOf(preset: Preset | null, table: string | undefined): readonly Bookkeeping[] {
  const own =
    preset === null
      ? presets.filter(({ id }) => !COMMON_NAMES.has(id)).map(({ bookkeeping }) => bookkeeping)
      : [preset.bookkeeping];
  if (table === undefined) return own;
  return [
    ...own,
    { tables: [table], markOf: (sql, way) => own.map(({ markOf }) => markOf(sql, way)).find((mark) => mark !== null) ?? null },
  ];
}

/** `migrations`, `auth_permission` and the like are tables of the application elsewhere. */
const COMMON_NAMES: ReadonlySet<string> = new Set(["typeorm", "django"]);
