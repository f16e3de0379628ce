import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Session } from "../../engine.js";
import type { PackWriter } from "./pack.js";

/** Folders whose files a backup leaves out: the server makes them anew (PostgreSQL manual, 26.3.4.2 "Backing up the data directory"). */
const MADE_ANEW = /^(?:pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat|pg_stat_tmp|pg_subtrans)\//u;
const OF_THE_PROCESS = /^postmaster\.(?:pid|opts)$|(?:^|\/)pg_internal\.init$|(?:^|\/)pgsql_tmp/u;

/**
 * A base backup of the running cluster by the server's own rules: what the files hold is made whole by the WAL written
 * meanwhile, which lies beside them (PostgreSQL manual, "Making a base backup using the low level API").
 */
export function backUp(admin: Session, data: string, versionNumber: number) {
  const [start, stop] =
    versionNumber >= 150_000
      ? ["pg_backup_start('kept world', true)", "pg_backup_stop(false)"]
      : ["pg_start_backup('kept world', true, false)", "pg_stop_backup(false, false)"];
  return {
    begin: () => admin.query(`select pg_catalog.${start}`),
    copy: (pack: PackWriter) => pack.tree(data, (path) => !MADE_ANEW.test(path) && !OF_THE_PROCESS.test(path)),
    /** Ends it; adds the label and the WAL that belongs to it. */
    end: async (pack: PackWriter) => {
      const [row] = await admin.query<{ label: string; last: string }>(
        `select labelfile as label, pg_catalog.pg_walfile_name(lsn) as last from pg_catalog.${stop}`,
      );
      const first = /\(file ([0-9A-F]{24})\)/u.exec(row?.label ?? "")?.[1];
      if (row === undefined || first === undefined) throw new Error("the server did not say which WAL belongs to the backup");
      pack.file("backup_label", Buffer.from(row.label));
      const names = readdirSync(join(data, "pg_wal")).filter((name) => /^[0-9A-F]{24}$/u.test(name));
      for (const name of names.filter((one) => one >= first && one <= row.last).sort())
        pack.file(`pg_wal/${name}`, readFileSync(join(data, "pg_wal", name)));
    },
  };
}
