import { ReportableError } from "../errors.js";
import { compareText } from "../formats/order.js";
import { isSql } from "../formats/path-parts.js";
import type { History, Migration, SourceFile } from "../model/migration.js";
import type { HistoryRequest, Repository } from "../world.js";
import { type Checkout, openCheckout } from "./checkout.js";
import { commitMessages } from "./commit-messages.js";
import { historyOfChange } from "./history-of-change.js";
import { historyOfCommand } from "./history-of-command.js";
import { historyOfPaths } from "./history-of-paths.js";
import { reachedBranch } from "./reached.js";
import { searchCode } from "./search-code.js";

/** The files below a directory and its git, as the product sees them. Nothing is written. */
export function diskRepository(directory: string): Repository {
  let opened: Promise<Checkout> | null = null;
  const checkout = () => {
    opened ??= openCheckout(directory);
    return opened;
  };
  return {
    history: async (request) => readHistory(await checkout(), request),
    files: async (paths) => {
      const files: SourceFile[] = [];
      for (const path of paths) files.push(...(await readSql(await checkout(), path)));
      return files;
    },
    search: async (words) => {
      const { git } = await checkout();
      return git === null ? null : searchCode(git, words);
    },
    reached: async (branch, files) => {
      const { git } = await checkout();
      return git === null ? null : reachedBranch(git, branch, files);
    },
    messages: async (base) => {
      const { git } = await checkout();
      return git === null ? [] : commitMessages(git, base);
    },
  };
}

async function readHistory(checkout: Checkout, request: HistoryRequest): Promise<History> {
  if (request.command !== undefined && request.paths.length > 0) {
    const message = "with the setting `command` the change is what your tool does, and no files can be named";
    throw new ReportableError("arguments/invalid", message, "Leave the paths out and give `--base`.");
  }
  const history = await (request.paths.length > 0 ? historyOfPaths(checkout, request) : ofChange(checkout, request));
  const down = request.down === undefined ? null : await checkout.readFile(checkout.pathOf(request.down));
  const schema: SourceFile[] = [];
  for (const path of request.schema) schema.push(...(await readSql(checkout, path)));
  return onSchema(down === null ? history : withDown(history, down), schema);
}

function ofChange(checkout: Checkout, request: HistoryRequest): Promise<History> {
  if (request.base !== undefined) {
    return request.command === undefined
      ? historyOfChange(checkout, request.base, request)
      : historyOfCommand(checkout, request.base, request);
  }
  throw new ReportableError(
    "arguments/invalid",
    "there is nothing to judge: neither files nor a base revision are given",
    "Name the files or their directory, or say what the change is judged against: `--base origin/main`.",
  );
}

/** A file, or the SQL files of a folder in the order of their names. */
async function readSql(checkout: Checkout, written: string): Promise<readonly SourceFile[]> {
  const path = checkout.pathOf(written);
  if ((await checkout.kindOf(path)) !== "folder") return [await checkout.readFile(path)];
  const { files, problems } = await checkout.read(path);
  const [problem] = problems;
  if (problem !== undefined) throw new ReportableError("repository/unreadable", problem.message, "Mend or remove the file.");
  return files.filter((file) => isSql(file.path)).toSorted((a, b) => compareText(a.path, b.path));
}

function withDown(history: History, file: SourceFile): History {
  const [migration, ...more] = history.proposed;
  if (migration === undefined || more.length > 0) {
    const message = `--down names the way back of a single migration, and the change has ${history.proposed.length}`;
    throw new ReportableError("arguments/invalid", message, "Put each way back beside its migration, as `<name>.down.sql`.");
  }
  const { transaction, psql } = migration.up;
  const down: Migration = { ...migration, down: { file: file.path, text: file.text, transaction, psql } };
  return { ...history, proposed: [down] };
}

/** A schema file stands in for the history, and for the tool's own table where it holds that too. */
function onSchema(history: History, schema: readonly SourceFile[]): History {
  if (schema.length === 0) return history;
  const made = (sql: string) => [...sql.matchAll(/CREATE TABLE IF NOT EXISTS (?:\w+\.)?(\w+)/gu)].map((match) => match[1] ?? "");
  const inSchema = (name: string) => schema.some(({ text }) => new RegExp(`\\b${name}\\b`, "u").test(text));
  const prelude = history.prelude.filter(({ sql }) => !made(sql).some(inSchema));
  return { ...history, settled: [], prelude };
}
