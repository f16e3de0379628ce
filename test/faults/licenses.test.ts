import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
}

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly dependencies: Readonly<Record<string, string>>;
};
const shipped = Object.entries(packages).filter(([path, each]) => path !== "" && each.dev !== true && each.devOptional !== true);

test("what is shipped may be shipped, and runs nothing when it is installed", () => {
  for (const [path, { license, hasInstallScript }] of shipped) {
    expect(["MIT", "ISC", "Apache-2.0"], path).toContain(license);
    expect(hasInstallScript, path).not.toBe(true);
  }
});

test("every dependency is of one exact version, and has its reason written down", () => {
  const reasons = readFileSync("docs/decisions/0011-dependencies.md", "utf8");
  for (const [name, version] of Object.entries(dependencies)) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/u);
    expect(reasons).toContain(`| \`${name}\` |`);
  }
});

test.skipIf(!existsSync("dist/licenses.txt"))("the license of all that is bundled is bundled with it", () => {
  const texts = readFileSync("dist/licenses.txt", "utf8");
  for (const [path, { version }] of shipped) expect(texts).toContain(`${path.replace(/^.*node_modules\//u, "")} ${version}`);
  expect(texts).toContain("The Regents of the University of California");
  expect(texts).toContain("Lukas Fittl");
});
