export const id = 535;
export const ids = [535];
export const modules = {

/***/ 3179:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   lA: () => (/* binding */ CODE_OWNERS_FILES),
/* harmony export */   vi: () => (/* binding */ codeOwnerRequirements)
/* harmony export */ });
/* unused harmony export readCodeOwners */
/** Where GitHub looks for the file, the first that exists counts. */
const CODE_OWNERS_FILES = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];
/** GitHub does not load a larger one. */
const MAX_SIZE = 3 * 1024 * 1024;
/** Owners by path; the last line that matches wins, also one that names nobody. */
function readCodeOwners(text) {
    const lines = text.length > MAX_SIZE ? [] : text.split(/\r?\n/u).flatMap((line) => readLine(line) ?? []);
    return (path) => lines.findLast(({ pattern }) => pattern.test(path))?.owners ?? [];
}
/** One approval of an owner for each touched file; files with the same owners share one. */
function codeOwnerRequirements(text, paths) {
    const ownersOf = readCodeOwners(text);
    const files = new Map();
    for (const path of [...new Set(paths)].toSorted()) {
        const owners = ownersOf(path);
        if (owners.length === 0)
            continue;
        const key = owners.toSorted().join(" ");
        const known = files.get(key) ?? { owners, paths: [] };
        known.paths.push(path);
        files.set(key, known);
    }
    return [...files.values()].map(({ owners, paths: [first = "", ...more] }) => ({
        because: `owner of \`${first}\`${more.length === 0 ? "" : ` and ${more.length} more`}`,
        count: 1,
        from: owners,
        writersOnly: true,
    }));
}
/** GitHub skips a line that it cannot read: negations and character ranges, and what names no owner. */
function readLine(line) {
    const [pattern = "", ...rest] = line.trim().match(/(?:\\.|[^\s\\])+/gu) ?? [];
    if (pattern === "" || pattern.startsWith("#") || /^!|[[\]]/u.test(pattern))
        return null;
    const end = rest.findIndex((word) => word.startsWith("#"));
    const owners = end < 0 ? rest : rest.slice(0, end);
    if (!owners.every((owner) => /^@[\w.-]+(?:\/[\w.-]+)?$|^[^@\s]+@[^@\s]+$/u.test(owner)))
        return null;
    return { pattern: patternOf(pattern), owners };
}
/**
 * A pattern of .gitignore, with CODEOWNERS' one difference: `docs/*` is the files in it and nothing further down.
 * With a slash that is not the last character it is bound to the root.
 */
function patternOf(written) {
    const bound = /\/(?=.)/u.test(written);
    const parts = written.replace(/^\/|\/$/gu, "").split("/");
    const direct = bound && parts.at(-1) === "*";
    const body = parts.map((part, index) => (part === "**" ? "**" : partOf(part, index === parts.length - 1 && direct)));
    const joined = body.reduce((all, part, index) => {
        if (part === "**")
            return index === body.length - 1 ? `${all}.+` : `${all}(?:[^/]+/)*`;
        return `${all}${part}${index === body.length - 1 ? "" : "/"}`;
    }, "");
    const tail = written.endsWith("/") ? "/.+" : direct || parts.at(-1) === "**" ? "" : "(?:/.+)?";
    return new RegExp(`^${bound ? "" : "(?:.+/)?"}${joined}${tail}$`, "su");
}
function partOf(part, something) {
    if (something)
        return "[^/]+";
    return part.replace(/\\(.)|([*?])|([^\w\s])/gsu, (_, escaped, wild, other) => {
        if (wild !== undefined)
            return wild === "*" ? "[^/]*" : "[^/]";
        const literal = escaped ?? other ?? "";
        return /[\w\s]/u.test(literal) ? literal : `\\u{${literal.codePointAt(0)?.toString(16)}}`;
    });
}


/***/ }),

/***/ 7849:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ combinedDigest)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);

/**
 * SHA-256 in hex of several plans that are approved as one, whatever order they come in. A database that joins them, leaves
 * them or changes its own plan changes it. It is never the digest of one plan alone, so that neither is taken for the other.
 */
function combinedDigest(plans) {
    const pairs = plans.map(({ key, digest }) => [key, digest]).toSorted(([a = ""], [b = ""]) => (a < b ? -1 : a > b ? 1 : 0));
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)("sha256")
        .update(JSON.stringify({ version: 1, databases: pairs }))
        .digest("hex");
}


/***/ }),

/***/ 4186:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D6: () => (/* binding */ isAsked),
/* harmony export */   DR: () => (/* binding */ mayObject),
/* harmony export */   O1: () => (/* binding */ mayDecide),
/* harmony export */   Ow: () => (/* binding */ needed),
/* harmony export */   U_: () => (/* binding */ mayOverride),
/* harmony export */   h4: () => (/* binding */ mayMeet)
/* harmony export */ });
const MAY_WRITE = ["write", "maintain", "admin"];
/** What a declared sole maintainer has to write, so that nobody approves own work by habit. */
const SOLE = "i am the only maintainer";
/** Whether a person's word counts for an approval or an objection. Whatever is not known speaks against. */
function mayDecide(person, reason, input) {
    const { policy, change, requirements } = input;
    const machine = asMachine(person, input);
    if (machine !== null)
        return machine;
    const own = isOwn(person, change);
    if (own && !isSoleMaintainer(person, policy)) {
        return refused("own-work", `authors, committers and pushers never decide on their own work; ${needed(policy.from)} can`);
    }
    if (own && !reason.toLowerCase().includes(SOLE)) {
        return refused("own-work", "a sole maintainer's approval has to say `I am the only maintainer` after the digest");
    }
    const listed = isAmong(person, policy.from, true);
    return listed.eligible || requirements.some((each) => mayMeet(person, each)) ? { eligible: true, own } : listed;
}
/** Whether a person is among those whose approval the policy asks for in general. */
function isAsked(person, from) {
    return isAmong(person, from, true).eligible;
}
function mayMeet(person, { from, writersOnly }) {
    return isAmong(person, from, true).eligible && (!writersOnly || MAY_WRITE.includes(person.permission));
}
/** Who objects needs no list where a team cannot be read: write access is enough to stop, never to open. */
function mayObject(person, reason, input) {
    const may = mayDecide(person, reason, input);
    if (may.eligible || may.code !== "cannot-tell" || !MAY_WRITE.includes(person.permission))
        return may;
    return { eligible: true, own: false };
}
function mayOverride(person, input) {
    const { policy, change } = input;
    const machine = asMachine(person, input);
    if (machine !== null)
        return machine;
    if (policy.override.length === 0)
        return refused("not-eligible", "the settings name nobody who may override");
    if (isOwn(person, change) && !isSoleMaintainer(person, policy))
        return refused("own-work", `nobody overrides for their own work; ${needed(policy.override)} can`);
    return isAmong(person, policy.override, false);
}
function asMachine({ kind, login }, { agents }) {
    if (kind !== "user")
        return refused("not-a-person", "bots and apps never decide");
    if (!agents.some((agent) => sameName(agent, login)))
        return null;
    return refused("not-a-person", "agents may fix, resubmit and ask; people decide");
}
/** Who is asked, in words. */
function needed(list) {
    return list.length === 0 ? "people with write access" : list.map((each) => `\`${each}\``).join(", ");
}
function isOwn(person, { author, contributors }) {
    return person.id === author || contributors.includes(person.id);
}
/** Provable from the settings alone: they name one person, and this is the one. */
function isSoleMaintainer(person, { self, from }) {
    const [only, ...more] = from;
    return self === "sole-maintainer" && more.length === 0 && only !== undefined && sameName(only, person.login);
}
function isAmong(person, list, emptyMeansWriters) {
    const { permission, login } = person;
    if (permission === "unknown")
        return refused("cannot-tell", `the token cannot read what access \`${login}\` has`);
    if (permission === "none")
        return refused("not-eligible", `\`${login}\` has no access to this repository (any more)`);
    if (list.length === 0) {
        if (emptyMeansWriters && MAY_WRITE.includes(permission))
            return { eligible: true, own: false };
        return refused("not-eligible", `\`${login}\` has no write access; ${needed(list)} can decide`);
    }
    if (list.some((each) => !each.includes("/") && sameName(each, login)))
        return { eligible: true, own: false };
    const teams = list.filter((each) => each.includes("/"));
    const standing = teams.map((team) => person.teams[team.replace(/^@/u, "").toLowerCase()] ?? "unreadable");
    if (standing.includes("member"))
        return { eligible: true, own: false };
    const unreadable = teams.filter((_, index) => standing[index] === "unreadable");
    if (unreadable.length > 0) {
        return refused("cannot-tell", `the token cannot read the members of ${needed(unreadable)}: \`GITHUB_TOKEN\` never can; pass a token of a GitHub App with \`members: read\` as \`github-token\``);
    }
    return refused("not-eligible", `\`${login}\` is not among ${needed(list)}`);
}
function sameName(written, login) {
    return written.replace(/^@/u, "").toLowerCase() === login.toLowerCase();
}
function refused(code, why) {
    return { eligible: false, code, why };
}


/***/ }),

/***/ 6426:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ isoOf),
/* harmony export */   p: () => (/* binding */ endOf)
/* harmony export */ });
const HOUR = 3_600_000;
/** An override opens a closed door; it closes again before the next shift. */
const OVERRIDE_HOURS = 4;
/** When a decision given at `at` ends by time alone, in milliseconds; null for what does not. */
function endOf({ action, until }, at, expiresHours) {
    if (action === "approve")
        return at + expiresHours * HOUR;
    if (action === "override")
        return at + OVERRIDE_HOURS * HOUR;
    return action === "defer" ? Date.parse(`${until}T00:00:00Z`) : null;
}
/** A time as ISO 8601, or `never` where no calendar reaches. */
function isoOf(time) {
    return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : "never";
}


/***/ }),

/***/ 3821:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  D: () => (/* binding */ evaluateGate)
});

// EXTERNAL MODULE: ./lib/gate/eligibility.js
var eligibility = __webpack_require__(4186);
// EXTERNAL MODULE: ./lib/gate/parse-command.js
var parse_command = __webpack_require__(5580);
;// CONCATENATED MODULE: ./lib/gate/hear.js


const NOTHING = { kind: "nothing" };
/** What one comment or review amounts to. Whatever is not known speaks against it. */
function hear(said, person, input) {
    const ignore = (code, why) => ({ kind: "ignored", said, person, code, why });
    if (said.by === "review") {
        if (said.verdict === "dismissed") {
            const nothing = { action: "withdraw", reason: "", until: null, incident: null, own: false };
            return { kind: "decided", decided: { said, person, ...nothing } };
        }
        if (said.digest !== input.digest)
            return ignore("other-plan", "the review is of a commit with another plan, or whose plan cannot be computed; review the newest");
        const reason = said.body.trim();
        const command = { action: said.verdict, digest: said.digest, until: null, incident: null, reason };
        return weigh(command, said, person, input);
    }
    const parsed = (0,parse_command/* parseCommand */.R)(said.body);
    if (parsed.kind === "none")
        return NOTHING;
    if (parsed.kind === "elsewhere")
        return ignore("not-first-line", "a command counts only on the first line, outside of quotes, code and HTML comments");
    if (parsed.kind === "malformed")
        return ignore("malformed", parsed.why);
    const edit = wasEdited(said);
    if (edit !== null)
        return ignore("edited", edit);
    const { command } = parsed;
    const { digest } = input;
    const others = input.otherDigests.filter((other) => other !== digest && other.startsWith(command.digest));
    if (!digest.startsWith(command.digest)) {
        if (others.length > 0)
            return ignore("other-gate", "it names the plan of another gate on this pull request");
        return ignore("other-plan", `it names another plan than the current one, \`${digest.slice(0, 8)}\``);
    }
    if (others.length > 0)
        return ignore("ambiguous", "the digest fits several plans of this pull request; give more of it");
    return weigh(command, said, person, input);
}
function wasEdited(said) {
    if (said.edited === "unknown")
        return "GitHub did not tell whether the comment was edited";
    if (said.edited || said.createdAt !== said.updatedAt)
        return "edited comments never count; write a new one";
    return null;
}
function weigh(command, said, person, input) {
    const { action, reason, until, incident } = command;
    const ignore = (code, why) => ({ kind: "ignored", said, person, code, why });
    if (action === "rehearse")
        return ignore("no-decision", "it asks for a new rehearsal: push, or re-run the job that made the report");
    if (action === "explain")
        return ignore("no-decision", "it asks for an explanation: the report says why, under each finding");
    const may = permissionFor(action, person, reason, input);
    if (!may.eligible)
        return ignore(may.code, may.why);
    const lacking = lacks(command);
    if (lacking !== null)
        return ignore("incomplete", lacking);
    return { kind: "decided", decided: { said, person, action, reason, until, incident, own: may.own } };
}
function permissionFor(action, person, reason, input) {
    switch (action) {
        case "approve":
            return (0,eligibility/* mayDecide */.O1)(person, reason, input);
        case "reject":
        case "defer":
            return (0,eligibility/* mayObject */.DR)(person, reason, input);
        case "override":
            return (0,eligibility/* mayOverride */.U_)(person, input);
        case "withdraw":
            // Taking back one's own word needs no right: where there is none to take back, nothing happens.
            return { eligible: person.kind === "user", own: false, code: "not-a-person", why: "bots and apps never decide" };
    }
}
/** What a decision has to come with. */
function lacks({ action, reason, until, incident }) {
    const needsReason = action === "reject" || action === "defer" || action === "override";
    if (needsReason && reason.trim().length < 3)
        return `\`${action}\` needs a reason`;
    if (action === "defer" && !isDay(until))
        return "`defer` needs a date: `until YYYY-MM-DD`";
    if (incident !== null && !/^https?:\/\/\S+$/u.test(incident))
        return "after `incident:` comes a link";
    return null;
}
function isDay(text) {
    if (text === null || !/^\d{4}-\d{2}-\d{2}$/u.test(text))
        return false;
    const time = Date.parse(`${text}T00:00:00Z`);
    return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}

// EXTERNAL MODULE: ./lib/gate/first-words.js
var first_words = __webpack_require__(4697);
;// CONCATENATED MODULE: ./lib/gate/ignored-of.js

function ignoredOf(said, { id: person, login }, code, why) {
    return { person, login, at: said.createdAt, by: said.by, id: said.id, said: (0,first_words/* firstWords */.C)(said), code, why };
}

;// CONCATENATED MODULE: ./lib/gate/next-step.js

/** What has to happen now, by whom, as one sentence. */
function nextStep(state, { digest, policy }) {
    const plan = digest.slice(0, 8);
    const first = (list) => `\`${list[0]?.login ?? ""}\``;
    switch (state.standing) {
        case "passed":
            return "Nothing: it may merge.";
        case "approved":
            return `Nothing: it may merge until ${until(state.approvals)}, as long as the plan stays.`;
        case "overridden":
            return `It may merge until ${state.override?.until ?? ""} by override; the approvals are still asked for afterwards.`;
        case "blocked":
            return "Change the files: it cannot work as it stands, and no approval helps.";
        case "cannot-judge":
            return "Something that a verdict needs was not seen: put it right and run the gate again; no approval stands in for it.";
        case "sent-back":
            return `Change the files, or ${first(state.rejections)}, or two others who may decide, write \`/migration withdraw ${plan}\`.`;
        case "deferred":
            return `Wait until ${state.deferrals
                .map(({ until: day }) => day.slice(0, 10))
                .toSorted()
                .at(-1) ?? ""}, or ${first(state.deferrals)} writes \`/migration withdraw ${plan}\`.`;
        case "waiting":
        case "expired": {
            if (state.required === 0)
                return "Change the files: the settings let nobody approve this risk.";
            const again = state.standing === "expired" ? " Approvals that ended have to be given again." : "";
            return `${wanted(state, policy.from)} must write \`/migration approve ${plan}\`.${again}`;
        }
    }
}
/** Everybody who is still missing: by number, and by what asks for them. */
function wanted({ missing, requirements }, from) {
    const more = (count) => (count === 1 ? "1 more person" : `${count} more people`);
    const unmet = requirements.filter(({ met, count }) => met < count);
    const parts = unmet.map((each) => `${more(each.count - each.met)} of ${(0,eligibility/* needed */.Ow)(each.from)} (${each.because})`);
    return [...(missing > 0 ? [`${more(missing)} of ${(0,eligibility/* needed */.Ow)(from)}`] : []), ...parts].join(", and ");
}
function until(approvals) {
    return approvals.map((approval) => approval.until).toSorted()[0] ?? "the plan changes";
}

// EXTERNAL MODULE: ./lib/gate/end-of.js
var end_of = __webpack_require__(6426);
;// CONCATENATED MODULE: ./lib/gate/tally.js



const MAX_DEFERRAL = 90 * 24 * 3_600_000;
/** What each person's newest decision amounts to at this time. What time speaks against is added to `ignored`. */
function tallyOf(decided, input, now, ignored) {
    const tally = { approvals: [], rejections: [], deferrals: [], override: null, expired: 0 };
    for (const each of decided) {
        const refuse = (code, why) => ignored.push(ignoredOf(each.said, each.person, code, why));
        const at = Date.parse(each.said.createdAt);
        const heard = {
            person: each.person.id,
            login: each.person.login,
            at: each.said.createdAt,
            by: each.said.by,
            id: each.said.id,
        };
        const objection = { ...heard, reason: each.reason };
        if (each.action === "reject")
            tally.rejections.push(objection);
        else if (each.action === "defer") {
            const until = (0,end_of/* endOf */.p)(each, at, input.policy.expiresHours) ?? Number.NaN;
            if (until - at > MAX_DEFERRAL)
                refuse("incomplete", "a deferral lasts at most 90 days");
            else if (until <= now)
                refuse("expired", "its date has come");
            else
                tally.deferrals.push({ ...objection, until: new Date(until).toISOString() });
        }
        else if (each.action === "approve" || each.action === "override") {
            // Not `<`: who writes in the second of the report has not read it. A time that cannot be read compares false.
            if (!(at > Date.parse(input.reportedAt))) {
                refuse("before-report", "it is older than the report of this plan; read that and decide again");
                continue;
            }
            const end = (0,end_of/* endOf */.p)(each, at, input.policy.expiresHours) ?? Number.NaN;
            if (!(now < end)) {
                tally.expired += each.action === "approve" ? 1 : 0;
                refuse("expired", `it ended ${(0,end_of/* isoOf */.d)(end)}`);
            }
            else if (each.action === "approve")
                tally.approvals.push({ ...heard, until: (0,end_of/* isoOf */.d)(end), own: each.own, general: (0,eligibility/* isAsked */.D6)(each.person, input.policy.from) });
            else
                tally.override ??= { ...objection, until: (0,end_of/* isoOf */.d)(end), incident: each.incident };
        }
    }
    return tally;
}
/** How many approvals count for the number that the risk asks for. */
function generalOf(approvals) {
    return approvals.filter(({ general }) => general).length;
}
function requirementsMet({ requirements, people }, approvals) {
    const approvers = approvals.flatMap(({ person }) => people.find(({ id }) => id === person) ?? []);
    return requirements.map((each) => {
        const met = approvers.filter((person) => (0,eligibility/* mayMeet */.h4)(person, each)).length;
        return { ...each, met: Math.min(met, each.count) };
    });
}

;// CONCATENATED MODULE: ./lib/gate/evaluate-gate.js





/**
 * Where a change stands: a function of the facts and the clock alone, so that reruns, races and lost runners
 * come to the same answer. It never throws, and facts that make no sense keep the gate shut.
 */
