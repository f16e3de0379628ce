/** Open pull requests that are looked at: those that somebody worked on last. */
export const LOOKED_AT = 50;

/** Files that one query asks for. */
export const TEXTS_AT_ONCE = 40;

const TREE = "... on Tree { entries { path type object { ... on Tree { entries { path type } } } } }";

/** One call tells all open pull requests with their files; REST would need one for each. */
export const ELSEWHERE = `query($owner: String!, $name: String!, $base: String!, $from: GitObjectID!, $before: String!, $now: String!) {
  repository(owner: $owner, name: $name) {
    from: object(oid: $from) { oid }
    before: object(expression: $before) { ${TREE} }
    now: object(expression: $now) { ${TREE} }
    pullRequests(first: ${LOOKED_AT}, states: OPEN, baseRefName: $base, orderBy: {field: UPDATED_AT, direction: DESC}) {
      totalCount
      nodes { number isDraft headRefOid files(first: 100) { totalCount nodes { path changeType } } }
    }
  }
}`;

interface Entry {
  readonly path: string | null;
  readonly type: string;
}

export interface Tree {
  readonly entries?: readonly (Entry & { readonly object?: { readonly entries?: readonly Entry[] } | null })[];
}

export interface ListedPullRequest {
  readonly number: number;
  readonly isDraft: boolean;
  readonly headRefOid: string;
  readonly files: {
    readonly totalCount: number;
    readonly nodes: readonly { readonly path: string; readonly changeType: string }[];
  } | null;
}

export interface ElsewhereAnswer {
  readonly repository: {
    readonly from: { readonly oid: string } | null;
    readonly before: Tree | null;
    readonly now: Tree | null;
    readonly pullRequests: { readonly totalCount: number; readonly nodes: readonly ListedPullRequest[] };
  };
}

/** Files of a folder and of the folders in it: as deep as any tool puts a migration. */
export function pathsIn(tree: Tree | null): readonly string[] {
  const blobs = (entries: readonly Entry[]) =>
    entries.flatMap(({ path, type }) => (type === "blob" && path !== null ? [path] : []));
  const entries = tree?.entries ?? [];
  return [...blobs(entries), ...entries.flatMap(({ object }) => blobs(object?.entries ?? []))];
}

/** Texts by `commit:path`, under the names t0, t1, … */
export function textsQuery(count: number): string {
  const names = Array.from({ length: count }, (_, index) => index);
  const variables = names.map((index) => `, $e${index}: String!`).join("");
  const fields = names.map((index) => `t${index}: object(expression: $e${index}) { ... on Blob { text isTruncated } }`);
  return `query($owner: String!, $name: String!${variables}) { repository(owner: $owner, name: $name) { ${fields.join(" ")} } }`;
}

export interface TextsAnswer {
  readonly repository: Readonly<Record<string, { readonly text?: string | null; readonly isTruncated?: boolean } | null>>;
}
