import type { Script } from "../../src/model/migration.js";
import type { Operation } from "../../src/model/operation.js";
import type { OperationSite, ReadScript } from "../../src/model/statement.js";
import { readScript } from "../../src/sql/read-script.js";

export function script(text: string, more: Partial<Script> = {}): Script {
  return { file: "m.sql", text, transaction: "file", psql: false, ...more };
}

export function read(text: string, more: Partial<Script> = {}, serverMajor = 18): Promise<ReadScript> {
  return readScript(script(text, more), "m", "up", { serverMajor });
}

export async function sites(text: string, serverMajor = 18): Promise<OperationSite[]> {
  return (await read(text, {}, serverMajor)).statements.flatMap((statement) => statement.operations);
}

export async function operations(text: string, serverMajor = 18): Promise<Operation[]> {
  return (await sites(text, serverMajor)).map((site) => site.operation);
}
