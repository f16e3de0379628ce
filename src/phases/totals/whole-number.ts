/** A whole number as people write one, with commas between thousands or without: no part of a date, a version, a share or a size. */
export const NUMBER = String.raw`(?<![\p{L}\d.,:/#~≈<>-]|[~≈<>]\s)(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?![\p{L}\d%]|\s%|[.,:/-]\d)`;

export function wholeNumber(text: string): number {
  return Number(text.replaceAll(",", ""));
}

/** Times and sizes are no counts. */
export const UNIT = String.raw`(?:ms|s|sec|secs|seconds?|min|mins|minutes?|hours?|h|days?|weeks?|months?|years?|percent|kb|mb|gb|tb|bytes?|threads?)\b`;

/** Nobody promises that figures add up which are called rough. */
export const ROUGH =
  /\b(about|around|approx(imately)?|roughly|circa|ca|up to|at (least|most)|over|more than|less than|under|nearly|almost|some)\.?\s*$/iu;
