/** What a tool has to read so that it opens no transaction around a script, as a comment; null where it opens none or offers no way. */
export function unwrapped(format: string): string | null {
  return WORDS[format] ?? null;
}

const WORDS: Readonly<Record<string, string>> = {
  atlas: "-- atlas:txmode none",
  dbmate: "-- migrate:up transaction:false",
  diesel: "-- metadata.toml beside it: run_in_transaction = false",
  flyway: "-- <name of the script>.conf beside it: executeInTransaction=false",
  goose: "-- +goose NO TRANSACTION",
  "graphile-migrate": "--! no-transaction",
  liquibase: "-- on its changeset: runInTransaction:false",
  "sql-migrate": "-- +migrate Up notransaction",
  sqlx: "-- no-transaction",
  tern: "---- tern: disable-tx ----",
};
