const FACTOR: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000 };

/** `200 ms`, `2 s`, `1.5 min`, as the settings write it. */
export function millisecondsOf(written: string): number {
  const [, amount = "0", unit = "ms"] = /^([\d.]+)\s*(ms|s|min)$/u.exec(written) ?? [];
  return Number(amount) * (FACTOR[unit] ?? 1);
}

export function milliseconds(ms: number): string {
  if (ms < 1000) return `${ms < 10 ? Number(ms.toFixed(1)) : Math.round(ms)} ms`;
  return `${Number((ms / 1000).toFixed(1))} s`;
}
