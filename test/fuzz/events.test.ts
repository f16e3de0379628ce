import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import webhooks from "@octokit/webhooks-examples" with { type: "json" };
import fc from "fast-check";
import { afterAll, expect } from "vitest";
import { ReportableError } from "../../src/errors.js";
import { readEnvironment } from "../../src/github/environment.js";
import { readGateEvent } from "../../src/github/gate-event.js";
import { holds } from "./holds.js";
import { mutated } from "./mutated.js";

const folder = mkdtempSync(join(tmpdir(), "gate-events-"));
afterAll(() => rmSync(folder, { recursive: true }));

const NAMES = [
  "pull_request",
  "pull_request_target",
  "pull_request_review",
  "issue_comment",
  "merge_group",
  "workflow_run",
  "push",
  "schedule",
  "",
];
const recorded = (webhooks as unknown as readonly { readonly name: string; readonly examples: readonly unknown[] }[])
  .filter(({ name }) => NAMES.includes(name))
  .flatMap(({ examples }) => examples.slice(0, 4).map((example) => JSON.stringify(example)))
  .filter((text) => text.length < 60_000);

/** A part of the event has another type, or is gone, or the file was cut. */
const spoiled = fc.oneof(
  mutated(recorded),
  fc.json(),
  fc
    .tuple(
      fc.constantFrom(...recorded),
      fc.constantFrom(
        "pull_request",
        "head",
        "sha",
        "repo",
        "number",
        "comment",
        "issue",
        "body",
        "merge_group",
        "head_ref",
        "workflow_run",
      ),
      fc.constantFrom("null", "7", '"x"', "[]", "{}", "1e999"),
    )
    .map(([text, key, value]) => text.replace(new RegExp(`"${key}":(?:"[^"]*"|\\d+|(?=[[{]))`, "u"), `"${key}":${value},"_":`)),
);

holds(
  "an event file is understood, or told in a sentence to be unreadable",
  [spoiled, fc.constantFrom(...NAMES), fc.nat(1_000)],
  (text, name, number) => {
    const path = join(folder, `${number % 8}.json`);
    writeFileSync(path, text);
    const variables = {
      GITHUB_EVENT_NAME: name,
      GITHUB_EVENT_PATH: path,
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_SHA: "c".repeat(40),
    };
    for (const read of [readGateEvent, readEnvironment]) {
      try {
        read(variables);
      } catch (error) {
        if (!(error instanceof ReportableError)) throw error;
        expect(error.code).toBe("github/no-event");
      }
    }
  },
  0.3,
);
