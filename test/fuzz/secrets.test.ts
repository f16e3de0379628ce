import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explainFailure } from "../../src/entry/exit-status.js";
import { ReportableError } from "../../src/errors.js";
import { readServerAddress } from "../../src/rehearsal/engines/server-address.js";
import { maskValues } from "../../src/secrets/mask-values.js";
import { redact } from "../../src/secrets/redact.js";
import { holds } from "./holds.js";

/** No text around it holds it by chance. */
const secret = fc.stringMatching(/^Zq[A-Za-z0-9!#$%^*+_.~-]{6,20}x9$/u);
const awkwardSecret = fc.stringMatching(/^Zq[A-Za-z0-9!#$%^*+_.~@:/?&=() -]{6,20}x9$/u);
const around = fc.constantFrom(
  "",
  "-- don't\n",
  "'it''s' ",
  '"a" ',
  "/* ' */ ",
  "select 1;\n",
  "$$ x $$ ",
  "`",
  "\u202e",
  "::",
  "E'\\'' ",
);
const after = fc.constantFrom("", ";", "\n", " VALID UNTIL 'infinity'", ", b 'c'", ")", ") -- '", " 'tail", "\r\n::error::x");

/** Every way in which a password is written down, as SQL, as a connection string, or by a driver. */
const FORMS: readonly ((secret: string) => string)[] = [
  (it) => `ALTER ROLE app PASSWORD '${it}'`,
  (it) => `alter user app with encrypted password '${it}'`,
  (it) => `CREATE ROLE app LOGIN PASSWORD /* new */ '${it}'`,
  (it) => `CREATE ROLE app LOGIN PASSWORD -- new\n '${it}'`,
  (it) => `CREATE ROLE app PASSWORD E'${it}'`,
  (it) => `CREATE ROLE app PASSWORD $pw$${it}$pw$`,
  (it) => `CREATE ROLE app PASSWORD $$${it.replaceAll("$", "")}$$`,
  (it) => `CREATE ROLE app PASSWORD 'a'\n  '${it}'`,
  (it) => `CREATE ROLE app PASSWORD '${it}`,
  (it) => `CREATE USER MAPPING FOR app SERVER far OPTIONS (user 'u', password '${it}')`,
  (it) => `ALTER USER MAPPING FOR app SERVER far OPTIONS (SET password '${it}')`,
  (it) => `CREATE USER MAPPING FOR app SERVER far OPTIONS (user 'u', "password" '${it}')`,
  (it) => `CREATE SUBSCRIPTION s CONNECTION 'host=h dbname=d password=${it}' PUBLICATION p`,
  (it) => `CREATE SUBSCRIPTION s CONNECTION 'host=h password=''${it}'' dbname=d' PUBLICATION p`,
  (it) => `SELECT dblink_connect('c', 'host=h password=${it} user=u')`,
  (it) => `SELECT set_config('app.api_key', '${it}', false)`,
  (it) => `UPDATE users SET password = '${it}' WHERE id = 1`,
  (it) => `INSERT INTO t (data) VALUES ('{"password": "${it}"}')`,
  (it) => `postgres://user:${it}@host:5432/db`,
  (it) => `connecting to "postgresql://user:${it}@host/db?sslmode=require"`,
  (it) => `host=h user=u password=${it}`,
  (it) => `host=h user=u password='${it}'`,
  (it) => `PGPASSWORD=${it} psql`,
  (it) => `sslpassword=${it}`,
  (it) => `password: ${it}`,
  (it) => `  "password": "${it}",`,
];

describe("no password is told", () => {
  holds(
    "however it is written, and whatever stands around it",
    [fc.constantFrom(...FORMS), secret, around, after],
    (form, it, before, behind) => {
      const shown = redact(`${before}${form(it)}${behind}`);
      expect(shown).not.toContain(it);
    },
  );

  holds(
    "in a URL, also one whose password was not encoded",
    [awkwardSecret.map((it) => it.replaceAll(" ", "")), around],
    (it, before) => {
      expect(redact(`${before}postgres://user:${it}@host:5432/db`)).not.toContain(it);
    },
  );

  holds("by an error that the user can mend, nor by one that is a defect", [fc.constantFrom(...FORMS), secret], (form, it) => {
    const told = new ReportableError("engine/unavailable", form(it), "Try again.");
    expect(explainFailure(told).text).not.toContain(it);
    const defect = new Error(`it failed on ${form(it)}`, { cause: new Error(form(it)) });
    expect(explainFailure(defect).text).not.toContain(it);
  });

  holds("by the server's address, where the driver or the server echoes it", [awkwardSecret, fc.boolean()], (it, encoded) => {
    const url = `postgres://user:${encoded ? encodeURIComponent(it) : it}@host:5432/db`;
    try {
      const { conceal } = readServerAddress(url);
      expect(redact(conceal(`cannot connect to ${url}`))).not.toContain(it);
      if (encoded) expect(conceal(`password "${it}" is wrong`)).not.toContain(it);
    } catch (error) {
      expect(error).toBeInstanceOf(ReportableError);
      expect(String(error)).not.toContain(it);
    }
  });

  holds(
    "twice is the same as once, and lines stay where they are",
    [fc.constantFrom(...FORMS), secret, around, after],
    (form, it, before, behind) => {
      const text = `${before}${form(it)}${behind}`;
      const shown = redact(text);
      expect(redact(shown)).toBe(shown);
      expect(shown.split("\n")).toHaveLength(text.split("\n").length);
    },
  );
});

test.each([
  "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
  "github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz",
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl",
  "SCRAM-SHA-256$4096:c2FsdHNhbHQ=$c3RvcmVka2V5:c2VydmVya2V5",
])("the token %s is hidden wherever it stands", (token) => {
  expect(redact(`the request with ${token} failed`)).toBe("the request with *** failed");
  expect(redact(`Authorization: Bearer ${token}`)).not.toContain(token);
});

test.each([
  "ALTER TABLE users ADD COLUMN password text NOT NULL DEFAULT ''",
  "ALTER TABLE users DROP COLUMN password_hash",
  "CREATE TABLE sessions (access_token text PRIMARY KEY, key text)",
  "CREATE INDEX ON api_keys (secret_key)",
  "UPDATE users SET password=crypt(password, gen_salt('bf'))",
  "SELECT 1 FROM t WHERE (a, b) = (1, 2)",
  "ALTER ROLE app PASSWORD NULL",
  "see https://www.postgresql.org/docs/current/sql-createrole.html",
])("what is no secret stays: %s", (text) => {
  expect(redact(text)).toBe(text);
});

describe("no value of a row is told", () => {
  const value = fc
    .tuple(secret, fc.constantFrom("", "'", ")", ") already exists.", "(", "\n", '"', ")=(", "«"))
    .map(([it, odd]) => `${it}${odd}${it}`);
  const details: readonly (readonly [string, (value: string) => string])[] = [
    ["23505", (it) => `Key (email)=(${it}) already exists.`],
    ["23505", (it) => `Key (lower(email), "A b")=(${it}, 2) is duplicated.`],
    ["23503", (it) => `Key (a)=(${it}) is not present in table "p".`],
    ["23503", (it) => `Key (a)=(${it}) is still referenced from table "c".`],
    ["23P01", (it) => `Key (during)=(${it}) conflicts with existing key (during)=(${it}).`],
    ["23502", (it) => `Failing row contains (1, ${it}, null).`],
    ["23514", (it) => `Failing row contains (${it}).`],
    ["23514", (it) => `Partition key of the failing row contains (a, b) = (${it}, 1).`],
    ["23505", (it) => `Schlüssel »(email)=(${it})« existiert bereits.`],
    ["22P02", (it) => `Token "${it}" is invalid.`],
    ["P0001", (it) => `row ${it}`],
  ];
  holds("of what the server adds to an error", [fc.constantFrom(...details), value], ([sqlstate, detail], it) => {
    const shown = maskValues({ sqlstate, message: "refused", detail: detail(it) }, () => false).detail;
    expect(shown).not.toContain(it);
    expect(shown).not.toContain(it.slice(0, 10));
  });

  const messages = [
    (it: string) => `invalid input syntax for type integer: "${it}"`,
    (it: string) => `invalid input value for enum mood: "${it}"`,
    (it: string) => `value "${it}" is out of range for type smallint`,
    (it: string) => `ungültige Eingabesyntax für Typ integer: »${it}«`,
  ];
  holds("of a message that quotes what could not be read", [fc.constantFrom(...messages), value], (message, it) => {
    expect(maskValues({ sqlstate: "22P02", message: message(it), detail: null }, () => false).message).not.toContain(
      it.slice(0, 10),
    );
    expect(maskValues({ sqlstate: "22P02", message: message(it), detail: null }, () => true).message).toBe(message(it));
  });
});
