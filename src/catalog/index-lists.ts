import type { Index } from "../model/catalog.js";
import { Layers } from "./layers.js";
import { lineage, type Step } from "./lineage.js";

type Indexes = ReadonlyMap<string, Index>;
type Lists = Layers<readonly Index[]>;

/** Maps of a catalog never change once they are handed out, so what is worked out for one holds for its life. */
const known = new WeakMap<Indexes, Lists>();

/** Indexes by table. */
export function indexLists(indexes: Indexes): Lists {
  const before = known.get(indexes);
  if (before !== undefined) return before;
  const since = lineage.since(indexes, (of) => known.get(of));
  const lists = since === null ? listsOf(indexes) : since.steps.reduce(stepped, since.start);
  known.set(indexes, lists);
  lineage.forget(indexes);
  return lists;
}

function listsOf(indexes: Indexes): Lists {
  const lists = new Map<string, Index[]>();
  for (const index of indexes.values()) {
    const list = lists.get(index.table);
    if (list === undefined) lists.set(index.table, [index]);
    else list.push(index);
  }
  return new Layers(lists);
}

function stepped(lists: Lists, { from, to, touched }: Step<Indexes>): Lists {
  const changed = new Map<string, readonly Index[]>();
  const listOf = (table: string) => changed.get(table) ?? lists.get(table) ?? [];
  for (const [key, atEnd] of touched) {
    const [old, now] = [from.get(key), to.get(key)];
    const stays = !atEnd && old !== undefined && now?.table === old.table;
    if (old !== undefined)
      changed.set(
        old.table,
        listOf(old.table).flatMap((each) => (each !== old ? each : stays && now !== undefined ? now : [])),
      );
    if (now !== undefined && !stays) changed.set(now.table, [...listOf(now.table), now]);
  }
  return lists.with(changed);
}
