// Bundles lib/ into dist/: the action, the command line, and the assets that both load at run time.
// Run by `npm run build`, after tsc. The result is committed; CI builds it again and compares.
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ncc from "@vercel/ncc";
import { readRuleRecords } from "./read-rule-records.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");

await rm(dist, { recursive: true, force: true });
await bundle("lib/action.js", dist);
await bundle("lib/cli.js", join(dist, "cli"));
await copyAssets(join(dist, "assets"));
await writeFile(join(dist, "licenses.txt"), await licenses());

async function bundle(entry, folder) {
  const { code, assets } = await ncc(join(root, entry), { cache: false, quiet: true, target: "es2022", esm: true });
  await mkdir(folder, { recursive: true });
  const isProgram = code.startsWith("#!");
  await writeFile(join(folder, "index.js"), code, { mode: isProgram ? 0o755 : 0o644 });
  for (const [name, asset] of Object.entries(assets).sort()) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), asset.source);
  }
  await writeFile(join(folder, "package.json"), `${JSON.stringify({ type: "module" })}\n`);
}

/** Files that are found at run time by name, beside the bundle or one folder up. */
async function copyAssets(folder) {
  const modules = join(root, "node_modules");
  await mkdir(join(folder, "pglite"), { recursive: true });
  await cp(join(modules, "libpg-query/wasm/libpg-query.wasm"), join(folder, "libpg-query.wasm"));
  const pglite = join(modules, "@electric-sql/pglite");
  const wanted = /^(index\.js|chunk-.*\.js|pglite\.wasm|initdb\.wasm|pglite\.data)$/u;
  for (const name of (await readdir(join(pglite, "dist"))).sort()) {
    if (wanted.test(name)) await cp(join(pglite, "dist", name), join(folder, "pglite", name));
  }
  await mkdir(join(folder, "pglite/contrib"), { recursive: true });
  for (const name of (await readdir(join(pglite, "dist/contrib"))).sort()) {
    if (/^\w+\.js$/u.test(name)) await cp(join(pglite, "dist/contrib", name), join(folder, "pglite/contrib", name));
  }
  for (const name of (await readdir(join(pglite, "dist"))).sort()) {
    if (name.endsWith(".tar.gz")) await cp(join(pglite, "dist", name), join(folder, "pglite", name));
  }
  const own = join(root, "src/rehearsal/engines/pglite");
  await cp(join(own, "child.mjs"), join(folder, "pglite-child.mjs"));
  await cp(join(own, "base.json"), join(folder, "pglite-base.json"));
  await cp(join(own, "base.tar.gz"), join(folder, "pglite-base.tar.gz"));
  await cp(join(pglite, "LICENSE"), join(folder, "pglite/LICENSE"));
  await writeFile(join(folder, "rule-records.json"), `${JSON.stringify(await readRuleRecords(root))}\n`);
  await writeFile(join(folder, "pglite/package.json"), `${JSON.stringify({ type: "module" })}\n`);
}

/** The license of every package that the bundles may hold: all production dependencies of the lockfile. */
async function licenses() {
  const lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
  const texts = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === "" || entry.dev === true || entry.devOptional === true) continue;
    const folder = join(root, path);
    const names = await readdir(folder).catch(() => []);
    const file = names.find((name) => /^(licen[sc]e|copying)/iu.test(name));
    const text = file === undefined ? `${entry.license ?? "no license file"}\n` : await readFile(join(folder, file), "utf8");
    texts.push(`${path.replace(/^.*node_modules\//u, "")} ${entry.version}\n\n${text.trim()}\n`);
  }
  // What was compiled into the assets has no package of its own.
  texts.push(await readFile(join(root, "scripts/licenses-inside-assets.txt"), "utf8"));
  return texts.sort().join(`\n${"-".repeat(80)}\n\n`);
}
