import type { BodyReader } from "../protocol/body-reader.js";

/** Days from 1970 to 2000, where Postgres counts from. */
const EPOCH_DAYS = 10_957n;
const DAY = 86_400_000_000n;
const LAST = 9_223_372_036_854_775_807n;

/** Microseconds since 2000. */
export function readTimestamp(value: bigint, zone: string): string {
  if (value === LAST) return "infinity";
  if (value === -LAST - 1n) return "-infinity";
  const days = (value - (((value % DAY) + DAY) % DAY)) / DAY;
  const { date, era } = civil(days);
  return `${date} ${readTime(value - days * DAY)}${zone}${era}`;
}

/** Days since 2000. */
export function readDate(value: number): string {
  if (value === 2_147_483_647) return "infinity";
  if (value === -2_147_483_648) return "-infinity";
  const { date, era } = civil(BigInt(value));
  return date + era;
}

/** Microseconds since midnight, up to 24:00. */
export function readTime(value: bigint): string {
  const seconds = value / 1_000_000n;
  const clock = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) => String(part).padStart(2, "0")).join(":");
  const rest = value % 1_000_000n;
  return rest === 0n ? clock : `${clock}.${String(rest).padStart(6, "0")}`;
}

/** The zone is in seconds west of Greenwich. */
export function readTimeWithZone(fields: BodyReader): string {
  const time = readTime(fields.int64());
  const west = fields.int32();
  return `${time}${west > 0 ? "-" : "+"}${readTime(BigInt(Math.abs(west)) * 1_000_000n)}`;
}

/** Of 17 and later: all fields at their ends mean infinity (PostgreSQL source, timestamp.h). */
export function readInterval(fields: BodyReader): string {
  const value = fields.int64();
  const days = fields.int32();
  const months = fields.int32();
  if (value === LAST && days === 2_147_483_647 && months === 2_147_483_647) return "infinity";
  if (value === -LAST - 1n && days === -2_147_483_648 && months === -2_147_483_648) return "-infinity";
  const time = value < 0n ? `-${readTime(-value)}` : readTime(value);
  return `${months} mons ${days} days ${time}`;
}

/** The proleptic Gregorian calendar, which JavaScript's dates do not reach far enough for (days from the 1st of March of year 0). */
function civil(days: bigint): { readonly date: string; readonly era: string } {
  const shifted = days + EPOCH_DAYS + 719_468n;
  const cycle = (shifted >= 0n ? shifted : shifted - 146_096n) / 146_097n;
  const ofCycle = shifted - cycle * 146_097n;
  const yearOfCycle = (ofCycle - ofCycle / 1460n + ofCycle / 36_524n - ofCycle / 146_096n) / 365n;
  const ofYear = ofCycle - (365n * yearOfCycle + yearOfCycle / 4n - yearOfCycle / 100n);
  const monthFromMarch = (5n * ofYear + 2n) / 153n;
  const day = ofYear - (153n * monthFromMarch + 2n) / 5n + 1n;
  const month = monthFromMarch < 10n ? monthFromMarch + 3n : monthFromMarch - 9n;
  const year = yearOfCycle + cycle * 400n + (month <= 2n ? 1n : 0n);
  const pad = (value: bigint, width: number) => String(value).padStart(width, "0");
  const isBefore = year <= 0n;
  return { date: `${pad(isBefore ? 1n - year : year, 4)}-${pad(month, 2)}-${pad(day, 2)}`, era: isBefore ? " BC" : "" };
}
