/** What the gate itself finds on a pull request: nothing that SQL does, so no rule, no example and no setting. */
export interface GateFinding {
  readonly id: string;
  readonly title: string;
  /** Its page in Markdown, without the heading. */
  readonly page: string;
}

export const gateFindings: readonly GateFinding[] = [
  {
    id: "from-a-fork",
    title: "a change from a fork that no run that can be trusted has rehearsed",
    page: `**A change from a fork that no run that can be trusted has rehearsed**

Severity \`error\` · hazard \`advice\` · of the gate itself

## What happens

The run of a fork may write nothing: no comment, no status. So a run with rights reads the files of the change as text and reports. It runs none of them, not even in a rehearsal. What the fork's own run says is told as hearsay: it can add to what speaks against the change, and take nothing away.

## What to do instead

Read the change and what its own run says, then approve this plan. Or push the commits to a branch of this repository: its run rehearses them.

## How to silence it

Not at all: a change that only a stranger has rehearsed is passed by a person.
`,
  },
  {
    id: "gate-edited",
    title: "a change that edits what it is judged by",
    page: `**A change that edits what it is judged by**

Severity \`error\` · hazard \`advice\` · of the gate itself

## What happens

The same pull request brings migrations and edits the gate's settings, its workflows, or a file that they name (the baseline, statistics, code owners). It is judged by those of its base; the new ones count once merged. Who looks only at a green status would merge both unseen.

## What to do instead

Give the edit a pull request of its own, or have both approved.

## How to silence it

Not at all, or it would silence itself.
`,
  },
];