function evaluateGate(input) {
    const now = Date.parse(input.now);
    const { decided, ignored } = listen(input);
    const tally = tallyOf(decided, input, now, ignored);
    const standing = makesSense(input, now) ? standingOf(tally, input) : "cannot-judge";
    const { approvals, rejections, deferrals, override } = tally;
    const met = requirementsMet(input, approvals);
    const missing = standing === "waiting" || standing === "expired" ? Math.max(0, input.required - generalOf(approvals)) : 0;
    const open = standing === "passed" || standing === "approved" || standing === "overridden";
    const { digest, decision, risk, required } = input;
    const facts = { standing, open, digest, decision, risk, required, missing, requirements: met, from: input.policy.from };
    const state = { ...facts, approvals, rejections, deferrals, override, ignored: inOrder(ignored) };
    return { ...state, nextStep: nextStep(state, input), changesAt: changesAt(state) };
}
/** Facts that would make every comparison meaningless. */
function makesSense({ digest, required, requirements, policy, reportedAt, decision }, now) {
    return (requirements.every(({ count: wanted }) => Number.isInteger(wanted) && wanted > 0) &&
        /^[0-9a-f]{64}$/u.test(digest) &&
        Number.isInteger(required) &&
        required >= 0 &&
        Number.isFinite(policy.expiresHours) &&
        policy.expiresHours > 0 &&
        Number.isFinite(now) &&
        Number.isFinite(Date.parse(reportedAt)) &&
        ["pass", "hold", "block", "cannot-judge"].includes(decision));
}
/** Each person's newest decision; what is not one, and what a later one replaced, is told with its reason. */
function listen(input) {
    const people = new Map(input.people.map((person) => [person.id, person]));
    const ignored = [];
    const newest = new Map();
    const withdrawals = [];
    for (const said of input.said.toSorted(byTime)) {
        const heard = hear(said, people.get(said.person) ?? stranger(said.person), input);
        if (heard.kind === "ignored")
            ignored.push(ignoredOf(said, heard.person, heard.code, heard.why));
        if (heard.kind !== "decided")
            continue;
        const { decided } = heard;
        if (decided.action === "withdraw" && !isDismissed(said) && (0,eligibility/* mayDecide */.O1)(decided.person, "", input).eligible)
            withdrawals.push(decided);
        const before = newest.get(decided.person.id);
        if (isDismissed(said) && (before?.action === "reject" || before?.action === "defer"))
            continue;
        if (before !== undefined && before.action !== "withdraw")
            ignored.push(ignoredOf(before.said, before.person, "replaced", "the same person decided anew later"));
        newest.set(decided.person.id, decided);
    }
    const decided = [...newest.values()].filter((each) => {
        if (each.action !== "reject" || !isLifted(each, withdrawals))
            return true;
        ignored.push(ignoredOf(each.said, each.person, "replaced", "two others who may decide withdrew it"));
        return false;
    });
    return { decided, ignored };
}
/** Who rejected may be gone: two others who may decide take a rejection back together. */
function isLifted({ said, person }, withdrawals) {
    const later = withdrawals.filter((each) => each.person.id !== person.id && Date.parse(each.said.createdAt) > Date.parse(said.createdAt));
    return new Set(later.map((each) => each.person.id)).size >= 2;
}
/** Somebody else may have dismissed it: it ends an approval, so that no older one comes back, but never an objection. */
function isDismissed(said) {
    return said.by === "review" && said.verdict === "dismissed";
}
/** The first that holds, worst first. An override stands above all. */
function standingOf({ override, rejections, deferrals, approvals, expired }, input) {
    if (override !== null)
        return "overridden";
    if (input.decision === "cannot-judge")
        return "cannot-judge";
    if (input.decision === "block")
        return "blocked";
    if (rejections.length > 0)
        return "sent-back";
    if (deferrals.length > 0)
        return "deferred";
    if (input.decision === "pass")
        return "passed";
    // A policy that asks nobody to approve lets nobody approve: such a change has to be mended.
    const met = requirementsMet(input, approvals).every((each) => each.met >= each.count);
    if (input.required > 0 && generalOf(approvals) >= input.required && met)
        return "approved";
    return expired > 0 ? "expired" : "waiting";
}
function changesAt({ approvals, deferrals, override }) {
    const times = [...approvals, ...deferrals, ...(override === null ? [] : [override])].map(({ until }) => until);
    return times.toSorted()[0] ?? null;
}
function byTime(left, right) {
    const [a, b] = [Date.parse(left.createdAt), Date.parse(right.createdAt)];
    return (Number.isFinite(a) ? a : 0) - (Number.isFinite(b) ? b : 0) || left.id - right.id;
}
function inOrder(ignored) {
    return ignored.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id - b.id));
}
function stranger(id) {
    return { id, login: `#${id}`, kind: "user", permission: "unknown", teams: {} };
}


/***/ }),

/***/ 4697:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ firstWords)
/* harmony export */ });
/** What somebody said, cut to what fits a line: a comment's first line, or a review's state. */
function firstWords(said) {
    const words = said.by === "review" ? said.verdict : (said.body.split(/\r\n|[\n\r]/u, 1)[0] ?? "");
    return words.slice(0, 120);
}


/***/ }),

/***/ 162:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  EQ: () => (/* binding */ checkRecord),
  aB: () => (/* binding */ compareRecords),
  LW: () => (/* binding */ gateRecord)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./lib/gate/chain.js

/** Chains entries, so that none can be changed, dropped or put in between without every later hash changing. */
function chain(of, entries) {
    let hash = sha256(canonical(of));
    return entries.map((entry) => {
        hash = sha256(`${hash}\n${canonical(entry)}`);
        return { entry, hash };
    });
}
/** Position of the first link whose hash does not follow from the one before it; null where all do. */
function firstBroken(of, links) {
    const right = chain(of, links.map(({ entry }) => entry));
    const at = links.findIndex(({ hash }, index) => hash !== right[index]?.hash);
    return at < 0 ? null : at;
}
/** JSON with sorted keys and no spaces: the same value is the same text everywhere. */
function canonical(value) {
    if (Array.isArray(value))
        return `[${value.map(canonical).join()}]`;
    if (typeof value !== "object" || value === null)
        return JSON.stringify(value) ?? "null";
    const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
    fields.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join()}}`;
}
function sha256(text) {
    return (0,external_node_crypto_.createHash)("sha256").update(text).digest("hex");
}

// EXTERNAL MODULE: ./lib/gate/end-of.js
var end_of = __webpack_require__(6426);
// EXTERNAL MODULE: ./lib/gate/first-words.js
var first_words = __webpack_require__(4697);
// EXTERNAL MODULE: ./lib/gate/parse-command.js
var parse_command = __webpack_require__(5580);
;// CONCATENATED MODULE: ./lib/gate/decision-log.js



/**
 * Everything that happened to the plan, in the order of GitHub's clock, made from the same facts as the state. What ended
 * by time alone stays effective in its own line and gets a second one, so that a later log only ever adds lines.
 */
function decisionLog(input, state) {
    const now = Date.parse(input.now);
    const people = new Map(input.people.map((person) => [person.id, person.login]));
    const ignored = new Map(state.ignored.map((each) => [`${each.by} ${each.id}`, each]));
    const entries = [reportEntry(input)];
    for (const said of input.said) {
        const what = whatOf(said);
        if (what === null)
            continue;
        const refusal = ignored.get(`${said.by} ${said.id}`);
        const effective = refusal === undefined || refusal.code === "expired" || refusal.code === "replaced";
        const of = {
            said: (0,first_words/* firstWords */.C)(said),
            by: said.by,
            id: said.id,
            person: said.person,
            login: people.get(said.person) ?? `#${said.person}`,
        };
        const why = effective ? what.words : (refusal?.why ?? "");
        entries.push({ at: said.createdAt, ...of, action: what.action, plan: what.plan, effective, why });
        const end = effective ? (0,end_of/* endOf */.p)(what, Date.parse(said.createdAt), input.policy.expiresHours) : null;
        if (end !== null && end <= now && !isReplacedBefore(end, said, input, refusal))
            entries.push({
                ...of,
                at: new Date(end).toISOString(),
                by: "clock",
                action: "end",
                plan: what.plan,
                effective,
                why: what.action,
            });
    }
    return entries.toSorted((a, b) => timeOf(a) - timeOf(b) || a.id - b.id);
}
function timeOf({ at }) {
    const time = Date.parse(at);
    return Number.isFinite(time) ? time : 0;
}
function reportEntry({ reportedAt, digest, decision, risk, required }) {
    const why = `${decision}, risk ${risk}, ${required} to approve`;
    return {
        at: reportedAt,
        by: "report",
        id: 0,
        person: 0,
        login: "",
        action: "report",
        said: "",
        plan: digest,
        effective: true,
        why,
    };
}
function whatOf(said) {
    if (said.by === "review")
        return { action: said.verdict, plan: said.digest, until: null, words: said.body.trim() };
    const parsed = (0,parse_command/* parseCommand */.R)(said.body);
    if (parsed.kind === "none")
        return null;
    if (parsed.kind !== "command")
        return { action: "unclear", plan: null, until: null, words: "" };
    const { action, digest: plan, until, incident, reason } = parsed.command;
    const extra = [until === null ? "" : `until ${until}`, incident === null ? "" : `incident ${incident}`, reason];
    return { action, plan, until, words: extra.filter((part) => part !== "").join(" · ") };
}
/** What its giver had already replaced did not end by time. */
function isReplacedBefore(end, said, input, refusal) {
    if (refusal?.code !== "replaced")
        return false;
    const later = input.said.filter(({ person, createdAt }) => person === said.person && Date.parse(createdAt) > Date.parse(said.createdAt));
    return later.some(({ createdAt }) => Date.parse(createdAt) <= end);
}

;// CONCATENATED MODULE: ./lib/gate/differences.js

const MAX = 20;
/** Where two values differ, as `path: recorded …, replayed …`; the first few. */
function differences(recorded, replayed) {
    const found = [];
    compare(recorded, replayed, "", found);
    return found.length > MAX ? [...found.slice(0, MAX), `and ${found.length - MAX} more`] : found;
}
function compare(left, right, path, found) {
    if (canonical(left) === canonical(right))
        return;
    if (!isObject(left) || !isObject(right)) {
        found.push(`${path === "" ? "all" : path}: recorded ${shown(left)}, replayed ${shown(right)}`);
        return;
    }
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)]))
        compare(left[key], right[key], Array.isArray(left) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`, found);
}
function isObject(value) {
    return typeof value === "object" && value !== null;
}
function shown(value) {
    const text = value === undefined ? "nothing" : canonical(value);
    return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

// EXTERNAL MODULE: ./lib/gate/evaluate-gate.js + 4 modules
var evaluate_gate = __webpack_require__(3821);
;// CONCATENATED MODULE: ./lib/gate/gate-record.js




function gateRecord(of, facts) {
    const state = (0,evaluate_gate/* evaluateGate */.D)(facts);
    return { version: 1, of, facts, state, log: chain(of, decisionLog(facts, state)) };
}
/** Where a record does not follow from its own facts; empty where it does. */
function checkRecord(record) {
    const broken = firstBroken(record.of, record.log);
    const chained = broken === null ? [] : [`log[${broken}]: the chain breaks here`];
    return [...chained, ...differences(record, gateRecord(record.of, record.facts))];
}
/** Where two evaluations of one gate differ, clocks aside. */
function compareRecords(recorded, replayed) {
    const withoutClock = ({ of, facts, state, log }) => ({ of, facts: { ...facts, now: "" }, state, log });
    return differences(withoutClock(recorded), withoutClock(replayed));
}


/***/ }),

/***/ 6229:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   JN: () => (/* binding */ isGuarded),
/* harmony export */   TJ: () => (/* binding */ namesTheGate),
/* harmony export */   _2: () => (/* binding */ isWorkflow),
/* harmony export */   jy: () => (/* binding */ guardId)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _code_owners_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3179);


/** Where settings are looked for when no file is named. */
const SETTINGS_FILES = [".github/migration-gate.yml", "migration-gate.yml"];
/**
 * Whether a file says by what rules changes are judged, and by whom: settings, those that they name, and code owners. Paths
 * are the repository's; what is named in a folder of it is met anywhere, which guards too much rather than too little.
 */
function isGuarded(path, named) {
    const own = named.flatMap((name) => (name === null || name === undefined ? [] : [name.replace(/^(?:\.?\/)+/u, "")]));
    const isThere = (name) => path === name || path.endsWith(`/${name}`);
    return _code_owners_js__WEBPACK_IMPORTED_MODULE_1__/* .CODE_OWNERS_FILES */ .lA.includes(path) || [...SETTINGS_FILES, ...own].some(isThere);
}
/** A workflow guards the gate only where its text names it, before the change or after. */
function isWorkflow(path) {
    return /^\.github\/workflows\/[^/]+\.ya?ml$/u.test(path);
}
function namesTheGate(text) {
    return /migration-gate/iu.test(text);
}
/** Id of the finding that a guarded file is edited, so that who approved before it does not cover it. */
function guardId(path) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)("sha256").update(`gate-edited\u0000${path}`).digest("hex").slice(0, 16);
}


/***/ }),

/***/ 5580:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ parseCommand)
/* harmony export */ });
/* unused harmony export actions */
/** The words after `/migration`. */
const actions = ["approve", "reject", "defer", "withdraw", "override", "rehearse", "explain"];
const FORM = "`/migration <action> <digest> …`, alone on the first line";
/**
 * Reads the first line of a comment. A line that begins with `/migration` in its first column cannot lie in a quote,
 * a fence or an HTML comment, since those would have to begin before it.
 */
function parseCommand(body) {
    const [first = ""] = body.split(/\r\n|[\n\r\u2028\u2029]/u, 1);
    if (!/^\/migration(?![\w/-])/iu.test(first))
        return mentionsCommand(body) ? { kind: "elsewhere" } : { kind: "none" };
    if (!first.startsWith("/migration"))
        return malformed("write `/migration` in lower case");
    if (HIDDEN.test(first))
        return malformed("the line holds characters that cannot be seen");
    if (first.includes("<!--"))
        return malformed("the line holds an HTML comment, which readers do not see");
    const [, action = "", digest = "", ...rest] = first.trim().split(/[ \t]+/u);
    const known = actions.find((each) => each === action);
    if (known === undefined)
        return malformed(action === "" ? `write ${FORM}` : `the actions are ${actions.join(", ")}`);
    if (!/^[0-9a-f]+$/iu.test(digest))
        return malformed(`after \`${known}\` comes the plan's digest`);
    if (digest.length < 8)
        return malformed("give at least 8 characters of the digest");
    if (digest.length > 64)
        return malformed("a digest has at most 64 characters");
    return { kind: "command", command: { action: known, digest: digest.toLowerCase(), ...details(rest) } };
}
/** `until DATE` and `incident:URL` may stand before the reason, in this order or the other. */
function details(words) {
    let until = null;
    let incident = null;
    let at = 0;
    for (; at < words.length; at++) {
        const word = words[at] ?? "";
        if (word === "until" && until === null) {
            at++;
            until = words[at] ?? "";
        }
        else if (word.startsWith("incident:") && incident === null)
            incident = word.slice("incident:".length);
        else
            break;
    }
    return { until, incident, reason: words.slice(at).join(" ") };
}
function malformed(why) {
    return { kind: "malformed", why };
}
function mentionsCommand(body) {
    return new RegExp(`^[ \\t>\`*-]*(?:<!--[ \\t]*)?/migration[ \\t]+(?:${actions.join("|")})\\b`, "imu").test(body);
}
/** Controls, bidirectional marks, zero-width characters and fillers: what a reader sees would not be what is read. */
const HIDDEN = /(?!\t)(?:[\p{Cc}\p{Cf}\p{Cs}\u115f\u1160\u2800\u3164\uffa0]|\u034f|\u17b4|\u17b5)/u;


/***/ }),

/***/ 3260:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ waitingOf),
/* harmony export */   p: () => (/* binding */ duration)
/* harmony export */ });
/** From the first report of this plan to the decision that opened it. */
function waitingOf({ standing, approvals, required, override }, reportedAt, now) {
    const since = (time) => Math.max(0, Math.round((Date.parse(time) - Date.parse(reportedAt)) / 60_000)) || 0;
    if (standing === "passed")
        return { by: "auto", minutes: 0 };
    if (standing === "overridden" && override !== null)
        return { by: "override", minutes: since(override.at) };
    const opening = approvals.map(({ at }) => at).toSorted((a, b) => Date.parse(a) - Date.parse(b))[required - 1];
    if (standing === "approved" && opening !== undefined)
        return { by: "people", minutes: since(opening) };
    return { by: "open", minutes: since(now) };
}
/** `2 h 5 min`, `3 d 4 h`. */
function duration(minutes) {
    const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
    if (days > 0)
        return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
    if (hours > 0)
        return rest > 0 ? `${hours} h ${rest} min` : `${hours} h`;
    return `${rest} min`;
}


/***/ }),

/***/ 8584:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ byWorst),
/* harmony export */   h: () => (/* binding */ worstOf)
/* harmony export */ });
const DECISIONS = ["pass", "hold", "block", "cannot-judge"];
const RISKS = ["none", "low", "medium", "high", "critical"];
/** What several verdicts amount to: what one of them does not let pass, the whole does not. */
function worstOf(judged) {
    const decision = DECISIONS.findLast((each) => judged.some((one) => one.decision === each)) ?? "pass";
    const risk = RISKS.findLast((each) => judged.some((one) => one.risk === each)) ?? "none";
    const asked = judged.filter((one) => one.decision === "hold").map(({ required }) => required);
    // Where the settings of one let nobody approve it, nobody approves the whole.
    return { decision, risk, required: decision !== "hold" || asked.includes(0) ? 0 : Math.max(...asked) };
}
/** Negative where the left is worse. */
function byWorst(left, right) {
    return (DECISIONS.indexOf(right.decision) - DECISIONS.indexOf(left.decision) || RISKS.indexOf(right.risk) - RISKS.indexOf(left.risk));
}


/***/ }),

/***/ 636:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ githubClient),
/* harmony export */   a: () => (/* binding */ withoutSuffix)
/* harmony export */ });
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2413);
/* harmony import */ var _insist_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(311);


const MAX_DESCRIPTION = 140;
/** A client for one repository. Every call rejects with `Refused` or ReportableError `github/unreachable`. */
function githubClient(token, { owner, repository: repo, apiUrl }, wait = _insist_js__WEBPACK_IMPORTED_MODULE_1__/* .pause */ .v7) {
    const octokit = (0,_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .getOctokit */ .Q)(token, { baseUrl: apiUrl });
    const inRepository = { owner, repo };
    const call = (what, attempt, repeatable = true) => (0,_insist_js__WEBPACK_IMPORTED_MODULE_1__/* .insist */ .R6)(what, attempt, repeatable ? _insist_js__WEBPACK_IMPORTED_MODULE_1__/* .ATTEMPTS */ .PY : 1, wait);
    return {
        identity: async () => {
            const { viewer } = await call("identity", () => octokit.graphql("query { viewer { login } }"));
            return withoutSuffix(viewer.login);
        },
        comments: async (issue_number) => {
            const list = await call("list comments", () => octokit.paginate(octokit.rest.issues.listComments, { ...inRepository, issue_number, per_page: 100 }));
            return list.map(commentOf);
        },
        // Not repeated blindly: a comment that was made behind a 502 would be made twice. The publisher lists again first.
        createComment: async (issue_number, body) => commentOf((await call("create comment", () => octokit.rest.issues.createComment({ ...inRepository, issue_number, body }), false))
            .data),
        updateComment: async (comment_id, body) => commentOf((await call("update comment", () => octokit.rest.issues.updateComment({ ...inRepository, comment_id, body }))).data),
        deleteComment: async (comment_id) => {
            await call("delete comment", () => octokit.rest.issues.deleteComment({ ...inRepository, comment_id }));
        },
        setStatus: async (sha, { state, context, description, targetUrl }) => {
            const cut = description.length > MAX_DESCRIPTION ? `${description.slice(0, MAX_DESCRIPTION - 1)}…` : description;
            await call("set status", () => octokit.rest.repos.createCommitStatus({ ...inRepository, sha, state, context, description: cut, target_url: targetUrl }));
        },
    };
}
/** `github-actions[bot]` in REST is `github-actions` in GraphQL. */
function withoutSuffix(login) {
    return login.replace(/\[bot\]$/u, "");
}
function commentOf({ id, node_id: node, body, html_url: url, user }) {
    return { id, node, body: body ?? "", url, author: withoutSuffix(user?.login ?? "") };
}


/***/ }),

/***/ 7779:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I2: () => (/* binding */ commentBody),
/* harmony export */   ZE: () => (/* binding */ sectionOf),
/* harmony export */   iG: () => (/* binding */ withSection)
/* harmony export */ });
/* harmony import */ var _report_record_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6115);

const BEGIN = "<!-- migration-gate approvals begin -->";
const END = "<!-- migration-gate approvals end -->";
/** Our comment: the report, where approvals stand, and the record. Texts of the change cannot hold our markers (see report/escape). */
function commentBody(report, section, record) {
    const approvals = section === null ? [] : [`${BEGIN}\n${section}\n${END}`];
    return `${[report.trimEnd(), ...approvals, (0,_report_record_js__WEBPACK_IMPORTED_MODULE_0__/* .recordLines */ .T)(record)].join("\n\n")}\n`;
}
/** The same comment with another section, or none; everything else stays as it is. Null where the comment is not as we write it. */
function withSection(body, section) {
    const record = (0,_report_record_js__WEBPACK_IMPORTED_MODULE_0__/* .readRecord */ .a)(body);
    if (record === null)
        return null;
    const lines = body.trimEnd().split(/\r?\n/u).slice(0, -(0,_report_record_js__WEBPACK_IMPORTED_MODULE_0__/* .recordLines */ .T)(record).split("\n").length);
    const begin = lines.lastIndexOf(BEGIN);
    const end = lines.lastIndexOf(END);
    const report = begin >= 0 && end > begin ? lines.slice(0, begin) : lines;
    return commentBody(report.join("\n"), section, record);
}
/** What the section said, so that a new report does not forget it until the gate has looked again. */
function sectionOf(body) {
    const lines = body.split(/\r?\n/u);
    const begin = lines.lastIndexOf(BEGIN);
    const end = lines.lastIndexOf(END);
    return begin >= 0 && end > begin ? lines.slice(begin + 1, end).join("\n") : null;
}


/***/ }),

/***/ 7692:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ readConversation),
/* harmony export */   v: () => (/* binding */ gistOf)
/* harmony export */ });
/* harmony import */ var _gate_parse_command_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5580);
/* harmony import */ var _report_marker_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3086);
/* harmony import */ var _report_record_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6115);



