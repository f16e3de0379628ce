/** Codes of everything that the user can mend. Exit status 2. */
export type ErrorCode =
  | "arguments/invalid"
  | "settings/invalid"
  | "settings/unreadable"
  | "repository/unreadable"
  | "repository/not-git"
  | "repository/unknown-revision"
  | "format/unknown"
  | "engine/unavailable"
  | "engine/wrong-version"
  | "engine/not-disposable"
  | "report/unwritable"
  | "github/permission"
  | "github/unreachable"
  | "github/no-event";

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

/** Hides passwords in connection strings, wherever they stand in a text. */
export function redact(text: string): string {
  return text
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@]*@/giu, "$1:***@")
    .replace(/\b(password\s*=\s*)('[^']*'|[^\s&'"]+)/giu, "$1***");
}
