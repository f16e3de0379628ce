/** The workflow that `init` writes: one job, least permissions, on every pull request so that the required status is always set. */
export const workflowTemplate = `name: Migration gate
on:
  pull_request:
  merge_group:

# No paths filter: a required status must be set on every pull request. Without migrations it passes in seconds.
permissions:
  contents: read
  pull-requests: write
  statuses: write

concurrency:
  group: migration-gate-\${{ github.event.pull_request.number || github.ref }}
  cancel-in-progress: true

jobs:
  rehearse:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: migration-gate/migration-gate@v0
`;
