import pg from "pg";
import { type Session, SqlError } from "../../src/rehearsal/engine.js";

let n = 0;
export const majors = [15, 18];
export async function openWorld(
  major: number,
  sql: string,
): Promise<{ session: Session; observer: Session; holder: Session; reset(): Promise<void>; close(): Promise<void> }> {
  const name = `proof_${process.pid}_${++n}`;
  const admin = await client(major, "postgres");
  await admin.query(`drop database if exists ${name}`);
  await admin.query(`drop database if exists ${name}_t`);
  await admin.query(`create database ${name}_t`);
  const t = await client(major, `${name}_t`);
  await t.query("set timezone='UTC'");
  await t.query(sql);
  await t.query("vacuum analyze");
  await t.end();
  let s: pg.Client, o: pg.Client, h: pg.Client;
  const open = async () => {
    await admin.query(`create database ${name} template ${name}_t`);
    s = await client(major, name);
    await s.query("set timezone='UTC'");
    o = await client(major, name); h = await client(major, name);
  };
  await open();
  const face = (get: () => pg.Client): Session => ({
    get backendPid() {
      return (get() as unknown as { processID: number }).processID;
    },
    run: async (q) => {
      const r = await get().query(q);
      return { rows: [], rowsChanged: 0, notices: [], ...(r ? {} : {}) };
    },
    query: async <Row>(q: string, v?: readonly unknown[]) => (await get().query(q, v as unknown[])).rows as Row[],
    copyIn: () => {
      throw new Error("no");
    },
    cancel: async () => {},
    close: async () => {},
  });
  const shut = async () => {
    await s.end();
    await o.end(); await h.end();
    await admin.query(`drop database ${name}`);
  };
  return {
    session: face(() => s),
    observer: face(() => o), holder: face(() => h),
    reset: async () => {
      await shut();
      await open();
    },
    close: async () => {
      await shut();
      await admin.query(`drop database ${name}_t`);
      await admin.end();
    },
  };
}
async function client(major: number, database: string) {
  const c = new pg.Client({ host: "/tmp/fx", port: 5400 + major, user: "postgres", database });
  await c.connect();
  return c;
}
