import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { ServerAccount } from "./server-account.js";

export interface Launch {
  readonly program: string;
  readonly args: readonly string[];
  /** Account to start it as; empty where one of the programs in front changes it. */
  readonly identity: Partial<ServerAccount>;
}

export interface Confinement {
  readonly account: ServerAccount | null;
  /** Sent by the kernel when this process dies, however it dies. */
  readonly deathSignal: "QUIT" | "TERM";
  /** Without any network but sockets in the file system. */
  readonly offline: boolean;
}

/** Address space of one process. A query that takes more is refused with 53200; the machine goes on. */
const MEMORY_BYTES = 3 * 1024 ** 3;

/**
 * A program behind those of Linux that take rights away: no network, limited memory, no core file, no way to more rights
 * through setuid programs such as sudo. Each is used where it is to be had; elsewhere the program starts as it is.
 */
export function confined(command: readonly string[], { account, deathSignal, offline }: Confinement): Launch {
  const setpriv = process.platform === "linux" ? find("setpriv") : null;
  if (setpriv === null) return launch(command, account ?? {});
  const identity = account === null ? [] : [`--reuid=${account.uid}`, `--regid=${account.gid}`, "--clear-groups"];
  // Last in the chain: the kernel forgets the signal when the account changes (prctl(2), PR_SET_PDEATHSIG).
  const inner = [setpriv, ...identity, "--no-new-privs", "--pdeathsig", deathSignal, ...command];
  const prlimit = find("prlimit");
  const limited = prlimit === null ? inner : [prlimit, `--as=${MEMORY_BYTES}`, "--core=0", ...inner];
  return launch([...(offline ? withoutNetwork() : []), ...limited], {});
}

function launch([program = "", ...args]: readonly string[], identity: Partial<ServerAccount>): Launch {
  return { program, args, identity };
}

let offlinePrefix: readonly string[] | null = null;

/** Asked once: containers and some distributions refuse namespaces. */
function withoutNetwork(): readonly string[] {
  offlinePrefix ??= findOfflinePrefix();
  return offlinePrefix;
}

function findOfflinePrefix(): readonly string[] {
  const unshare = find("unshare");
  if (unshare === null) return [];
  const own = process.getuid?.() === 0 ? [] : ["--user", "--map-current-user"];
  const prefix = [unshare, ...own, "--net"];
  const tried = spawnSync(unshare, [...own, "--net", "true"], { stdio: "ignore", timeout: 5_000 });
  return tried.status === 0 ? prefix : [];
}

function find(name: string): string | null {
  return ["/usr/bin", "/bin"].map((folder) => `${folder}/${name}`).find((path) => existsSync(path)) ?? null;
}
