/** What both notations of a changeset say alike. */
export interface ChangesetAttributes {
  attribute(name: string): string | null;
  readonly hasPreconditions: boolean;
}

/** Why Postgres, or anybody, never runs it; null where it runs. */
export function leftOut(changeset: ChangesetAttributes): string | null {
  const dbms = changeset.attribute("dbms")?.toLowerCase().split(",") ?? [];
  const wanted = dbms.filter((one) => !one.startsWith("!"));
  const barred = dbms.includes("!postgresql") || dbms.includes("none");
  if (barred || (wanted.length > 0 && !wanted.includes("postgresql") && !wanted.includes("all")))
    return `is for ${dbms.join(", ")}, not for Postgres: not read`;
  return isTrue(changeset.attribute("ignore")) ? "says `ignore:true`, so Liquibase never runs it" : null;
}

/** What decides on a real deployment whether, or how, it runs. It is taken to run. */
export function doubts(changeset: ChangesetAttributes): readonly string[] {
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

export function isTrue(value: string | null): boolean {
  return value?.toLowerCase() === "true";
}

export function isFalse(value: string | null): boolean {
  return value?.toLowerCase() === "false";
}
