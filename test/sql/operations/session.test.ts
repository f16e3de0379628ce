import { describe } from "vitest";
import { check } from "./check.js";

describe("transactions", () => {
  check([
    ["BEGIN", { kind: "transaction", action: "begin", chain: false }],
    ["START TRANSACTION", { action: "begin" }],
    ["COMMIT AND CHAIN", { action: "commit", chain: true }],
    ["END", { action: "commit" }],
    ["ROLLBACK", { action: "rollback" }],
    ["ABORT", { action: "rollback" }],
    ["SAVEPOINT s", { action: "savepoint" }],
    ["RELEASE s", { action: "release" }],
    ["ROLLBACK TO s", { action: "rollback-to" }],
    ["PREPARE TRANSACTION 'x'", { action: "prepare" }],
    ["COMMIT PREPARED 'x'", { action: "other" }],
  ]);
});

describe("parameters", () => {
  check([
    ["SET lock_timeout = '5s'", { kind: "set", name: "lock_timeout", value: "5s", scope: "session" }],
    ["SET LOCAL lock_timeout TO 5000", { kind: "set", name: "lock_timeout", value: "5000", scope: "local" }],
    ["SET search_path TO a, b", { kind: "set", name: "search_path", value: "a, b" }],
    ["SET x.y = on", { kind: "set", name: "x.y", value: "on" }],
    ["SET statement_timeout TO DEFAULT", { kind: "set", name: "statement_timeout", value: null }],
    ["SET TIME ZONE 'UTC'", { kind: "set", name: "timezone", value: "UTC" }],
    ["SET ROLE bob", { kind: "set", name: "role", value: "bob" }],
    [
      "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
      { kind: "set", name: "transaction", value: "transaction_isolation=serializable" },
    ],
    ["SET CONSTRAINTS ALL DEFERRED", { kind: "set", name: "constraints", value: "deferred", scope: "local" }],
    ["RESET lock_timeout", { kind: "reset", name: "lock_timeout" }],
    ["RESET ALL", { kind: "reset", name: null }],
    ["DISCARD ALL", { kind: "reset", name: null }],
    ["SHOW lock_timeout", { kind: "select" }],
    [
      "SELECT set_config('lock_timeout', '5s', true)",
      { kind: "set", name: "lock_timeout", value: "5s", scope: "local" },
      { kind: "select" },
    ],
    [
      "SELECT pg_catalog.set_config('search_path', '', false)",
      { kind: "set", name: "search_path", value: "", scope: "session" },
      { kind: "select" },
    ],
  ]);
});
