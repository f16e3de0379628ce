import { type Companion, stemOf } from "./companion.js";
import { entityOf, fits, singular, snake } from "./name-forms.js";

export interface Kind {
  /** As the type column holds it. */
  readonly value: string;
  /** Name of the table that it means; null where none is known. */
  readonly table: string | null;
}

/** What speaks for and against an id being one half of a polymorphic pair. */
export interface Weighing {
  /** 3 and more: it is one. 2: it may be. */
  readonly score: number;
  /** Kinds that mean the referenced table. */
  readonly own: readonly Kind[];
  /** All other kinds. */
  readonly others: readonly Kind[];
  /** Reasons for, in words. */
  readonly signs: readonly string[];
}

interface Scale {
  readonly column: string;
  readonly companion: Companion;
  readonly kinds: readonly string[];
  /** Name of the table that a key on the column references; null where there is no key. */
  readonly parent: string | null;
  /** Names of all tables. */
  readonly tables: readonly string[];
  readonly nullable: boolean;
}

/**
 * Names alone never suffice: the values of the type column must mean several tables, or mean the referenced one beside
 * kinds that are none of it. An id that is named for its parent (`user_id` with `user_type` to users) is described
 * by its type column, not led by it.
 */
export function weigh(scale: Scale): Weighing {
  const { column, companion, parent } = scale;
  const { stem } = stemOf(column);
  const kinds = scale.kinds.map((value) => kindOf(value, scale));
  const own = parent === null ? [] : kinds.filter(({ table }) => table === parent);
  const others = kinds.filter((kind) => !own.includes(kind));
  const namedForParent =
    parent === null ? scale.tables.some((table) => fits(singular(stem), table) === "same") : isNamedFor(stem, parent);
  const loose = companion.nearness === "loose";
  // A single kind ties the id to one table; kinds beside an id that is named for its table describe the row there.
  // Beside some type of the row, a key named for its parent is the one of several that fits, and a key to what no
  // kind means has nothing to do with it. A kind of nobody has no id where the id may be NULL.
  const describes = kinds.length === 1 || (namedForParent && own.length === 0) || (loose && (namedForParent || own.length === 0));
  if (describes || (own.length > 0 && scale.nullable && others.every(({ value }) => NOBODY.test(entityOf(value)))))
    return { score: 0, own, others, signs: [] };

  const signs: [points: number, words: string | null][] = [
    [loose ? -2 : 0, loose ? null : `${companion.column.name} stands beside ${column}`],
  ];
  if (own.length > 0) signs.push([2, `«${own.map(({ value }) => value).join("», «")}» means ${parent}`]);
  const elsewhere = [...new Set(others.flatMap(({ table }) => table ?? []))];
  if (elsewhere.length > 0)
    signs.push([
      2 * Math.min(elsewhere.length, 2),
      `${listed(elsewhere)} ${elsewhere.length === 1 ? "is a table" : "are tables"}, too`,
    ]);
  else if (own.length > 0 && others.length > 0) signs.push(strangers(others, scale));
  if (companion.saysTable) signs.push([2, `${companion.column.name} says that it holds names of tables`]);
  if (own.length + elsewhere.length > 0 && kinds.some(({ value }) => CLASS_NAME.test(value)))
    signs.push([1, "its values are class names"]);
  if (!namedForParent) signs.push(...roleSigns(stem, kinds.length > 0, companion));
  const score = signs.reduce((sum, [points]) => sum + points, namedForParent ? -2 : 0);
  return {
    // What its values are is not known, so nothing but names speaks: a question, not a claim.
    score: kinds.length === 0 ? Math.min(score, 2) : score,
    own,
    others,
    signs: signs.flatMap(([points, words]) => (words === null || points < 0 ? [] : [words])),
  };
}

function kindOf(value: string, { parent, tables }: Scale): Kind {
  const entity = entityOf(value);
  const same = tables.find((table) => fits(entity, table) === "same");
  if (same !== undefined) return { value, table: same };
  if (parent !== null && fits(entity, parent) !== null) return { value, table: parent };
  // Where all tables of an application begin alike, values leave that beginning out.
  const prefix = parent === null ? null : /^[^_]+_/u.exec(snake(parent))?.[0];
  const end =
    prefix == null
      ? undefined
      : tables.find(
          (table) =>
            snake(table) === `${prefix}${snake(table).slice(prefix.length)}` &&
            singular(snake(table).slice(prefix.length)) === entity,
        );
  return { value, table: end ?? null };
}

/** `user` for users, `author_user` for users, `post` for blog_posts. */
function isNamedFor(stem: string, parent: string): boolean {
  const entity = singular(stem);
  const table = singular(snake(parent));
  return fits(entity, parent) !== null || entity.endsWith(`_${table}`);
}

/** Kinds that nothing in the schema knows. Where the id may be NULL, a kind without a table may simply have no id. */
function strangers(others: readonly Kind[], { nullable }: Scale): [number, string | null] {
  return nullable
    ? [0, null]
    : [1, `${others.length === 1 ? "another kind is" : `${others.length} kinds are`} none of it, and the id is NOT NULL`];
}

function roleSigns(stem: string, kindsKnown: boolean, { nearness }: Companion): [number, string][] {
  if (isAble(stem)) return [[2, `«${stem}» is a name for a role that several tables can play`]];
  if (!CLEAR_ROLES.has(stem) && !VAGUE_ROLES.has(stem)) return [];
  const alone = !kindsKnown && nearness === "beside" && CLEAR_ROLES.has(stem);
  return [[alone ? 2 : 1, `«${stem}» names a role, not a table`]];
}

function isAble(stem: string): boolean {
  return /[a-z]{3}able$/u.test(stem) && !THINGS.has(stem.slice(stem.lastIndexOf("_") + 1));
}

/** Words that end in «able» and are things. */
const THINGS: ReadonlySet<string> = new Set([
  "table",
  "variable",
  "cable",
  "timetable",
  "vegetable",
  "stable",
  "datatable",
  "turntable",
  "deliverable",
  "consumable",
  "wearable",
  "receivable",
  "payable",
]);

/** Stems that name what a row does for another one, not what it is. */
const CLEAR_ROLES: ReadonlySet<string> = new Set([
  "subject",
  "target",
  "entity",
  "object",
  "resource",
  "record",
  "referenced",
  "related",
  "associated",
  "linked",
  "owner",
  "actor",
]);
const VAGUE_ROLES: ReadonlySet<string> = new Set([
  "content",
  "item",
  "parent",
  "source",
  "reference",
  "ref",
  "element",
  "thing",
  "origin",
  "link",
  "member",
  "holder",
  "sender",
  "recipient",
  "context",
  "destination",
  "attachment",
  "model",
  "row",
  "foreign",
  "external",
]);

/** Actors that have no row anywhere. */
const NOBODY =
  /^(?:system|anonymou?s?|guest|cron|none|unknown|automation|automatic|auto|scheduler|external|public|nobody|other|internal|import|migration|bot|api|manual)$/u;

/** `Post`, `App\Models\Post`, `blog.Post`. */
const CLASS_NAME = /^(?:[A-Za-z_]\w*(?:\\|::|\.))*[A-Z][a-z]\w*$/u;

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
