import type { GateInput, Person, SaidInComment, SaidInReview } from "../../src/gate/gate-input.js";

/** The plan under judgment, another one, and one that shares nine characters with it. */
export const PLAN = `7c1f09e2b${"0".repeat(55)}`;
export const OTHER = `3aa91f04c${"1".repeat(55)}`;
export const TWIN = `7c1f09e2b${"2".repeat(55)}`;

export const REPORTED = "2026-11-21T10:00:00Z";
export const NOW = "2026-11-21T18:00:00Z";
const TEAM = "acme/db-owners";

export function person(id: number, login: string, more: Partial<Person> = {}): Person {
  return { id, login, kind: "user", permission: "write", teams: {}, ...more };
}

export const people = {
  author: person(1, "author"),
  ann: person(2, "ann", { teams: { [TEAM]: "member" } }),
  ben: person(3, "ben", { teams: { [TEAM]: "member" } }),
  reader: person(4, "reader", { permission: "read", teams: { [TEAM]: "not-member" } }),
  bot: person(5, "helper[bot]", { kind: "other", permission: "admin", teams: { [TEAM]: "member" } }),
  second: person(6, "author-at-work", { teams: { [TEAM]: "member" } }),
  lead: person(7, "lead", { permission: "admin", teams: { [TEAM]: "not-member" } }),
};

let nextId = 1;

/** A comment; each one a minute after the one before, from half past ten. */
export function comment(by: Person, body: string, more: Partial<SaidInComment> = {}): SaidInComment {
  const id = nextId++;
  const at = new Date(Date.parse("2026-11-21T10:30:00Z") + (id % 400) * 60_000).toISOString();
  const createdAt = more.createdAt ?? at;
  return { by: "comment", id, person: by.id, body, createdAt, updatedAt: createdAt, edited: false, ...more };
}

export function review(by: Person, verdict: SaidInReview["verdict"], more: Partial<SaidInReview> = {}): SaidInReview {
  return {
    by: "review",
    id: nextId++,
    person: by.id,
    verdict,
    body: "",
    createdAt: "2026-11-21T11:00:00Z",
    digest: PLAN,
    ...more,
  };
}

export function facts(more: Partial<GateInput> = {}): GateInput {
  return {
    digest: PLAN,
    decision: "hold",
    risk: "high",
    required: 2,
    requirements: [],
    reportedAt: REPORTED,
    otherDigests: [],
    policy: { from: [], override: [], self: "never", expiresHours: 336 },
    change: { author: people.author.id, contributors: [people.author.id, people.second.id] },
    agents: [],
    people: Object.values(people),
    said: [],
    now: NOW,
    ...more,
  };
}
