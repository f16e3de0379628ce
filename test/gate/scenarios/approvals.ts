import type { Scenario } from "./scenario.js";

const DBA = { from: ["acme/db-owners"], override: [], self: "never", expiresHours: 336 } as const;
const SOLO = { from: ["author"], override: [], self: "sole-maintainer", expiresHours: 336 } as const;

/** Held at high risk, two people wanted, reported at 10:00, judged at 18:00, unless a line says otherwise. */
export const approvals: readonly Scenario[] = [
  {
    name: "nobody said anything",
    event: "pull_request",
    history: [],
    standing: "waiting",
    status: "pending",
    comment: "Waiting: 0 of 2",
  },
  {
    name: "one of two",
    event: "issue_comment",
    history: ["11:00 ann: /migration approve PLAN"],
    ...{ standing: "waiting", status: "pending", comment: "1 more person of people with write access must write" },
  },
  {
    name: "two of two",
    event: "issue_comment",
    history: ["11:00 ann: /migration approve PLAN", "11:05 ben: /migration approve PLAN looks right"],
    ...{ standing: "approved", status: "success", comment: "Approved: 2 of 2" },
  },
  {
    name: "a command and a review",
    event: "pull_request_review",
    history: ["11:00 ann: /migration approve PLAN", "11:05 ben approves PLAN"],
    ...{ standing: "approved", status: "success", comment: "Approved after 1 h 5 min" },
  },
  {
    name: "the same person by both ways counts once",
    event: "pull_request_review",
    history: ["11:00 ann: /migration approve PLAN", "11:05 ann approves PLAN"],
    ...{ standing: "waiting", status: "pending", comment: "Waiting: 1 of 2" },
  },
  {
    name: "a person of two teams counts once",
    event: "issue_comment",
    history: ["11:00 ann: /migration approve PLAN", "11:01 ann: /migration approve PLAN"],
    given: { policy: { ...DBA, from: ["acme/db-owners", "ann"] } },
    ...{ standing: "waiting", status: "pending" },
  },
  {
    name: "a review of a commit with another plan",
    event: "pull_request_review",
    history: ["11:00 ann approves OTHER", "11:05 ben approves PLAN"],
    ...{ standing: "waiting", status: "pending", comment: "the review is of a commit with another plan" },
  },
  {
    name: "a review of a commit whose plan cannot be computed",
    event: "pull_request_review",
    history: ["11:00 ann approves nothing", "11:05 ben approves PLAN"],
    ...{ standing: "waiting", status: "pending" },
  },
  {
    name: "an invalid word before a valid one does not stop it",
    event: "issue_comment",
    history: [
      "11:00 ann: /migration approve 00000000",
      "11:05 ann: /migration approve PLAN",
      "11:06 ben: /migration approve PLAN",
    ],
    ...{ standing: "approved", status: "success" },
  },
  {
    name: "an approval taken back",
    event: "issue_comment",
    history: ["11:00 ann: /migration approve PLAN", "11:05 ben: /migration approve PLAN", "11:10 ben: /migration withdraw PLAN"],
    ...{ standing: "waiting", status: "pending", comment: "Waiting: 1 of 2" },
  },
  {
    name: "an approval deleted is gone",
    event: "issue_comment",
    history: ["11:05 ben: /migration approve PLAN"],
    ...{ standing: "waiting", status: "pending" },
  },
  {
    name: "a member of the team that is asked",
    event: "issue_comment",
    history: ["11:00 ann: /migration approve PLAN", "11:05 ben: /migration approve PLAN"],
    given: { policy: DBA },
    ...{ standing: "approved", status: "success" },
  },
  {
    name: "an administrator outside of the team that is asked",
    event: "issue_comment",
    history: ["11:00 ann: /migration approve PLAN", "11:05 lead: /migration approve PLAN"],
    given: { policy: DBA },
    ...{ standing: "waiting", status: "pending", comment: "is not among `acme/db-owners`" },
  },
  {
    name: "a team that the token cannot read",
    event: "issue_comment",
    history: ["11:00 ann: /migration approve PLAN", "11:05 ben: /migration approve PLAN"],
    given: { policy: { ...DBA, from: ["acme/secret"] } },
    ...{ standing: "waiting", status: "pending", comment: "`GITHUB_TOKEN` never can" },
  },
  {
    name: "nobody can approve where the policy asks for nobody",
    event: "issue_comment",
    history: ["11:00 ann: /migration approve PLAN", "11:05 ben: /migration approve PLAN"],
    given: { required: 0 },
    ...{ standing: "waiting", status: "pending", comment: "the settings let nobody approve this risk" },
  },
  {
    name: "a sole maintainer who says so",
    event: "issue_comment",
    history: ["11:00 author: /migration approve PLAN I am the only maintainer"],
    given: { policy: SOLO, required: 1 },
    ...{ standing: "approved", status: "success", comment: "own work, as sole maintainer" },
  },
  {
    name: "a sole maintainer who does not say so",
    event: "issue_comment",
    history: ["11:00 author: /migration approve PLAN"],
    given: { policy: SOLO, required: 1 },
    ...{ standing: "waiting", status: "pending", comment: "I am the only maintainer" },
  },
  {
    name: "a sole maintainer's ordinary review says nothing of it",
    event: "pull_request_review",
    history: ["11:00 author approves PLAN"],
    given: { policy: SOLO, required: 1 },
    ...{ standing: "waiting", status: "pending" },
  },
  {
    name: "somebody named beside the sole maintainer makes it two",
    event: "issue_comment",
    history: ["11:00 author: /migration approve PLAN I am the only maintainer"],
    given: { policy: { ...SOLO, from: ["author", "ann"] }, required: 1 },
    ...{ standing: "waiting", status: "pending" },
  },
  {
    name: "an owner of the files is still missing",
    event: "issue_comment",
    history: ["11:00 ann: /migration approve PLAN", "11:05 lead: /migration approve PLAN"],
    given: { requirements: [{ because: "owner of `db/1.sql`", count: 1, from: ["@ben"], writersOnly: true }] },
    ...{ standing: "waiting", status: "pending", comment: "1 more person of `@ben` (owner of `db/1.sql`)" },
  },
  {
    name: "the owner's approval meets both",
    event: "issue_comment",
    history: ["11:00 ann: /migration approve PLAN", "11:05 ben: /migration approve PLAN"],
    given: { requirements: [{ because: "owner of `db/1.sql`", count: 1, from: ["@ben"], writersOnly: true }] },
    ...{ standing: "approved", status: "success", comment: "✅ met: owner of `db/1.sql`" },
  },
  {
    name: "who meets a hazard's requirement only does not fill the general number",
    event: "issue_comment",
    history: ["11:00 lead: /migration approve PLAN"],
    given: {
      required: 1,
      policy: { ...DBA, from: ["ann"] },
      requirements: [{ because: "data-loss", count: 1, from: ["lead"], writersOnly: false }],
    },
    ...{ standing: "waiting", status: "pending", comment: "Waiting: 0 of 1" },
  },
  {
    name: "the author owns the files, which helps nobody",
    event: "issue_comment",
    history: [
      "11:00 author: /migration approve PLAN",
      "11:01 ann: /migration approve PLAN",
      "11:05 ben: /migration approve PLAN",
    ],
    given: { requirements: [{ because: "owner of `db/1.sql`", count: 1, from: ["@author"], writersOnly: true }] },
    ...{ standing: "waiting", status: "pending", comment: "⏳ 0 of 1" },
  },
];
