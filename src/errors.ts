import { redact } from "./secrets/redact.js";

/** Everything that the user can mend, by code, with what to do. Exit status 2; the generated docs/errors.md shows these texts. */
export const errorPages = {
  "arguments/invalid":
    "The command line has an unknown command or option, or an option without its value. `migration-gate help check` lists all.",
  "settings/invalid":
    "A setting has an unknown name or a value out of bounds. Every mistake is named at once, with the nearest right spelling. See [settings](settings.md).",
  "settings/unreadable": "The settings file that was named does not exist or cannot be read.",
  "repository/unreadable":
    "A file or folder that was named does not exist, cannot be read, or holds nothing to judge. Check the path; for a whole directory give `--migrations`.",
  "repository/not-git": "`--base` needs a git repository. Give the files by path instead, or run inside the checkout.",
  "repository/unknown-revision":
    "The base revision is not in this clone. With actions/checkout set `fetch-depth: 0`, or run `git fetch origin <branch>`.",
  "format/unknown": "No migration tool could be recognized in the directory, or several could. Name one with `--format`.",
  "engine/unavailable":
    "The engine that was asked for cannot start here. `--engine auto` takes the best one available; `pglite` needs nothing but Node.",
  "engine/wrong-version":
    "No server of the major version that you named was found. Install it, name another with `--postgres-version`, or use `--engine pglite` and read what it cannot see.",
  "engine/not-disposable":
    "The server does not look like one that may be used for scratch databases. Point at a service container or a disposable clone, never at production.",
  "command/failed":
    "A command of the setting `command` ended with an error that no statement explains, or could not be started. Its last lines are in the message; run it by hand against an empty database first. See [commands](commands.md).",
  "statistics/invalid":
    "The file of `stats` cannot be read as statistics. `migration-gate stats --database-url … file.json` writes one; docs/statistics.md shows its shape.",
  "report/unwritable": "A report file could not be written. Check the folder's permissions and free space.",
  "github/permission": "The token lacks a permission. The message names it; add it to the job's `permissions`.",
  "github/unreachable": "GitHub did not answer, or answered with an error several times. Nothing was decided; re-run the job.",
  "github/no-event":
    "The action runs outside of a GitHub workflow, or its event file cannot be read. Elsewhere use the command line.",
  "github/wrong-checkout":
    "The files on disk are not those of the pull request's newest push, nor of GitHub's test merge of it, so a verdict on them would be about something else. With actions/checkout leave `ref` and `path` unset.",
} as const;

export type ErrorCode = keyof typeof errorPages;

/** Something that the user can put right: one line, what to do, a link. Anything else that is thrown is a defect of ours. */
export class ReportableError extends Error {
  override readonly name = "ReportableError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** What to do, as a sentence. */
    readonly hint: string,
    options?: { cause?: unknown },
  ) {
    super(redact(message), options);
  }
}
