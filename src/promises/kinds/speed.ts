import type { MeasuredSpeed, PromiseAnswer, Question } from "../../model/promise.js";
import type { PromiseSettings } from "../../settings/promises.js";
import type { Check, Ruling } from "../claim.js";
import { milliseconds, millisecondsOf } from "../duration.js";
import { tableKey } from "../sql-name.js";
import { percentOf } from "../tolerance-of.js";
import { rows } from "../words.js";

type Speed = NonNullable<PromiseSettings["speed"]>;

/** Less than this is the noise of the machine. */
const NOISE_MS = 1;

export function speedChecks(speed: Speed, { when = ["after"] }: PromiseSettings): Check[] {
  const { sql, "at-most": limit, "slower-at-most": slower, "on-rows": least, plan } = speed;
  const ask = (moment: Question["moment"]): Question => ({ moment, statement: null, sql, want: "speed" });
  const common = (moment: Question["moment"], subject: string) => ({ kind: "asked", moment, subject, asked: sql }) as const;
  return when.flatMap((moment): Check[] => [
    ...(limit === undefined
      ? []
      : [
          {
            ...common(moment, "time"),
            expected: `at most ${milliseconds(millisecondsOf(limit))}`,
            questions: [ask(moment)],
            judge: measured(least, (now) => within(now, millisecondsOf(limit))),
          },
        ]),
    ...(slower === undefined || moment === "before"
      ? []
      : [
          {
            ...common(moment, "slow-down"),
            expected: `at most ${slower} slower than before`,
            questions: [ask(moment), ask("before")],
            judge: measured(least, (now, before) => slowed(now, before, percentOf(slower))),
          },
        ]),
    ...(plan === undefined
      ? []
      : [
          {
            ...common(moment, "plan"),
            expected: planWords(plan),
            questions: [ask(moment)],
            judge: (answers: readonly PromiseAnswer[]) => shaped(plan, least, answers),
          },
        ]),
  ]);
}

type Timed = (now: MeasuredSpeed, before: MeasuredSpeed | null) => Ruling;

/** A limit that is kept on a few rows is not kept yet; one that is broken on them is broken. */
function measured(least: number, judge: Timed) {
  return ([after, before]: readonly PromiseAnswer[]): Ruling => {
    if (after?.kind !== "speed") return { status: "untested", found: null };
    const ruling = judge(after.speed, before?.kind === "speed" ? before.speed : null);
    const most = largest(after.speed);
    if (ruling.status !== "kept") return ruling;
    if (most.rows >= least) return { ...ruling, note: `measured on ${rows(most.rows)} of ${most.relation}` };
    return {
      ...ruling,
      status: "untested",
      note: `measured on ${rows(most.rows)}, and the limit is about at least ${rows(least)} (\`on-rows\`): give representative rows`,
    };
  };
}

function within({ runs, blocks }: MeasuredSpeed, limitMs: number): Ruling {
  const took = median(runs);
  return { status: took <= limitMs ? "kept" : "broken", found: `${milliseconds(took)}, ${blocks} blocks` };
}

function slowed(now: MeasuredSpeed, before: MeasuredSpeed | null, percent: number): Ruling {
  if (before === null) return { status: "untested", found: null, note: "it could not be measured before the change" };
  const [was, is] = [median(before.runs), median(now.runs)];
  const found = `${milliseconds(is)}, was ${milliseconds(was)}`;
  const slower = is - was > NOISE_MS && is > was * (1 + percent / 100);
  return { status: slower ? "broken" : "kept", found };
}

function shaped(
  { "no-seq-scan": spared = [], uses = [] }: NonNullable<Speed["plan"]>,
  least: number,
  [answer]: readonly PromiseAnswer[],
): Ruling {
  if (answer?.kind !== "speed") return { status: "untested", found: null };
  // On few rows the planner reads whole tables and is right; what an index can serve shows where that is made expensive.
  const few = largest(answer.speed).rows < least;
  const scans = few ? answer.speed.scansAvoided : answer.speed.scans;
  const whole = scans.filter(({ indexes, relation }) => indexes.length === 0 && spared.map(tableKey).includes(relation));
  const used = new Set(scans.flatMap(({ indexes }) => indexes));
  const unused = uses.filter((index) => !used.has(index));
  const problems = [
    ...whole.map(({ relation }) => `reads all of ${relation}`),
    ...unused.map((index) => `does not use ${index}`),
  ];
  const plan = used.size === 0 ? "no index used" : `uses ${[...used].join(", ")}`;
  const note = few ? { note: "few rows: asked what an index can serve (enable_seqscan off)" } : {};
  return { status: problems.length === 0 ? "kept" : "broken", found: problems.join("; ") || plan, ...note };
}

function planWords({ "no-seq-scan": spared = [], uses = [] }: NonNullable<Speed["plan"]>): string {
  return [
    ...(spared.length === 0 ? [] : [`no sequential scan of ${spared.join(", ")}`]),
    ...(uses.length === 0 ? [] : [`uses ${uses.join(", ")}`]),
  ].join("; ");
}

function largest({ rows: sizes }: MeasuredSpeed): MeasuredSpeed["rows"][number] {
  return sizes.toSorted((a, b) => b.rows - a.rows)[0] ?? { relation: "any table", rows: 0 };
}

function median(runs: readonly number[]): number {
  return runs[Math.floor(runs.length / 2)] ?? 0;
}
