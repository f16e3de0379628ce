import { ReportableError } from "../errors.js";
import type { GateRecord } from "../gate/gate-record.js";

/** A record that was kept as JSON. Only its shape is checked: whether it is true is what a replay finds out. */
export function readSavedRecord(path: string, text: string): GateRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unreadable(`${path} is no JSON`, error);
  }
  if (isRecord(value)) return value;
  throw unreadable(`${path} is no record of decisions`, null);
}

function isRecord(value: unknown): value is GateRecord {
  if (!isObject(value) || value["version"] !== 1) return false;
  const { of, facts, state, log } = value;
  const shaped = isObject(of) && isObject(facts) && isObject(state) && Array.isArray(log);
  if (!shaped || !isObject(facts["policy"]) || !isObject(facts["change"])) return false;
  const lists = [facts["people"], facts["said"], facts["otherDigests"], facts["change"]["contributors"]];
  return lists.every(Array.isArray) && log.every((link) => isObject(link) && isObject(link["entry"]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unreadable(message: string, cause: unknown): ReportableError {
  return new ReportableError("repository/unreadable", message, "Name a file that the action wrote as `decisions-json`.", {
    cause,
  });
}
