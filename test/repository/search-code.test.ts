import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { diskRepository } from "../../src/repository/disk-repository.js";
import { TemporaryRepository } from "./temporary-repository.js";

const WORDS = ["asset_kind", "assetKind"];

test("tracked and new text files that hold a word are found; what git ignores, others wrote or programs made is not", async () => {
  using repository = TemporaryRepository.withGit();
  repository.write({
    ".gitignore": "secret.ts\n",
    "secret.ts": "asset_kind",
    "app/tracked.ts": "x\nasset_kind\n",
    "app/with space é.ts": "assetKind",
    "app/else.ts": "kind",
    "app/removed.ts": "asset_kind",
    "node_modules/a/index.js": "asset_kind",
    "web/app.min.js": "asset_kind",
    "yarn.lock": "asset_kind",
    "data.bin": new Uint8Array([0, 1, 2, ...Buffer.from("asset_kind")]),
  });
  repository.git("add", "--all");
  repository.git("commit", "--quiet", "-m", "first");
  repository.write({ "app/new.ts": "asset_kind", "app/removed.ts": null });
  symlinkSync("/etc/passwd", join(repository.directory, "app/asset_kind"));
  const found = await diskRepository(join(repository.directory, "app")).search?.(WORDS);
  expect(found?.files.map(({ path }) => path)).toEqual(["app/new.ts", "app/tracked.ts", "app/with space é.ts"]);
  expect(found?.unseen).toEqual([]);
});

test("files that are too large are named", async () => {
  using repository = TemporaryRepository.withGit();
  repository.write({ "big.ts": `asset_kind${" ".repeat(1024 * 1024)}` });
  const found = await diskRepository(repository.directory).search?.(WORDS);
  expect(found?.files).toEqual([]);
  expect(found?.unseen.map(({ what }) => what)).toEqual(["big.ts"]);
});

test("without git there is no answer", async () => {
  using repository = new TemporaryRepository();
  repository.write({ "a.ts": "asset_kind" });
  expect(await diskRepository(repository.directory).search?.(WORDS)).toBeNull();
});
