import type { Assessment } from "../../model/assessment.js";
import type { Impact } from "../../model/impact.js";
import type { Statement } from "../../model/statement.js";
import { listed } from "../words/count.js";
import { duration } from "../words/duration.js";
import { estimatedTime, rough, roughBytes, roughCount } from "../words/estimate.js";
import { relation } from "../words/name.js";

/** What one statement will cost in production, in words. */
export interface ImpactLine {
  readonly impact: Impact;
  readonly statement: Statement | null;
  /** `about 34 minutes (20 to 55)`. */
  readonly time: string;
  /** `on production's 40 million rows of orders`. */
  readonly rows: string;
  /** `writers of orders wait, about 12,000 requests`. */
  readonly waits: string;
  /** `4.1 GB of free space, 3.9 GB of log`; null where it is not worth a word. */
  readonly space: string | null;
  /** `0.8 s at 200,000 rows here, factor 200`. */
  readonly measured: string;
}

/** Worst first. */
export function impactLines({ impacts, migrations }: Assessment): readonly ImpactLine[] {
  return impacts.map((impact) => {
    const migration = migrations.find(({ id }) => id === impact.migration);
    const script = impact.phase === "up" ? migration?.up : migration?.down;
    const last = impact.measured.at(-1);
    return {
      impact,
      statement: script?.statements.find(({ index }) => index === impact.statement) ?? null,
      time: estimatedTime(impact.estimate.seconds),
      rows: `on production's ${roughCount(impact.productionRows)} rows of ${relation(impact.relation)}`,
      waits: waits(impact),
      space: space(impact),
      measured:
        last === undefined
          ? "not measured"
          : `${duration(last.ms)} at ${roughCount(last.rows)} rows here, factor ${rough(impact.factor)}${backfill(impact)}`,
    };
  });
}

/** One sentence a statement. */
export function impactSentence({ time, rows, waits: who, space: needs, measured }: ImpactLine): string {
  return `${time} ${rows}; ${[who, ...(needs === null ? [] : [`it needs ${needs}`]), `measured ${measured}`].join("; ")}.`;
}

function waits({ blocked, relation: key }: Impact): string {
  if (!blocked.reads && !blocked.writes) return "nobody waits";
  const tables = blocked.relations.length === 0 ? relation(key) : listed(blocked.relations.map(relation), 3);
  const requests = blocked.requests?.likely ?? 0;
  const many = requests < 1 ? "" : `, about ${roughCount(requests)} requests`;
  return `${blocked.reads ? "every query on" : "writers of"} ${tables} ${blocked.reads ? "waits" : "wait"}${many}`;
}

/** Less is there on any disk. */
const TOLD_BYTES = 50_000_000;

function space({ estimate: { diskBytes, walBytes } }: Impact): string | null {
  const parts = [
    ...(diskBytes !== null && diskBytes.likely >= TOLD_BYTES ? [`about ${roughBytes(diskBytes.likely)} of free space`] : []),
    ...(walBytes.likely >= TOLD_BYTES ? [`about ${roughBytes(walBytes.likely)} of write-ahead log`] : []),
  ];
  return parts.length === 0 ? null : parts.join(" and ");
}

function backfill({ msPerThousandRows }: Impact): string {
  return msPerThousandRows === null ? "" : `, ${rough(msPerThousandRows)} ms for 1,000 rows changed`;
}

/** What holds for all of them: whose sizes, how old, how long the way back, and what the numbers leave out. */
export function impactNotes({ impacts }: Assessment): readonly string[] {
  const [first] = impacts;
  if (first === undefined) return [];
  const age = first.statisticsAgeDays === 0 ? "today" : `${first.statisticsAgeDays} days ago`;
  const back = impacts.filter(({ phase }) => phase === "down");
  const sum = (of: (impact: Impact) => number) => back.reduce((total, impact) => total + of(impact), 0);
  const whole = {
    low: sum(({ estimate }) => estimate.seconds.low),
    likely: sum(({ estimate }) => estimate.seconds.likely),
    high: sum(({ estimate }) => estimate.seconds.high),
  };
  return [
    `Estimated from what was measured here and production's sizes of ${first.statisticsTakenAt.slice(0, 10)} (taken ${age}); nine in ten are expected inside their range.`,
    ...(back.length === 0 ? [] : [`The way back takes ${estimatedTime(whole)} on the same rows.`]),
    ...new Set(impacts.flatMap(({ caveats }) => caveats)),
  ];
}
