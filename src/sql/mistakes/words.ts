import type { Broken, Mistake } from "./mistake.js";

/** Words in places where they cannot stand. */
export const words: readonly Mistake[] = [slips, plpgsql, notValidInline, foreignKeyInline, severalEnumValues, reserved];

interface Slip {
  /** What stands around the word that stopped the parser, which is marked by «. */
  readonly sign: RegExp;
  readonly instead: string;
}

/** Small slips seen again and again in real migrations. */
const SLIPS: readonly Slip[] = [
  { sign: /\bIF (?:NOT )?«EXIST$/u, instead: "the word is EXISTS, with an S" },
  { sign: /^UPDATE «TABLE$/u, instead: "UPDATE takes the name of the table without the word TABLE" },
  { sign: /^DELETE «(?!FROM)/u, instead: "write `DELETE FROM <table>`" },
  {
    sign: /^(?:ADD|DROP|VALIDATE) «?CONSTRAINT\b/u,
    instead: "a constraint is changed through its table: `ALTER TABLE <table> DROP CONSTRAINT <name>`",
  },
  {
    sign: /^(?:ADD|DROP) «?COLUMN\b/u,
    instead: "a column is changed through its table: `ALTER TABLE <table> DROP COLUMN <name>`",
  },
  { sign: /^ALTER TABLE .*«INSERT COLUMN\b/u, instead: "a column is added with ADD COLUMN" },
  {
    sign: /\bDROP COLUMN (?:IF EXISTS )?\S+ «\w/u,
    instead: "DROP COLUMN takes the name of the column and nothing more than CASCADE",
  },
  {
    sign: /\bSET NOT NULL «DEFAULT$/u,
    instead: "these are two commands: `ALTER COLUMN <name> SET NOT NULL, ALTER COLUMN <name> SET DEFAULT …`",
  },
  { sign: /^(?:BEGIN|COMMIT|ROLLBACK|END) «:$/u, instead: "a colon stands where a semicolon belongs" },
  { sign: /\bADD (?:COLUMN )?(?:IF NOT EXISTS )?\S+ «$/u, instead: "the column has no type" },
  {
    sign: /^DROP AGGREGATE \S+(?: \. \S+)? «$/u,
    instead: "DROP AGGREGATE needs the types of the arguments: `DROP AGGREGATE <name>(<type>)`",
  },
  {
    sign: /^(?:BEGIN|DECLARE) «(?:RAISE|IF|PERFORM|FOR|DECLARE|\w+ :)/u,
    instead: "this belongs to PL/pgSQL: it works inside `DO $$ BEGIN … END $$;` only",
  },
];

function slips({ after, before }: Broken): string | null {
  const around = `${before.join(" ")} «${after.slice(0, 2).join(" ")}`.trim();
  const upTo = `${before.join(" ")} «${after[0] ?? ""}`.trim();
  return SLIPS.find(({ sign }) => sign.test(upTo) || sign.test(around))?.instead ?? null;
}

function plpgsql({ before, after }: Broken): string | null {
  const first = before[0] ?? after[0] ?? "";
  if (!["IF", "ELSE", "ELSIF", "END", "LOOP", "FOR", "WHILE", "RAISE", "PERFORM", "EXCEPTION", "DECLARE"].includes(first))
    return null;
  return `${first} belongs to PL/pgSQL: it works inside \`DO $$ BEGIN … END $$;\` only`;
}

function notValidInline({ at, before }: Broken): string | null {
  if (at !== "VALID" || before.at(-1) !== "NOT") return null;
  return (
    "NOT VALID cannot stand on a column: add the column first, then " +
    "`ALTER TABLE <table> ADD CONSTRAINT <name> FOREIGN KEY (<column>) REFERENCES … NOT VALID`"
  );
}

function foreignKeyInline({ at, before, after }: Broken): string | null {
  if (at === "FOREIGN" && after[1] === "KEY" && before.at(-1) !== "ADD")
    return "on a column, write `REFERENCES <table> (<column>)` without FOREIGN KEY";
  return null;
}

function severalEnumValues({ at, before }: Broken): string | null {
  const isAddition = before[0] === "ALTER" && before[1] === "TYPE" && before.includes("VALUE");
  return isAddition && at === "," ? "ALTER TYPE adds one value at a time: write a statement for each" : null;
}

/** Reserved key words that people take for names (PostgreSQL manual, appendix C). */
const RESERVED = new Set(
  `ALL ANALYSE ANALYZE AND ANY ARRAY AS ASC ASYMMETRIC BOTH CASE CAST CHECK COLLATE COLUMN CONSTRAINT CREATE CURRENT_DATE
   CURRENT_ROLE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DEFAULT DEFERRABLE DESC DISTINCT DO ELSE END EXCEPT FALSE FETCH
   FOR FOREIGN FROM GRANT GROUP HAVING IN INITIALLY INTERSECT INTO LATERAL LEADING LIMIT LOCALTIME LOCALTIMESTAMP NOT NULL
   OFFSET ON ONLY OR ORDER PLACING PRIMARY REFERENCES RETURNING SELECT SESSION_USER SOME SYMMETRIC SYSTEM_USER TABLE THEN TO
   TRAILING TRUE UNION UNIQUE USER USING VARIADIC WHEN WHERE WINDOW WITH`.split(/\s+/u),
);
/** After these a name is expected. */
const BEFORE_NAME = new Set(
  "TABLE COLUMN EXISTS INTO UPDATE FROM ONLY ON INDEX VIEW TYPE ADD DROP ALTER RENAME TO CONSTRAINT REFERENCES , ( .".split(" "),
);

function reserved({ at, before, index, text }: Broken): string | null {
  if (!RESERVED.has(at) || !BEFORE_NAME.has(before.at(-1) ?? "")) return null;
  const word = text.slice(index, index + at.length);
  return `\`${word}\` is a reserved word: as a name it must stand in double quotes, "${word.toLowerCase()}"`;
}
