import type { EngineAbilities } from "../engine.js";
import type { ServerLogin } from "./server-login.js";

/** What a rehearsal on somebody else's server can and cannot see. */
export function urlAbilities(login: ServerLogin, hasRole: boolean, disposable: boolean): EngineAbilities {
  const { user, superuser } = login;
  const cannotSee = [
    "your traffic, your replicas and autovacuum",
    ...(superuser && !hasRole
      ? [`what a role without superuser's rights may not do: migrations ran as \`${user}\`, a superuser`]
      : []),
    ...(superuser ? [] : [`what only a superuser may look at or set up: the role \`${user}\` is none`]),
    ...(disposable ? ["a second copy of the database: what a failed step left there was not set back"] : []),
  ];
  return { secondSession: true, cancel: true, copies: !disposable, cannotSee };
}