const DECISIVE = ["APPROVED", "CHANGES_REQUESTED", "DISMISSED"];
const REPORT = "<!-- migration-gate report ·";
async function readConversation(reader, pullRequest, key) {
    const self = await reader.self();
    const comments = await reader.comments(pullRequest);
    const isOurs = ({ author }) => 
    // A name alone can be anybody's: an app named `gate` and a person named `gate` differ by their numbers only.
    self.id === null ? author.kind === "other" && author.login.replace(/\[bot\]$/u, "") === self.login : author.id === self.id;
    const reports = comments.filter((comment) => isOurs(comment) && comment.body.startsWith(REPORT));
    const commands = comments.filter((comment) => !isOurs(comment) && (0,_gate_parse_command_js__WEBPACK_IMPORTED_MODULE_1__/* .parseCommand */ .R)(comment.body).kind !== "none");
    const editors = await reader.editors([...reports, ...commands].map(({ node }) => node));
    const isTouched = ({ node }) => editors.get(node) !== null && editors.get(node) !== self.login;
    const mine = reports.filter(({ body }) => body.startsWith((0,_report_marker_js__WEBPACK_IMPORTED_MODULE_2__/* .reportMarkerOf */ .c)(key)));
    const others = reports.filter((comment) => !mine.includes(comment) && !isTouched(comment));
    const decisive = (await reader.reviews(pullRequest)).filter(({ state }) => DECISIVE.includes(state));
    return {
        report: foundIn(mine, isTouched, editors),
        otherDigests: others.flatMap(({ body }) => (0,_report_record_js__WEBPACK_IMPORTED_MODULE_0__/* .readRecord */ .a)(body)?.digest ?? []),
        commands: commands.map((comment) => ({ ...comment, edited: editedOf(editors.get(comment.node)) })),
        reviews: decisive,
    };
}
/** Everything in a conversation that a judgment rests on, as one text: whether it changed meanwhile. */
function gistOf({ report, commands, reviews }) {
    const record = report.kind === "found" ? report.record : report.kind;
    return JSON.stringify([record, commands.map(({ id, body, edited, updatedAt }) => [id, body, edited, updatedAt]), reviews]);
}
function foundIn(mine, isTouched, editors) {
    const last = mine.at(-1);
    if (last === undefined)
        return { kind: "none" };
    if (isTouched(last))
        return { kind: "touched", comment: last, by: editors.get(last.node) ?? "somebody" };
    const record = (0,_report_record_js__WEBPACK_IMPORTED_MODULE_0__/* .readRecord */ .a)(last.body);
    return record === null ? { kind: "none" } : { kind: "found", comment: last, record };
}
function editedOf(editor) {
    return editor === undefined ? "unknown" : editor !== null;
}


/***/ }),

/***/ 3658:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ readEnvironment),
/* harmony export */   y: () => (/* binding */ readPlace)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(452);
/* harmony import */ var _value_at_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2986);



/** Reads the runner's variables and the event file. @throws ReportableError `github/no-event` */
function readEnvironment(variables) {
    return {
        ...readPlace(variables),
        event: readEvent(need(variables, "GITHUB_EVENT_NAME"), need(variables, "GITHUB_EVENT_PATH"), variables["GITHUB_SHA"] ?? "", variables["GITHUB_ACTOR"] ?? ""),
    };
}
/** Where this runs, whatever the event. @throws ReportableError `github/no-event` */
function readPlace(variables) {
    const [owner = "", repository = ""] = need(variables, "GITHUB_REPOSITORY").split("/");
    const server = variables["GITHUB_SERVER_URL"] ?? "https://github.com";
    return {
        owner,
        repository,
        apiUrl: (variables["GITHUB_API_URL"] ?? "https://api.github.com").replace(/\/+$/u, ""),
        runUrl: `${server}/${owner}/${repository}/actions/runs/${variables["GITHUB_RUN_ID"] ?? ""}`,
    };
}
function need(variables, name) {
    const value = variables[name];
    if (value !== undefined && value !== "")
        return value;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ReportableError */ .J("github/no-event", `${name} is not set`, "Run this as a step of a GitHub workflow; elsewhere use the command line.");
}
function readEvent(name, path, sha, actor) {
    const payload = readPayload(path);
    if (name === "pull_request" || name === "pull_request_target") {
        const head = {
            sha: text(payload, "pull_request", "head", "sha"),
            repository: text(payload, "pull_request", "head", "repo", "full_name"),
        };
        const base = {
            sha: text(payload, "pull_request", "base", "sha"),
            repository: text(payload, "pull_request", "base", "repo", "full_name"),
        };
        const number = (0,_value_at_js__WEBPACK_IMPORTED_MODULE_2__/* .valueAt */ .f)(payload, "pull_request", "number");
        if (head.sha === "" || base.sha === "" || typeof number !== "number") {
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ReportableError */ .J("github/no-event", `the event file of ${name} names no pull request`, "Re-run the job; if it stays, report this.");
        }
        const readOnlyToken = name === "pull_request" && (head.repository !== base.repository || actor === "dependabot[bot]");
        return { kind: "pull-request", number, headSha: head.sha, baseSha: base.sha, pusher: pusherOf(payload), readOnlyToken };
    }
    const before = name === "merge_group" ? text(payload, "merge_group", "base_sha") : text(payload, "before");
    return { kind: "other", name, sha, baseSha: /^0*$/u.test(before) ? null : before };
}
/** Who opens a pull request or adds to it had a hand in it, whatever names its commits carry. */
function pusherOf(payload) {
    const action = text(payload, "action");
    const sender = (0,_value_at_js__WEBPACK_IMPORTED_MODULE_2__/* .valueAt */ .f)(payload, "sender", "id");
    return typeof sender === "number" && ["opened", "reopened", "synchronize"].includes(action) ? sender : null;
}
function readPayload(path) {
    try {
        return JSON.parse((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(path, "utf8"));
    }
    catch (error) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ReportableError */ .J("github/no-event", `cannot read the event file ${path}`, "Re-run the job.", { cause: error });
    }
}
function text(value, ...keys) {
    const found = (0,_value_at_js__WEBPACK_IMPORTED_MODULE_2__/* .valueAt */ .f)(value, ...keys);
    return typeof found === "string" ? found : "";
}


/***/ }),

/***/ 8515:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  p: () => (/* binding */ gateFacts)
});

// EXTERNAL MODULE: ./lib/gate/parse-command.js
var parse_command = __webpack_require__(5580);
// EXTERNAL MODULE: ./lib/verdict/required-approvals.js
var required_approvals = __webpack_require__(4961);
// EXTERNAL MODULE: ./lib/github/judged-databases.js
var judged_databases = __webpack_require__(1577);
;// CONCATENATED MODULE: ./lib/github/policy-of.js


/**
 * The policy that a change is decided by. Of several databases nobody's rule is softened by another's: what is asked by
 * number and by name is asked for each (see requirements.ts), and what opens the gate has to be allowed by all.
 */
function policyOf(databases, record) {
    const judged = (0,judged_databases/* judgedDatabases */.U)(databases, record);
    const held = judged.filter(({ told }) => told.decision === "hold");
    const asking = (held.length > 0 ? held : judged).map(({ settings }) => settings.approvals);
    const all = judged.map(({ settings }) => settings.approvals);
    const [first = databases[0]?.approvals] = asking;
    const numbers = held.map(({ told, settings }) => Math.max(told.required, (0,required_approvals/* requiredApprovals */.K)(told.decision, told.risk, settings.approvals)));
    const overriders = (all.length > 0 ? all : databases.map(({ approvals }) => approvals)).map(({ override }) => override);
    return {
        policy: {
            from: asking.some(({ from }) => from.length === 0) ? [] : [...new Set(asking.flatMap(({ from }) => from))],
            override: (overriders[0] ?? []).filter((each) => overriders.every((list) => list.includes(each))),
            self: first !== undefined && isSame(asking) ? first.self : "never",
            expiresHours: Math.min(...(all.length > 0 ? all : databases.map(({ approvals }) => approvals)).map((each) => each["expires-hours"])),
        },
        agents: [...new Set(databases.flatMap(({ approvals }) => approvals.agents))],
        required: record.decision !== "hold" || numbers.includes(0) ? 0 : Math.max(0, ...numbers),
    };
}
/** A sole maintainer of one database is none of another's. */
function isSame(asking) {
    return new Set(asking.map(({ self, from }) => JSON.stringify([self, from]))).size === 1;
}

;// CONCATENATED MODULE: ./lib/github/gate-facts.js


/** More people than can have a say; beyond it is a flood, and who comes later counts as unknown. */
const MAX_PEOPLE = 100;
/** Reviews of more commits than this are of plans long gone. */
const MAX_COMMITS = 10;
/** All that the gate weighs, fetched anew. People are looked up only where something of theirs may count. */
async function gateFacts(of) {
    const { reader, pullRequest, databases, conversation, record } = of;
    const { policy, agents, required } = policyOf(databases, record);
    const said = [...conversation.commands.map(commandSaid), ...(await reviewsSaid(of))];
    const { people, contributors, unclaimed } = said.length === 0 ? NOBODY : await peopleOf(of, policy);
    return {
        input: {
            digest: record.digest,
            decision: record.decision,
            risk: record.risk,
            required,
            requirements: of.requirements,
            reportedAt: record.since,
            otherDigests: conversation.otherDigests,
            policy,
            change: { author: pullRequest.author.id, contributors: [...contributors, ...record.pushers] },
            agents,
            people,
            said,
            now: reader.now(),
        },
        notes: unclaimed.length === 0 ? [] : [unclaimedNote(unclaimed)],
    };
}
const NOBODY = { people: [], contributors: [], unclaimed: [] };
function commandSaid({ id, author, body, createdAt, updatedAt, edited }) {
    return { by: "comment", id, person: author.id, body, createdAt, updatedAt, edited };
}
async function reviewsSaid({ conversation, digestAt }) {
    const commits = [...new Set(conversation.reviews.map(({ commit }) => commit).toReversed())].slice(0, MAX_COMMITS);
    const digests = new Map();
    for (const commit of commits)
        digests.set(commit, await digestAt(commit));
    return conversation.reviews.map(({ id, author, state, body, submittedAt, commit }) => ({
        by: "review",
        id,
        person: author.id,
        verdict: state === "APPROVED" ? "approve" : state === "DISMISSED" ? "dismissed" : "reject",
        body,
        createdAt: submittedAt,
        digest: digests.get(commit) ?? null,
    }));
}
async function peopleOf({ reader, pullRequest, conversation, record, requirements }, { from, override }) {
    const accounts = new Map();
    const relevant = conversation.commands.filter(({ body }) => names(body, record.digest));
    for (const { author } of [...conversation.reviews, ...relevant])
        accounts.set(author.id, author);
    const named = [...from, ...override, ...requirements.flatMap((each) => each.from)];
    const teams = [...new Set(named.filter((each) => /^@?[^@/]+\/[^@/]+$/u.test(each)))];
    const people = [];
    for (const account of [...accounts.values()].slice(0, MAX_PEOPLE))
        people.push(await personOf(reader, account, teams));
    // Of the others only the name matters, for the line that says why they do not count.
    for (const { author } of conversation.commands)
        if (!people.some(({ id }) => id === author.id))
            people.push({ ...author, permission: "unknown", teams: {} });
    const { ids: contributors, unclaimed } = await reader.contributors(pullRequest.number, pullRequest.commits);
    return { people, contributors, unclaimed };
}
async function personOf(reader, account, teams) {
    if (account.kind !== "user")
        return { ...account, permission: "unknown", teams: {} };
    const standing = {};
    for (const team of teams)
        standing[team.replace(/^@/u, "").toLowerCase()] = await reader.membership(team, account.login);
    return { ...account, permission: await reader.permission(account.login), teams: standing };
}
function names(body, digest) {
    const parsed = (0,parse_command/* parseCommand */.R)(body);
    return parsed.kind === "command" && digest.startsWith(parsed.command.digest);
}
function unclaimedNote(addresses) {
    const shown = addresses.slice(0, 3).map((address) => `\`${address}\``);
    const more = addresses.length > 3 ? ` and ${addresses.length - 3} more` : "";
    return `Commits by ${shown.join(", ")}${more} belong to no account: whose they are cannot be told, so look whether an approver wrote them.`;
}


/***/ }),

/***/ 1627:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ guardedEdits)
/* harmony export */ });
/* harmony import */ var _gate_guarded_files_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6229);

/** Files by which the gate judges that a change edits itself. @throws ReportableError where git cannot tell. */
async function guardedEdits({ commits, config, settings }, base, commit) {
    const found = [];
    for (const path of await commits.changed(base, commit)) {
        if ((0,_gate_guarded_files_js__WEBPACK_IMPORTED_MODULE_0__/* .isGuarded */ .JN)(path, [config, settings.baseline]))
            found.push(path);
        else if ((0,_gate_guarded_files_js__WEBPACK_IMPORTED_MODULE_0__/* .isWorkflow */ ._2)(path) && (await runsTheGate(commits, path, [base, commit])))
            found.push(path);
    }
    return found;
}
async function runsTheGate(commits, path, sides) {
    for (const side of sides)
        if ((0,_gate_guarded_files_js__WEBPACK_IMPORTED_MODULE_0__/* .namesTheGate */ .TJ)((await commits.textAt(side, path, "root")) ?? ""))
            return true;
    return false;
}


/***/ }),

/***/ 311:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lw: () => (/* binding */ Refused),
/* harmony export */   PY: () => (/* binding */ ATTEMPTS),
/* harmony export */   R6: () => (/* binding */ insist),
/* harmony export */   Tj: () => (/* binding */ permissionFor),
/* harmony export */   v7: () => (/* binding */ pause)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(452);

/** GitHub refused: 401, 403 or 404 for lack of a permission. Callers tell and go on; the verdict stays. */
class Refused extends Error {
    status;
    name = "Refused";
    constructor(message, status, options) {
        super(message, options);
        this.status = status;
    }
}
const ATTEMPTS = 4;
/** Tries again what may pass by itself: no answer, 5xx, limits. @throws Refused, ReportableError `github/unreachable` */
async function insist(what, attempt, attempts, wait) {
    for (let number = 1;; number++) {
        try {
            return await attempt();
        }
        catch (error) {
            const { status, message, retryAfter } = explain(error);
            const passing = retryAfter !== null || status === 0 || status === 429 || status >= 500;
            if (passing && number < attempts) {
                await wait((retryAfter ?? 2 ** (number - 1)) * 1000);
                continue;
            }
            if (status === 401 || status === 403 || status === 404)
                throw new Refused(`${what}: ${message}`, status, { cause: error });
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ReportableError */ .J("github/unreachable", `GitHub did not ${what} (${status === 0 ? "no answer" : status === LIMITED ? "limit" : status}: ${message})`, "Re-run the job.", {
                cause: error,
            });
        }
    }
}
/** What the token needs for a call, as a workflow writes it. */
const NEEDS = {
    "create comment": "pull-requests: write",
    "update comment": "pull-requests: write",
    "delete comment": "pull-requests: write",
    react: "pull-requests: write",
    "suggest on lines": "pull-requests: write",
    "set status": "statuses: write",
    "list statuses": "statuses: read",
};
/** The permission that a refused call lacks. Reading a conversation needs the same one everywhere. */
function permissionFor({ message }) {
    return NEEDS[message.split(":", 1)[0] ?? ""] ?? "pull-requests: read";
}
/** The longest wait for a limit; a job that sleeps longer costs more than one that is run again. */
const MAX_WAIT = 60;
function explain(error) {
    if (!(error instanceof Error))
        return { status: 0, message: String(error), retryAfter: null };
    const status = "status" in error && typeof error.status === "number" ? error.status : graphqlStatus(error);
    const headers = headersOf(error);
    const asked = Number(headers["retry-after"] ?? Number.NaN);
    if (Number.isFinite(asked) && asked >= 0)
        return { status, message: error.message, retryAfter: Math.min(asked, MAX_WAIT) };
    const limited = status === 429 || (status === 403 && /rate limit|abuse/iu.test(error.message));
    if (!limited)
        return { status, message: error.message, retryAfter: null };
    // The hourly limit: 403 like a missing permission, and no answer to whether there is one.
    const reset = Number(headers["x-ratelimit-reset"] ?? Number.NaN) - Date.parse(headers["date"] ?? "") / 1000;
    if (headers["x-ratelimit-remaining"] !== "0" || !Number.isFinite(reset))
        return { status: 429, message: error.message, retryAfter: MAX_WAIT };
    if (reset <= MAX_WAIT)
        return { status: 429, message: error.message, retryAfter: Math.max(1, Math.ceil(reset)) };
    const minutes = Math.ceil(reset / 60);
    return { status: LIMITED, message: `${error.message}; the limit ends in ${minutes} minutes`, retryAfter: null };
}
/** A limit too far away to wait for: neither passing nor refused. */
const LIMITED = 499;
/** GraphQL refuses with status 200 and a type. */
function graphqlStatus(error) {
    const list = "errors" in error && Array.isArray(error.errors) ? error.errors : [];
    if (list.some(({ type }) => type === "FORBIDDEN" || type === "INSUFFICIENT_SCOPES"))
        return 403;
    if (list.some(({ type }) => type === "RATE_LIMITED"))
        return 429;
    return list.some(({ type }) => type === "NOT_FOUND") ? 404 : 0;
}
function headersOf(error) {
    const response = "response" in error ? error.response : undefined;
    return response?.headers ?? {};
}
function pause(ms) {
    return new Promise((resolve) => setTimeout(resolve, ms));
}


/***/ }),

/***/ 6294:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  l: () => (/* binding */ isOutdated),
  y: () => (/* binding */ judgePullRequest)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/gate/gate-record.js + 3 modules
var gate_record = __webpack_require__(162);
// EXTERNAL MODULE: ./lib/gate/guarded-files.js
var guarded_files = __webpack_require__(6229);
// EXTERNAL MODULE: ./lib/plan.js + 1 modules
var plan = __webpack_require__(5986);
// EXTERNAL MODULE: ./lib/gate/eligibility.js
var eligibility = __webpack_require__(4186);
// EXTERNAL MODULE: ./lib/report/escape/markdown-code.js
var markdown_code = __webpack_require__(786);
// EXTERNAL MODULE: ./lib/report/escape/markdown-prose.js
var markdown_prose = __webpack_require__(2357);
// EXTERNAL MODULE: ./lib/report/markdown/table.js
var markdown_table = __webpack_require__(3178);
// EXTERNAL MODULE: ./lib/gate/waiting.js
var gate_waiting = __webpack_require__(3260);
;// CONCATENATED MODULE: ./lib/github/log-section.js




/** The decision log for the comment, folded: who, what, when, under which plan, and why it does not count. */
function logSection({ facts, state, log }, max) {
    const refused = log.filter(({ entry }) => !entry.effective).length;
    const counting = refused === 0 ? "" : `, ${refused} ${refused === 1 ? "does" : "do"} not count`;
    const title = `Decision log: ${log.length} ${log.length === 1 ? "entry" : "entries"}${counting}`;
    const rows = log
        .slice(Math.max(0, log.length - max))
        .toReversed()
        .map(rowOf);
    const more = log.length > rows.length ? [`and ${log.length - rows.length} older ones`] : [];
    const waiting = (0,gate_waiting/* waitingOf */.P)(state, facts.reportedAt, facts.now);
    const waited = {
        auto: [],
        people: `Approved after ${(0,gate_waiting/* duration */.p)(waiting.minutes)}.`,
        override: `Overridden after ${(0,gate_waiting/* duration */.p)(waiting.minutes)}.`,
        open: [],
    };
    return [
        `<details><summary>${title}</summary>`,
        ...(rows.length === 0 ? [] : [(0,markdown_table/* markdownTable */.Q)(["When", "Who", "What", "Plan", "Counts", "Why"], "<<<<<<", rows)]),
        ...more,
        ...[waited[waiting.by]].flat(),
        `Chain ${(0,markdown_code/* markdownCode */.D)(log.at(-1)?.hash.slice(0, 16) ?? "")}, made anew from GitHub each time: \`migration-gate replay\``,
        "</details>",
    ].join("\n\n");
}
function rowOf({ entry: { at, by, login, action, said, plan, effective, why } }) {
    const who = by === "report" ? "report" : by === "clock" ? "clock" : (0,markdown_code/* markdownCode */.D)(login, 60);
    return [
        minute(at),
        who,
        action === "unclear" ? (0,markdown_code/* markdownCode */.D)(said, 60) : action,
        plan === null ? "" : (0,markdown_code/* markdownCode */.D)(plan.slice(0, 8)),
        by === "report" ? "" : effective ? "yes" : "no",
        (0,markdown_prose/* markdownProse */.h)(why, 200),
    ];
}
function minute(time) {
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d/u.test(time) ? `${time.slice(0, 10)} ${time.slice(11, 16)} UTC` : "";
}

;// CONCATENATED MODULE: ./lib/github/approval-section.js





