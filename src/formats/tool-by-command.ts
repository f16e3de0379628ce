/** A tool whose migrations are programs: it is run by the preset of that name, and its files are not read. */
export interface ToolByCommand {
  /** What stands under `command.tool`. */
  readonly preset: string;
  readonly title: string;
  /** The file that gives it away. */
  readonly sign: string;
  /** Its migrations, of the paths that were asked about. */
  readonly migrations: readonly string[];
}

/** The tool that a repository's files speak for: something configures it, and something looks like its migrations. */
export function toolByCommand(paths: readonly string[]): ToolByCommand | null {
  for (const { preset, title, configuration, migration, unless } of TOOLS) {
    const sign = paths.find((path) => configuration.test(path));
    if (sign === undefined || (unless !== undefined && paths.some((path) => unless.test(path)))) continue;
    const migrations = paths.filter((path) => migration.test(path));
    if (migrations.length > 0) return { preset, title, sign, migrations };
  }
  return null;
}

interface Signs {
  readonly preset: string;
  readonly title: string;
  readonly configuration: RegExp;
  readonly migration: RegExp;
  /** Where that is there, SQL says it all. */
  readonly unless?: RegExp;
}

const SCRIPT = "[cm]?[jt]s";

/** Names as each tool's own generator gives them. */
const TOOLS: readonly Signs[] = [
  {
    preset: "alembic",
    title: "Alembic",
    configuration: /(?:^|\/)alembic\.ini$/u,
    migration: /(?:^|\/)versions\/(?:.+\/)?\w+\.py$/u,
  },
  {
    preset: "django",
    title: "Django",
    configuration: /(?:^|\/)manage\.py$/u,
    migration: /(?:^|\/)migrations\/\d{4}_\w+\.py$/u,
  },
  {
    preset: "rails",
    title: "Rails",
    configuration: /(?:^|\/)(?:Gemfile|config\/application\.rb)$/u,
    migration: /(?:^|\/)\w*migrate\/\d{14}_\w+\.rb$/u,
    unless: /(?:^|\/)structure\.sql$/u,
  },
  {
    preset: "ecto",
    title: "Ecto",
    configuration: /(?:^|\/)mix\.exs$/u,
    migration: /(?:^|\/)priv\/\w+\/migrations\/\d{14}_\w+\.exs$/u,
  },
  {
    preset: "ef-core",
    title: "EF Core",
    configuration: /\.(?:cs|vb|fs)proj$/u,
    migration: /(?:^|\/)Migrations\/(?:.+\/)?\d{14}_\w+\.cs$/u,
  },
  {
    preset: "mikro-orm",
    title: "MikroORM",
    configuration: new RegExp(`(?:^|/)mikro-orm\\.config\\.${SCRIPT}$`, "u"),
    migration: new RegExp(`(?:^|/)Migration\\d{14}\\w*\\.${SCRIPT}$`, "u"),
  },
  {
    preset: "sequelize",
    title: "Sequelize",
    configuration: /(?:^|\/)\.sequelizerc$/u,
    migration: new RegExp(`(?:^|/)migrations/\\d+-[\\w.-]+\\.${SCRIPT}$`, "u"),
  },
  {
    preset: "knex",
    title: "Knex",
    configuration: new RegExp(`(?:^|/)knexfile\\.${SCRIPT}$`, "u"),
    migration: new RegExp(`(?:^|/)\\w*migrations?/(?:.+/)?\\d+_[\\w.-]+\\.${SCRIPT}$`, "u"),
  },
  {
    preset: "kysely",
    title: "Kysely",
    configuration: new RegExp(`(?:^|/)kysely\\.config\\.${SCRIPT}$`, "u"),
    migration: new RegExp(`(?:^|/)\\w*migrations?/(?:.+/)?\\d[\\w.-]*\\.${SCRIPT}$`, "u"),
  },
  {
    preset: "typeorm",
    title: "TypeORM",
    configuration: new RegExp(`(?:^|/)(?:ormconfig\\.(?:${SCRIPT}|json|ya?ml)|[\\w.-]*data-?source\\.${SCRIPT})$`, "iu"),
    migration: new RegExp(`(?:^|/)\\d{13}-[\\w.-]+\\.${SCRIPT}$`, "u"),
  },
  {
    preset: "goose-go",
    title: "goose with Go migrations",
    configuration: /(?:^|\/)go\.mod$/u,
    migration: /(?:^|\/)\w*migrations?\/\d{5,14}_\w+(?<!_test)\.go$/u,
  },
];
