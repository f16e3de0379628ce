/** Why GitHub refused, and what to add; the verdict stands either way. */
export function refusal(what: string, permission: string, readOnlyToken: boolean): string {
  const why = readOnlyToken
    ? "pull requests from forks and by Dependabot get a read-only token"
    : `add \`${permission}\` to the job's \`permissions\``;
  return `The token may not ${what}: ${why}. The verdict stands: it is this job's exit status, and the report is in the job summary.`;
}
