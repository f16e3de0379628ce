/**
 * Follows `BEGIN ATOMIC … END` bodies, whose semicolons do not end the statement (PostgreSQL manual, CREATE FUNCTION,
 * since 14). Like psql, which looks at the first words of the statement and counts BEGIN, CASE and END.
 */
export class RoutineBody {
  private readonly opening: string[] = [];
  private depth = 0;
  private isRoutine: boolean | null = null;

  get open(): boolean {
    return this.depth > 0;
  }

  /** Takes the next bare word outside parentheses, in upper case. */
  word(word: string): void {
    if (this.isRoutine === null) this.isRoutine = this.decide(word);
    if (this.isRoutine !== true) return;
    if (word === "BEGIN") this.depth++;
    else if (word === "CASE" && this.depth > 0) this.depth++;
    else if (word === "END" && this.depth > 0) this.depth--;
  }

  /** Null while the opening words may still become `CREATE [OR REPLACE] FUNCTION|PROCEDURE`. */
  private decide(word: string): boolean | null {
    this.opening.push(word);
    const words = this.opening.join(" ");
    if (/^CREATE( OR REPLACE)? (FUNCTION|PROCEDURE)$/u.test(words)) return true;
    return ["CREATE", "CREATE OR", "CREATE OR REPLACE"].includes(words) ? null : false;
  }
}
