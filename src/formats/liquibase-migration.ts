import type { HistoryProblem, Migration, Script, SourceFile } from "../model/migration.js";
import { keepRanges, type Range } from "./keep-ranges.js";
import type { ChangelogChangeset, ChangelogSql } from "./liquibase-changelog.js";
import type { Changeset, FormattedFile } from "./liquibase-changesets.js";
import { composeScript, type PlacedSql } from "./liquibase-compose.js";
import { type ChangesetAttributes, doubts, isFalse, isTrue, leftOut } from "./liquibase-doubts.js";
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

  /** A changeset of a formatted SQL file; null for one that Postgres, or nobody, ever runs. */
  read(file: SourceFile, formatted: FormattedFile, changeset: Changeset): Migration | null {
    const begun = this.begin(file, changeset, formatted.logicalFilePath);
    if (begun === null) return null;
    const points = pointsElsewhere(file, changeset);
    if (points) this.pointsElsewhere(file, changeset, begun.id);
    const down = points || changeset.rollback.length === 0 ? null : this.wayBack(file, changeset);
    return makeMigration({ ...begun, up: this.script(file, changeset, "", changeset.sql), down }, [file]);
  }

  /** A changeset of a changelog in XML, YAML or JSON; null for one that never runs, or that is no SQL. */
  readOfChangelog(
    file: SourceFile,
    changeset: ChangelogChangeset,
    find: (sql: ChangelogSql) => SourceFile | undefined,
  ): Migration | null {
    const begun = this.begin(file, changeset, null);
    if (begun === null) return null;
    const note = (kind: HistoryProblem["kind"], why: string) =>
      this.problems.push({ kind, file: file.path, migration: begun.id, message: `${placeOf(file, changeset)} ${why}.` });
    const forth = changeset.foreign.filter((name) => !name.startsWith("rollback: "));
    if (forth.length > 0) {
      note(
        "file-unreadable",
        `holds ${forth.join(", ")}: what that does is seen only when Liquibase runs it. Set \`command\` (tool: liquibase)`,
      );
      return null;
    }
    const backIsForeign = forth.length < changeset.foreign.length;
    if (backIsForeign) note("file-ignored", "has a way back that is no SQL, which was not run");
    if (changeset.pointsElsewhere) this.pointsElsewhere(file, changeset, begun.id);
    const placed = (changes: readonly ChangelogSql[]): readonly PlacedSql[] =>
      changes.flatMap((change) => {
        const source = change.file === null ? file : find(change);
        if (source === undefined) note("file-unreadable", `reads ${change.file?.path}, which was not found below the directory`);
        return source === undefined ? [] : [{ ...change, source }];
      });
    const bare = isFalse(changeset.attribute("runInTransaction"));
    const [up, back] = [placed(changeset.changes), changeset.back === null ? null : placed(changeset.back)];
    if (up.length === 0 || up.length < changeset.changes.length) return null;
    const script = (changes: readonly PlacedSql[]) => composeScript(changes, file, bare, (text) => this.fill(text));
    const down = back === null || backIsForeign || changeset.pointsElsewhere ? null : script(back);
    const files = [file, ...[...up, ...(back ?? [])].map(({ source }) => source)];
    return makeMigration({ ...begun, up: script(up), down }, files);
  }

  /** Its names; null for one that never runs, of which is told why. */
  private begin(
    file: SourceFile,
    changeset: ChangesetAttributes & { readonly id: string; readonly author: string; readonly line: number },
    logicalFilePath: string | null,
  ): { readonly id: string; readonly version: string | null } | null {
    const path = changeset.attribute("logicalFilePath") ?? logicalFilePath ?? file.path;
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
    return left === null ? { id, version: again ? null : identity } : null;
  }

  private pointsElsewhere(file: SourceFile, { author, id: name }: Named, id: string): void {
    const message = `The way back of ${author}:${name} points to another changeset, which is not followed.`;
    this.problems.push({ kind: "file-ignored", file: file.path, migration: id, message });
  }

  /** The author is part of the identity, but hardly ever what tells two apart. */
  private nameOf(path: string, { id, author }: Named, identity: string): string {
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

interface Named {
  readonly id: string;
  readonly author: string;
}

function placeOf(file: SourceFile, { author, id, line }: ChangelogChangeset): string {
  return `The changeset ${author}:${id} (${nameOf(file.path)}, line ${line})`;
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
