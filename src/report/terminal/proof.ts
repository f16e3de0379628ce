import { terminalProse } from "../escape/terminal-prose.js";
import { createdKind } from "../facts/created-kind.js";
import { limits } from "../facts/limits.js";
import { rollbackChecks } from "../facts/rollback-checks.js";
import { standing } from "../facts/standing.js";
import { writtenWayBack } from "../facts/written-way-back.js";
import { count, listed } from "../words/count.js";
import { decisionText } from "../words/decision-text.js";
import { evidenceWords } from "../words/evidence-words.js";
import { HAZARD_NAME } from "../words/hazard-name.js";
import { name } from "../words/name.js";
import { impacts } from "./impacts.js";
import { labelled, type Page, paragraph } from "./page.js";
import { plan } from "./plan.js";
import { promises } from "./promises.js";

const SIGN = { good: "✓ yes:", bad: "✗ no:", open: "?" } as const;
const INK = { good: "good", bad: "error", open: "warning" } as const;
const MOST = 8;

/** What follows the findings: way back, what was made, what was not seen, how to decide. */
export function proof(page: Page): string[] {
  return [
    ...impacts(page),
    ...promises(page),
    ...plan(page),
    ...rollback(page),
    ...created(page),
    ...allowed(page),
    ...unseen(page),
    ...decide(page),
  ];
}

function rollback(page: Page): string[] {
  const { rehearsal } = page.assessment;
  const checks = rollbackChecks(page.assessment);
  if (rehearsal === null || checks.length === 0) return [];
  const lines = checks.flatMap(({ check, sign, sentence }) =>
    labelled(page, `  ${check}`, 24, `${SIGN[sign]} ${sentence}`, sign === "good" ? {} : { text: INK[sign] }),
  );
  const destroys =
    rehearsal.rollback.destroys.length === 0
      ? []
      : labelled(page, "  Going back destroys", 24, listed(rehearsal.rollback.destroys, MOST));
  return [
    "",
    page.paint(
      "strong",
      `Rollback proof: ${rehearsal.rollback.upAgainEqual === null ? "not complete" : "up, down, up on the same database"}`,
    ),
    ...lines,
    ...destroys,
    ...offered(page),
  ];
}

function offered(page: Page): string[] {
  const written = writtenWayBack(page.assessment);
  if (written === null) return [];
  const sql = written.sql === null ? [] : written.sql.split("\n").map((line) => `    ${terminalProse(line)}`);
  return [...labelled(page, "  A way back", 24, written.sentence), ...sql];
}

function created(page: Page): string[] {
  const all = (page.assessment.rehearsal?.created ?? []).filter(({ names }) => names.length > 0);
  if (all.length === 0) return [];
  return [
    "",
    page.paint("strong", "What it creates"),
    ...all.flatMap((made) =>
      labelled(
        page,
        `  ${createdKind(made)}`,
        24,
        listed(
          made.names.map((each) => name(each, 130)),
          MOST,
        ),
      ),
    ),
  ];
}

function allowed(page: Page): string[] {
  const findings = standing(page.assessment).allowed;
  if (findings.length === 0) return [];
  const lines = findings.flatMap(({ rule, place, suppressed }) =>
    paragraph(page, 2, `${rule} ${place.file} L${place.line}: ${suppressed?.reason ?? ""}`),
  );
  return ["", page.paint("strong", "Allowed by a comment in the SQL"), ...lines];
}

function unseen(page: Page): string[] {
  const { refuted } = standing(page.assessment);
  const first = refuted[0];
  const checked =
    first === undefined
      ? []
      : [
          `Predicted, checked, did not happen: ${count(refuted.length)} (${listed(
            refuted.map(({ place, hazard, ...rest }) => `L${place.line} ${HAZARD_NAME[hazard]}: ${evidenceWords(rest).text}`),
            2,
          )})`,
        ];
  const lines = [...limits(page.assessment), ...checked].flatMap((line) => labelled(page, "  -", 4, line));
  return ["", page.paint("strong", "Evidence and limits"), ...lines];
}

function decide(page: Page): string[] {
  const { sentences, commands } = decisionText(page.assessment);
  if (sentences.length === 0) return [];
  const lines = [
    ...paragraph(page, 2, sentences.join(" ")),
    ...commands.map(({ to, write }) => `  to ${to}: ${page.paint("strong", write)}`),
  ];
  return ["", page.paint("strong", "Decide"), ...lines];
}
