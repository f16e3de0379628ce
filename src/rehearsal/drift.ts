import type { SchemaDifference } from "../model/rehearsal.js";
import type { SchemaDrift } from "../model/schema-drift.js";
import type { RunnableScript } from "../model/statement.js";
import { COLUMN_ORDER, compareSchemas } from "./compare.js";
import { type Entry, type Fingerprint, readFingerprint } from "./fingerprint.js";
import { foldParts } from "./fold-parts.js";
import type { Scene } from "./scene.js";
import type { WorldProblem } from "./world.js";

/** Files that say what the schema is once the change is in: a dump that is checked in. */
export interface ExpectedSchema {
  readonly scripts: readonly RunnableScript[];
  /** Objects that may differ: `*` in them is any text; matched with `schema.name` and with `kind schema.name`. */
  readonly ignore: readonly string[];
}

/** @param built the schema after the ups. Null where no other database can be had. */
export async function rehearseDrift({ plan, stage }: Scene, built: Fingerprint): Promise<SchemaDrift | null> {
  const { expected, prelude } = plan;
  if (expected === undefined || !stage.canCopy) return null;
  plan.progress("Comparing with the schema that is checked in");
  const scripts = expected.scripts.map(withoutSessions);
  const files = scripts.map(({ file }) => file);
  // A dump most often holds what a platform or the tool itself makes as well, and then it must not be there already.
  let dump = await schemaOf(stage, [], scripts);
  if (dump.problem !== null && prelude.length > 0) {
    const onPrelude = await schemaOf(stage, prelude, scripts);
    if (onPrelude.problem === null) dump = onPrelude;
  }
  if (dump.problem !== null) return { files, problem: dump.problem, differences: [], ignored: 0 };
  const around = prelude.length === 0 ? NOTHING : (await schemaOf(stage, prelude, [])).schema;
  const [said, is] = [withoutRights(dump.schema), withoutRights(built)];
  const parentOf = (key: string) => (said.get(key) ?? is.get(key))?.parent ?? null;
  const madeAround = new Set([...around.values()].map(({ object }) => object));
  const differences = foldParts(compareSchemas(said, is), said, is).filter(({ kind, object }) => {
    const parent = parentOf(`${kind} ${object}`);
    return !NOT_COMPARED.has(kind) && !around.has(`${kind} ${object}`) && (parent === null || !madeAround.has(parent));
  });
  const told = differences.filter((each) => !isIgnored(each, parentOf(`${each.kind} ${each.object}`), expected.ignore));
  return { files, problem: null, differences: told, ignored: differences.length - told.length };
}

const NOTHING: Fingerprint = new Map();

/** Dumps are written with and without owners and privileges, and on servers whose columns came in another order. */
const NOT_COMPARED: ReadonlySet<string> = new Set([COLUMN_ORDER, "default privileges", "setting"]);

async function schemaOf(stage: Scene["stage"], prelude: Scene["plan"]["prelude"], scripts: readonly RunnableScript[]) {
  const { open, problems } = await stage.besides(prelude, scripts);
  try {
    const [problem = null]: readonly (WorldProblem | null)[] = problems;
    return { schema: await readFingerprint(open.observer, open.server.versionNumber), problem };
  } finally {
    await open.database.drop();
  }
}

/**
 * pg_dump begins with settings that older servers do not know (`transaction_timeout` came with 17) and gives everything to
 * owners that a rehearsal has no use for.
 */
function withoutSessions(script: RunnableScript): RunnableScript {
  return { ...script, statements: script.statements.filter(({ text }) => !NO_SCHEMA.test(withoutComments(text))) };
}

const NO_SCHEMA =
  /^(set\s+(session\s+|local\s+)?(\w*timeout|client_min_messages|client_encoding|xmloption|row_security)\b|grant\b|revoke\b|alter\s+default\s+privileges\b|create\s+schema\s+public\s*$|alter\s[^;]*\sowner\s+to\s+\S+\s*$)/iu;

function withoutComments(text: string): string {
  return text.replace(/^(\s|--[^\n]*(\n|$)|\/\*[\s\S]*?\*\/)+/u, "");
}

const NAME = String.raw`(?:"(?:[^"]|"")+"|[\w$]+)`;
/** As the fingerprint writes them at the end of a definition. */
const RIGHTS = new RegExp(
  String.raw`(?:^|\s)(?:OWNER ${NAME})?(?:(?:^|,? ?)(?:GRANT|REVOKE) [A-Z]+ TO ${NAME}(?: WITH GRANT OPTION)?)*$`,
  "u",
);

function withoutRights(schema: Fingerprint): Fingerprint {
  const bare = ([key, entry]: readonly [string, Entry]) =>
    [key, { ...entry, definition: entry.definition.replace(RIGHTS, "").trimEnd() }] as const;
  return new Map([...schema].map(bare));
}

function isIgnored({ kind, object }: SchemaDifference, parent: string | null, patterns: readonly string[]): boolean {
  const names = [object, `${kind} ${object}`, ...(parent === null ? [] : [parent])];
  return patterns.some((pattern) => {
    const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/gu, "\\$&"));
    const glob = new RegExp(`^${parts.join(".*")}$`, "su");
    return names.some((name) => glob.test(name));
  });
}
