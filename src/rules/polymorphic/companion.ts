import type { Column } from "../../model/catalog.js";
import { snake } from "./name-forms.js";

export type PairColumn = Pick<Column, "name" | "type" | "notNull">;

/** The column that says what an id means. */
export interface Companion {
  readonly column: PairColumn;
  /**
   * - `beside`: it has the stem of the id, `content_type` to `content_id`.
   * - `bare`: it is the stem, `resource` to `resource_id`.
   * - `loose`: it is some column for types of the same table that belongs to no other id.
   */
  readonly nearness: "beside" | "bare" | "loose";
  /** Its name says that it holds tables or models. */
  readonly saysTable: boolean;
}

/** What an id is the id of: `content` for `content_id`; for `created_by`, which has no ending of an id, the whole name. */
export function stemOf(column: string): { readonly stem: string; readonly isId: boolean } {
  const name = snake(column);
  const stem = name.replace(/(?:^(?:id|fk)_)|(?:_?(?:id|uuid|guid|key|pk|fk|ref|oid))$/u, "");
  return stem === "" ? { stem: name, isId: false } : { stem, isId: stem !== name };
}

const BESIDE = [
  "type",
  "kind",
  "class",
  "model",
  "table",
  "table_name",
  "entity",
  "entity_type",
  "object_type",
  "discriminator",
  "type_id",
  "kind_id",
];
const LOOSE = new Set([
  "type",
  "kind",
  "entity",
  "entity_type",
  "object_type",
  "record_type",
  "model",
  "model_name",
  "model_type",
  "ref_type",
  "table_name",
  "target_table",
  "source_table",
  "discriminator",
  "content_type_id",
]);
const TABLE_WORD = /(?:^|_)(?:table|table_name|model|model_name)$/u;

/** The companion of an id among the columns of its table; null when it has none. */
export function companionOf(id: string, columns: readonly PairColumn[]): Companion | null {
  const { stem, isId } = stemOf(id);
  const others = columns.filter((column) => column.name !== id && holdsKinds(column));
  const named = (name: string) => others.find((column) => snake(column.name) === name);
  const beside = BESIDE.map((word) => named(`${stem}_${word}`) ?? named(`${word}_${stem}`) ?? named(`${stem}${word}`)).find(
    (found) => found !== undefined,
  );
  if (beside !== undefined) return companion(beside, "beside");
  const bare = isId ? named(stem) : undefined;
  if (bare !== undefined) return companion(bare, "bare");
  if (!isId) return null;
  const loose = others.filter(({ name }) => LOOSE.has(snake(name)) && !belongsElsewhere(name, id, columns));
  const [only] = loose;
  return only !== undefined && loose.length === 1 ? companion(only, "loose") : null;
}

function companion(column: PairColumn, nearness: Companion["nearness"]): Companion {
  return { column, nearness, saysTable: TABLE_WORD.test(snake(column.name)) };
}

/** `source_type` belongs to `source_id`, not to the `user_id` that stands there too. */
function belongsElsewhere(type: string, id: string, columns: readonly PairColumn[]): boolean {
  const stem = snake(type).replace(/_?(?:type|kind|class|model|table|table_name|model_name|discriminator|type_id)$/u, "");
  return columns.some(
    ({ name }) => name !== id && name !== type && stem !== "" && stemOf(name).isId && stemOf(name).stem === stem,
  );
}

/** Times, flags, amounts and documents are no names of kinds. */
function holdsKinds({ type }: PairColumn): boolean {
  return !type.array && !NO_KINDS.test(type.name);
}

const NO_KINDS =
  /^(?:bool|timestamptz?|date|timetz?|interval|numeric|float[48]|money|jsonb?|xml|bytea|inet|cidr|macaddr8?|point|tsvector|tsquery|bit|varbit|.*range)$/u;
