// Reads one history of a directory of corpora: its files in its tool's order, and what is known of it (`meta.json`).
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { formatById } from "../lib/formats/index.js";

const FORMAT_OF_TOOL = {
  "liquibase formatted SQL": "liquibase",
  "ory popx": "popx",
  "own (versioned dirs + manifest.json)": "versioned-folders",
  "pop/fizz SQL (templated)": "pop",
  "supabase CLI": "supabase",
};

/** A type of the name, and an entry that says the extension is there: enough for histories that only store its values. */
const VECTOR = `create type vector;
create function vector_in(cstring, oid, integer) returns vector language internal immutable strict as 'varcharin';
create function vector_out(vector) returns cstring language internal immutable strict as 'varcharout';
create type vector (input = vector_in, output = vector_out, internallength = variable, storage = extended);
set allow_system_table_mods = on;
insert into pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
select 9999, 'vector', 10, 'public'::regnamespace, true, '0.8.0'`;

export function readCorpus(corpora, name) {
  const path = join(corpora, name, "meta.json");
  if (!existsSync(path)) return null;
  const meta = JSON.parse(readFileSync(path, "utf8"));
  const format = formatById(FORMAT_OF_TOOL[meta.tool] ?? meta.tool);
  if (format === undefined) throw new Error(`${name}: no format for ${meta.tool}`);
  const root = join(corpora, name, "raw");
  const files = filesBelow(join(root, meta.directory)).map((file) => ({
    path: relative(root, file).split(sep).join("/"),
    // Parts of a template that load sample data where a setting says so.
    text: readFileSync(file, "utf8").replaceAll(/\{\{ (?:if|template|end)[^}]*\}\}/gu, ""),
  }));
  const filled = /^Go template \{\{ index \.Options "(\w+)" \}\} -> (\w+)$/u.exec(meta.templating ?? "");
  const placeholders = filled === null ? {} : { [filled[1]]: filled[2] };
  const left = new Set(meta.simple_files ?? []);
  const migrations = format.read(files, { placeholders }).migrations.filter(({ up }) => !left.has(basename(up.file)));
  return { name, meta, format, migrations, prelude: [...format.prelude, ...platformOf(meta)] };
}

/** What the corpus says that its platform makes before the first migration. */
function platformOf(meta) {
  const vector = VECTORS.has(meta.name) ? [{ title: "a stand-in for the extension vector", sql: VECTOR }] : [];
  return [
    ...(meta.results?.pg15?.prelude ?? "")
      .split(/;\s*/u)
      .filter(Boolean)
      .map((sql) => ({ title: "the platform", sql: sql.replace(/^create table (?!if)/iu, "create table if not exists ") })),
    ...vector,
  ];
}

const VECTORS = new Set(["bionic_gpt"]);

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
