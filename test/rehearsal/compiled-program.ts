import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The command line as plain JavaScript in a folder below `parent`, for a process of its own. Gives the program's path. */
export function compileProgram(parent: string): string {
  const folder = mkdtempSync(join(parent, "program-"));
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const names = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
  for (const name of names.filter((each) => each.endsWith(".ts"))) {
    const { outputText } = ts.transpileModule(readFileSync(join(root, "src", name), "utf8"), { compilerOptions });
    const target = join(folder, "lib", name.replace(/\.ts$/u, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }
  for (const name of ["src", "node_modules", "package.json"]) symlinkSync(join(root, name), join(folder, name));
  return join(folder, "lib/cli.js");
}
