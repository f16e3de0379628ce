import { type Values, value } from "./value.js";

const DAY_MS = 86_400_000;

/** Values of the types of time; null for any other. */
export function timeValues(type: string, versionNumber: number): Values | null {
  switch (type) {
    case "date":
      return moments("", day);
    case "timestamp":
      return moments(" 12:00:00", (at) => `${day(at)} 12:00:00`);
    case "timestamptz":
      return moments(" 12:00:00+00", (at) => `${day(at)} 12:00:00+00`);
    case "time":
      return times("");
    case "timetz":
      return times("+00");
    case "interval":
      return intervals(versionNumber);
    default:
      return null;
  }
}

/** Days from 2090 on: nobody's clock stands there. */
function day(at: number): string {
  return new Date(Date.UTC(2090, 0, 1) + at * DAY_MS).toISOString().slice(0, 10);
}

function moments(clock: string, distinct: Values["distinct"]): Values {
  return {
    tame: [`2024-02-28${clock}`, `2024-03-01${clock}`, `2000-01-01${clock}`, `2030-01-01${clock}`],
    awkward: [
      value("infinity", "infinite date"),
      value("-infinity", "infinite date"),
      value(`9999-12-31${clock}`, "date far ahead"),
      value(`0001-01-01${clock}`, "date long ago"),
      value(`2024-02-29${clock}`, "leap day"),
      value(`4000-01-01${clock} BC`, "date before Christ"),
    ],
    distinct,
  };
}

function times(zone: string): Values {
  return {
    tame: [`12:00:00${zone}`, `13:00:00${zone}`],
    awkward: [
      value(`00:00:00${zone}`, "first moment of a day"),
      value(`23:59:59.999999${zone}`, "last moment of a day"),
      value(`24:00:00${zone}`, "24 o'clock"),
    ],
    distinct: (at) => `01:${two(Math.floor(at / 60) % 60)}:${two(at % 60)}${zone}`,
  };
}

function intervals(versionNumber: number): Values {
  const infinite = versionNumber >= 170_000 ? [value("infinity", "infinite interval")] : [];
  return {
    tame: ["1 hour", "1 day"],
    awkward: [
      value("0", "empty interval"),
      value("-1 month", "negative interval"),
      value("178000000 years", "longest interval"),
      ...infinite,
    ],
    distinct: (at) => `${1_000_000 + at} seconds`,
  };
}

function two(part: number): string {
  return String(part).padStart(2, "0");
}
