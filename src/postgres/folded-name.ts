/** A name as SQL writes it, as the server keeps it: what is not quoted is lower case (PostgreSQL manual, 4.1.1). */
export function foldedName(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}
