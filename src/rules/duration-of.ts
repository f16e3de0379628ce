const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a setting's value as a file writes it (`'5min'`, `3000`); null for what is no duration. */
export function durationOf(value: string | null): number | null {
  const match = /^\s*(\d+)\s*(ms|s|min|h|d)?\s*$/u.exec(value ?? "");
  return match === null ? null : Number(match[1]) * (UNITS[match[2] ?? "ms"] ?? 1);
}
