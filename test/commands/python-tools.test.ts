import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Server } from "../../src/rehearsal/engine.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { judgeCommands } from "./judge-commands.js";

let server: Server;
beforeAll(async () => {
  const signal = new AbortController().signal;
  ({ server } = await startEngine({ choice: "local", major: null, databaseUrl: null, signal, log: () => undefined }));
});
afterAll(() => server[Symbol.asyncDispose]());

/** The tools are taken from the python3 that is first in PATH; without them these tests say «skipped». */
function pythonHas(...modules: readonly string[]): boolean {
  return spawnSync("python3", ["-c", `import ${modules.join(", ")}`], { stdio: "ignore" }).status === 0;
}

const seed = "INSERT INTO notes_item (name) SELECT 'item ' || n FROM generate_series(1, 300) n;";

describe.skipIf(!pythonHas("alembic", "psycopg2"))("Alembic", () => {
  test("the proposal system: references block, the backfill is incomplete, the rollback fails", async () => {
    const assessment = await judgeCommands({
      server,
      base: "fixtures/commands/proposal-system-alembic/base",
      head: "fixtures/commands/proposal-system-alembic/head",
      settings: {
        seed: ["seed.sql"],
        command: { tool: "alembic", backfill: ["python3 scripts/backfill.py"] },
      },
    });
    expect(assessment.history.proposed).toEqual(["b83d5e2f6c10", "python3 scripts/backfill.py"]);
    expect(assessment.migrations[0]?.up.file).toBe("db/versions/b83d5e2f6c10_proposals.py");
    const found = (rule: string) => assessment.findings.filter((finding) => finding.rule === rule);
    expect(
      found("foreign-key-locks-parent")
        .filter(({ evidence }) => evidence === "confirmed")
        .map(({ table }) => table?.name)
        .sort(),
    ).toEqual(["atoms", "topics", "users"]);
    expect(found("backfill-incomplete")).toHaveLength(1);
    expect(found("rollback-fails")[0]?.message).toMatch(/foreign key/u);
    expect(assessment.verdict.decision).not.toBe("pass");
    expect(assessment.coverage.unseen.filter(({ blocking }) => blocking)).toEqual([]);
  });
});

describe.skipIf(!pythonHas("django", "psycopg2"))("Django", () => {
  const manage = `import os, sys
from urllib.parse import urlparse
from django.conf import settings
url = urlparse(os.environ["DATABASE_URL"])
settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "notes"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "HOST": url.hostname, "PORT": url.port,
        "USER": url.username, "PASSWORD": url.password, "NAME": url.path[1:]}},
)
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
`;
  const migration = (depends: string, operations: string) => `from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [${depends}]
    operations = [${operations}]
`;
  const base = {
    "manage.py": manage,
    "seed.sql": seed,
    "notes/__init__.py": "",
    "notes/models.py": `from django.db import models

class Item(models.Model):
    name = models.TextField()
`,
    "notes/migrations/__init__.py": "",
    "notes/migrations/0001_initial.py": migration(
      "",
      `migrations.CreateModel("Item", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())])`,
    ),
  };

  test("both migrations, in transactions of their own, and the ways back", async () => {
    const head = {
      ...base,
      "notes/migrations/0002_note.py": migration(
        `("notes", "0001_initial")`,
        `migrations.AddField("Item", "note", models.TextField(null=True))`,
      ),
      "notes/migrations/0003_index.py": migration(
        `("notes", "0002_note")`,
        `migrations.AddIndex("Item", models.Index(fields=["name"], name="items_by_name"))`,
      ),
    };
    const assessment = await judgeCommands({
      server,
      base,
      head,
      settings: {
        seed: ["seed.sql"],
        command: {
          tool: "django",
          up: "python3 manage.py migrate --noinput",
          down: "python3 manage.py migrate --noinput {group} {previous}",
        },
      },
    });
    expect(assessment.history.proposed).toEqual(["notes.0002_note", "notes.0003_index"]);
    expect(assessment.migrations.map(({ up }) => up.file)).toEqual([
      "notes/migrations/0002_note.py",
      "notes/migrations/0003_index.py",
    ]);
    expect(
      assessment.findings.filter(({ rule }) => rule === "create-index-blocks-writes").map(({ evidence }) => evidence),
    ).toEqual(["confirmed"]);
    expect(assessment.rehearsal?.worldProblems).toEqual([]);
    expect(assessment.rehearsal?.rollback.status).toBe("exact");
    expect(assessment.coverage.unseen.filter(({ blocking }) => blocking)).toEqual([]);
  });
});
