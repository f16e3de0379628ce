import type { Catalog } from "../model/catalog.js";
import { upwards } from "./upwards.js";

/** The table that stands for it: the topmost partitioned one it is a part of. */
export function rootOf(key: string, { tables }: Catalog): string {
  return [...upwards(key, tables)].at(-1) ?? key;
}