/** Together with a report of 50,000 characters it has to stay under GitHub's 65,536. */
const MAX_LENGTH = 12_000;
/** Where approvals stand, for the comment. Logins stand in code, so that nobody is called. */
function approvalSection(record, notes) {
    if (isSilent(record.state) && notes.length === 0)
        return null;
    // Escaped, a hostile name is six times as long: fewer rows then, at last none.
    const sections = [20, 8, 3, 1].map((rows) => sectionOf(record, notes, rows));
    return sections.find((section) => section.length <= MAX_LENGTH) ?? sectionOf(record, [], 0);
}
function sectionOf(record, notes, max) {
    const { state } = record;
    const rows = decisions(state).slice(0, max);
    const table = rows.length === 0 ? [] : [(0,markdown_table/* markdownTable */.Q)(["Who", "Decided", "When", "Ends", "Why"], "<<<<<", rows)];
    const sentences = [`**${(0,markdown_prose/* markdownProse */.h)(headlineOf(state))}**`, (0,markdown_prose/* markdownProse */.h)(state.nextStep, 600)];
    return [
        "### Approvals",
        sentences.join(" "),
        ...table,
        ...requirementLines(state, max),
        ...followUp(state),
        ...notes.map((note) => `- ${(0,markdown_prose/* markdownProse */.h)(note)}`),
        logSection(record, max),
    ].join("\n\n");
}
/** Nothing was asked and nothing was said. */
function isSilent({ standing, ignored, approvals }) {
    const asked = standing !== "passed" && standing !== "blocked" && standing !== "cannot-judge";
    return !asked && ignored.length === 0 && approvals.length === 0;
}
function headlineOf({ standing, digest, approvals, required, rejections, deferrals, override }) {
    const plan = `\`${digest.slice(0, 8)}\``;
    switch (standing) {
        case "passed":
            return `${plan} passes; no approval is needed.`;
        case "approved":
            return `Approved: ${given(approvals)} of ${required} for ${plan}.`;
        case "waiting":
            if (required === 0)
                return `Held: nobody can approve ${plan}.`;
            return `Waiting: ${given(approvals)} of ${required} approvals for ${plan}.`;
        case "expired":
            return `Expired: ${given(approvals)} of ${required} approvals for ${plan} still hold.`;
        case "sent-back":
            return `Sent back by \`${rejections[0]?.login ?? ""}\`.`;
        case "deferred":
            return `Deferred until ${deferrals[0]?.until.slice(0, 10) ?? ""} by \`${deferrals[0]?.login ?? ""}\`.`;
        case "blocked":
            return `Blocked: no approval of ${plan} helps.`;
        case "cannot-judge":
            return `Cannot judge ${plan}: no approval helps.`;
        case "overridden":
            return `Overridden by \`${override?.login ?? ""}\` until ${minute(override?.until ?? "")}.`;
    }
}
function given(approvals) {
    return approvals.filter(({ general }) => general).length;
}
/** An override ends by itself; what it left open does not. */
function followUp({ override, required, approvals }) {
    if (override === null)
        return [];
    const { incident, login } = override;
    const what = incident === null
        ? `no incident is named; ask ${(0,markdown_code/* markdownCode */.D)(login, 60)} for it`
        : `incident ${(0,markdown_prose/* markdownProse */.h)(incident, 300)}`;
    const owed = Math.max(0, required - given(approvals));
    const asked = owed === 0 ? "" : `, and ${owed === 1 ? "1 approval" : `${owed} approvals`} of this plan afterwards`;
    return [`⚠️ **Follow up:** ${what}${asked}.`];
}
/** What is asked beside the number of people, each with how far it is met. */
function requirementLines({ requirements }, max) {
    const lines = requirements.map(({ because, count, from, met }) => {
        const sign = met >= count ? "✅ met" : `⏳ ${met} of ${count}`;
        return `- ${sign}: ${(0,markdown_prose/* markdownProse */.h)(`${because}, by ${(0,eligibility/* needed */.Ow)(from)}`, 300)}`;
    });
    const shown = lines.slice(0, max);
    const more = lines.length > shown.length ? [`- and ${lines.length - shown.length} more`] : [];
    return lines.length === 0 ? [] : [[...shown, ...more].join("\n")];
}
function decisions({ override, rejections, deferrals, approvals }) {
    const row = (login, what, at, until, why) => [
        (0,markdown_code/* markdownCode */.D)(login, 60),
        what,
        minute(at),
        minute(until),
        (0,markdown_prose/* markdownProse */.h)(why, 300),
    ];
    const incident = (link) => (link === null ? "" : ` (incident ${link})`);
    return [
        ...(override === null ? [] : [override]).map((each) => row(each.login, "override", each.at, each.until, each.reason + incident(each.incident))),
        ...rejections.map((each) => row(each.login, "reject", each.at, "", each.reason)),
        ...deferrals.map((each) => row(each.login, "defer", each.at, each.until, each.reason)),
        ...approvals.map((each) => row(each.login, "approve", each.at, each.until, each.own ? "own work, as sole maintainer" : "")),
    ];
}

// EXTERNAL MODULE: ./lib/github/conversation.js
var github_conversation = __webpack_require__(7692);
// EXTERNAL MODULE: ./lib/github/gate-facts.js + 1 modules
var gate_facts = __webpack_require__(8515);
// EXTERNAL MODULE: ./lib/report/escape/one-line.js
var one_line = __webpack_require__(2915);
// EXTERNAL MODULE: ./lib/github/status.js
var github_status = __webpack_require__(573);
;// CONCATENATED MODULE: ./lib/github/gate-status.js


const STATES = {
    passed: "success",
    approved: "success",
    overridden: "success",
    waiting: "pending",
    expired: "pending",
    "sent-back": "failure",
    deferred: "failure",
    blocked: "failure",
    "cannot-judge": "error",
};
/** The commit status of a state. The state's own `open` has the last word on green. */
function gateStatus(state, key, targetUrl) {
    const wanted = STATES[state.standing];
    return {
        state: wanted === "success" && !state.open ? "error" : wanted,
        context: (0,github_status/* statusContext */.s)(key),
        description: (0,one_line/* oneLine */.T)(`${describe(state)} · ${state.digest.slice(0, 8)}`),
        targetUrl,
    };
}
function describe({ standing, risk, approvals, required, requirements, rejections, deferrals, override }) {
    const given = approvals.filter(({ general }) => general).length;
    const unmet = requirements.find(({ met, count }) => met < count);
    const also = unmet === undefined ? "" : `, and ${unmet.because.slice(0, 50)}`;
    const people = (list) => list
        .map(({ login }) => login)
        .join(", ")
        .slice(0, 60);
    switch (standing) {
        case "passed":
            return `Passes, risk ${risk}`;
        case "approved":
            return `Approved by ${people(approvals)}`;
        case "waiting":
            if (required === 0)
                return `Held, risk ${risk}: the settings let nobody approve it`;
            return `Held, risk ${risk}: ${given} of ${required} approvals${also}`;
        case "expired":
            return `Held, risk ${risk}: approvals expired, ${given} of ${required} hold${also}`;
        case "sent-back":
            return `Sent back by ${people(rejections)}: ${(rejections[0]?.reason ?? "").slice(0, 50)}`;
        case "deferred":
            return `Deferred until ${deferrals[0]?.until.slice(0, 10) ?? ""} by ${people(deferrals)}`;
        case "blocked":
            return "Blocked: no approval helps";
        case "cannot-judge":
            return "Cannot judge: no approval helps";
        case "overridden":
            return `Overridden by ${(override?.login ?? "").slice(0, 40)} until ${(override?.until ?? "").slice(0, 16)}Z`;
    }
}

// EXTERNAL MODULE: ./lib/github/major-of.js
var major_of = __webpack_require__(7354);
// EXTERNAL MODULE: ./lib/github/requirements.js
var github_requirements = __webpack_require__(3631);
;// CONCATENATED MODULE: ./lib/github/judge-pull-request.js











/** Where one pull request stands, without rehearsing: its report, its plan as it is now, and what people said. Writes nothing. */
async function judgePullRequest(judging) {
    const conversation = await (0,github_conversation/* readConversation */.G)(judging.reader, judging.pullRequest.number, judging.key);
    return { gist: (0,github_conversation/* gistOf */.v)(conversation), ...(await judge(judging, conversation)) };
}
/** Whether what a judgment rests on has changed since it was read. */
async function isOutdated({ reader, pullRequest, key }, { gist }) {
    return (0,github_conversation/* gistOf */.v)(await (0,github_conversation/* readConversation */.G)(reader, pullRequest.number, key)) !== gist;
}
async function judge(judging, conversation) {
    const { report } = conversation;
    if (report.kind === "touched")
        return refuse(judging, "error", `Cannot judge: ${report.by} edited the report; re-run the check`);
    // Provably nothing to report: a fork's run, which may not write, needs none.
    if (report.kind === "none" && (await isEmpty(judging)))
        return { ...refuse(judging, "success", "No migrations in this change"), found: false };
    if (report.kind === "none")
        return { ...refuse(judging, "error", `Cannot judge: ${noReport(judging.pullRequest)}`), found: false };
    const { record, comment } = report;
    let digest;
    let unread;
    try {
        const plan = await judging.plans.at(judging.commit, (0,major_of/* majorOf */.D)(record));
        digest = plan.digest;
        const edits = plan.isEmpty ? [] : await judging.plans.guardedEdits(judging.pullRequest.headSha);
        unread = edits.filter((path) => !record.databases.some(({ findings }) => findings.includes((0,guarded_files/* guardId */.jy)(path))));
    }
    catch (error) {
        if (!(error instanceof errors/* ReportableError */.J))
            throw error;
        return refuse(judging, "error", `Cannot judge: ${error.message}`);
    }
    if (digest !== record.digest)
        return stale(judging, digest, record);
    if (unread.length > 0)
        return outgrown(judging, unread);
    return weigh(judging, conversation, record, comment);
}
async function weigh(judging, conversation, record, comment) {
    const digestAt = async (commit) => {
        if (commit === judging.pullRequest.headSha && !judging.queued)
            return record.digest;
        return judging.plans.at(commit, (0,major_of/* majorOf */.D)(record)).then(({ digest }) => digest, (error) => {
            if (error instanceof errors/* ReportableError */.J)
                return null;
            throw error;
        });
    };
    const requirements = await (0,github_requirements/* requirementsOf */.C)(judging.databases, record, {
        files: async (key) => {
            const { databases } = await judging.plans.at(judging.commit, (0,major_of/* majorOf */.D)(record));
            return databases.find((each) => each.key === key)?.files ?? [];
        },
        codeOwners: judging.plans.codeOwners,
    });
    const { input, notes } = await (0,gate_facts/* gateFacts */.p)({ ...judging, conversation, record, digestAt, requirements });
    const { reader, pullRequest, key } = judging;
    const kept = (0,gate_record/* gateRecord */.LW)({ repository: reader.repository, pullRequest: pullRequest.number, key }, input);
    const { state } = kept;
    const told = gateStatus(state, judging.key, judging.runUrl);
    // Nobody approves in a queue: it would wait until its time limit.
    const status = judging.queued && told.state === "pending" ? { ...told, state: "failure" } : told;
    return { found: true, status, state, kept, report: { comment, record, section: approvalSection(kept, notes) } };
}
/** Files, their order, the base or the policy are no longer those of the report. A queue gets a final answer. */
function stale(judging, digest, record) {
    const plans = `the plan is ${digest.slice(0, 8)}, the report is of ${record.digest.slice(0, 8)}`;
    if (judging.queued)
        return refuse(judging, "failure", `The queue changed the plan: ${plans}`);
    return refuse(judging, "pending", `Waiting for a new report: ${plans}`);
}
/** The plan is the report's, and the change edits the gate itself since: nobody can have approved that. */
function outgrown(judging, [first = "", ...more]) {
    const others = more.length === 0 ? "" : ` and ${more.length} more`;
    return refuse(judging, judging.queued ? "failure" : "pending", `Waiting for a new report: it also edits ${first}${others}`);
}
/** What cannot be computed is not empty. */
async function isEmpty({ plans, commit }) {
    try {
        return (await plans.at(commit, () => plan/* NEWEST_MAJOR */.nD)).isEmpty;
    }
    catch (error) {
        if (error instanceof errors/* ReportableError */.J)
            return false;
        throw error;
    }
}
function noReport({ fromFork }) {
    return fromFork
        ? "no report; runs of forks cannot write one, a maintainer must run the check from a branch"
        : "no report by this token; run the check first";
}
function refuse({ key, runUrl }, state, description) {
    return {
        found: true,
        status: { state, context: (0,github_status/* statusContext */.s)(key), description, targetUrl: runUrl },
        state: null,
        kept: null,
        report: null,
    };
}


/***/ }),

/***/ 1577:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ judgedDatabases)
/* harmony export */ });
/** The databases that a report tells of, with the settings that they are judged by. */
function judgedDatabases(databases, { several, databases: records }) {
    return databases.flatMap((settings) => {
        const told = several ? records.find(({ key }) => key === settings.key) : records[0];
        return told === undefined ? [] : [{ settings, told }];
    });
}


/***/ }),

/***/ 7354:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ majorOf)
/* harmony export */ });
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5986);

/** The versions that a report was made for. What it does not know of has another plan anyway. */
function majorOf({ several, databases }) {
    return (key) => (several ? databases.find((each) => each.key === key) : databases[0])?.major ?? _plan_js__WEBPACK_IMPORTED_MODULE_0__/* .NEWEST_MAJOR */ .nD;
}


/***/ }),

/***/ 8890:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ planOfAll)
/* harmony export */ });
/* harmony import */ var _gate_combined_digest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7849);

/** @throws ReportableError where one of the plans cannot be computed. */
async function planOfAll(databases, planOf) {
    const plans = [];
    for (const settings of databases)
        plans.push({ key: settings.key, ...(await planOf(settings)) });
    const [only] = plans;
    if (only !== undefined && plans.length === 1)
        return { digest: only.digest, isEmpty: only.isEmpty, databases: plans };
    const touched = plans.filter(({ isEmpty }) => !isEmpty);
    return { digest: (0,_gate_combined_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .combinedDigest */ .K)(touched), isEmpty: touched.length === 0, databases: plans };
}


/***/ }),

/***/ 6647:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ plansOn),
/* harmony export */   f: () => (/* binding */ codeOwnersAt)
/* harmony export */ });
/* harmony import */ var _gate_code_owners_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3179);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5986);
/* harmony import */ var _repository_disk_repository_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3469);
/* harmony import */ var _guarded_edits_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1627);
/* harmony import */ var _plan_of_all_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8890);
var __addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});





/** Plans against a base commit. Each commit is laid out once, however many reviews are of it. */
function plansOn(base, { commits, paths, config }, databases) {
    const known = new Map();
    const compute = async (commit, majorOf) => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const laid = __addDisposableResource(env_1, await commits.layOut(await commits.fetch(commit)), true);
            const repository = (0,_repository_disk_repository_js__WEBPACK_IMPORTED_MODULE_1__/* .diskRepository */ .Q)(laid.folder);
            return await (0,_plan_of_all_js__WEBPACK_IMPORTED_MODULE_3__/* .planOfAll */ .G)(databases, (settings) => (0,_plan_js__WEBPACK_IMPORTED_MODULE_0__/* .planNow */ .m$)({ ...settings, base }, paths, repository, majorOf(settings.key)));
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            const result_1 = __disposeResources(env_1);
            if (result_1)
                await result_1;
        }
    };
    return {
        at: (commit, majorOf) => {
            const name = [commit, ...databases.map(({ key }) => majorOf(key))].join(" ");
            const found = known.get(name) ?? compute(commit, majorOf);
            known.set(name, found);
            return found;
        },
        codeOwners: () => codeOwnersAt(base, commits),
        guardedEdits: async (head) => {
            const commit = await commits.fetch(head);
            const found = [];
            for (const settings of databases)
                found.push(...(await (0,_guarded_edits_js__WEBPACK_IMPORTED_MODULE_2__/* .guardedEdits */ ._)({ commits, config, settings }, base, commit)));
            return [...new Set(found)];
        },
    };
}
async function codeOwnersAt(commit, commits) {
    for (const path of _gate_code_owners_js__WEBPACK_IMPORTED_MODULE_4__/* .CODE_OWNERS_FILES */ .lA) {
        const text = await commits.textAt(commit, path, "root");
        if (text !== null)
            return text;
    }
    return null;
}


/***/ }),

/***/ 2488:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  d: () => (/* binding */ githubReader)
});

// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js + 22 modules
var github = __webpack_require__(2413);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/github/client.js
var client = __webpack_require__(636);
// EXTERNAL MODULE: ./lib/github/insist.js
var insist = __webpack_require__(311);
;// CONCATENATED MODULE: ./lib/github/queries.js

