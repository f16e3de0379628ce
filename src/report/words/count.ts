/** `2,000,000`, whatever the locale of the machine. */
export function count(number: number): string {
  return String(Math.round(number)).replace(/\B(?=(\d{3})+$)/gu, ",");
}

/** `1 row`, `2,000,000 rows`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(items: readonly string[], most: number): string {
  const rest = items.length - most;
  if (rest > 0) return `${items.slice(0, most).join(", ")} and ${count(rest)} more`;
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
