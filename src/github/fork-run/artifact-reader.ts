import { getOctokit } from "@actions/github";
import type { Environment } from "../environment.js";
import { ATTEMPTS, insist, pause } from "../insist.js";

/** What the runs of a workflow left behind. */
export interface ArtifactReader {
  /** Artifacts of a run that have the name; the newest first. */
  list(run: number, name: string): Promise<readonly Artifact[]>;
  /** The archive, a ZIP of whoever made the run. Rejects with `Refused` where it is gone. */
  download(id: number): Promise<Uint8Array>;
}

export interface Artifact {
  readonly id: number;
  /** Bytes of the archive, as GitHub stores it. */
  readonly size: number;
}

/** Every call rejects with `Refused` or ReportableError `github/unreachable`. Needs `actions: read`. */
export function artifactReader(
  token: string,
  { owner, repository: repo, apiUrl }: Pick<Environment, "owner" | "repository" | "apiUrl">,
  wait = pause,
): ArtifactReader {
  const { rest } = getOctokit(token, { baseUrl: apiUrl });
  const call = <T>(what: string, attempt: () => Promise<T>) => insist(what, attempt, ATTEMPTS, wait);
  return {
    list: async (run_id, name) => {
      const answer = await call("list artifacts", () =>
        rest.actions.listWorkflowRunArtifacts({ owner, repo, run_id, name, per_page: 100 }),
      );
      return answer.data.artifacts
        .filter((artifact) => artifact.name === name && !artifact.expired)
        .map(({ id, size_in_bytes: size }) => ({ id, size }))
        .toSorted((a, b) => b.id - a.id);
    },
    download: async (artifact_id) => {
      const answer = await call("read an artifact", () =>
        rest.actions.downloadArtifact({ owner, repo, artifact_id, archive_format: "zip" }),
      );
      // The description of GitHub's API says nothing of the body that it is led to.
      return answer.data instanceof ArrayBuffer ? new Uint8Array(answer.data) : new Uint8Array();
    },
  };
}
