/** The workflow that `init` writes: one job, least permissions, on every pull request so that the required status is always set. */
export const workflowTemplate = `name: Migration gate
on:
  pull_request:
  merge_group:

# No paths filter: a required status must be set on every pull request. Without migrations it passes in seconds.
permissions: {}

concurrency:
  group: migration-gate-\${{ github.event.pull_request.number || github.ref }}
  cancel-in-progress: true

jobs:
  rehearse:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    permissions:
      contents: read
      pull-requests: write
      statuses: write
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: migration-gate/migration-gate@v0
        id: gate
      # On a fork this run may not write: the other workflow reads here what it saw, and believes nothing that speaks for the change.
      - uses: actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2
        if: always()
        with:
          name: migration-gate-report
          path: \${{ steps.gate.outputs.report-json }}
          if-no-files-found: ignore
          overwrite: true
`;

/**
 * The workflow beside it, for the events that bring words or time and no files. It runs from the default branch, where no
 * change can edit it, and runs nothing of the change; its credentials fetch the pull request's commits.
 */
export const approvalsWorkflowTemplate = `name: Migration gate, approvals
on:
  issue_comment:
    types: [created, edited, deleted]
  pull_request_review:
    types: [submitted, edited, dismissed]
  pull_request_target:
    types: [opened, reopened, synchronize, edited]
  workflow_run:
    workflows: [Migration gate]
    types: [completed]
  schedule:
    - cron: "17 * * * *"

permissions: {}

concurrency:
  group: migration-gate-approvals-\${{ github.event.issue.number || github.event.pull_request.number || github.event.workflow_run.head_sha || 'all' }}
  cancel-in-progress: false

jobs:
  approvals:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      actions: read
      contents: read
      pull-requests: write
      statuses: write
    steps:
      # Never the change's own files: \`pull_request_target\` has rights that they must not get.
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          ref: \${{ github.event.repository.default_branch }}
          fetch-depth: 0
      - uses: migration-gate/migration-gate@v0
`;