/** REST tells neither who edited a comment nor who co-authored a commit; GraphQL tells both. */
const EDITS = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on IssueComment { lastEditedAt editor { login } } } }";
const COMMITS = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) { commits(first: 100, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { commit { message committer { email user { databaseId } } authors(first: 100) { totalCount nodes { email user { databaseId } } } } }
  } } }
}`;
/** GitHub itself commits merges and web edits under this address. */
const GITHUB = "noreply@github.com";
/**
 * Everybody who had a hand in the commits. GitHub lists at most 250 of a pull request's commits: whose hand was in
 * the others cannot be told.
 * @throws ReportableError `github/unreachable`
 */
function peopleIn(pages, expected) {
    const commits = pages.flatMap((page) => page.repository.pullRequest.commits.nodes.map(({ commit }) => commit));
    if (commits.length < expected || commits.some(({ authors }) => authors.totalCount > authors.nodes.length)) {
        throw new errors/* ReportableError */.J("github/unreachable", `GitHub lists ${commits.length} of ${expected} commits, so it cannot be told who wrote the others`, "Squash the pull request to at most 250 commits.");
    }
    const actors = commits.flatMap(({ authors, committer }) => [...authors.nodes, ...(committer === null ? [] : [committer])]);
    const ids = actors.flatMap(({ user }) => (typeof user?.databaseId === "number" ? [user.databaseId] : []));
    const unclaimed = actors.flatMap(({ user, email }) => (user === null && email !== GITHUB ? [email ?? "no address"] : []));
    return { ids: [...new Set(ids)], unclaimed: [...new Set(unclaimed)], messages: commits.map(({ message }) => message) };
}

;// CONCATENATED MODULE: ./lib/github/reader.js





function githubReader(token, environment, wait = insist/* pause */.v7) {
    const octokit = (0,github/* getOctokit */.Q)(token, { baseUrl: environment.apiUrl });
    const here = { owner: environment.owner, repo: environment.repository };
    let clock = null;
    let self = null;
    const teams = new Map();
    octokit.hook.after("request", ({ headers }) => {
        clock = headers.date ?? clock;
    });
    const call = (what, attempt) => (0,insist/* insist */.R6)(what, attempt, insist/* ATTEMPTS */.PY, wait);
    const { rest } = octokit;
    return {
        repository: `${here.owner}/${here.repo}`,
        self: async () => {
            if (self !== null)
                return self;
            const { viewer } = await call("identity", () => octokit.graphql("query { viewer { login databaseId } }"));
            self = { login: (0,client/* withoutSuffix */.a)(viewer.login), id: viewer.databaseId ?? null };
            return self;
        },
        now: () => {
            const time = Date.parse(clock ?? "");
            if (Number.isFinite(time))
                return new Date(time).toISOString();
            throw new errors/* ReportableError */.J("github/unreachable", "GitHub's answers carry no date", "Re-run the job.");
        },
        pullRequest: async (pull_number) => pullRequestOf((await call("read the pull request", () => rest.pulls.get({ ...here, pull_number }))).data),
        openPullRequests: async () => {
            const list = await call("list pull requests", () => octokit.paginate(rest.pulls.list, { ...here, state: "open", per_page: 100 }));
            return list.map(({ number }) => number);
        },
        openPullRequestsFrom: async (branch, headSha) => {
            const list = await call("find the pull request", () => octokit.paginate(rest.pulls.list, { ...here, state: "open", head: branch, per_page: 100 }));
            return list.filter(({ head }) => head.sha === headSha).map(({ number }) => number);
        },
        mergedSince: async (time) => {
            const from = Date.parse(time);
            const list = await call("list pull requests", () => 
            // Merging updates a pull request, so that the first page whose oldest update is too old is the last one needed.
            octokit.paginate(rest.pulls.list, { ...here, state: "closed", sort: "updated", direction: "desc", per_page: 100 }, ({ data }, done) => {
                if (data.some(({ updated_at }) => Date.parse(updated_at) < from))
                    done();
                return data;
            }));
            return list.filter(({ merged_at }) => merged_at !== null && Date.parse(merged_at) >= from).map(({ number }) => number);
        },
        statusOf: async (ref, context) => {
            const list = await call("list statuses", () => octokit.paginate(rest.repos.listCommitStatusesForRef, { ...here, ref, per_page: 100 }));
            const newest = list.find((status) => status.context.toLowerCase() === context.toLowerCase());
            return newest === undefined ? null : { state: newest.state, description: newest.description ?? "" };
        },
        pullRequestsOf: async (commit_sha) => {
            const list = await call("find the pull request", () => octokit.paginate(rest.repos.listPullRequestsAssociatedWithCommit, { ...here, commit_sha, per_page: 100 }));
            return list.map(({ number }) => number);
        },
        comments: async (issue_number) => {
            const list = await call("list comments", () => octokit.paginate(rest.issues.listComments, { ...here, issue_number, per_page: 100 }));
            return list.map(({ id, node_id: node, user, body, html_url: url, created_at: createdAt, updated_at: updatedAt }) => ({
                ...{ id, node, author: accountOf(user), body: body ?? "", url, createdAt, updatedAt },
            }));
        },
        editors: async (nodes) => {
            const found = new Map();
            for (let at = 0; at < nodes.length; at += 100) {
                const ids = nodes.slice(at, at + 100);
                const answer = await call("read edits", () => octokit.graphql(EDITS, { ids }));
                ids.forEach((id, index) => {
                    const edit = answer.nodes[index];
                    if (edit?.lastEditedAt === null)
                        found.set(id, null);
                    else if (typeof edit?.lastEditedAt === "string")
                        found.set(id, (0,client/* withoutSuffix */.a)(edit.editor?.login ?? "?"));
                });
            }
            return found;
        },
        reviews: async (pull_number) => {
            const list = await call("list reviews", () => octokit.paginate(rest.pulls.listReviews, { ...here, pull_number, per_page: 100 }));
            return list.map(({ id, user, state, body, submitted_at, commit_id }) => ({
                ...{ id, author: accountOf(user), state, body, submittedAt: submitted_at ?? "", commit: commit_id ?? "" },
            }));
        },
        contributors: async (number, commits) => {
            const pages = [];
            for (let after = null;;) {
                const page = await call("list commits", () => octokit.graphql(COMMITS, { owner: here.owner, name: here.repo, number, after }));
                pages.push(page);
                const { hasNextPage, endCursor } = page.repository.pullRequest.commits.pageInfo;
                if (!hasNextPage)
                    return peopleIn(pages, commits);
                after = endCursor;
            }
        },
        permission: async (username) => {
            const answer = await tryTo("read a permission", () => rest.repos.getCollaboratorPermissionLevel({ ...here, username }), call);
            if (answer === null)
                return "unknown";
            const { role_name: role, permission } = answer.data;
            return levelOf(role) ?? levelOf(permission) ?? "unknown";
        },
        membership: async (team, username) => {
            const [org = "", team_slug = ""] = team.replace(/^@/u, "").split("/");
            if (!teams.has(team))
                teams.set(team, (await tryTo("read a team", () => rest.teams.getByName({ org, team_slug }), call)) !== null);
            if (teams.get(team) !== true)
                return "unreadable";
            try {
                const { data } = await call("read a membership", () => rest.teams.getMembershipForUserInOrg({ org, team_slug, username }));
                return data.state === "active" ? "member" : "not-member";
            }
            catch (error) {
                if (error instanceof insist/* Refused */.Lw)
                    return error.status === 404 ? "not-member" : "unreadable";
                throw error;
            }
        },
        react: async (comment_id, content) => {
            await call("react", () => rest.reactions.createForIssueComment({ ...here, comment_id, content }));
        },
    };
}
/** Null where GitHub refuses: what the token may not see is not known, and speaks for nobody. */
async function tryTo(what, attempt, call) {
    try {
        return await call(what, attempt);
    }
    catch (error) {
        if (error instanceof insist/* Refused */.Lw)
            return null;
        throw error;
    }
}
/** Custom roles have names of their own; the older field then tells the level that they build on. */
function levelOf(name) {
    const levels = ["none", "read", "triage", "write", "maintain", "admin"];
    return levels.find((level) => level === name) ?? null;
}
/** Deleted accounts come as null, or as the ghost. */
function accountOf(user) {
    if (user === null || user === undefined)
        return { id: 0, login: "ghost", kind: "other" };
    return { id: user.id, login: user.login, kind: user.type === "User" ? "user" : "other" };
}
function pullRequestOf(raw) {
    const { number, state, user, head, base, commits, merged_at: at, merge_commit_sha: as, title, body, labels } = raw;
    return {
        number,
        open: state === "open",
        author: accountOf(user),
        headSha: head.sha,
        fromFork: head.repo?.full_name !== base.repo.full_name,
        baseRef: base.ref,
        commits,
        merged: at === null || as === null ? null : { at, as },
        title,
        body: body ?? "",
        labels: labels.flatMap(({ name }) => name ?? []),
    };
}


/***/ }),

/***/ 6115:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  a: () => (/* binding */ readRecord),
  T: () => (/* binding */ recordLines)
});

// EXTERNAL MODULE: ./lib/gate/combined-digest.js
var combined_digest = __webpack_require__(7849);
// EXTERNAL MODULE: ./lib/gate/worst-of.js
var worst_of = __webpack_require__(8584);
;// CONCATENATED MODULE: ./lib/github/database-line.js
const DATABASE_LINE = "<!-- migration-gate database";
const RISKS = ["none", "low", "medium", "high", "critical"];
const DECISIONS = ["pass", "hold", "block", "cannot-judge"];
const LINE = /^<!-- migration-gate database · key=([\w.%/]+) digest=([0-9a-f]{64}) decision=([a-z-]+) risk=([a-z]+) required=(\d{1,3}) major=(\d{2}) findings=([0-9a-f.]*) hazards=([a-z.-]*) -->$/u;
/** One hidden line for each database that a change touches, where one comment is of several. */
function databaseLine({ key, digest, decision, risk, required, major, findings, hazards }) {
    const verdict = `digest=${digest} decision=${decision} risk=${risk} required=${required} major=${major}`;
    // Two dashes of a key would end the comment for some readers.
    const safe = key.replaceAll("-", "%2D");
    return `${DATABASE_LINE} · key=${safe} ${verdict} findings=${findings.join(".")} hazards=${hazards.join(".")} -->`;
}
/** Null for anything that is not such a line. */
function readDatabaseLine(line) {
    const found = LINE.exec(line);
    if (found === null)
        return null;
    const [, key = "", digest = "", decision, risk, required, major, findings = "", hazards = ""] = found;
    const known = { decision: DECISIONS.find((each) => each === decision), risk: RISKS.find((each) => each === risk) };
    if (known.decision === undefined || known.risk === undefined)
        return null;
    return {
        key: key.replaceAll("%2D", "-"),
        ...{ digest, decision: known.decision, risk: known.risk, required: Number(required), major: Number(major) },
        findings: partsOf(findings),
        hazards: partsOf(hazards),
    };
}
function partsOf(text) {
    return text === "" ? [] : text.split(".");
}

;// CONCATENATED MODULE: ./lib/github/report-record.js



const report_record_RISKS = ["none", "low", "medium", "high", "critical"];
const report_record_DECISIONS = ["pass", "hold", "block", "cannot-judge"];
const ONE = /^<!-- migration-gate record · v=2 digest=([0-9a-f]{64}) decision=([a-z-]+) risk=([a-z]+) required=(\d{1,3}) head=([0-9a-f]{40,64}) major=(\d{2}) since=([0-9T:.Z-]{20,24}) pushers=([\d.]*) findings=([0-9a-f.]*) hazards=([a-z.-]*)(?: run=(\d{1,15}))? -->$/u;
const SEVERAL = /^<!-- migration-gate record · v=3 digest=([0-9a-f]{64}) decision=([a-z-]+) risk=([a-z]+) required=(\d{1,3}) head=([0-9a-f]{40,64}) databases=(\d{1,4}) since=([0-9T:.Z-]{20,24}) pushers=([\d.]*)(?: run=(\d{1,15}))? -->$/u;
/** One line of a database alone; of several a line for each, and one of the whole below them. */
function recordLines(record) {
    const { digest, decision, risk, required, head, since, pushers, run, several, databases } = record;
    const plan = `digest=${digest} decision=${decision} risk=${risk} required=${required} head=${head}`;
    const seen = `since=${since} pushers=${pushers.join(".")}`;
    const numbered = run === undefined ? "" : ` run=${run}`;
    const [only] = databases;
    if (!several && only !== undefined) {
        const held = `findings=${only.findings.join(".")} hazards=${only.hazards.join(".")}`;
        return `<!-- migration-gate record · v=2 ${plan} major=${only.major} ${seen} ${held}${numbered} -->`;
    }
    const whole = `<!-- migration-gate record · v=3 ${plan} databases=${databases.length} ${seen}${numbered} -->`;
    return [...databases.map(databaseLine), whole].join("\n");
}
/** The record of a comment of ours: its last lines, and the only ones of their kind. Null for anything else. */
function readRecord(body) {
    const lines = body.trimEnd().split(/\r?\n/u);
    if (lines.filter((line) => line.includes("<!-- migration-gate record")).length !== 1)
        return null;
    const last = lines.at(-1) ?? "";
    const record = readOne(last) ?? readSeveral(last, lines);
    return record === null || !Number.isFinite(Date.parse(record.since)) ? null : record;
}
function readOne(line) {
    const [, digest = "", decision, risk, required, head = "", major, since = "", pushers = "", findings = "", hazards = "", run] = ONE.exec(line) ?? [];
    const verdict = verdictOf(decision, risk, required);
    if (verdict === null)
        return null;
    const plan = { digest, ...verdict };
    const only = { key: "", ...plan, major: Number(major), findings: parts(findings), hazards: parts(hazards) };
    return { ...plan, head, since, pushers: parts(pushers).map(Number), ...numbered(run), several: false, databases: [only] };
}
function readSeveral(line, lines) {
    const [, digest = "", decision, risk, required, head = "", count, since = "", pushers = "", run] = SEVERAL.exec(line) ?? [];
    const verdict = verdictOf(decision, risk, required);
    if (verdict === null)
        return null;
    const expected = Number(count);
    const databases = lines.slice(-1 - expected, -1).flatMap((each) => readDatabaseLine(each) ?? []);
    const all = lines.filter((each) => each.includes(DATABASE_LINE)).length;
    if (databases.length !== expected || all !== expected)
        return null;
    // The whole says nothing that its parts do not.
    const whole = (0,worst_of/* worstOf */.h)(databases);
    const isWhole = digest === (0,combined_digest/* combinedDigest */.K)(databases) && verdict.decision === whole.decision && verdict.risk === whole.risk;
    if (!isWhole || verdict.required !== whole.required)
        return null;
    return { digest, ...verdict, head, since, pushers: parts(pushers).map(Number), ...numbered(run), several: true, databases };
}
function verdictOf(decision, risk, required) {
    const known = { decision: report_record_DECISIONS.find((each) => each === decision), risk: report_record_RISKS.find((each) => each === risk) };
    if (known.decision === undefined || known.risk === undefined)
        return null;
    return { decision: known.decision, risk: known.risk, required: Number(required) };
}
function numbered(run) {
    return run === undefined ? {} : { run: Number(run) };
}
function parts(text) {
    return text === "" ? [] : text.split(".");
}


/***/ }),

/***/ 3631:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ requirementsOf)
/* harmony export */ });
/* harmony import */ var _gate_code_owners_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3179);
/* harmony import */ var _verdict_required_approvals_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4961);
/* harmony import */ var _judged_databases_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1577);



/**
 * What the policy asks beside a number of people: by the hazards of what holds the change, and by who owns its files. Of
 * several databases each asks for its own.
 */
async function requirementsOf(databases, record, { files, codeOwners }) {
    if (record.decision !== "hold")
        return [];
    const held = (0,_judged_databases_js__WEBPACK_IMPORTED_MODULE_0__/* .judgedDatabases */ .U)(databases, record).filter(({ told }) => told.decision === "hold");
    const askOthers = new Set(held.map(({ settings }) => JSON.stringify(settings.approvals.from))).size > 1;
    const found = [];
    for (const { settings, told } of held) {
        const of = record.several ? ` of \`${settings.key}\`` : "";
        if (askOthers)
            found.push(numberOf(settings.approvals, told, `database \`${settings.key}\``));
        found.push(...byHazard(settings.approvals, told, of));
        if (settings.approvals["code-owners"])
            found.push(...(0,_gate_code_owners_js__WEBPACK_IMPORTED_MODULE_1__/* .codeOwnerRequirements */ .vi)((await codeOwners()) ?? "", await files(settings.key)));
    }
    return found;
}
/** Who is asked by one database does not stand in for who is asked by another. */
function numberOf(approvals, { decision, risk, required }, because) {
    const count = Math.max(1, required, (0,_verdict_required_approvals_js__WEBPACK_IMPORTED_MODULE_2__/* .requiredApprovals */ .K)(decision, risk, approvals));
    return { because, count, from: approvals.from, writersOnly: false };
}
function byHazard(approvals, { hazards }, of) {
    return Object.entries(approvals["by-hazard"]).flatMap(([hazard, asked]) => asked === undefined || !hazards.includes(hazard) ? [] : [{ because: `${hazard}${of}`, ...asked, writersOnly: false }]);
}


/***/ }),

/***/ 3535:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  C: () => (/* binding */ needToken),
  runGate: () => (/* binding */ runGate)
});

// EXTERNAL MODULE: ./lib/entry/load-settings.js + 1 modules
var load_settings = __webpack_require__(3423);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/plan.js + 1 modules
var lib_plan = __webpack_require__(5986);
// EXTERNAL MODULE: ./lib/repository/commits.js
var commits = __webpack_require__(9754);
// EXTERNAL MODULE: ./lib/github/client.js
var github_client = __webpack_require__(636);
// EXTERNAL MODULE: ./lib/github/environment.js
var environment = __webpack_require__(3658);
// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js + 22 modules
var github = __webpack_require__(2413);
// EXTERNAL MODULE: ./lib/github/insist.js
var insist = __webpack_require__(311);
;// CONCATENATED MODULE: ./lib/github/fork-run/artifact-reader.js


/** Every call rejects with `Refused` or ReportableError `github/unreachable`. Needs `actions: read`. */
function artifactReader(token, { owner, repository: repo, apiUrl }, wait = insist/* pause */.v7) {
    const { rest } = (0,github/* getOctokit */.Q)(token, { baseUrl: apiUrl });
    const call = (what, attempt) => (0,insist/* insist */.R6)(what, attempt, insist/* ATTEMPTS */.PY, wait);
    return {
        list: async (run_id, name) => {
            const answer = await call("list artifacts", () => rest.actions.listWorkflowRunArtifacts({ owner, repo, run_id, name, per_page: 100 }));
            return answer.data.artifacts
                .filter((artifact) => artifact.name === name && !artifact.expired)
                .map(({ id, size_in_bytes: size }) => ({ id, size }))
                .toSorted((a, b) => b.id - a.id);
        },
        download: async (artifact_id) => {
            const answer = await call("read an artifact", () => rest.actions.downloadArtifact({ owner, repo, artifact_id, archive_format: "zip" }));
            // The description of GitHub's API says nothing of the body that it is led to.
            return answer.data instanceof ArrayBuffer ? new Uint8Array(answer.data) : new Uint8Array();
        },
    };
}

;// CONCATENATED MODULE: ./lib/github/file-of.js
/** Name of a file that a run leaves for one gate: its key, without what a path could take amiss, and what it holds. */
function fileOf(key, content = "") {
    return `migration-gate-${key.replace(/[^\w.-]/gu, "-")}${content}.json`;
}

// EXTERNAL MODULE: ./lib/github/value-at.js
var value_at = __webpack_require__(2986);
;// CONCATENATED MODULE: ./lib/github/fork-run/claimed-report.js

const DECISIONS = ["pass", "hold", "block", "cannot-judge"];
const RISKS = ["none", "low", "medium", "high", "critical"];
const MOST_FINDINGS = 10_000;
/** Null for anything that is not shaped as our report. */
function readClaimedReport(text) {
    const report = parse(text);
    const digest = (0,value_at/* valueAt */.f)(report, "digest");
    const decision = DECISIONS.find((each) => each === (0,value_at/* valueAt */.f)(report, "verdict", "decision"));
    const risk = RISKS.find((each) => each === (0,value_at/* valueAt */.f)(report, "verdict", "risk"));
    const findings = (0,value_at/* valueAt */.f)(report, "findings");
    const major = majorOf((0,value_at/* valueAt */.f)(report, "rehearsal", "engine", "version"));
    if (typeof digest !== "string" || !/^[0-9a-f]{64}$/u.test(digest) || decision === undefined || risk === undefined)
        return null;
    if (!Array.isArray(findings) || findings.length > MOST_FINDINGS)
        return null;
    const rules = findings.flatMap((finding) => {
        const rule = (0,value_at/* valueAt */.f)(finding, "rule");
        const counts = (0,value_at/* valueAt */.f)(finding, "severity") === "error" && (0,value_at/* valueAt */.f)(finding, "suppressed") === null;
        return counts && typeof rule === "string" && (0,value_at/* valueAt */.f)(finding, "evidence") !== "refuted" ? [rule] : [];
    });
    const rehearsed = (0,value_at/* valueAt */.f)(report, "rehearsal", "outcome") === "completed";
    return { digest, major, decision, risk, rehearsed, rules: [...new Set(rules)].toSorted() };
}
function majorOf(version) {
    const major = typeof version === "string" ? Number(/^(\d{1,2})\b/u.exec(version)?.[1]) : Number.NaN;
    return Number.isInteger(major) ? major : null;
}
function parse(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return null;
    }
}

// EXTERNAL MODULE: ./node_modules/fflate/esm/index.mjs
var esm = __webpack_require__(1306);
;// CONCATENATED MODULE: ./lib/github/fork-run/entry-of.js

/**
 * The text of one file of a ZIP archive that a stranger made. Names and sizes in it are claims: no other entry is unpacked,
 * nothing is written anywhere, and no more is unpacked than `most` bytes.
 * Returns null where there is no such entry, or it is larger. Throws for what is no archive.
 */
function entryOf(archive, name, most) {
    const entries = (0,esm/* unzipSync */.AO)(archive, { filter: (file) => file.name === name && file.originalSize <= most });
    const bytes = entries[name];
    return bytes === undefined || bytes.length > most ? null : (0,esm/* strFromU8 */.he)(bytes);
}

;// CONCATENATED MODULE: ./lib/github/fork-run/read-fork-run.js




/** Name of the artifact that the workflow of `init` uploads. */
const ARTIFACT = "migration-gate-report";
/** A report of 10,000 findings is some megabytes; JSON packs to a tenth. */
const MOST_PACKED = 8_000_000;
const MOST_UNPACKED = 40_000_000;
/**
 * Reads the report of a run that strangers control, as data: which run it is comes from GitHub's event, never from the
 * archive; sizes are limited before anything is fetched or unpacked. Never rejects for what a stranger made of it.
 */
