import { createHash, type Hash } from "node:crypto";
import {
  chownSync,
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { ServerAccount } from "../server-account.js";

/** One file, or with `bytes: null` one folder. */
interface Entry {
  readonly path: string;
  readonly bytes: number | null;
  /** Bytes up to the last that is not zero: most of a segment of WAL is zeros. */
  readonly stored: number;
}

interface Contents {
  readonly note: unknown;
  readonly entries: readonly Entry[];
}

/** Behind the contents: the length of their list, and SHA-256 of everything before it. */
const LENGTH_BYTES = 8;
const DIGEST_BYTES = 32;

/** Writes a folder's files into one, and a note beside them. */
export class PackWriter {
  readonly #file: number;
  readonly #entries: Entry[] = [];
  readonly #hash = createHash("sha256");

  constructor(path: string) {
    this.#file = openSync(path, "wx", 0o600);
  }

  folder(path: string): void {
    this.#entries.push({ path, bytes: null, stored: 0 });
  }

  file(path: string, content: Buffer): void {
    let stored = content.length;
    while (stored > 0 && content[stored - 1] === 0) stored--;
    this.#entries.push({ path, bytes: content.length, stored });
    this.#write(content.subarray(0, stored));
  }

  /** Everything below `root`, but not what is in the folders where `keeps` says no. */
  tree(root: string, keeps: (path: string) => boolean, path = ""): void {
    for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
      const inner = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        this.folder(inner);
        this.tree(root, keeps, inner);
      } else if (keeps(inner)) this.file(inner, readFileSync(join(root, inner)));
    }
  }

  end(note: unknown): void {
    const list = Buffer.from(JSON.stringify({ note, entries: this.#entries } satisfies Contents));
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeBigUInt64LE(BigInt(list.length));
    this.#write(list);
    this.#write(length);
    writeFully(this.#file, this.#hash.digest());
    closeSync(this.#file);
  }

  #write(bytes: Buffer): void {
    this.#hash.update(bytes);
    writeFully(this.#file, bytes);
  }
}

/**
 * Unpacks into an empty folder, files owned by `account`, and returns the note. Rejects where the file is not as it was
 * written; what was unpacked until then is of no use.
 */
export function unpack(path: string, target: string, account: ServerAccount | null): unknown {
  const file = openSync(path, "r");
  try {
    const hash = createHash("sha256");
    const end = fstatSync(file).size - DIGEST_BYTES;
    const listEnd = end - LENGTH_BYTES;
    const length = Number(readAt(file, listEnd, LENGTH_BYTES).readBigUInt64LE());
    const list = readAt(file, listEnd - length, length);
    const { note, entries } = JSON.parse(list.toString("utf8")) as Contents;
    let at = 0;
    for (const entry of entries) {
      if (!/^\w[\w.-]*(?:\/\w[\w.-]*)*$/u.test(entry.path)) throw new Error("a path that no cluster has");
      at += unpackOne(entry, { file, at, hash, target: join(target, entry.path), account });
    }
    if (at !== listEnd - length) throw new Error("its list does not match its contents");
    hash.update(list).update(readAt(file, listEnd, LENGTH_BYTES));
    if (!hash.digest().equals(readAt(file, end, DIGEST_BYTES))) throw new Error("its digest does not match");
    return note;
  } finally {
    closeSync(file);
  }
}

interface Unpacking {
  readonly file: number;
  readonly at: number;
  readonly hash: Hash;
  readonly target: string;
  readonly account: ServerAccount | null;
}

function unpackOne({ bytes, stored }: Entry, { file, at, hash, target, account }: Unpacking): number {
  if (bytes === null) mkdirSync(target, { mode: 0o700 });
  else {
    const content = readAt(file, at, stored);
    hash.update(content);
    const to = openSync(target, "wx", 0o600);
    writeFully(to, content);
    if (bytes > stored) ftruncateSync(to, bytes);
    closeSync(to);
  }
  if (account !== null) chownSync(target, account.uid, account.gid);
  return stored;
}

function readAt(file: number, position: number, length: number): Buffer {
  const { size } = fstatSync(file);
  if (!(position >= 0 && length >= 0 && position + length <= size)) throw new Error("it is cut off");
  const bytes = Buffer.allocUnsafe(length);
  let got = 0;
  while (got < length) {
    const now = readSync(file, bytes, got, length - got, position + got);
    if (now === 0) throw new Error("it is cut off");
    got += now;
  }
  return bytes;
}

/** One call may write less than it is given. */
function writeFully(file: number, bytes: Buffer): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done);
}
