import { describe, expect, it } from "vitest";
import { looksDisposable, type ServerFacts } from "../../../src/rehearsal/engines/looks-disposable.js";

const scratch: ServerFacts = {
  host: "localhost",
  inRecovery: false,
  replicas: 0,
  slots: 0,
  archives: false,
  filled: [],
  unread: [],
  otherSessions: 0,
};

describe("a scratch server", () => {
  it.each<[string, Partial<ServerFacts>]>([
    ["a service container", {}],
    ["one by the name of its service", { host: "postgres", otherSessions: 2 }],
    ["one on a socket", { host: "/var/run/postgresql", otherSessions: 1 }],
    ["an empty one elsewhere", { host: "scratch.example.org" }],
  ])("is %s", (_, facts) => {
    expect(looksDisposable({ ...scratch, ...facts })).toBeNull();
  });

  it.each<[Partial<ServerFacts>, string]>([
    [{ host: "db.abcdefgh.supabase.co" }, "Supabase"],
    [{ host: "EP-x-1.eu-central-1.aws.neon.tech." }, "Neon"],
    [{ host: "shop.postgres.database.azure.com" }, "Azure"],
    [{ host: "/cloudsql/project:region:shop" }, "Cloud SQL"],
    [{ inRecovery: true }, "standby"],
    [{ replicas: 1 }, "replicas"],
    [{ slots: 1 }, "replication slots"],
    [{ archives: true }, "archives"],
    [{ filled: [{ database: "shop", table: "public.orders" }] }, "`shop` holds rows (public.orders)"],
    [{ unread: ["shop"] }, "`shop` could not be looked into"],
    [{ host: "db.example.org", otherSessions: 3 }, "sessions of other clients (3)"],
    [{ host: "localhost.example.org", otherSessions: 1 }, "sessions"],
  ])("is not one with %o", (facts, reason) => {
    expect(looksDisposable({ ...scratch, ...facts })).toContain(reason);
  });
});
