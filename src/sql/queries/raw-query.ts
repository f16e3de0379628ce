import type { Place } from "../../model/place.js";

/** A query as its file holds it, before anybody looked inside. */
export interface RawQuery {
  readonly text: string;
  readonly place: Place;
  readonly name: string | null;
  readonly calls: number | null;
}

export interface RawQueries {
  readonly queries: readonly RawQuery[];
  readonly skipped: readonly { readonly place: Place; readonly reason: string }[];
}
