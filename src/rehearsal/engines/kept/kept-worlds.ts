import { createHash, randomBytes } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { arch } from "node:os";
import { join } from "node:path";
import { version } from "../../../version.js";
import type { KeepWorlds } from "../../engine.js";
import type { ServerAccount } from "../server-account.js";
import type { ServerBinaries } from "../server-binaries.js";
import { keptFolder } from "./kept-folder.js";
import { PackWriter, unpack } from "./pack.js";

/** What a kept cluster says of itself. */
export interface KeptNote {
  /** The frozen database. */
  readonly template: string;
  /** What the server then had to offer. */
  readonly offers: string;
}

const ENDING = ".world";
/** More is not kept: to read it takes as long as to build it. */
const MOST_BYTES = 256 * 1024 ** 2;
/** The least recently used go. */
const MOST_WORLDS = 6;
const AN_HOUR_MS = 3_600_000;

/**
 * Clusters that hold a world which an earlier run built, as one file each, named for what went into it: the world, the
 * server's binaries, the machine and this version. A file that is not whole is not used: it is removed and made again.
 */
export class KeptWorlds {
  /** Of the world that is wanted. */
  readonly digest: string;
  private readonly folder: string;
  private readonly path: string;

  /** @throws ReportableError `settings/invalid` */
  constructor(
    { folder, digest }: KeepWorlds,
    binaries: ServerBinaries,
    private readonly account: ServerAccount | null,
  ) {
    this.folder = keptFolder(folder);
    this.digest = digest;
    const name = createHash("sha256").update(JSON.stringify([digest, version, identityOf(binaries)]));
    this.path = join(this.folder, `${name.digest("hex").slice(0, 40)}${ENDING}`);
  }

  /** Fills an empty data folder; null where nothing is kept or what is kept is damaged. */
  restore(data: string): KeptNote | null {
    const status = lstatSync(this.path, { throwIfNoEntry: false });
    if (status === undefined) return null;
    try {
      if (!status.isFile() || status.uid !== (process.getuid?.() ?? status.uid)) throw new Error("it is not ours");
      const note = asNote(unpack(this.path, data, this.account));
      const now = new Date();
      utimesSync(this.path, now, now);
      return note;
    } catch {
      // Whatever is wrong with it, the world is built anew.
      rmSync(data, { recursive: true, force: true });
      mkdirSync(data, { mode: 0o700 });
      this.discard();
      return null;
    }
  }

  /** False where there is none. */
  discard(): boolean {
    const there = lstatSync(this.path, { throwIfNoEntry: false }) !== undefined;
    rmSync(this.path, { recursive: true, force: true });
    return there;
  }

  /** Whether so much may be kept. */
  fits(bytes: number): boolean {
    return bytes <= MOST_BYTES;
  }

  /** Two runs at once both write; the one that ends last stays, whole. */
  async keep(note: KeptNote, fill: (pack: PackWriter) => Promise<void>): Promise<void> {
    const part = `${this.path}.${randomBytes(6).toString("hex")}.part`;
    try {
      const pack = new PackWriter(part);
      await fill(pack);
      pack.end(note);
      renameSync(part, this.path);
    } finally {
      rmSync(part, { force: true });
    }
    this.#clear();
  }

  #clear(): void {
    const files = readdirSync(this.folder).map((name) => join(this.folder, name));
    const aged = files.flatMap((path) => {
      const status = statSync(path, { throwIfNoEntry: false });
      return status === undefined ? [] : [{ path, usedAt: status.mtimeMs }];
    });
    for (const { path, usedAt } of aged)
      if (path.endsWith(".part") && Date.now() - usedAt > AN_HOUR_MS) rmSync(path, { force: true });
    const worlds = aged.filter(({ path }) => path.endsWith(ENDING)).sort((a, b) => b.usedAt - a.usedAt);
    for (const { path } of worlds.slice(MOST_WORLDS)) rmSync(path, { force: true });
  }
}

/**
 * Another build of the server, another machine image or another C library may read the same files in another way: indexes
 * follow the order of the library's collations.
 */
function identityOf({ folder, major }: ServerBinaries): unknown {
  const { size, mtimeMs } = statSync(join(folder, "postgres"));
  return [major, folder, size, mtimeMs, arch(), process.env["ImageVersion"] ?? "", release()];
}

function release(): string {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return process.platform;
  }
}

function asNote(value: unknown): KeptNote {
  const { template, offers } = value as Partial<KeptNote>;
  if (typeof template !== "string" || !/^rehearsal_\d+$/u.test(template) || typeof offers !== "string")
    throw new Error("its note is not one of ours");
  return { template, offers };
}
