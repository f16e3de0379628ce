// Cuts the operations that this project calls out of GitHub's OpenAPI description (MIT), with all they refer to.
// Usage: node scripts/openapi-subset.mjs <api.github.com.json>   (from the package @octokit/openapi)
import { readFile, writeFile } from "node:fs/promises";

const OPERATIONS = [
  ["/repos/{owner}/{repo}/issues/{issue_number}/comments", ["get", "post"]],
  ["/repos/{owner}/{repo}/issues/comments/{comment_id}", ["get", "patch", "delete"]],
  ["/repos/{owner}/{repo}/statuses/{sha}", ["post"]],
  ["/repos/{owner}/{repo}/commits/{ref}/statuses", ["get"]],
  ["/repos/{owner}/{repo}/pulls/{pull_number}", ["get"]],
  ["/repos/{owner}/{repo}/pulls", ["get"]],
  ["/repos/{owner}/{repo}/pulls/{pull_number}/reviews", ["get", "post"]],
  ["/repos/{owner}/{repo}/pulls/{pull_number}/files", ["get"]],
  ["/repos/{owner}/{repo}/pulls/{pull_number}/comments", ["get"]],
  ["/repos/{owner}/{repo}/commits/{commit_sha}/pulls", ["get"]],
  ["/repos/{owner}/{repo}/actions/runs/{run_id}/artifacts", ["get"]],
  ["/repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}", ["get"]],
  ["/repos/{owner}/{repo}/collaborators/{username}/permission", ["get"]],
  ["/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions", ["post"]],
  ["/orgs/{org}/teams/{team_slug}", ["get"]],
  ["/orgs/{org}/teams/{team_slug}/memberships/{username}", ["get"]],
];

const source = JSON.parse(await readFile(process.argv[2], "utf8"));
const subset = {
  openapi: source.openapi,
  info: { title: source.info.title, version: source.info.version, license: source.info.license },
  paths: {},
  components: {},
};
const queue = [];
for (const [path, methods] of OPERATIONS) {
  subset.paths[path] = {};
  for (const method of methods) {
    const { parameters, requestBody, responses } = source.paths[path][method];
    subset.paths[path][method] = strip({ parameters, requestBody, responses });
    collect(subset.paths[path][method]);
  }
}
while (queue.length > 0) {
  const [, , kind, name] = queue.pop().split("/");
  subset.components[kind] ??= {};
  if (subset.components[kind][name] !== undefined) continue;
  subset.components[kind][name] = strip(source.components[kind][name]);
  collect(subset.components[kind][name]);
}
await writeFile(new URL("../test/github/openapi.json", import.meta.url), `${JSON.stringify(subset)}\n`);

/** Prose and examples say nothing about validity. */
function strip(value) {
  if (Array.isArray(value)) return value.map(strip);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([key, inner]) =>
          !(
            key === "examples" ||
            (key === "example" && typeof inner !== "object") ||
            (key === "description" && typeof inner === "string")
          ),
      )
      .map(([key, inner]) => [key, strip(inner)]),
  );
}

function collect(value) {
  if (Array.isArray(value)) for (const inner of value) collect(inner);
  else if (value !== null && typeof value === "object") {
    if (typeof value.$ref === "string") queue.push(value.$ref);
    for (const inner of Object.values(value)) collect(inner);
  }
}
