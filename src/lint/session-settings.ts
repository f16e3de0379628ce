import type { Operation } from "../model/operation.js";

/** Timeouts and the time zone in force while a script runs. */
export class SessionSettings {
  readonly #session = new Map<string, string | null>();
  readonly #local = new Map<string, string | null>();

  apply(operation: Operation, inTransaction: boolean): void {
    if (operation.kind === "reset") {
      if (operation.name === null) this.#session.clear();
      else this.#session.delete(operation.name.toLowerCase());
    }
    if (operation.kind !== "set") return;
    if (operation.scope === "session") this.#session.set(operation.name.toLowerCase(), operation.value);
    // Outside of a transaction SET LOCAL only draws a warning (PostgreSQL manual, SET).
    else if (inTransaction) this.#local.set(operation.name.toLowerCase(), operation.value);
  }

  endTransaction(): void {
    this.#local.clear();
  }

  endScript(): void {
    this.#local.clear();
    this.#session.clear();
  }

  /** Is TimeZone UTC, under any of its names? Where the script sets none, that of the role that runs it counts. */
  timeZoneUtc(unset: boolean): boolean {
    const zone = this.#local.get("timezone") ?? this.#session.get("timezone") ?? null;
    return zone === null ? unset : UTC_NAMES.test(zone);
  }

  /** Milliseconds; null when nothing set it. */
  milliseconds(name: "lock_timeout" | "statement_timeout"): number | null {
    const value = this.#local.get(name) ?? this.#session.get(name) ?? null;
    return value === null ? null : parseDuration(value);
  }
}

/** Zones that never differ from UTC, and an offset of nothing. */
const UTC_NAMES = /^\s*(?:(?:etc\/)?(?:utc|uct|gmt|gmt0|gmt[+-]0|greenwich|universal|zulu)|z|[+-]?0+(?::?00)?)\s*$/iu;

const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** As Postgres reads a time setting whose unit is the millisecond (manual, 20.1.1). */
function parseDuration(text: string): number | null {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?\s*$/u.exec(text);
  return match === null ? null : Number(match[1]) * (UNITS[match[2] ?? "ms"] ?? 1);
}
