import type { ClaimText } from "../model/phase.js";
import type { GitHubReader } from "./reader.js";

/** What the author says of the change, as it stands now; null where GitHub does not tell. */
export async function described(reader: Pick<GitHubReader, "pullRequest">, number: number): Promise<readonly ClaimText[] | null> {
  // Whether it may merge never hangs on these words alone: the report says that nobody read them.
  const said = await reader.pullRequest(number).catch(() => null);
  if (said === null) return null;
  return [
    { source: "the title of the pull request", text: said.title },
    { source: "the description of the pull request", text: said.body },
  ];
}
