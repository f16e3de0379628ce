import type { WorldFiles } from "./surroundings.js";

/** Rows were given on purpose: a seed, or a schema file that carries data. A table without rows then is an empty one. */
export function isRepresentative({ schema, seed }: WorldFiles): boolean {
  return seed.length > 0 || schema.some((file) => /^[^\S\n]*(insert\s+into|copy\s)/imu.test(file.text));
}
