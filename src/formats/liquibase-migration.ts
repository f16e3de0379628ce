import type { HistoryProblem, Migration, Script, SourceFile } from "../model/migration.js";
import { keepRanges, type Range } from "./keep-ranges.js";
import type { Changeset, FormattedFile } from "./liquibase-changesets.js";
import { splitAsLiquibase } from "./liquibase-split.js";
import { makeMigration } from "./make-migration.js";
import { nameOf } from "./path-parts.js";

/** At the end of the id of a changeset that says `runOnChange` or `runAlways`. */
export const RUNS_AGAIN = " (runs again when changed)";

/** Makes migrations of changesets, one after the other: names and properties of earlier ones count for later ones. */
export class ChangesetReader {
  readonly problems: HistoryProblem[] = [];
  private readonly values: Map<string, string>;
  private readonly used = new Map<string, string>();

  constructor(placeholders: Readonly<Record<string, string>>) {
    this.values = new Map(Object.entries(placeholders));
  }

  /** The first value of a name stays. */
  define(properties: ReadonlyMap<string, string>): void {
    for (const [name, value] of properties) if (!this.values.has(name)) this.values.set(name, value);
  }

  /** Null for one that Postgres, or nobody, ever runs. */
  read(file: SourceFile, formatted: FormattedFile, changeset: Changeset): Migration | null {
    const path = changeset.attribute("logicalFilePath") ?? formatted.logicalFilePath ?? file.path;
    const identity = `${path}::${changeset.id}::${changeset.author}`;
    const again = isTrue(changeset.attribute("runOnChange")) || isTrue(changeset.attribute("runAlways"));
    const id = `${this.nameOf(path, changeset, identity)}${again ? RUNS_AGAIN : ""}`;
    const note = (kind: HistoryProblem["kind"], message: string) =>
      this.problems.push({ kind, file: file.path, migration: id, message });
    const title = `${changeset.author}:${changeset.id}`;
    const where = `${nameOf(file.path)}, line ${changeset.line}`;
    if (this.used.has(identity)) {
      note("file-unreadable", `Liquibase refuses to start: ${where} repeats the changeset ${title} of this file.`);
      return null;
    }
    this.used.set(identity, identity);
    const left = leftOut(changeset);
    for (const why of left === null ? doubts(changeset) : [left])
      note("file-ignored", `The changeset ${title} (${where}) ${why}.`);
    if (left !== null) return null;
    const points = pointsElsewhere(file, changeset);
    if (points) note("file-ignored", `The way back of ${title} points to another changeset, which is not followed.`);
    const down = points || changeset.rollback.length === 0 ? null : this.wayBack(file, changeset);
    const up = this.script(file, changeset, "", changeset.sql);
    return makeMigration({ id, version: again ? null : identity, up, down }, [file]);
  }

  /** The author is part of the identity, but hardly ever what tells two apart. */
  private nameOf(path: string, { id, author }: Changeset, identity: string): string {
    const names = [`${nameOf(path)}::${id}`, `${nameOf(path)}::${id}::${author}`, identity];
    const name = names.find((one) => (this.used.get(one) ?? identity) === identity) ?? identity;
    if (name !== identity) this.used.set(name, identity);
    return name;
  }

  private wayBack(file: SourceFile, changeset: Changeset): Script {
    const nothing = /^(not required|empty)/iu.test(rollbackOf(file, changeset));
    return this.script(file, changeset, "rollback", nothing ? [] : changeset.rollback);
  }

  private script(file: SourceFile, changeset: Changeset, prefix: "" | "rollback", ranges: readonly Range[]): Script {
    const text = this.fill(keepRanges(file.text, ranges));
    const bare = isFalse(changeset.attribute("runInTransaction"));
    const attribute = (name: "SplitStatements" | "EndDelimiter") =>
      changeset.attribute(prefix === "" ? `${name.charAt(0).toLowerCase()}${name.slice(1)}` : `${prefix}${name}`);
    const script = { file: file.path, text, psql: false };
    // The driver sends what is not split as one batch: outside of a transaction it still stands or falls together.
    if (isFalse(attribute("SplitStatements"))) return { ...script, transaction: bare ? "implicit" : "file" };
    return { ...script, transaction: bare ? "statement" : "file", pieces: splitAsLiquibase(text, attribute("EndDelimiter")) };
  }

  /** `${name}` without a value stays as it is, as Liquibase leaves it. */
  private fill(text: string): string {
    return text.replace(
      /\$\{\s*([^{}\s]+)\s*\}/gu,
      (whole, name: string) => this.values.get(name)?.replace(/[\r\n]+/gu, " ") ?? whole,
    );
  }
}

function leftOut(changeset: Changeset): string | null {
  const dbms = changeset.attribute("dbms")?.toLowerCase().split(",") ?? [];
  const wanted = dbms.filter((one) => !one.startsWith("!"));
  const barred = dbms.includes("!postgresql") || dbms.includes("none");
  if (barred || (wanted.length > 0 && !wanted.includes("postgresql") && !wanted.includes("all")))
    return `is for ${dbms.join(", ")}, not for Postgres: not read`;
  return isTrue(changeset.attribute("ignore")) ? "says `ignore:true`, so Liquibase never runs it" : null;
}

/** What decides on a real deployment whether, or how, it runs. It is taken to run. */
function doubts(changeset: Changeset): readonly string[] {
  const context = changeset.attribute("contextFilter") ?? changeset.attribute("context");
  const labels = changeset.attribute("labels");
  const runner = changeset.attribute("runWith");
  return [
    changeset.hasPreconditions ? "has preconditions, which were not looked at: it was taken to run" : null,
    context === null ? null : `runs only where the context fits «${context}»: it was taken to run`,
    labels === null ? null : `runs only where the labels fit «${labels}»: it was taken to run`,
    isFalse(changeset.attribute("failOnError")) ? "says `failOnError:false`: Liquibase goes on when it fails" : null,
    runner === null ? null : `runs with ${runner}, not over Liquibase's own connection: its transactions were guessed`,
  ].filter((doubt) => doubt !== null);
}

function pointsElsewhere(file: SourceFile, changeset: Changeset): boolean {
  return /changesetId:/iu.test(rollbackOf(file, changeset));
}

function rollbackOf(file: SourceFile, { rollback }: Changeset): string {
  return rollback
    .map(({ start, end }) => file.text.slice(start, end))
    .join("")
    .trim();
}

function isTrue(value: string | null): boolean {
  return value?.toLowerCase() === "true";
}

function isFalse(value: string | null): boolean {
  return value?.toLowerCase() === "false";
}