async function readForkRun(reader, run, key) {
    try {
        const [newest] = await reader.list(run, ARTIFACT);
        if (newest === undefined)
            return unreadable("it left no report");
        if (newest.size > MOST_PACKED)
            return unreadable("what it left is too large");
        const archive = await reader.download(newest.id);
        if (archive.length > MOST_PACKED)
            return unreadable("what it left is too large");
        return claimsIn(archive, fileOf(key));
    }
    catch (error) {
        if (error instanceof insist/* Refused */.Lw)
            return unreadable(`GitHub does not show what it left (${error.status}; needs actions: read)`);
        throw error;
    }
}
function claimsIn(archive, name) {
    const text = unpacked(archive, name);
    if (text === null)
        return unreadable("its archive holds no report of this gate");
    const report = readClaimedReport(text);
    return report === null ? unreadable("what it left is no report of this version") : { kind: "claims", report };
}
/** Null for a broken archive as for a missing entry: both are a stranger's. */
function unpacked(archive, name) {
    try {
        return entryOf(archive, name, MOST_UNPACKED);
    }
    catch {
        return null;
    }
}
function unreadable(why) {
    return { kind: "unreadable", why };
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./lib/github/gate-event.js



const OF_A_PULL_REQUEST = ["pull_request", "pull_request_target", "pull_request_review", "issue_comment"];
/** Reads the runner's event. @throws ReportableError `github/no-event` for one that names no pull request. */
function readGateEvent(variables) {
    const name = variables["GITHUB_EVENT_NAME"] ?? "";
    if (name === "schedule")
        return { kind: "all-open" };
    const payload = readPayload(variables["GITHUB_EVENT_PATH"] ?? "");
    if (name === "merge_group")
        return mergeGroup(payload);
    if (name === "workflow_run")
        return workflowRun(payload);
    if (!OF_A_PULL_REQUEST.includes(name))
        throw noPullRequest(`the event ${name || "(none)"} is of no pull request`);
    if (name === "issue_comment")
        return issueComment(payload);
    const number = (0,value_at/* valueAt */.f)(payload, "pull_request", "number");
    if (typeof number !== "number")
        throw noPullRequest(`the event file of ${name} names no pull request`);
    return { kind: "pull-request", number, comment: null };
}
function issueComment(payload) {
    const number = (0,value_at/* valueAt */.f)(payload, "issue", "number");
    const comment = (0,value_at/* valueAt */.f)(payload, "comment", "id");
    if (typeof number !== "number" || typeof comment !== "number")
        throw noPullRequest("the event file names no comment");
    if ((0,value_at/* valueAt */.f)(payload, "issue", "pull_request") === undefined)
        return { kind: "nothing", why: "a comment on an issue" };
    const action = (0,value_at/* valueAt */.f)(payload, "action");
    const texts = [(0,value_at/* valueAt */.f)(payload, "comment", "body"), (0,value_at/* valueAt */.f)(payload, "changes", "body", "from")];
    if (!texts.some((text) => typeof text === "string" && /\/migration\b/iu.test(text)))
        return { kind: "nothing", why: "a comment without a command" };
    // What was edited away or deleted changes the state as well, but has nobody to answer.
    return { kind: "pull-request", number, comment: action === "created" ? comment : null };
}
/** `refs/heads/gh-readonly-queue/main/pr-104-<sha>` is the only place where the pull request is named. */
function mergeGroup(payload) {
    const [headSha, baseSha, ref] = ["head_sha", "base_sha", "head_ref"].map((key) => (0,value_at/* valueAt */.f)(payload, "merge_group", key));
    const number = Number(/\/pr-(\d+)-[0-9a-f]+$/u.exec(typeof ref === "string" ? ref : "")?.[1]);
    if (typeof headSha !== "string" || typeof baseSha !== "string" || !Number.isInteger(number))
        throw noPullRequest("the event file of merge_group names no pull request");
    return { kind: "merge-group", number, headSha, baseSha };
}
/** GitHub names no pull request for runs of forks, so that it is looked for by the branch that was pushed to. */
function workflowRun(payload) {
    if ((0,value_at/* valueAt */.f)(payload, "workflow_run", "event") !== "pull_request")
        return { kind: "nothing", why: "a run of no pull request" };
    const [run, headSha, branch, owner] = [["id"], ["head_sha"], ["head_branch"], ["head_repository", "owner", "login"]].map((keys) => (0,value_at/* valueAt */.f)(payload, "workflow_run", ...keys));
    if (typeof run !== "number" || typeof headSha !== "string" || typeof branch !== "string" || typeof owner !== "string")
        throw noPullRequest("the event file of workflow_run names no branch");
    return { kind: "check-run", run, headSha, from: `${owner}:${branch}` };
}
function readPayload(path) {
    try {
        return JSON.parse((0,external_node_fs_.readFileSync)(path, "utf8"));
    }
    catch (error) {
        throw new errors/* ReportableError */.J("github/no-event", `cannot read the event file ${path || "(none)"}`, "Run this as a step of a GitHub workflow.", {
            cause: error,
        });
    }
}
function noPullRequest(message) {
    return new errors/* ReportableError */.J("github/no-event", message, "Run the gate on pull requests, their comments and reviews, the merge queue, or a schedule.");
}

// EXTERNAL MODULE: ./lib/github/plans.js
var github_plans = __webpack_require__(6647);
// EXTERNAL MODULE: ./lib/github/reader.js + 1 modules
var github_reader = __webpack_require__(2488);
// EXTERNAL MODULE: ./lib/gate/combined-digest.js
var combined_digest = __webpack_require__(7849);
// EXTERNAL MODULE: ./lib/gate/worst-of.js
var worst_of = __webpack_require__(8584);
;// CONCATENATED MODULE: ./lib/gate/combine.js


/** One result of what was judged. A single database stays exactly what it is. */
function combine(key, databases, notes = []) {
    const [only] = databases;
    if (only !== undefined && databases.length === 1) {
        const { digest, verdict, findings } = only.assessment;
        return { key, digest, verdict, findings, databases, notes };
    }
    const sorted = databases.toSorted((left, right) => Number(right.touched) - Number(left.touched) || (0,worst_of/* byWorst */.D)(left.assessment.verdict, right.assessment.verdict));
    const touched = sorted.filter((each) => each.touched);
    const plans = touched.map((each) => ({ key: each.key, digest: each.assessment.digest }));
    return {
        key,
        digest: (0,combined_digest/* combinedDigest */.K)(plans),
        verdict: verdictOf(touched),
        findings: sorted.flatMap(({ assessment }) => assessment.findings),
        databases: sorted,
        notes,
    };
}
function verdictOf(touched) {
    const verdicts = touched.map(({ assessment }) => assessment.verdict);
    const { decision, risk, required } = (0,worst_of/* worstOf */.h)(verdicts.map((each) => ({ decision: each.decision, risk: each.risk, required: each.approvals.required })));
    const deciding = verdicts.filter((each) => each.decision === decision);
    const asked = deciding.map(({ approvals }) => approvals.from);
    // Whoever may decide on one of them is named; an empty list is everybody with write access.
    const from = asked.some((list) => list.length === 0) ? [] : [...new Set(asked.flat())];
    return { decision, risk, reasons: reasonsOf(touched), approvals: { required, from } };
}
function reasonsOf(touched) {
    if (touched.length === 0)
        return [{ code: "no-migrations", message: "This change adds no migration to any of the databases.", finding: null }];
    return touched.flatMap(({ key, assessment: { verdict } }) => verdict.reasons.map(({ code, message }) => ({ code, message: `\`${key}\`: ${message}`, finding: null })));
}

// EXTERNAL MODULE: ./lib/pipeline/assess.js + 476 modules
var assess = __webpack_require__(9685);
// EXTERNAL MODULE: ./lib/report/marker.js
var marker = __webpack_require__(3086);
// EXTERNAL MODULE: ./lib/report/index.js + 6 modules
var report = __webpack_require__(1575);
// EXTERNAL MODULE: ./lib/report/escape/json-text.js
var json_text = __webpack_require__(1418);
// EXTERNAL MODULE: ./lib/report/gitlab/issues.js
var issues = __webpack_require__(9502);
;// CONCATENATED MODULE: ./lib/report/several/gitlab.js


/** One array. The same finding in two databases is two issues, so that GitLab shows both. */
function gitlabOfSeveral({ databases }) {
    return (0,json_text/* jsonText */.s)(databases.flatMap(({ key, assessment }) => (0,issues/* issues */.B)(assessment).map((issue) => ({ ...issue, fingerprint: `${key}:${issue.fingerprint}` }))));
}

// EXTERNAL MODULE: ./lib/report/facts/headline.js
var headline = __webpack_require__(40);
// EXTERNAL MODULE: ./lib/report/html/banner.js
var banner = __webpack_require__(1242);
// EXTERNAL MODULE: ./lib/report/html/data-table.js
var data_table = __webpack_require__(2373);
// EXTERNAL MODULE: ./lib/report/html/markup.js + 1 modules
var markup = __webpack_require__(1811);
// EXTERNAL MODULE: ./lib/report/html/prose.js
var prose = __webpack_require__(8833);
// EXTERNAL MODULE: ./lib/report/html/section.js
var section = __webpack_require__(6453);
// EXTERNAL MODULE: ./lib/report/html/sections-of.js + 23 modules
var sections_of = __webpack_require__(9811);
// EXTERNAL MODULE: ./lib/report/html/shell.js + 2 modules
var shell = __webpack_require__(27);
// EXTERNAL MODULE: ./lib/report/words/count.js
var count = __webpack_require__(3531);
// EXTERNAL MODULE: ./lib/report/words/decision-text.js
var decision_text = __webpack_require__(8970);
// EXTERNAL MODULE: ./lib/report/facts/standing.js
var standing = __webpack_require__(7160);
;// CONCATENATED MODULE: ./lib/report/several/overview.js



function overview({ databases }) {
    return databases.map(rowOf);
}
function rowOf({ key, touched, assessment }) {
    if (!touched)
        return { key, state: "untouched", decision: "not touched by this change", risk: "", findings: "" };
    const { state } = (0,headline/* headline */.P)(assessment);
    return { key, state, decision: wordOf(assessment), risk: assessment.verdict.risk, findings: findingsOf(assessment) };
}
function wordOf({ verdict: { decision, approvals } }) {
    switch (decision) {
        case "pass":
            return "passes";
        case "hold":
            return approvals.required === 0 ? "held" : `held, ${(0,count/* counted */.hS)(approvals.required, "approval")}`;
        case "block":
            return "blocked";
        case "cannot-judge":
            return "cannot be judged";
    }
}
function findingsOf(assessment) {
    const { open } = (0,standing/* standing */.J)(assessment);
    const errors = open.filter(({ severity }) => severity === "error").length;
    const warnings = open.filter(({ severity }) => severity === "warning").length;
    const notes = open.length - errors - warnings;
    const parts = [
        ...(errors === 0 ? [] : [(0,count/* counted */.hS)(errors, "error")]),
        ...(warnings === 0 ? [] : [(0,count/* counted */.hS)(warnings, "warning")]),
        ...(notes === 0 ? [] : [(0,count/* counted */.hS)(notes, "note")]),
    ];
    return parts.length === 0 ? "none" : parts.join(", ");
}

;// CONCATENATED MODULE: ./lib/report/several/whole-headline.js

const STATES = {
    pass: "safe",
    hold: "held",
    block: "blocked",
    "cannot-judge": "unknown",
};
const WORDS = {
    hold: "Held",
    block: "Blocked",
    "cannot-judge": "Cannot judge",
};
/** The verdict of several databases in one line. */
function wholeHeadline({ verdict, databases }) {
    const { decision, risk, approvals } = verdict;
    const touched = databases.filter((each) => each.touched).map(({ assessment }) => assessment);
    const state = STATES[decision];
    if (touched.length === 0)
        return { state, parts: ["No migrations", (0,count/* counted */.hS)(databases.length, "database")] };
    const unseen = touched.some(({ rehearsal, migrations }) => rehearsal === null && migrations.length > 0);
    const tail = [...(risk === "none" ? [] : [`${risk.toUpperCase()} risk`]), ...(unseen ? ["not all rehearsed"] : [])];
    if (decision === "pass")
        return { state, parts: [unseen ? "No hazard found" : "Safe", (0,count/* counted */.hS)(touched.length, "database"), ...tail] };
    const concerned = touched.filter((each) => each.verdict.decision === decision).length;
    const of = `${WORDS[decision]}: ${concerned} of ${(0,count/* counted */.hS)(touched.length, "touched database")}`;
    if (decision === "cannot-judge")
        return { state, parts: [of] };
    const needed = decision === "hold" && approvals.required > 0 ? [`${(0,count/* counted */.hS)(approvals.required, "approval")} needed`] : [];
    return { state, parts: [of, ...tail, ...needed] };
}

;// CONCATENATED MODULE: ./lib/report/several/html.js












/** One page of several databases: the whole and a table on top, then each that is touched, the worst first. */
function htmlOfSeveral(assessed) {
    const { parts } = wholeHeadline(assessed);
    const title = `${parts.join(" · ")} · ${(0,count/* counted */.hS)(assessed.databases.length, "database")}`;
    return (0,shell/* shell */.v)(title.replace(/`/gu, ""), body(assessed));
}
function body(assessed) {
    const { databases, digest, key } = assessed;
    const touched = databases.filter((each) => each.touched);
    const tool = databases[0]?.assessment.tool;
    return (0,markup/* html */.q) `<body>
<a class="skip" href="#report">Skip to the report</a>
<header class="top">
<p class="product">Migration Gate for Postgres · <code>${key}</code></p>
${html_top(assessed)}
<nav aria-label="Contents"><ul>${touched.map((each, at) => (0,markup/* html */.q) `<li><a href="#database-${at}">${each.key}</a></li>\n`)}</ul></nav>
</header>
<main id="report">
${touched.map((each, at) => sectionsOfOne(each, digest, at))}</main>
<footer><p>Plan of all <code>${digest}</code></p>
<p>${tool?.name ?? ""} ${tool?.version ?? ""} · key <code>${key}</code> · this page loads nothing and runs no scripts</p>
</footer>
</body>
`;
}
function html_top(assessed) {
    const { state, parts } = wholeHeadline(assessed);
    const { short, commands } = (0,decision_text/* decisionText */.G)(assessed);
    const [first] = commands;
    const rows = overview(assessed).map(({ key, decision, risk, findings }) => [
        (0,markup/* html */.q) `<code>${key}</code>`,
        decision,
        risk,
        findings,
    ]);
    const columns = [{ head: "Database" }, { head: "Decision" }, { head: "Risk" }, { head: "Findings" }];
    return (0,markup/* html */.q) `<div class="banner ${state}">
<h1>${(0,prose/* prose */.C)(parts.join(" · "))}</h1>
${(0,data_table/* dataTable */.J)({ caption: "Databases of this gate, the worst first", columns, rows })}${assessed.notes.map((note) => (0,markup/* html */.q) `<p>${(0,prose/* prose */.C)(note)}</p>\n`)}<dl>
<dt>To merge as it is</dt><dd>${(0,prose/* prose */.C)(short)}${first === undefined ? null : (0,markup/* html */.q) `: <code>${first.write}</code>`}</dd>
</dl>
</div>`;
}
/** Ids are of the page, so that those of each database begin with its place in it. What is approved is the whole: no plan of a part is named. */
function sectionsOfOne({ key, assessment: judged }, digest, at) {
    const assessment = { ...judged, digest };
    const id = `database-${at}`;
    const title = (0,markup/* html */.q) `<h2 id="${id}"><code>${key}</code> · ${(0,prose/* prose */.C)((0,headline/* headline */.P)(assessment).parts.join(" · "))}</h2>`;
    const sections = (0,sections_of/* sectionsOf */.K)(assessment, key).map((section) => ({ ...section, id: `${id}-${section.id}` }));
    return (0,markup/* html */.q) `${(0,banner/* banner */.v)(assessment, title)}${sections.map(section/* sectionMarkup */.A)}`;
}

// EXTERNAL MODULE: ./lib/report/json/assessment-json.js + 2 modules
var assessment_json = __webpack_require__(1161);
;// CONCATENATED MODULE: ./lib/report/several/json.js


/** The whole in the fields of a single report, so that who reads those reads on; below, the report of each. */
function jsonOfSeveral({ key, digest, verdict, databases, notes }) {
    const { decision, risk, reasons, approvals } = verdict;
    const reports = databases.map((each) => ({ key: each.key, touched: each.touched, report: (0,assessment_json/* assessmentJson */.f)(each.assessment) }));
    const tool = databases[0]?.assessment.tool;
    return (0,json_text/* jsonText */.s)({
        version: 1,
        tool: { name: tool?.name, version: tool?.version },
        digest,
        verdict: { decision, risk, reasons, approvals },
        findings: reports.flatMap((each) => each.report.findings.map((finding) => ({ database: each.key, ...finding }))),
        key,
        notes,
        databases: Object.fromEntries(reports.map(({ key: of, touched, report }) => [of, { touched, ...report }])),
    });
}

// EXTERNAL MODULE: ./lib/report/escape/markdown-code.js
var markdown_code = __webpack_require__(786);
// EXTERNAL MODULE: ./lib/report/escape/markdown-prose.js
var markdown_prose = __webpack_require__(2357);
// EXTERNAL MODULE: ./lib/report/markdown/decide.js
var decide = __webpack_require__(8148);
// EXTERNAL MODULE: ./lib/report/markdown/footer.js
var footer = __webpack_require__(3147);
// EXTERNAL MODULE: ./lib/report/markdown/heading-sign.js
var heading_sign = __webpack_require__(6468);
// EXTERNAL MODULE: ./lib/report/markdown/left-out.js
var left_out = __webpack_require__(2096);
// EXTERNAL MODULE: ./lib/report/markdown/table.js
var table = __webpack_require__(3178);
// EXTERNAL MODULE: ./lib/report/markdown/body.js + 17 modules
var markdown_body = __webpack_require__(1971);
// EXTERNAL MODULE: ./lib/report/markdown/brief.js
var brief = __webpack_require__(9002);
// EXTERNAL MODULE: ./lib/report/markdown/detail.js
var detail = __webpack_require__(1625);
// EXTERNAL MODULE: ./lib/report/markdown/heading.js
var heading = __webpack_require__(4376);
;// CONCATENATED MODULE: ./lib/report/several/database-sections.js





/**
 * A section for each touched database within `limit` characters. Each may have its even share; what others leave goes to
 * the worst first.
 */
function databaseSections(assessed, limit, fullReportUrl) {
    const touched = assessed.databases.filter((each) => each.touched);
    const choices = touched.map((each) => versionsOf(each, assessed.digest, fullReportUrl));
    if (limit === null)
        return { sections: choices.map((versions) => fitting(versions, Number.POSITIVE_INFINITY)), left: 0 };
    const share = Math.floor(limit / Math.max(1, touched.length));
    const chosen = choices.map((versions) => fitting(versions, share));
    let room = limit - chosen.reduce((sum, text) => sum + text.length + 2, 0);
    const sections = chosen.map((text, at) => {
        const better = fitting(choices[at] ?? [], text.length + room);
        if (better.length <= text.length)
            return text;
        room -= better.length - text.length;
        return better;
    });
    return keeping(sections, limit);
}
/** The fullest version that fits, or the shortest of all. */
function fitting(versions, limit) {
    let text = "";
    for (const version of versions) {
        text = version();
        if (text.length <= limit)
            break;
    }
    return text;
}
/** Even at their shortest they may be too many. */
function keeping(sections, limit) {
    let used = 0;
    const kept = sections.filter((text) => {
        used += text.length + 2;
        return used <= limit;
    });
    return { sections: kept, left: sections.length - kept.length };
}
/** The same section, shorter each time. What is approved is the whole, so that no plan of a part is named in it. */
function versionsOf({ key, assessment }, digest, fullReportUrl) {
    const shown = { ...assessment, digest };
    const title = (0,heading/* heading */.R)(shown, `${(0,markdown_code/* markdownCode */.D)(key)} · `);
    const short = (0,brief/* brief */.d)(shown);
    if (short !== null)
        return [() => `${title}\n${short}`];
    const versions = detail/* TIERS */.i.map((tier) => once(() => [title, ...(0,markdown_body/* body */.r)(shown, tier, fullReportUrl)].join("\n\n")));
    return [...versions, () => title];
}
/** A report takes its time, and most are never shown. */
function once(make) {
    let made = null;
    return () => {
        made ??= make();
        return made;
    };
}

;// CONCATENATED MODULE: ./lib/report/several/markdown.js












/** Lines of the table on top; a repository of more databases sees the worst of them. */
const MOST_ROWS = 60;
const SIGNS = {
    safe: "✅",
    held: "⛔",
    blocked: "⛔",
    unknown: "🛑",
    untouched: "➖",
};
/** One comment of several databases: a table, one decision, then a section for each that is touched, the worst first. */
function markdownOfSeveral(assessed, { limit, fullReportUrl }) {
    const { digest, databases, notes } = assessed;
    const tool = databases[0]?.assessment.tool ?? { name: "migration-gate", version: "" };
    const { state, parts } = wholeHeadline(assessed);
    const head = [
        `${(0,marker/* reportMarker */.l)(assessed.key, digest)}\n## ${(0,heading_sign/* headingSign */.a)(state)} ${parts.map((part) => (0,markdown_prose/* markdownProse */.h)(part, 200)).join(" · ")}`,
        markdown_table(assessed),
        ...notes.slice(0, 10).map((note) => `> [!NOTE]\n> ${(0,markdown_prose/* markdownProse */.h)(note, 300)}`),
    ];
    const decision = (0,decide/* decide */.L)(assessed);
    const tail = [...(decision === null ? [] : [decision]), (0,footer/* footer */.q)({ digest, tool }, fullReportUrl)];
    const around = [...head, ...tail].join("\n\n").length;
    const { sections, left } = databaseSections(assessed, limit === null ? null : limit - around - 600, fullReportUrl);
    const cut = left === 0 ? [] : [(0,left_out/* leftOut */.i)(`the sections of ${(0,count/* counted */.hS)(left, "more database")}`, fullReportUrl)];
    return `${[...head, ...sections, ...cut, ...tail].join("\n\n")}\n`;
}
function markdown_table(assessed) {
    const all = overview(assessed);
    const rows = all
        .slice(0, MOST_ROWS)
        .map(({ key, state, decision, risk, findings }) => [(0,markdown_code/* markdownCode */.D)(key), `${SIGNS[state]} ${decision}`, risk, findings]);
    const more = all.length > rows.length ? `\n\nand ${(0,count/* counted */.hS)(all.length - rows.length, "more database")}` : "";
    return (0,table/* markdownTable */.Q)(["Database", "Decision", "Risk", "Findings"], "<<<<", rows) + more;
}

// EXTERNAL MODULE: ./lib/report/sarif/log.js + 5 modules
var log = __webpack_require__(7072);
;// CONCATENATED MODULE: ./lib/report/several/sarif.js


/** One log with a run for each: code scanning keeps them apart by the category that holds the key. */
function sarifOfSeveral({ databases }) {
    const logs = databases.map(({ key, assessment }) => (0,log/* sarifLog */.e)(assessment, key));
    return (0,json_text/* jsonText */.s)({ ...logs[0], runs: logs.flatMap(({ runs }) => runs) });
}

// EXTERNAL MODULE: ./lib/report/escape/visible.js
var visible = __webpack_require__(5314);
// EXTERNAL MODULE: ./lib/report/terminal.js + 13 modules
var terminal = __webpack_require__(8171);
;// CONCATENATED MODULE: ./lib/report/several/terminal.js


/** The report of each, under its key. What is approved is the whole, so that no plan of a part is named. */
function terminalOfSeveral({ databases, digest }, options) {
    return databases
        .map(({ key, assessment }) => `\n${(0,visible/* visible */.R)(key)}\n${terminal/* terminal */.F.render({ ...assessment, digest }, { ...options, key })}`)
        .join("");
}

;// CONCATENATED MODULE: ./lib/report/report-of.js







const OF_SEVERAL = {
    terminal: terminalOfSeveral,
    markdown: markdownOfSeveral,
    json: jsonOfSeveral,
    html: htmlOfSeveral,
    sarif: sarifOfSeveral,
    gitlab: gitlabOfSeveral,
};
/** One report of all that a gate judged: of a database alone what its reporter says, of several all of them, the worst first. */
function reportOf(id, assessed, options) {
    const [only] = assessed.databases;
    const alone = report/* reporters */.R.find((reporter) => reporter.id === id);
    const keyed = { ...options, key: assessed.key };
    if (only !== undefined && assessed.databases.length === 1 && alone !== undefined)
        return alone.render(only.assessment, keyed);
    return OF_SEVERAL[id](assessed, keyed);
}

// EXTERNAL MODULE: ./lib/repository/disk-repository.js + 18 modules
var disk_repository = __webpack_require__(3469);
// EXTERNAL MODULE: ./lib/version.js
var version = __webpack_require__(3411);
;// CONCATENATED MODULE: ./lib/github/not-judged.js

/** A digest that no plan has, for one that cannot be computed. */
const NO_PLAN = "0".repeat(64);
/** One of several databases that could not be judged at all, so that its report stands beside those of the others. */
function notJudged(settings, digest, error) {
    const why = `${error.message}. Try: ${error.hint}`;
    const unseen = { what: "the whole database", why, place: null, blocking: true };
    return {
        version: 1,
        tool: { name: "migration-gate", version: version/* version */.r },
        digest: digest ?? NO_PLAN,
        subject: settings.migrations ?? settings.key,
        verdict: {
            decision: "cannot-judge",
            risk: "high",
            reasons: [{ code: "not-judged", message: why, finding: null }],
            approvals: { required: 0, from: settings.approvals.from },
        },
        ...{ findings: [], rehearsal: null, impacts: [], promises: [], migrations: [] },
        coverage: { statements: 0, parsed: 0, executed: 0, unseen: [unseen] },
        history: { format: settings.format ?? "unknown", formatReason: "it was not read", settled: 0, proposed: [] },
    };
}

;// CONCATENATED MODULE: ./lib/github/assess-all.js



/**
 * Judges each database of a gate after the other. Of several, one that cannot be judged keeps nobody from seeing the
 * others, and makes the whole impossible to judge; one that the change does not touch is listed and not rehearsed.
 */
async function assessAll({ key, databases }, { planOf, assess, notes }) {
    const [only] = databases;
    if (only !== undefined && databases.length === 1)
        return combine(key, [{ key: only.key, touched: true, assessment: await assess(only) }], notes);
    const judged = [];
    for (const settings of databases)
        judged.push(await judge(settings, planOf, assess));
    return combine(key, judged, notes);
}
async function judge(settings, planOf, assess) {
    const { key } = settings;
    let digest = null;
    try {
        const plan = await planOf(settings);
        digest = plan.digest;
        return { key, touched: !plan.isEmpty, assessment: await assess(settings) };
    }
    catch (error) {
        if (!(error instanceof errors/* ReportableError */.J))
            throw error;
        return { key, touched: true, assessment: notJudged(settings, digest, error) };
    }
}

;// CONCATENATED MODULE: ./lib/github/comment-limit.js
/** GitHub takes 65,536 characters in a comment; less a margin for where approvals stand and for the record. */
const ONE = 50_000;
/** What the record needs for each database beside the first: its line, without the findings that all of them share. */
const EACH_MORE = 330;
const LEAST = 10_000;
/** The longest report in a comment of so many databases. */
function commentLimit(databases) {
    return Math.max(LEAST, ONE - EACH_MORE * (databases - 1));
}

;// CONCATENATED MODULE: ./lib/github/comment-publisher.js

/**
 * Keeps exactly one comment of ours on the pull request: found by its marker *and* the token's own identity,
 * edited only when its text changed. A refused write never changes the verdict.
 */
function commentPublisher(target) {
    return {
        id: "comment",
        tell: async (assessed) => {
            try {
                if (await target.isCurrent())
                    target.onPublished(await upsert(target, assessed));
            }
            catch (error) {
                if (!(error instanceof insist/* Refused */.Lw))
                    throw error;
                target.onRefused(error.message);
            }
        },
    };
}
async function upsert(target, assessed) {
    const [kept, ...extra] = await ours(target);
    const body = await target.render(assessed, kept ?? null);
    for (const comment of extra)
        await target.client.deleteComment(comment.id);
    if (kept === undefined)
        return (await create(target, body)).url;
    if (sameText(kept.body, body))
        return kept.url;
    try {
        return (await target.client.updateComment(kept.id, body)).url;
    }
    catch (error) {
        // Somebody deleted it between the list and the update.
        if (error instanceof insist/* Refused */.Lw && (await ours(target)).length === 0)
            return (await create(target, body)).url;
        throw error;
    }
}
async function create(target, body) {
    try {
        return await target.client.createComment(target.pullRequest, body);
    }
    catch (error) {
        if (error instanceof insist/* Refused */.Lw)
            throw error;
        // An error may hide a comment that was made all the same: look before making another.
        const [made] = await ours(target);
        return made ?? (await target.client.createComment(target.pullRequest, body));
    }
}
async function ours({ client, pullRequest, marker }) {
    const identity = await client.identity();
    return (await client.comments(pullRequest)).filter((comment) => comment.author === identity && comment.body.startsWith(marker));
}
/** GitHub stores line ends as it likes. */
function sameText(left, right) {
    const plain = (text) => text.replace(/\r\n/gu, "\n").trim();
    return plain(left) === plain(right);
}

// EXTERNAL MODULE: ./lib/github/conversation.js
var conversation = __webpack_require__(7692);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./lib/rules/index.js + 309 modules
var rules = __webpack_require__(8087);
;// CONCATENATED MODULE: ./lib/github/fork-run/findings-of-fork-run.js


const PLACE = { file: ".", line: 1, column: 1, endLine: 1, endColumn: 1 };
/** Id of the finding that a change comes from a fork, by which a report from its text alone is known. */
const FROM_A_FORK = "f0".repeat(8);
/** Nobody who can be trusted rehearsed it: always there, whatever the fork's own run says. */
function fromAFork(run, digest) {
    return {
        ...{ id: FROM_A_FORK, rule: "from-a-fork", hazard: "advice", severity: "error", evidence: "predicted" },
        ...{ migration: null, direction: "up", statement: null, table: null, fix: null, suppressed: null, proof: null, place: PLACE },
        message: `This comes from a fork: its files were read, and no run that can be trusted has rehearsed them.${said(run, digest)}`,
        remedy: "Read it and what its own run says, then approve; or run the check from a branch of this repository.",
    };
}
/**
 * Errors that the fork's own run says it found and that the text does not show: a stranger may add to what speaks against
 * a change, and take nothing away. Words are the registry's.
 */
function claimedBy(run, digest, known) {
    if (run?.kind !== "claims" || run.report.digest !== digest)
        return [];
    const told = new Set(known.map(({ rule }) => rule));
    return rules/* rules */.a
        .filter(({ id }) => run.report.rules.includes(id) && !told.has(id))
        .map((rule) => ({
        ...{ id: idOf(rule.id), rule: rule.id, hazard: rule.hazard, severity: "error", evidence: "predicted", place: PLACE },
        ...{ migration: null, direction: "up", statement: null, table: null, fix: null, suppressed: null, proof: null },
        message: `The fork's own run says that it found this, and its text alone does not show it: ${rule.title}.`,
        remedy: rule.remedy,
    }));
}
/** `digest`: of the plan at the version of Postgres that the report names; null where it was not asked for. */
function said(run, digest) {
    if (run === null)
        return "";
    if (run.kind === "unreadable")
        return ` Its own run is over, but ${run.why}.`;
    const { report } = run;
    if (report.digest !== digest)
        return " Its own run left a report of another plan, which counts for nothing.";
    const rehearsed = report.rehearsed
        ? `rehearsed on PostgreSQL ${report.major ?? "of a version that it does not name"}`
        : "not rehearsed to the end";
    const errors = report.rules.length === 1 ? "1 rule" : `${report.rules.length} rules`;
    return ` Its own run, which nobody vouches for, says: ${report.decision}, ${report.risk} risk, ${rehearsed}, errors of ${errors}.`;
}
function idOf(rule) {
    return (0,external_node_crypto_.createHash)("sha256").update(`fork-run\u0000${rule}`).digest("hex").slice(0, 16);
}

// EXTERNAL MODULE: ./lib/github/guarded-edits.js
var guarded_edits = __webpack_require__(1627);
;// CONCATENATED MODULE: ./lib/gate/claims/read-claims.js
const PHRASES = [
    ["no-downtime", /^(?:no|zero)[ -]downtime$/u],
    ["reversible", /^(?:reversible|can be rolled back|safe to roll back)$/u],
    ["compatible", /^backwards?[ -]compatible$/u],
    ["no-data-loss", /^no[ -]data[ -]loss$/u],
];
const LEVELS = ["none", "low", "medium", "high", "critical"];
const TRAILERS = {
    "zero-downtime": "no-downtime",
    "no-downtime": "no-downtime",
    reversible: "reversible",
    "backwards-compatible": "compatible",
    "backward-compatible": "compatible",
    "no-data-loss": "no-data-loss",
};
/** Only what is claimed outright. Prose is not read: «this should be reversible, I think» claims nothing. */
function readClaims({ title, body, labels, messages }) {
    const description = spoken(body);
    const claims = [
        ...[...title.matchAll(/[[(]([^\])]+)[\])]/gu)].flatMap(([, words = ""]) => claimOf(words, "title")),
        ...labels.flatMap((label) => claimOf(label, "label")),
        ...boxes(description).flatMap((words) => claimOf(words, "description")),
        ...trailers(description).flatMap((line) => trailerOf(line, "description")),
        ...messages.flatMap(trailers).flatMap((line) => trailerOf(line, "commit")),
    ];
    const texts = [title, description, ...messages];
    return {
        purpose: title.trim().slice(0, 200),
        tickets: [...new Set(texts.flatMap(ticketsIn))].slice(0, 10),
        claims: distinct(claims),
    };
}
/** Without what readers do not see as said: HTML comments, code, quotes. */
function spoken(body) {
    const visible = body
        .replace(/<!--[\s\S]*?(?:-->|$)/gu, "")
        .replace(/^ {0,3}(```+|~~~+)[\s\S]*?(?:^ {0,3}\1|(?![\s\S]))/gmu, "");
    return visible
        .split(/\r?\n/u)
        .filter((line) => !/^\s*>/u.test(line))
        .join("\n");
}
function boxes(text) {
    return [...text.matchAll(/^[^\S\n]*[-*+] \[[xX]\] +(.+)$/gmu)].map(([, words = ""]) => words);
}
function trailers(text) {
    return text.split(/\r?\n/u).filter((line) => /^[A-Z][A-Za-z-]+: *\S/u.test(line));
}
function trailerOf(line, where) {
    const [, name = "", words = ""] = /^([A-Za-z-]+):(.*)$/u.exec(line) ?? [];
    const value = words.trim().replace(/\.$/u, "");
    const key = name.toLowerCase();
    if (key === "migration-risk")
        return levelOf(value, where, line);
    const kind = TRAILERS[key];
    return kind !== undefined && /^(?:yes|true)$/iu.test(value) ? [{ kind, level: null, where, words: line.slice(0, 120) }] : [];
}
function claimOf(words, where) {
    const plain = words.trim().toLowerCase().replace(/[*_`]/gu, "").replace(/\.$/u, "");
    const level = /^(?:migration[ -])?risk *[:/=-] *(\w+)$/u.exec(plain)?.[1] ?? /^(\w+) risk$/u.exec(plain)?.[1];
    if (level !== undefined)
        return levelOf(level, where, words);
    const text = plain.replace(/^(?:this (?:change|migration) )?(?:is|has|needs|causes) /u, "");
    const found = PHRASES.find(([, pattern]) => pattern.test(text));
    return found === undefined ? [] : [{ kind: found[0], level: null, where, words: words.trim().slice(0, 120) }];
}
function levelOf(text, where, words) {
    const level = LEVELS.find((each) => each === text.toLowerCase());
    return level === undefined ? [] : [{ kind: "risk", level, where, words: words.trim().slice(0, 120) }];
}
function ticketsIn(text) {
    const meant = /\b(?:fix(?:e[sd])?|close[sd]?|resolve[sd]?|refs?|ticket|issue)[: ]+((?:#\d+|[A-Z][A-Z\d]+-\d+)(?:, *(?:#\d+|[A-Z][A-Z\d]+-\d+))*)/giu;
    const inFront = /^\[?([A-Z][A-Z\d]+-\d+)\b/u.exec(text)?.[1];
    return [
        ...(inFront === undefined ? [] : [inFront]),
        ...[...text.matchAll(meant)].flatMap(([, list = ""]) => list.split(/, */u)),
    ];
}
function distinct(claims) {
    return claims.filter((claim, index) => claims.findIndex(({ kind, level }) => kind === claim.kind && level === claim.level) === index);
}

;// CONCATENATED MODULE: ./lib/gate/claims/weigh-claims.js
const weigh_claims_RISKS = ["none", "low", "medium", "high", "critical"];
function weighClaims(claims, evidence) {
    if (evidence.history.proposed.length === 0)
        return [];
    return claims.map((claim) => ({ claim, ...weigh(claim, evidence) }));
}
function weigh(claim, evidence) {
    const { verdict } = evidence;
    if (claim.kind === "risk") {
        if (verdict.decision === "cannot-judge")
            return { result: "open", because: "the risk cannot be told" };
        const higher = weigh_claims_RISKS.indexOf(verdict.risk) > weigh_claims_RISKS.indexOf(claim.level ?? "critical");
        return higher ? { result: "contradicted", because: `the risk is ${verdict.risk}` } : nothing(evidence);
    }
    const against = evidence.findings.filter((finding) => finding.evidence !== "refuted" && speaksAgainst(claim, finding));
    const proof = against.find(isProof(claim));
    if (proof !== undefined)
        return { result: "contradicted", because: proof.message };
    const [doubt] = against;
    return doubt === undefined ? nothing(evidence) : { result: "open", because: doubt.message };
}
function nothing({ rehearsal, verdict }) {
    if (rehearsal === null || verdict.decision === "cannot-judge")
        return { result: "open", because: "it was not rehearsed to the end" };
    return { result: "nothing-against", because: "the rehearsal saw nothing against it" };
}
function speaksAgainst({ kind }, { hazard, severity, direction, rule }) {
    if (rule === "down-missing" || rule === "irreversible-declared")
        return kind === "reversible";
    if (severity !== "error")
        return false;
    switch (kind) {
        case "no-downtime":
            return direction === "up" && ["blocks-reads", "blocks-writes", "lock-then-work"].includes(hazard);
        case "reversible":
            return direction === "down" || hazard === "no-way-back";
        case "compatible":
            return direction === "up" && hazard === "breaks-old-code";
        case "no-data-loss":
            return direction === "up" && hazard === "data-loss";
        case "risk":
            return false;
    }
}
/** A column that goes breaks old code only if old code reads it: a query or a routine that broke is the proof. */
function isProof({ kind }) {
    return ({ evidence, rule }) => {
        if (kind === "compatible")
            return rule === "old-query-breaks" || rule === "old-routine-breaks";
        return evidence === "confirmed" || evidence === "observed" || rule === "down-missing" || rule === "irreversible-declared";
    };
}

;// CONCATENATED MODULE: ./lib/gate/claims/worst-weighed.js
const WORST = ["contradicted", "open", "nothing-against"];
/** A pull request claims for all of its databases: what one of them contradicts is contradicted. */
function worstWeighed(lists) {
    const [first = [], ...others] = lists;
    return first.map((claim, at) => {
        const all = [claim, ...others.flatMap((list) => list[at] ?? [])];
        return all.toSorted((left, right) => WORST.indexOf(left.result) - WORST.indexOf(right.result))[0] ?? claim;
    });
}

;// CONCATENATED MODULE: ./lib/github/claims-section.js








const MAX_ROWS = 8;
const claims_section_SIGNS = {
    contradicted: "❌ contradicted",
    open: "❔ not proven",
    "nothing-against": "✅ nothing against it",
};
/** Reads the claims of a pull request as it is now. What cannot be read claims nothing. */
async function claimsOn(number, { databases }, reader) {
    const judged = databases.filter(({ assessment }) => assessment.history.proposed.length > 0);
    if (judged.length === 0)
        return null;
    try {
        const { title, body, labels, commits } = await reader.pullRequest(number);
        const { messages } = await reader.contributors(number, commits);
        const said = readClaims({ title, body, labels, messages });
        return claimsSection(said, worstWeighed(judged.map(({ assessment }) => weighClaims(said.claims, assessment))));
    }
    catch (error) {
        // Neither a missing permission nor more commits than GitHub lists changes a verdict.
        if (error instanceof insist/* Refused */.Lw || error instanceof errors/* ReportableError */.J)
            return null;
        throw error;
    }
}
/** What the pull request claims of itself, beside the evidence; null where it claims nothing. */
function claimsSection({ tickets }, weighed) {
    if (weighed.length === 0)
        return null;
    const wrong = weighed.filter(({ result }) => result === "contradicted").length;
    const worst = [...weighed].sort((a, b) => Number(b.result === "contradicted") - Number(a.result === "contradicted"));
    const rows = worst
        .slice(0, MAX_ROWS)
        .map(({ claim, result, because }) => [
        (0,markdown_code/* markdownCode */.D)(claim.words, 80),
        claim.where,
        claims_section_SIGNS[result],
        (0,markdown_prose/* markdownProse */.h)(because, 200),
    ]);
    const tail = tickets.length === 0 ? [] : [`For ${tickets.map((ticket) => (0,markdown_code/* markdownCode */.D)(ticket, 30)).join(", ")}.`];
    const title = wrong === 0
        ? "### What the pull request claims"
        : `### The evidence contradicts ${wrong === 1 ? "a claim" : `${wrong} claims`}`;
    return [title, (0,table/* markdownTable */.Q)(["Claim", "In", "Evidence", "Because"], "<<<<", rows), ...tail].join("\n\n");
}

// EXTERNAL MODULE: ./lib/github/comment-body.js
var comment_body = __webpack_require__(7779);
;// CONCATENATED MODULE: ./lib/gate/near-miss.js
/** More than these is no near miss; the report's findings say it. */
const FEW = 3;
/** What alone keeps a held change from passing by itself; empty where that is much, or no matter of a few conditions. */
function nearMisses({ verdict, findings }) {
    if (verdict.decision !== "hold")
        return [];
    const missed = new Map();
    for (const { rule, hazard, severity, suppressed, evidence, place } of findings) {
        if (severity !== "error" || suppressed !== null || evidence === "refuted")
            continue;
        const key = `${rule} ${hazard}`;
        const known = missed.get(key) ?? { rule, hazard, at: [] };
        known.at.push({ file: place.file, line: place.line });
        missed.set(key, known);
    }
    return missed.size > FEW ? [] : [...missed.values()];
}

// EXTERNAL MODULE: ./lib/report/words/hazard-name.js
var hazard_name = __webpack_require__(6688);
;// CONCATENATED MODULE: ./lib/github/near-miss-line.js



/** What alone keeps a held change from passing by itself, as one line of the comment; null where it is not that little. */
function nearMissLine(assessed) {
    const missed = nearMisses(assessed);
    return missed.length === 0 ? null : `**Would pass by itself but for:** ${missed.map(inWords).join("; ")}.`;
}
function inWords({ rule, hazard, at }) {
    const [first, ...more] = at;
    const where = first === undefined ? "" : ` at ${(0,markdown_code/* markdownCode */.D)(`${first.file}:${first.line}`, 120)}`;
    const others = more.length === 0 ? "" : more.length === 1 ? " and one more place" : ` and ${more.length} more places`;
    return `${(0,markdown_code/* markdownCode */.D)(rule, 60)} (${hazard_name/* HAZARD_NAME */.f[hazard]})${where}${others}`;
}

;// CONCATENATED MODULE: ./lib/github/outdated-run.js



/** GitHub numbers runs upwards, and a run that is done again keeps its number. Null where the page names none. */
function runNumberOf(runUrl) {
    const number = /\/runs\/(\d{1,15})$/u.exec(runUrl ?? "")?.[1];
    return number === undefined ? null : Number(number);
}
/**
 * Why this run must not judge: a newer one has reported on the same head. Its event knew a newer base, and neither its report
 * nor its status must give way to an older answer. Null where there is none.
 */
async function outdatedBy(reader, { event, runUrl }, key) {
    const own = runNumberOf(runUrl);
    if (event.kind !== "pull-request" || own === null)
        return null;
    const newest = await newestRun(reader, event, key);
    if (newest === null || newest <= own)
        return null;
    return new ReportableError("github/wrong-checkout", `run ${newest} has judged this commit already, and this is run ${own}`, "Re-run that one: its base is the newer.");
}
/** What cannot be read says nothing of a newer run. */
async function newestRun(reader, { number, headSha }, key) {
    try {
        const { report } = await readConversation(reader, number, key);
        return report.kind === "found" && report.record.head === headSha ? (report.record.run ?? null) : null;
    }
    catch (error) {
        if (error instanceof Refused)
            return null;
        throw error;
    }
}

// EXTERNAL MODULE: ./lib/gate/guarded-files.js
var guarded_files = __webpack_require__(6229);
;// CONCATENATED MODULE: ./lib/github/held-findings.js


/** Ids of the findings that hold a change, in order; one hash of them where they are more than `most`. */
function heldFindings(assessment, most) {
    const ids = [...new Set(holding(assessment).map(({ id }) => id))].toSorted();
    if (ids.length <= most)
        return ids;
    // Which edits of the gate itself the report told of has to be known one by one.
    const guarded = holding(assessment).flatMap(({ id, place }) => (id === (0,guarded_files/* guardId */.jy)(place.file) ? [id] : []));
    return [hashOf(ids), ...guarded.slice(0, most)];
}
/** Hazard classes of the same findings, in order. */
function heldHazards(assessment) {
    return [...new Set(holding(assessment).map(({ hazard }) => hazard))].toSorted();
}
function holding({ findings }) {
    return findings.filter(({ severity, suppressed, evidence }) => severity === "error" && suppressed === null && evidence !== "refuted");
}
function hashOf(ids) {
    return (0,external_node_crypto_.createHash)("sha256").update(ids.join()).digest("hex");
}

;// CONCATENATED MODULE: ./lib/github/covers.js

/** Findings that a record names one by one, of all databases together. */
const MAX_FINDINGS = 100;
const covers_RISKS = ["none", "low", "medium", "high", "critical"];
/** Whether who read this report knows the worst of a newer one: the same plan, no finding more, no higher risk. */
function covers(record, newer) {
    const databases = touchedOf(newer);
    if (record.digest !== newer.digest || record.decision !== newer.verdict.decision)
        return false;
    if (record.databases.length !== databases.length)
        return false;
    return databases.every(({ key, assessment }) => {
        const known = record.several ? record.databases.find((each) => each.key === key) : record.databases[0];
        return (known !== undefined &&
            known.decision === assessment.verdict.decision &&
            covers_RISKS.indexOf(assessment.verdict.risk) <= covers_RISKS.indexOf(known.risk) &&
            heldFindings(assessment, mostFindings(newer)).every((id) => known.findings.includes(id)));
    });
}
/** What a record tells of; a database alone is told whether the change touches it or not. */
function touchedOf({ databases }) {
    return databases.length === 1 ? databases : databases.filter(({ touched }) => touched);
}
/** How many findings of each database a record names: fewer where they share a comment. */
function mostFindings(assessed) {
    return Math.max(1, Math.floor(MAX_FINDINGS / Math.max(1, touchedOf(assessed).length)));
}

;// CONCATENATED MODULE: ./lib/github/record-of.js


/** The record of a new report. Approvals of the last one stay good while the plan is the same and nothing got worse. */
function recordOf(assessed, run, last) {
    const { digest, verdict } = assessed;
    const { decision, risk, approvals } = verdict;
    const pushers = [...new Set([...(last?.pushers ?? []), ...(run.pusher === null ? [] : [run.pusher])])].slice(-50);
    const since = last !== null && covers(last, assessed) ? last.since : run.now;
    const most = mostFindings(assessed);
    const databases = touchedOf(assessed).map(({ key, assessment }) => ({
        ...{ key, digest: assessment.digest, decision: assessment.verdict.decision, risk: assessment.verdict.risk },
        ...{ required: assessment.verdict.approvals.required, major: run.majorOf(key) },
        ...{ findings: heldFindings(assessment, most), hazards: heldHazards(assessment) },
    }));
    return {
        ...{ digest, decision, risk, required: approvals.required, head: run.head, since, pushers, databases },
        ...(run.id === null ? {} : { run: run.id }),
        several: assessed.databases.length > 1,
    };
}

// EXTERNAL MODULE: ./lib/github/report-record.js + 1 modules
var report_record = __webpack_require__(6115);
;// CONCATENATED MODULE: ./lib/github/recorded-report.js







/** Our comment as it is written: the report, what was last known of approvals, and the record that the gate reads. */
function recordedReport({ databases, event, reader, runUrl, render }) {
    return async (assessed, last) => {
        const { login } = await reader.self();
        const editor = last === null ? undefined : (await reader.editors([last.node])).get(last.node);
        // Anybody with write access can edit our comment; what it says of the past is then worth nothing.
        const trusted = last !== null && (editor === null || editor === login) ? last : null;
        const before = trusted === null ? null : (0,report_record/* readRecord */.a)(trusted.body);
        const run = {
            head: event.headSha,
            majorOf: (key) => recorded_report_majorOf(assessed, key, databases),
            now: reader.now(),
            pusher: event.pusher,
            id: runNumberOf(runUrl),
        };
        const record = recordOf(assessed, run, before);
        const section = trusted !== null && before?.digest === record.digest ? (0,comment_body/* sectionOf */.ZE)(trusted.body) : null;
        const claims = await claimsOn(event.number, assessed, reader);
        const report = [render(assessed).trimEnd(), nearMissLine(assessed), claims].filter((part) => part !== null).join("\n\n");
        return (0,comment_body/* commentBody */.I2)(report, section, record);
    };
}
/** The server's major version as the plan has it (see pipeline/assess.ts). */
function recorded_report_majorOf(assessed, key, databases) {
    const rehearsal = assessed.databases.find((each) => each.key === key)?.assessment.rehearsal ?? null;
    const seen = rehearsal === null ? lib_plan/* NEWEST_MAJOR */.nD : Math.floor(rehearsal.engine.versionNumber / 10_000);
    return databases.find((each) => each.key === key)?.["postgres-version"] ?? seen;
}

// EXTERNAL MODULE: ./lib/verdict/decide.js + 1 modules
var verdict_decide = __webpack_require__(909);
;// CONCATENATED MODULE: ./lib/github/with-guarded-edits.js


/** The same assessment, held for the eyes of people where the change edits what it is judged by. No setting silences that. */
function withGuardedEdits(assessment, edits, policy) {
    if (assessment.history.proposed.length === 0)
        return assessment;
    return edits.reduce((held, file) => with_guarded_edits_holding(held, findingOn(file), policy), assessment);
}
/** The same assessment with a finding more, and the verdict that follows. */
function with_guarded_edits_holding(assessment, finding, { approvals }) {
    const { rehearsal, coverage, history } = assessment;
    const findings = [...assessment.findings, finding];
    const verdict = (0,verdict_decide/* decide */.L)({ findings, rehearsal, coverage, proposed: history.proposed.length }, { approvals });
    return { ...assessment, findings, verdict };
}
function findingOn(file) {
    return {
        ...{ id: (0,guarded_files/* guardId */.jy)(file), rule: "gate-edited", hazard: "advice", severity: "error", evidence: "observed" },
        ...{ migration: null, direction: "up", statement: null, table: null, fix: null, suppressed: null },
        place: { file, line: 1, column: 1, endLine: 1, endColumn: 1 },
        message: `The same change edits ${file}, by which the gate judges.`,
        remedy: "Give it a pull request of its own, or have both approved.",
        proof: "in the difference to the base",
    };
}

;// CONCATENATED MODULE: ./lib/github/report-on-fork.js
var __addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});














/**
 * Reports on a pull request of a fork, whose own run may not write: from the text of its files alone, read by a run that has
 * rights and so runs nothing of them, not even in a rehearsal. It never passes by that: somebody has to approve this plan.
 * What a run of the same head reported before stays.
 */
async function reportOnFork(fork) {
    const { pullRequest, base, pusher, gate, run, reader, client, runUrl, warn } = fork;
    const { number, headSha } = pullRequest;
    const { key, databases } = gate;
    // What a command would do is not in any text.
    if (databases.some(({ command }) => command !== undefined))
        return;
    const { report } = await (0,conversation/* readConversation */.G)(reader, number, key);
    if (report.kind === "found" && report.record.head === headSha) {
        // What was read from the text alone is told anew once the fork's own run is over.
        const isOfText = report.record.databases.some(({ findings }) => findings.includes(FROM_A_FORK));
        if (run === null || !isOfText)
            return;
    }
    const assessed = await readAsText(fork);
    const limit = commentLimit(databases.length);
    const render = (of) => reportOf("markdown", of, { color: false, width: 100, limit, fullReportUrl: runUrl });
    const event = { kind: "pull-request", number, headSha, baseSha: base, pusher, readOnlyToken: false };
    await commentPublisher({
        ...{ client, pullRequest: number, marker: (0,marker/* reportMarkerOf */.c)(key) },
        render: recordedReport({ databases, event, reader, runUrl: null, render }),
        onRefused: (message) => warn(`The report on a fork could not be written (${message}).`),
        onPublished: () => undefined,
        isCurrent: async () => (await reader.pullRequest(number)).headSha === headSha,
    }).tell(assessed);
}
async function readAsText(fork) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { pullRequest, base, gate, paths, commits, config, run } = fork;
        const head = await commits.fetch(pullRequest.headSha);
        // A link of a stranger's could lead to any file of this job, and a report shows what it reads.
        const laid = __addDisposableResource(env_1, await commits.layOut(head, { links: false }), true);
        const repository = (0,disk_repository/* diskRepository */.Q)(laid.folder);
        const read = await assessAll(gate, {
            notes: [],
            planOf: (settings) => (0,lib_plan/* planNow */.m$)({ ...settings, base }, paths, repository, settings["postgres-version"] ?? lib_plan/* NEWEST_MAJOR */.nD),
            assess: (settings) => readOne(fork, repository, settings),
        });
        const digest = await digestFor(fork);
        let claimed = claimedBy(run, digest, read.findings);
        const databases = [];
        for (const database of read.databases) {
            const settings = gate.databases.find(({ key }) => key === database.key);
            if (settings === undefined || database.assessment.history.proposed.length === 0) {
                databases.push(database);
                continue;
            }
            const edits = await (0,guarded_edits/* guardedEdits */._)({ commits, config, settings }, base, head);
            const found = [fromAFork(run, digest), ...claimed];
            const held = found.reduce((all, finding) => with_guarded_edits_holding(all, finding, settings), database.assessment);
            databases.push({ ...database, assessment: withGuardedEdits(held, edits, settings) });
            // Of several databases nothing tells whose the claims are: they are told once.
            claimed = [];
        }
        return combine(gate.key, databases, read.notes);
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = __disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
/** The plan for the version of Postgres that an honest run of these settings had; null where its report says nothing. */
async function digestFor({ run, plans, pullRequest, gate }) {
    if (run?.kind !== "claims")
        return null;
    const wanted = new Map(gate.databases.map((settings) => [settings.key, settings["postgres-version"]]));
    const plan = await plans.at(pullRequest.headSha, (key) => wanted.get(key) ?? run.report.major ?? lib_plan/* NEWEST_MAJOR */.nD);
    return plan.digest;
}
function readOne({ base, paths, commits, warn }, repository, settings) {
    const read = { ...settings, base, engine: "none", "open-changes": false };
    return (0,assess/* assess */.n)(read, paths, {
        repository,
        postgres: { start: () => Promise.reject(new Error("nothing of a fork is run here")) },
        settingsFile: (path) => commits.textAt(base, path),
        publishers: [],
        now: new Date(),
        log: { progress: () => undefined, warn },
        signal: new AbortController().signal,
    });
}

// EXTERNAL MODULE: ./lib/github/judge-pull-request.js + 3 modules
var judge_pull_request = __webpack_require__(6294);
;// CONCATENATED MODULE: ./lib/github/settle.js

/** Enough for people who write at the same time; whoever goes on has an event of their own. */
const ROUNDS = 3;
/**
 * Judges, tells, and looks again: a run that read before another one and writes after it would leave a state that is no
 * longer true. Each run's last word so is about what stood there when it had written. False where `tell` gave up.
 */
async function settle(judging, tell) {
    for (let round = 1;; round++) {
        const judgment = await (0,judge_pull_request/* judgePullRequest */.y)(judging);
        const told = await tell(judgment, round);
        if (!told || round === ROUNDS || !(await (0,judge_pull_request/* isOutdated */.l)(judging, judgment)))
            return { judgment, told };
    }
}

// EXTERNAL MODULE: ./lib/github/status.js
var github_status = __webpack_require__(573);
;// CONCATENATED MODULE: ./lib/github/refusal.js
/** Why GitHub refused, and what to add; the verdict stands either way. */
function refusal(what, permission, readOnlyToken) {
    const why = readOnlyToken
        ? "pull requests from forks and by Dependabot get a read-only token"
        : `add \`${permission}\` to the job's \`permissions\``;
    return `The token may not ${what}: ${why}. The verdict stands: it is this job's exit status, and the report is in the job summary.`;
}

;// CONCATENATED MODULE: ./lib/github/tell-judgment.js



/** Sets the status, brings our comment's section up to date, answers the comment. False where the head moved meanwhile. */
async function tellJudgment(telling, { status, state, report }) {
    const { client, reader, number, commit, headSha, comment, readOnlyToken, warn } = telling;
    const attempt = async (what, permission, write) => {
        try {
            await write();
        }
        catch (error) {
            if (!(error instanceof insist/* Refused */.Lw))
                throw error;
            warn(refusal(what, permission, readOnlyToken));
        }
    };
    // Between reading and writing somebody may have pushed: the run of that push speaks for the new head.
    if ((await reader.pullRequest(number)).headSha !== headSha)
        return false;
    await attempt("set the status `migration-gate`", "statuses: write", () => client.setStatus(commit, status));
    if (report !== null) {
        const body = (0,comment_body/* withSection */.iG)(report.comment.body, report.section);
        if (body !== null && body.trim() !== report.comment.body.trim())
            await attempt("edit its comment", "pull-requests: write", () => client.updateComment(report.comment.id, body));
    }
    const answer = comment === null || state === null ? null : answerTo(comment, state);
    if (comment !== null && answer !== null)
        await attempt("react to a comment", "pull-requests: write", () => reader.react(comment, answer));
    return true;
}
/** A thumb for what counts, a frown for what does not; why stands in the report. */
function answerTo(comment, { approvals, rejections, deferrals, override, ignored }) {
    const isIt = ({ by, id }) => by === "comment" && id === comment;
    if ([...approvals, ...rejections, ...deferrals, ...(override === null ? [] : [override])].some(isIt))
        return "+1";
    return ignored.some(isIt) ? "confused" : "eyes";
}

;// CONCATENATED MODULE: ./lib/github/run-gate.js
















/**
 * Judges approvals without rehearsing, for the pull requests that the event is about, and sets their status.
 * Policy is read from the base branch, never from the change. Returns 0 when all of them may merge, 1 when one is held.
 * @throws ReportableError for an event that is of no pull request, and where a pull request cannot be judged; its status is `error` then.
 */
async function runGate(request) {
    const event = readGateEvent(request.variables);
    if (event.kind === "nothing") {
        request.log(`Nothing to decide: ${event.why}.`);
        return 0;
    }
    const place = (0,environment/* readPlace */.y)(request.variables);
    needToken(request.token);
    const client = (0,github_client/* githubClient */.$)(request.token, place, request.wait);
    const reader = (0,github_reader/* githubReader */.d)(request.token, place, request.wait);
    const running = { ...request, place, client, reader, commits: (0,commits/* openCommits */.J)(request.folder) };
    const numbers = await pullRequestsOf(event, reader);
    if (numbers.length === 0)
        request.log("Nothing to decide: no open pull request is of that head.");
    let status = 0;
    let failure = null;
    for (const number of numbers) {
        try {
            if (!(await gateOne(running, event, await reader.pullRequest(number))))
                status = 1;
        }
        catch (error) {
            failure ??= error;
            request.warn(`#${number}: ${error instanceof Error ? error.message : String(error)}`);
        }
    }
    if (failure !== null)
        throw failure;
    return status;
}
function pullRequestsOf(event, reader) {
    if (event.kind === "all-open")
        return reader.openPullRequests();
    if (event.kind === "check-run")
        return reader.openPullRequestsFrom(event.from, event.headSha);
    return Promise.resolve([event.number]);
}
/** @throws ReportableError `github/permission` */
function needToken(token) {
    if (token !== "")
        return;
    throw new errors/* ReportableError */.J("github/permission", "there is no token to read approvals with", "Pass `github-token`, or set GITHUB_TOKEN.");
}
async function gateOne(running, event, pullRequest) {
    const { commits, client, reader, place, log, warn, config, values } = running;
    const queue = event.kind === "merge-group" ? event : null;
    if (!pullRequest.open && queue === null) {
        log(`#${pullRequest.number} is closed; its record stays as it is.`);
        return true;
    }
    const commit = queue?.headSha ?? pullRequest.headSha;
    try {
        const base = await commits.fetch(queue?.baseSha ?? pullRequest.baseRef);
        const gate = await (0,load_settings/* loadGate */.WF)(config, [{ from: "inputs", values }], (path) => commits.textAt(base, path));
        const plans = (0,github_plans/* plansOn */.W)(base, running, gate.databases);
        const { runUrl } = place;
        const judging = { reader, pullRequest, ...gate, commit, queued: queue !== null, runUrl, plans };
        const { number, headSha, fromFork } = pullRequest;
        const comment = event.kind === "pull-request" ? event.comment : null;
        const readOnlyToken = fromFork && running.variables["GITHUB_EVENT_NAME"]?.startsWith("pull_request") === true;
        // The events that come with each push and have rights: the default branch's workflow, never the change's.
        const isPush = event.kind === "check-run" || running.variables["GITHUB_EVENT_NAME"] === "pull_request_target";
        if (fromFork && isPush && !(await plans.at(headSha, () => lib_plan/* NEWEST_MAJOR */.nD)).isEmpty)
            await reportOnFork({
                ...{ pullRequest, base, gate, paths: running.paths, config, commits, client, reader, runUrl, warn, plans },
                pusher: pusherOf(running.variables),
                run: event.kind === "check-run" ? await readForkRun(artifactsOf(running), event.run, gate.key) : null,
            });
        let due = true;
        const { judgment, told } = await settle(judging, async (each, round) => {
            if (each.kept !== null)
                await running.keep?.(each.kept);
            due = event.kind !== "all-open" || isDue(each);
            const asked = round === 1 ? comment : null;
            return due && tellJudgment({ client, reader, number, commit, headSha, comment: asked, readOnlyToken, warn }, each);
        });
        if (!due)
            return true;
        log(told
            ? `#${number}: ${judgment.status.description}`
            : `#${number}: its head moved meanwhile; the run of that push judges it.`);
        return told && judgment.status.state === "success";
    }
    catch (caught) {
        const error = caught instanceof insist/* Refused */.Lw ? lacking(caught) : caught;
        const description = error instanceof errors/* ReportableError */.J ? `Cannot judge: ${error.message}` : "Cannot judge: the gate failed";
        const context = (0,github_status/* statusContext */.s)(String(values["key"] ?? "default"));
        await client.setStatus(commit, { state: "error", context, description, targetUrl: place.runUrl }).catch((second) => {
            warn(`The status could not be set: ${String(second)}`);
        });
        throw error;
    }
}
function artifactsOf({ token, place, wait }) {
    return artifactReader(token, place, wait);
}
/** Who pushes has a hand in it, whatever names the commits carry. */
function pusherOf(variables) {
    const { event } = (0,environment/* readEnvironment */.Q)(variables);
    return event.kind === "pull-request" ? event.pusher : null;
}
/** What cannot be read cannot be judged. */
function lacking(refused) {
    const permission = (0,insist/* permissionFor */.Tj)(refused);
    const hint = `Add \`${permission}\` to the job's \`permissions\`, or pass a token that has it.`;
    return new errors/* ReportableError */.J("github/permission", `the token lacks \`${permission}\` (${refused.message})`, hint, {
        cause: refused,
    });
}
/** Whether time or another merge can have changed anything; GitHub takes a thousand statuses of a name for each commit, no more. */
function isDue({ found, state }) {
    if (state === null)
        return found;
    const { approvals, deferrals, override, ignored } = state;
    return approvals.length + deferrals.length > 0 || override !== null || ignored.some(({ code }) => code === "expired");
}


/***/ }),

