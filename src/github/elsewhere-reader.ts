import { getOctokit } from "@actions/github";
import type { SourceFile } from "../model/migration.js";
import {
  ELSEWHERE,
  type ElsewhereAnswer,
  LOOKED_AT,
  pathsIn,
  TEXTS_AT_ONCE,
  type TextsAnswer,
  textsQuery,
} from "./elsewhere-queries.js";
import type { Environment } from "./environment.js";
import { insist, pause } from "./insist.js";

/** What GitHub tells of a folder on a branch and in the pull requests to it. */
export interface ElsewhereReader {
  list(request: { readonly base: string; readonly from: string; readonly folder: string }): Promise<Listing>;
  /** Texts by `commit:path`; null where there is none, or not the whole of it. */
  texts(places: readonly Place[]): Promise<ReadonlyMap<Place, string | null>>;
}

export interface Place {
  readonly commit: string;
  readonly path: SourceFile["path"];
}

export interface Listing {
  /** Paths that the branch has now and had not at the commit `from`; null where GitHub does not know that commit. */
  readonly gained: readonly string[] | null;
  /** Those that somebody worked on last, newest first. */
  readonly pullRequests: readonly {
    readonly number: number;
    readonly draft: boolean;
    readonly head: string;
    /** What it adds or changes. */
    readonly paths: readonly string[];
    readonly more: number;
  }[];
  readonly more: number;
}

/** Second to the verdict, so that it does not wait long for GitHub. */
const TRIES = 2;

export function elsewhereReader(
  token: string,
  { owner, repository: name, apiUrl }: Pick<Environment, "owner" | "repository" | "apiUrl">,
  wait = pause,
): ElsewhereReader {
  const octokit = getOctokit(token, { baseUrl: apiUrl });
  return {
    list: async ({ base, from, folder }) => {
      const now = `refs/heads/${base}:${folder}`;
      const variables = { owner, name, base, from, before: `${from}:${folder}`, now };
      const { repository } = await insist(
        ...(["list pull requests", () => octokit.graphql<ElsewhereAnswer>(ELSEWHERE, variables), TRIES, wait] as const),
      );
      const known = new Set(pathsIn(repository.before));
      const { totalCount, nodes } = repository.pullRequests;
      return {
        gained: repository.from === null ? null : pathsIn(repository.now).filter((path) => !known.has(path)),
        pullRequests: nodes.map(({ number, isDraft: draft, headRefOid: head, files }) => ({
          ...{ number, draft, head },
          paths: (files?.nodes ?? []).flatMap(({ path, changeType }) => (changeType === "DELETED" ? [] : [path])),
          more: (files?.totalCount ?? 0) - (files?.nodes.length ?? 0),
        })),
        more: Math.max(0, totalCount - LOOKED_AT),
      };
    },
    texts: async (places) => {
      const found = new Map<Place, string | null>();
      for (let at = 0; at < places.length; at += TEXTS_AT_ONCE) {
        const some = places.slice(at, at + TEXTS_AT_ONCE);
        const expressions = Object.fromEntries(some.map(({ commit, path }, index) => [`e${index}`, `${commit}:${path}`]));
        const ask = () => octokit.graphql<TextsAnswer>(textsQuery(some.length), { owner, name, ...expressions });
        const { repository } = await insist("read files of pull requests", ask, TRIES, wait);
        some.forEach((place, index) => {
          const blob = repository[`t${index}`];
          found.set(place, blob?.isTruncated === false ? (blob.text ?? null) : null);
        });
      }
      return found;
    },
  };
}
