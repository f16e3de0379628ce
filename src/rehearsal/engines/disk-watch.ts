import { lstat, readdir, statfs } from "node:fs/promises";
import { join } from "node:path";

const GIB = 1024 ** 3;

/** What a rehearsal may write in all: rows, indexes, WAL, temporary files. */
const MOST_BYTES = 8 * GIB;

/** What has to stay free for everybody else on the disk. */
const LEAST_FREE_BYTES = GIB / 2;

const EVERY_MS = 500;

/** Files are counted when so much of the disk has gone, and every so many looks anyway. */
const SUSPICIOUS_BYTES = GIB / 2;
const ANYWAY = 10;

/** Looks at the space that a folder takes, and tells once when it is too much. */
export class DiskWatch {
  #timer: NodeJS.Timeout | null = null;
  #ended = false;
  #looks = 0;
  #freeThen = 0;

  constructor(
    private readonly folder: string,
    private readonly tooMuch: (why: string) => void,
    private readonly mostBytes = MOST_BYTES,
  ) {
    this.#again();
  }

  end(): void {
    this.#ended = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #again(): void {
    if (this.#ended) return;
    this.#timer = setTimeout(() => void this.#look(), EVERY_MS);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    const why = await this.#complaint();
    if (why === null) this.#again();
    else if (!this.#ended) this.tooMuch(why);
  }

  async #complaint(): Promise<string | null> {
    const disk = await statfs(this.folder).catch(() => null);
    // The folder is gone, and with it the server.
    if (disk === null) return null;
    const free = disk.bavail * disk.bsize;
    if (this.#looks++ % ANYWAY > 0 && this.#freeThen - free < SUSPICIOUS_BYTES && free > LEAST_FREE_BYTES) return null;
    this.#freeThen = free;
    const used = await bytesIn(this.folder);
    if (used > this.mostBytes)
      return `it wrote ${inGigabytes(used)} to the disk, and a rehearsal may write ${inGigabytes(this.mostBytes)}`;
    // A full disk is not its fault if it wrote next to nothing; the server then says so itself.
    if (free < LEAST_FREE_BYTES && used > LEAST_FREE_BYTES) return `it wrote ${inGigabytes(used)} and left no room on the disk`;
    return null;
  }
}

/** What files really take; those that vanish meanwhile take nothing. */
async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let sum = 0;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sum += await bytesIn(path);
    else sum += ((await lstat(path).catch(() => null))?.blocks ?? 0) * 512;
  }
  return sum;
}

function inGigabytes(bytes: number): string {
  return `${(bytes / GIB).toFixed(1)} GB`;
}