/***/ 573:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ statusContext)
/* harmony export */ });
/* unused harmony export statusOf */
/** Name of the commit status; a required check binds to it. Other keys get a name of their own. */
function statusContext(key) {
    return key === "default" ? "migration-gate" : `migration-gate/${key}`;
}
/** Holding is expressed as `pending`, never as neutral or skipped: those satisfy a required check. */
function statusOf({ verdict, digest, databases, key }, targetUrl) {
    const state = verdict.decision === "pass" ? "success" : verdict.decision === "hold" ? "pending" : "failure";
    return {
        state,
        context: statusContext(key),
        description: `${describe(verdict, databases.reduce((sum, { assessment }) => sum + assessment.history.proposed.length, 0))} · ${digest.slice(0, 8)}`,
        targetUrl,
    };
}
function describe({ decision, risk, approvals, reasons }, proposed) {
    switch (decision) {
        case "pass":
            return proposed === 0
                ? "No migrations in this change"
                : `Safe: ${proposed} ${proposed === 1 ? "migration" : "migrations"}, risk ${risk}`;
        case "hold":
            return `Held, risk ${risk}: 0 of ${approvals.required} approvals`;
        case "block":
            return `Blocked: ${reasons[0]?.message ?? "it cannot run as written"}`.slice(0, 120);
        case "cannot-judge":
            return `Cannot judge: ${reasons[0]?.message ?? "something was not seen"}`.slice(0, 120);
    }
}


/***/ }),

/***/ 2986:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ valueAt)
/* harmony export */ });
/** What lies in parsed JSON under these keys; undefined where something on the way is no object, or has no such key of its own. */
function valueAt(value, ...keys) {
    let inner = value;
    for (const key of keys)
        inner =
            typeof inner === "object" && inner !== null && Object.hasOwn(inner, key)
                ? inner[key]
                : undefined;
    return inner;
}


/***/ })

};
