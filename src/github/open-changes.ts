import { ReportableError } from "../errors.js";
import { formatById } from "../formats/index.js";
import { readHistoryFiles } from "../formats/read-history-files.js";
import type { History, Migration, SourceFile } from "../model/migration.js";
import type { Elsewhere } from "../model/open-change.js";
import { formatOptions } from "../repository/format-asked.js";
import type { Settings } from "../settings/schema.js";
import type { ElsewhereReader, Listing, Place } from "./elsewhere-reader.js";
import { folderOfHistory } from "./folder-of-history.js";
import { Refused } from "./insist.js";
import type { GitHubReader } from "./reader.js";

interface Asked {
  readonly elsewhere: ElsewhereReader;
  readonly reader: Pick<GitHubReader, "pullRequest">;
  /** The pull request that is judged. */
  readonly number: number;
  /** Commit that it is judged against. */
  readonly from: string;
}

/** Files that are read in all; a pull request that moves a whole history need not be understood. */
const MOST_FILES = 400;

type Unseen = Elsewhere["unseen"][number];

/** What others are about to merge beside this change. What GitHub does not tell is told as unseen; nothing is guessed. */
export async function openChanges({ elsewhere, reader, number, from }: Asked, history: History, settings: Settings) {
  let base = "the base";
  try {
    base = (await reader.pullRequest(number)).baseRef;
    const folder = folderOfHistory(history, settings.migrations);
    const listing = await elsewhere.list({ base, from, folder });
    return await understood({ number, base, folder, listing, elsewhere, history, settings });
  } catch (error) {
    if (!(error instanceof Refused || error instanceof ReportableError)) throw error;
    const what = `other open pull requests to ${base}, and what it has gained since`;
    const why = `${error.message}; the token needs \`pull-requests: read\` and \`contents: read\`, or set \`open-changes: false\``;
    return { own: number, base, merged: [], changes: [], unseen: [{ what, why }] } satisfies Elsewhere;
  }
}

interface Known {
  readonly number: number;
  readonly base: string;
  readonly folder: string;
  readonly listing: Listing;
  readonly elsewhere: ElsewhereReader;
  readonly history: History;
  readonly settings: Settings;
}

async function understood({ number, base, folder, listing, elsewhere, history, settings }: Known): Promise<Elsewhere> {
  const unseen: Unseen[] = [];
  const isOurs = (path: string) => folder === "" || path.startsWith(`${folder}/`);
  const endings = new Set(history.proposed.flatMap(({ up }) => [endingOf(up.file)]).concat("sql"));
  const isMigration = (path: string) => isOurs(path) && endings.has(endingOf(path));
  const others = listing.pullRequests.filter((each) => each.number !== number);
  if (listing.more > 0)
    unseen.push({
      what: `${listing.more} more open pull requests to ${base}`,
      why: "only the 50 that were updated last are looked at",
    });
  for (const { number: other, more } of others)
    if (more > 0) unseen.push({ what: `${more} files of #${other}`, why: "GitHub lists 100 files of a pull request here" });
  if (listing.gained === null)
    unseen.push({
      what: `what ${base} has gained since`,
      why: "GitHub does not know the commit that this change is judged against",
    });

  const tip = `refs/heads/${base}`;
  const gained = (listing.gained ?? []).filter(isMigration).map((path): Place => ({ commit: tip, path }));
  const changed = others.map(({ head, paths }) => paths.filter(isMigration).map((path): Place => ({ commit: head, path })));
  const places = [...gained, ...changed.flat()];
  if (places.length > MOST_FILES)
    unseen.push({ what: `${places.length - MOST_FILES} migration files of others`, why: `only ${MOST_FILES} are read` });
  const texts = await elsewhere.texts(places.slice(0, MOST_FILES));
  const known = new Set(history.settled.map(({ id }) => id));
  const read = (own: readonly Place[], whose: string): readonly Migration[] => {
    const files = own.flatMap((place): SourceFile[] => {
      const text = texts.get(place) ?? null;
      return text === null ? [] : [{ path: place.path, text }];
    });
    const lost = own.filter((place) => texts.get(place) === null);
    if (lost.length > 0) unseen.push({ what: `${lost.length} files of ${whose}`, why: "GitHub does not give their whole text" });
    return migrationsIn(files, history, settings, folder).filter(({ id }) => !known.has(id));
  };
  const changes = others.map(({ number: other, draft }, index) => ({
    ...{ number: other, draft },
    migrations: read(changed[index] ?? [], `#${other}`),
  }));
  return {
    own: number,
    base,
    merged: read(gained, base),
    changes: changes.filter(({ migrations }) => migrations.length > 0),
    unseen,
  };
}

/** Read as the tool reads them; what is wrong with them is for their own run to say. */
function migrationsIn(files: readonly SourceFile[], history: History, settings: Settings, folder: string): readonly Migration[] {
  if (files.length === 0) return [];
  const options = formatOptions({ ...settings, paths: [] }, folder);
  return readHistoryFiles(formatById(history.format), files, options).migrations;
}

function endingOf(path: string): string {
  return /\.([^./]+)$/u.exec(path)?.[1] ?? "";
}
