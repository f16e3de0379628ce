export const id = 913;
export const ids = [913];
export const modules = {

/***/ 3993:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  D: () => (/* binding */ evaluateGate)
});

;// CONCATENATED MODULE: ./lib/gate/eligibility.js
const MAY_WRITE = ["write", "maintain", "admin"];
/** What a declared sole maintainer has to write, so that nobody approves own work by habit. */
const SOLE = "i am the only maintainer";
/** Whether a person's word counts for an approval or an objection. Whatever is not known speaks against. */
function mayDecide(person, reason, { policy, change }) {
    if (person.kind !== "user")
        return refused("not-a-person", "bots and apps never decide");
    const own = isOwn(person, change);
    if (own && !isSoleMaintainer(person, policy)) {
        return refused("own-work", `authors, committers and pushers never decide on their own work; ${needed(policy.from)} can`);
    }
    if (own && !reason.toLowerCase().includes(SOLE)) {
        return refused("own-work", "a sole maintainer's approval has to say `I am the only maintainer` after the digest");
    }
    const listed = isAmong(person, policy.from, true);
    return listed.eligible ? { eligible: true, own } : listed;
}
/** Who objects needs no list where a team cannot be read: write access is enough to stop, never to open. */
function mayObject(person, reason, input) {
    const may = mayDecide(person, reason, input);
    if (may.eligible || may.code !== "cannot-tell" || !MAY_WRITE.includes(person.permission))
        return may;
    return { eligible: true, own: false };
}
function mayOverride(person, { policy, change }) {
    if (person.kind !== "user")
        return refused("not-a-person", "bots and apps never decide");
    if (policy.override.length === 0)
        return refused("not-eligible", "the settings name nobody who may override");
    if (isOwn(person, change) && !isSoleMaintainer(person, policy))
        return refused("own-work", `nobody overrides for their own work; ${needed(policy.override)} can`);
    return isAmong(person, policy.override, false);
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
            return mayDecide(person, reason, input);
        case "reject":
        case "defer":
            return mayObject(person, reason, input);
        case "override":
            return mayOverride(person, input);
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
            return `Change the files, or ${first(state.rejections)} writes \`/migration withdraw ${plan}\`.`;
        case "deferred":
            return `Wait until ${state.deferrals
                .map(({ until: day }) => day.slice(0, 10))
                .toSorted()
                .at(-1) ?? ""}, or ${first(state.deferrals)} writes \`/migration withdraw ${plan}\`.`;
        case "waiting":
        case "expired": {
            if (state.required === 0)
                return "Change the files: the settings let nobody approve this risk.";
            const people = state.missing === 1 ? "1 more person" : `${state.missing} more people`;
            const again = state.standing === "expired" ? " Approvals that ended have to be given again." : "";
            return `${people} of ${needed(policy.from)} must write \`/migration approve ${plan}\`.${again}`;
        }
    }
}
function until(approvals) {
    return approvals.map((approval) => approval.until).toSorted()[0] ?? "the plan changes";
}

;// CONCATENATED MODULE: ./lib/gate/evaluate-gate.js


const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** An override opens a closed door; it closes again before the next shift. */
const OVERRIDE_HOURS = 4;
const MAX_DEFERRAL = 90 * DAY;
/**
 * Where a change stands: a function of the facts and the clock alone, so that reruns, races and lost runners
 * come to the same answer. It never throws, and facts that make no sense keep the gate shut.
 */
function evaluateGate(input) {
    const now = Date.parse(input.now);
    const { decided, ignored } = listen(input);
    const tally = count(decided, input, now, ignored);
    const standing = makesSense(input, now) ? standingOf(tally, input) : "cannot-judge";
    const { approvals, rejections, deferrals, override } = tally;
    const missing = standing === "waiting" || standing === "expired" ? Math.max(0, input.required - approvals.length) : 0;
    const open = standing === "passed" || standing === "approved" || standing === "overridden";
    const { digest, decision, risk, required } = input;
    const facts = { standing, open, digest, decision, risk, required, missing, from: input.policy.from };
    const state = { ...facts, approvals, rejections, deferrals, override, ignored: inOrder(ignored) };
    return { ...state, nextStep: nextStep(state, input), changesAt: changesAt(state) };
}
/** Facts that would make every comparison meaningless. */
function makesSense({ digest, required, policy, reportedAt, decision }, now) {
    return (/^[0-9a-f]{64}$/u.test(digest) &&
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
    for (const said of input.said.toSorted(byTime)) {
        const heard = hear(said, people.get(said.person) ?? stranger(said.person), input);
        if (heard.kind === "ignored")
            ignored.push(ignoredOf(said, heard.person, heard.code, heard.why));
        if (heard.kind !== "decided")
            continue;
        const { decided } = heard;
        const before = newest.get(decided.person.id);
        if (isDismissed(said) && (before?.action === "reject" || before?.action === "defer"))
            continue;
        if (before !== undefined && before.action !== "withdraw")
            ignored.push(ignoredOf(before.said, before.person, "replaced", "the same person decided anew later"));
        newest.set(decided.person.id, decided);
    }
    return { decided: [...newest.values()], ignored };
}
/** Somebody else may have dismissed it: it ends an approval, so that no older one comes back, but never an objection. */
function isDismissed(said) {
    return said.by === "review" && said.verdict === "dismissed";
}
function count(decided, input, now, ignored) {
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
            const until = Date.parse(`${each.until}T00:00:00Z`);
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
            const end = at + (each.action === "approve" ? input.policy.expiresHours : OVERRIDE_HOURS) * HOUR;
            if (!(now < end)) {
                tally.expired += each.action === "approve" ? 1 : 0;
                refuse("expired", `it ended ${isoOf(end)}`);
            }
            else if (each.action === "approve")
                tally.approvals.push({ ...heard, until: isoOf(end), own: each.own });
            else
                tally.override ??= { ...objection, until: isoOf(end), incident: each.incident };
        }
    }
    return tally;
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
    if (input.required > 0 && approvals.length >= input.required)
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
function ignoredOf(said, { id: person, login }, code, why) {
    const words = said.by === "review" ? said.verdict : (said.body.split(/\r\n|[\n\r]/u, 1)[0] ?? "");
    return { person, login, at: said.createdAt, by: said.by, id: said.id, said: words.slice(0, 120), code, why };
}
function stranger(id) {
    return { id, login: `#${id}`, kind: "user", permission: "unknown", teams: {} };
}
function isoOf(time) {
    return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : "never";
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

/***/ 7692:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ readConversation)
/* harmony export */ });
/* harmony import */ var _gate_parse_command_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5580);
/* harmony import */ var _report_marker_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3086);
/* harmony import */ var _report_record_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(627);



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
        otherDigests: others.flatMap(({ body }) => (0,_report_record_js__WEBPACK_IMPORTED_MODULE_0__/* .readRecord */ .aE)(body)?.digest ?? []),
        commands: commands.map((comment) => ({ ...comment, edited: editedOf(editors.get(comment.node)) })),
        reviews: decisive,
    };
}
function foundIn(mine, isTouched, editors) {
    const last = mine.at(-1);
    if (last === undefined)
        return { kind: "none" };
    if (isTouched(last))
        return { kind: "touched", comment: last, by: editors.get(last.node) ?? "somebody" };
    const record = (0,_report_record_js__WEBPACK_IMPORTED_MODULE_0__/* .readRecord */ .aE)(last.body);
    return record === null ? { kind: "none" } : { kind: "found", comment: last, record };
}
function editedOf(editor) {
    return editor === undefined ? "unknown" : editor !== null;
}


/***/ }),

/***/ 3658:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ readPlace)
/* harmony export */ });
/* unused harmony export readEnvironment */
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(452);


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
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ReportableError */ .JB("github/no-event", `${name} is not set`, "Run this as a step of a GitHub workflow; elsewhere use the command line.");
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
        const number = at(payload, "pull_request", "number");
        if (head.sha === "" || base.sha === "" || typeof number !== "number") {
            throw new ReportableError("github/no-event", `the event file of ${name} names no pull request`, "Re-run the job; if it stays, report this.");
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
    const sender = at(payload, "sender", "id");
    return typeof sender === "number" && ["opened", "reopened", "synchronize"].includes(action) ? sender : null;
}
function readPayload(path) {
    try {
        return JSON.parse(readFileSync(path, "utf8"));
    }
    catch (error) {
        throw new ReportableError("github/no-event", `cannot read the event file ${path}`, "Re-run the job.", { cause: error });
    }
}
function at(value, ...keys) {
    let inner = value;
    for (const key of keys)
        inner = typeof inner === "object" && inner !== null ? inner[key] : undefined;
    return inner;
}
function text(value, ...keys) {
    const found = at(value, ...keys);
    return typeof found === "string" ? found : "";
}


/***/ }),

/***/ 6774:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ gateFacts)
/* harmony export */ });
/* harmony import */ var _gate_parse_command_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5580);
/* harmony import */ var _verdict_required_approvals_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4961);


/** More people than can have a say; beyond it is a flood, and who comes later counts as unknown. */
const MAX_PEOPLE = 100;
/** Reviews of more commits than this are of plans long gone. */
const MAX_COMMITS = 10;
/** All that the gate weighs, fetched anew. People are looked up only where something of theirs may count. */
async function gateFacts(of) {
    const { reader, pullRequest, settings, conversation, record } = of;
    const { approvals } = settings;
    const said = [...conversation.commands.map(commandSaid), ...(await reviewsSaid(of))];
    const { people, contributors, unclaimed } = said.length === 0 ? NOBODY : await peopleOf(of);
    return {
        input: {
            digest: record.digest,
            decision: record.decision,
            risk: record.risk,
            required: Math.max(record.required, (0,_verdict_required_approvals_js__WEBPACK_IMPORTED_MODULE_0__/* .requiredApprovals */ .K)(record.decision, record.risk, approvals)),
            reportedAt: record.since,
            otherDigests: conversation.otherDigests,
            policy: {
                ...{ from: approvals.from, override: approvals.override, self: approvals.self },
                expiresHours: approvals["expires-hours"],
            },
            change: { author: pullRequest.author.id, contributors: [...contributors, ...record.pushers] },
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
async function peopleOf({ reader, pullRequest, settings, conversation, record }) {
    const accounts = new Map();
    const relevant = conversation.commands.filter(({ body }) => names(body, record.digest));
    for (const { author } of [...conversation.reviews, ...relevant])
        accounts.set(author.id, author);
    const teams = [...settings.approvals.from, ...settings.approvals.override].filter((each) => each.includes("/"));
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
    const parsed = (0,_gate_parse_command_js__WEBPACK_IMPORTED_MODULE_1__/* .parseCommand */ .R)(body);
    return parsed.kind === "command" && digest.startsWith(parsed.command.digest);
}
function unclaimedNote(addresses) {
    const shown = addresses.slice(0, 3).map((address) => `\`${address}\``);
    const more = addresses.length > 3 ? ` and ${addresses.length - 3} more` : "";
    return `Commits by ${shown.join(", ")}${more} belong to no account: whose they are cannot be told, so look whether an approver wrote them.`;
}


/***/ }),

/***/ 311:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lw: () => (/* binding */ Refused),
/* harmony export */   PY: () => (/* binding */ ATTEMPTS),
/* harmony export */   R6: () => (/* binding */ insist),
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
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ReportableError */ .JB("github/unreachable", `GitHub did not ${what} (${status === 0 ? "no answer" : status}: ${message})`, "Re-run the job.", {
                cause: error,
            });
        }
    }
}
function explain(error) {
    if (!(error instanceof Error))
        return { status: 0, message: String(error), retryAfter: null };
    const status = "status" in error && typeof error.status === "number" ? error.status : 0;
    const response = "response" in error ? error.response : undefined;
    const header = Number(response?.headers?.["retry-after"]);
    const secondary = status === 403 && /secondary rate limit|abuse/iu.test(error.message);
    const retryAfter = Number.isFinite(header) && header >= 0 ? Math.min(header, 60) : secondary ? 60 : null;
    return { status, message: error.message, retryAfter };
}
function pause(ms) {
    return new Promise((resolve) => setTimeout(resolve, ms));
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
    nodes { commit { committer { email user { databaseId } } authors(first: 100) { totalCount nodes { email user { databaseId } } } } }
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
        throw new errors/* ReportableError */.JB("github/unreachable", `GitHub lists ${commits.length} of ${expected} commits, so it cannot be told who wrote the others`, "Squash the pull request to at most 250 commits.");
    }
    const actors = commits.flatMap(({ authors, committer }) => [...authors.nodes, ...(committer === null ? [] : [committer])]);
    const ids = actors.flatMap(({ user }) => (typeof user?.databaseId === "number" ? [user.databaseId] : []));
    const unclaimed = actors.flatMap(({ user, email }) => (user === null && email !== GITHUB ? [email ?? "no address"] : []));
    return { ids: [...new Set(ids)], unclaimed: [...new Set(unclaimed)] };
}

;// CONCATENATED MODULE: ./lib/github/reader.js





function githubReader(token, environment, wait = insist/* pause */.v7) {
    const octokit = (0,github/* getOctokit */.Q)(token, { baseUrl: environment.apiUrl });
    const here = { owner: environment.owner, repo: environment.repository };
    let clock = null;
    const teams = new Map();
    octokit.hook.after("request", ({ headers }) => {
        clock = headers.date ?? clock;
    });
    const call = (what, attempt) => (0,insist/* insist */.R6)(what, attempt, insist/* ATTEMPTS */.PY, wait);
    const { rest } = octokit;
    return {
        self: async () => {
            const { viewer } = await call("identity", () => octokit.graphql("query { viewer { login databaseId } }"));
            return { login: (0,client/* withoutSuffix */.a)(viewer.login), id: viewer.databaseId ?? null };
        },
        now: () => {
            const time = Date.parse(clock ?? "");
            if (Number.isFinite(time))
                return new Date(time).toISOString();
            throw new errors/* ReportableError */.JB("github/unreachable", "GitHub's answers carry no date", "Re-run the job.");
        },
        pullRequest: async (pull_number) => pullRequestOf((await call("read the pull request", () => rest.pulls.get({ ...here, pull_number }))).data),
        openPullRequests: async () => {
            const list = await call("list pull requests", () => octokit.paginate(rest.pulls.list, { ...here, state: "open", per_page: 100 }));
            return list.map(({ number }) => number);
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
function pullRequestOf({ number, state, user, head, base, commits }) {
    return {
        number,
        open: state === "open",
        author: accountOf(user),
        headSha: head.sha,
        fromFork: head.repo?.full_name !== base.repo.full_name,
        baseRef: base.ref,
        commits,
    };
}


/***/ }),

/***/ 627:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IK: () => (/* binding */ recordLine),
/* harmony export */   aE: () => (/* binding */ readRecord)
/* harmony export */ });
/* unused harmony exports recordOf, covers */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);

const MAX_FINDINGS = 100;
const RISKS = ["none", "low", "medium", "high", "critical"];
const DECISIONS = ["pass", "hold", "block", "cannot-judge"];
const LINE = /^<!-- migration-gate record · v=1 digest=([0-9a-f]{64}) decision=([a-z-]+) risk=([a-z]+) required=(\d{1,3}) head=([0-9a-f]{40,64}) major=(\d{2}) since=([0-9T:.Z-]{20,24}) pushers=([\d.]*) findings=([0-9a-f.]*) -->$/u;
function recordLine({ digest, decision, risk, required, head, major, since, pushers, findings }) {
    const plan = `digest=${digest} decision=${decision} risk=${risk} required=${required} head=${head} major=${major}`;
    return `<!-- migration-gate record · v=1 ${plan} since=${since} pushers=${pushers.join(".")} findings=${findings.join(".")} -->`;
}
/** The record of a comment of ours: its last line, and the only one of its kind. Null for anything else. */
function readRecord(body) {
    const lines = body.trimEnd().split(/\r?\n/u);
    if (lines.filter((line) => line.includes("<!-- migration-gate record")).length !== 1)
        return null;
    const [, digest = "", decision, risk, required, head = "", major, since = "", pushers = "", findings = ""] = LINE.exec(lines.at(-1) ?? "") ?? [];
    const known = { decision: DECISIONS.find((each) => each === decision), risk: RISKS.find((each) => each === risk) };
    if (known.decision === undefined || known.risk === undefined || !Number.isFinite(Date.parse(since)))
        return null;
    return {
        ...{ digest, decision: known.decision, risk: known.risk, required: Number(required), head, major: Number(major), since },
        pushers: parts(pushers).map(Number),
        findings: parts(findings),
    };
}
/** The record of a new report. Approvals of the last one stay good while the plan is the same and nothing got worse. */
function recordOf(assessment, run, last) {
    const { digest, verdict } = assessment;
    const { decision, risk, approvals } = verdict;
    const pushers = [...new Set([...(last?.pushers ?? []), ...(run.pusher === null ? [] : [run.pusher])])].slice(-50);
    const since = last !== null && covers(last, assessment) ? last.since : run.now;
    const findings = findingsOf(assessment);
    return { digest, decision, risk, required: approvals.required, head: run.head, major: run.major, since, pushers, findings };
}
/** Whether who read this report knows the worst of a newer one: the same plan, no finding more, no higher risk. */
function covers(record, newer) {
    return (record.digest === newer.digest &&
        record.decision === newer.verdict.decision &&
        RISKS.indexOf(newer.verdict.risk) <= RISKS.indexOf(record.risk) &&
        findingsOf(newer).every((id) => record.findings.includes(id)));
}
function findingsOf({ findings }) {
    const errors = findings.filter(({ severity, suppressed, evidence }) => severity === "error" && suppressed === null && evidence !== "refuted");
    const ids = [...new Set(errors.map(({ id }) => id))].toSorted();
    return ids.length > MAX_FINDINGS ? [hashOf(ids)] : ids;
}
function parts(text) {
    return text === "" ? [] : text.split(".");
}
function hashOf(ids) {
    return createHash("sha256").update(ids.join()).digest("hex");
}


/***/ }),

/***/ 1913:
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
var plan = __webpack_require__(5986);
// EXTERNAL MODULE: ./lib/repository/commits.js
var commits = __webpack_require__(9754);
// EXTERNAL MODULE: ./lib/repository/disk-repository.js + 16 modules
var disk_repository = __webpack_require__(1647);
// EXTERNAL MODULE: ./lib/github/client.js
var github_client = __webpack_require__(636);
// EXTERNAL MODULE: ./lib/github/environment.js
var environment = __webpack_require__(3658);
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
    if (!OF_A_PULL_REQUEST.includes(name))
        throw noPullRequest(`the event ${name || "(none)"} is of no pull request`);
    if (name === "issue_comment")
        return issueComment(payload);
    const number = at(payload, "pull_request", "number");
    if (typeof number !== "number")
        throw noPullRequest(`the event file of ${name} names no pull request`);
    return { kind: "pull-request", number, comment: null };
}
function issueComment(payload) {
    const number = at(payload, "issue", "number");
    const comment = at(payload, "comment", "id");
    if (typeof number !== "number" || typeof comment !== "number")
        throw noPullRequest("the event file names no comment");
    if (at(payload, "issue", "pull_request") === undefined)
        return { kind: "nothing", why: "a comment on an issue" };
    const action = at(payload, "action");
    const texts = [at(payload, "comment", "body"), at(payload, "changes", "body", "from")];
    if (!texts.some((text) => typeof text === "string" && /\/migration\b/iu.test(text)))
        return { kind: "nothing", why: "a comment without a command" };
    // What was edited away or deleted changes the state as well, but has nobody to answer.
    return { kind: "pull-request", number, comment: action === "created" ? comment : null };
}
/** `refs/heads/gh-readonly-queue/main/pr-104-<sha>` is the only place where the pull request is named. */
function mergeGroup(payload) {
    const [headSha, baseSha, ref] = ["head_sha", "base_sha", "head_ref"].map((key) => at(payload, "merge_group", key));
    const number = Number(/\/pr-(\d+)-[0-9a-f]+$/u.exec(typeof ref === "string" ? ref : "")?.[1]);
    if (typeof headSha !== "string" || typeof baseSha !== "string" || !Number.isInteger(number))
        throw noPullRequest("the event file of merge_group names no pull request");
    return { kind: "merge-group", number, headSha, baseSha };
}
function readPayload(path) {
    try {
        return JSON.parse((0,external_node_fs_.readFileSync)(path, "utf8"));
    }
    catch (error) {
        throw new errors/* ReportableError */.JB("github/no-event", `cannot read the event file ${path || "(none)"}`, "Run this as a step of a GitHub workflow.", {
            cause: error,
        });
    }
}
function noPullRequest(message) {
    return new errors/* ReportableError */.JB("github/no-event", message, "Run the gate on pull requests, their comments and reviews, the merge queue, or a schedule.");
}
function at(value, ...keys) {
    let inner = value;
    for (const key of keys)
        inner = typeof inner === "object" && inner !== null ? inner[key] : undefined;
    return inner;
}

// EXTERNAL MODULE: ./lib/gate/evaluate-gate.js + 3 modules
var evaluate_gate = __webpack_require__(3993);
// EXTERNAL MODULE: ./lib/report/escape/markdown-code.js
var markdown_code = __webpack_require__(786);
// EXTERNAL MODULE: ./lib/report/escape/markdown-prose.js
var markdown_prose = __webpack_require__(2357);
// EXTERNAL MODULE: ./lib/report/markdown/table.js
var markdown_table = __webpack_require__(3178);
;// CONCATENATED MODULE: ./lib/github/approval-section.js



const MAX_ROWS = 10;
/** Where approvals stand, for the comment. Logins stand in code, so that nobody is called. */
function approvalSection(state, notes) {
    if (isSilent(state) && notes.length === 0)
        return null;
    const rows = decisions(state).slice(0, MAX_ROWS);
    const table = rows.length === 0 ? [] : [(0,markdown_table/* markdownTable */.Q)(["Who", "Decided", "When", "Ends", "Why"], "<<<<<", rows)];
    const sentences = [`**${(0,markdown_prose/* markdownProse */.h)(headlineOf(state))}**`, (0,markdown_prose/* markdownProse */.h)(state.nextStep)];
    const { ignored } = state;
    return [
        "### Approvals",
        sentences.join(" "),
        ...table,
        ...notes.map((note) => `- ${(0,markdown_prose/* markdownProse */.h)(note)}`),
        ...notCounted(ignored),
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
            return `Approved: ${approvals.length} of ${required} for ${plan}.`;
        case "waiting":
            if (required === 0)
                return `Held: nobody can approve ${plan}.`;
            return `Waiting: ${approvals.length} of ${required} approvals for ${plan}.`;
        case "expired":
            return `Expired: ${approvals.length} of ${required} approvals for ${plan} still hold.`;
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
/** The newest few; a flood of comments makes no flood here. */
function notCounted(ignored) {
    if (ignored.length === 0)
        return [];
    const shown = ignored.slice(-MAX_ROWS).toReversed();
    const rows = shown.map(({ login, said, at, why }) => [
        (0,markdown_code/* markdownCode */.D)(login, 60),
        (0,markdown_code/* markdownCode */.D)(said, 60),
        minute(at),
        (0,markdown_prose/* markdownProse */.h)(why, 300),
    ]);
    const more = ignored.length > shown.length ? [`and ${ignored.length - shown.length} older ones`] : [];
    const title = ignored.length === 1 ? "1 comment or review that does not count" : `${ignored.length} comments and reviews that do not count`;
    return [
        `<details><summary>${title}</summary>`,
        (0,markdown_table/* markdownTable */.Q)(["Who", "Wrote", "When", "Why not"], "<<<<", rows),
        ...more,
        "</details>",
    ];
}
function minute(time) {
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d/u.test(time) ? `${time.slice(0, 10)} ${time.slice(11, 16)} UTC` : "";
}

// EXTERNAL MODULE: ./lib/github/conversation.js
var github_conversation = __webpack_require__(7692);
// EXTERNAL MODULE: ./lib/github/gate-facts.js
var gate_facts = __webpack_require__(6774);
// EXTERNAL MODULE: ./lib/report/escape/one-line.js
var one_line = __webpack_require__(2915);
;// CONCATENATED MODULE: ./lib/github/status.js
/** Name of the commit status; a required check binds to it. Other keys get a name of their own. */
function statusContext(key) {
    return key === "default" ? "migration-gate" : `migration-gate/${key}`;
}
/** Holding is expressed as `pending`, never as neutral or skipped: those satisfy a required check. */
function statusOf({ verdict, digest, history }, key, targetUrl) {
    const state = verdict.decision === "pass" ? "success" : verdict.decision === "hold" ? "pending" : "failure";
    return {
        state,
        context: statusContext(key),
        description: `${describe(verdict, history.proposed.length)} · ${digest.slice(0, 8)}`,
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
        context: statusContext(key),
        description: (0,one_line/* oneLine */.T)(`${gate_status_describe(state)} · ${state.digest.slice(0, 8)}`),
        targetUrl,
    };
}
function gate_status_describe({ standing, risk, approvals, required, rejections, deferrals, override }) {
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
            return `Held, risk ${risk}: ${approvals.length} of ${required} approvals`;
        case "expired":
            return `Held, risk ${risk}: approvals expired, ${approvals.length} of ${required} hold`;
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

;// CONCATENATED MODULE: ./lib/github/judge-pull-request.js







/** Where one pull request stands, without rehearsing: its report, its plan as it is now, and what people said. Writes nothing. */
async function judgePullRequest(judging) {
    const conversation = await (0,github_conversation/* readConversation */.G)(judging.reader, judging.pullRequest.number, judging.settings.key);
    const { report } = conversation;
    if (report.kind === "touched")
        return refuse(judging, "error", `Cannot judge: ${report.by} edited the report; re-run the check`);
    if (report.kind === "none")
        return { ...refuse(judging, "error", `Cannot judge: ${noReport(judging.pullRequest)}`), found: false };
    const { record, comment } = report;
    let digest;
    try {
        digest = await judging.digestAt(judging.commit, record.major);
    }
    catch (error) {
        if (!(error instanceof errors/* ReportableError */.JB))
            throw error;
        return refuse(judging, "error", `Cannot judge: ${error.message}`);
    }
    if (digest !== record.digest)
        return stale(judging, digest, record);
    return weigh(judging, conversation, record, comment);
}
async function weigh(judging, conversation, record, comment) {
    const digestAt = async (commit) => {
        if (commit === judging.pullRequest.headSha && !judging.queued)
            return record.digest;
        return judging.digestAt(commit, record.major).catch((error) => {
            if (error instanceof errors/* ReportableError */.JB)
                return null;
            throw error;
        });
    };
    const { input, notes } = await (0,gate_facts/* gateFacts */.p)({ ...judging, conversation, record, digestAt });
    const state = (0,evaluate_gate/* evaluateGate */.D)(input);
    const told = gateStatus(state, judging.settings.key, judging.runUrl);
    // Nobody approves in a queue: it would wait until its time limit.
    const status = judging.queued && told.state === "pending" ? { ...told, state: "failure" } : told;
    return { found: true, status, state, report: { comment, record, section: approvalSection(state, notes) } };
}
/** Files, their order, the base or the policy are no longer those of the report. A queue gets a final answer. */
function stale(judging, digest, record) {
    const plans = `the plan is ${digest.slice(0, 8)}, the report is of ${record.digest.slice(0, 8)}`;
    if (judging.queued)
        return refuse(judging, "failure", `The queue changed the plan: ${plans}`);
    return refuse(judging, "pending", `Waiting for a new report: ${plans}`);
}
function noReport({ fromFork }) {
    return fromFork
        ? "no report; runs of forks cannot write one, a maintainer must run the check from a branch"
        : "no report by this token; run the check first";
}
function refuse({ settings, runUrl }, state, description) {
    return {
        found: true,
        status: { state, context: statusContext(settings.key), description, targetUrl: runUrl },
        state: null,
        report: null,
    };
}

// EXTERNAL MODULE: ./lib/github/reader.js + 1 modules
var github_reader = __webpack_require__(2488);
// EXTERNAL MODULE: ./lib/github/report-record.js
var report_record = __webpack_require__(627);
;// CONCATENATED MODULE: ./lib/github/comment-body.js

const BEGIN = "<!-- migration-gate approvals begin -->";
const END = "<!-- migration-gate approvals end -->";
/** Our comment: the report, where approvals stand, and the record. Texts of the change cannot hold our markers (see report/escape). */
function commentBody(report, section, record) {
    const approvals = section === null ? [] : [`${BEGIN}\n${section}\n${END}`];
    return `${[report.trimEnd(), ...approvals, (0,report_record/* recordLine */.IK)(record)].join("\n\n")}\n`;
}
/** The same comment with another section, or none; everything else stays as it is. Null where the comment is not as we write it. */
function withSection(body, section) {
    const record = (0,report_record/* readRecord */.aE)(body);
    if (record === null)
        return null;
    const lines = body.trimEnd().split(/\r?\n/u).slice(0, -1);
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

// EXTERNAL MODULE: ./lib/github/insist.js
var insist = __webpack_require__(311);
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
        const body = withSection(report.comment.body, report.section);
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
    const numbers = event.kind === "all-open" ? await reader.openPullRequests() : [event.number];
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
/** @throws ReportableError `github/permission` */
function needToken(token) {
    if (token !== "")
        return;
    throw new errors/* ReportableError */.JB("github/permission", "there is no token to read approvals with", "Pass `github-token`, or set GITHUB_TOKEN.");
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
        const settings = await (0,load_settings/* loadSettings */.M)(config, [{ from: "inputs", values }], (path) => commits.textAt(base, path));
        const digestAt = rememberDigests(running, { ...settings, base });
        const { runUrl } = place;
        const judgment = await judgePullRequest({ reader, pullRequest, settings, commit, queued: queue !== null, runUrl, digestAt });
        if (event.kind === "all-open" && !isDue(judgment))
            return true;
        const { number, headSha, fromFork } = pullRequest;
        const comment = event.kind === "pull-request" ? event.comment : null;
        const readOnlyToken = fromFork && running.variables["GITHUB_EVENT_NAME"]?.startsWith("pull_request") === true;
        const told = await tellJudgment({ client, reader, number, commit, headSha, comment, readOnlyToken, warn }, judgment);
        log(told
            ? `#${number}: ${judgment.status.description}`
            : `#${number}: its head moved meanwhile; the run of that push judges it.`);
        return told && judgment.status.state === "success";
    }
    catch (error) {
        const description = error instanceof errors/* ReportableError */.JB ? `Cannot judge: ${error.message}` : "Cannot judge: the gate failed";
        const context = statusContext(String(values["key"] ?? "default"));
        await client.setStatus(commit, { state: "error", context, description, targetUrl: place.runUrl }).catch((second) => {
            warn(`The status could not be set: ${String(second)}`);
        });
        throw error;
    }
}
/** Whether time or another merge can have changed anything; GitHub takes a thousand statuses of a name for each commit, no more. */
function isDue({ found, state }) {
    if (state === null)
        return found;
    const { approvals, deferrals, override, ignored } = state;
    return approvals.length + deferrals.length > 0 || override !== null || ignored.some(({ code }) => code === "expired");
}
/** Lays a commit out once, however many reviews are of it. */
function rememberDigests({ commits, paths }, settings) {
    const known = new Map();
    const compute = async (commit, major) => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const laid = __addDisposableResource(env_1, await commits.layOut(await commits.fetch(commit)), true);
            return (await (0,plan/* planNow */.m$)(settings, paths, (0,disk_repository/* diskRepository */.Q)(laid.folder), major)).digest;
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
    return (commit, major) => {
        const found = known.get(`${commit} ${major}`) ?? compute(commit, major);
        known.set(`${commit} ${major}`, found);
        return found;
    };
}


/***/ }),

/***/ 9754:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ openCommits)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(452);
/* harmony import */ var _run_git_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4028);





/** Hooks of the clone would run beside files of a stranger; LFS would download for nothing. */
const QUIET = [
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "filter.lfs.smudge=",
    "-c",
    "filter.lfs.process=",
    "-c",
    "filter.lfs.required=false",
];
function openCommits(directory) {
    const git = async (args) => {
        const { status, output, complaint } = await (0,_run_git_js__WEBPACK_IMPORTED_MODULE_4__/* .runGit */ .E)(directory, args);
        if (status !== 0)
            throw notThere(args.join(" "), complaint);
        return output.toString("utf8");
    };
    // A directory below the root stays the one that paths are written against.
    const prefix = async () => (await git(["rev-parse", "--show-prefix"])).replace(/\r?\n$/u, "");
    return {
        head: async () => (await git(["rev-parse", "--verify", "HEAD^{commit}"])).trim(),
        fetch: async (name) => {
            if (/[\s:*?[\\^~]/u.test(name))
                throw notThere(name, "no such name can exist");
            if (/^[0-9a-f]{40}$/u.test(name) && (await (0,_run_git_js__WEBPACK_IMPORTED_MODULE_4__/* .runGit */ .E)(directory, ["cat-file", "-e", `${name}^{commit}`])).status === 0)
                return name;
            const deepen = (await git(["rev-parse", "--is-shallow-repository"])).trim() === "true" ? ["--unshallow"] : [];
            const source = /^[0-9a-f]{40}$/u.test(name) ? name : `refs/heads/${name}`;
            await git(["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", ...deepen, "origin", source]);
            return (await git(["rev-parse", "--verify", "FETCH_HEAD^{commit}"])).trim();
        },
        textAt: async (commit, path) => {
            const listed = await git(["ls-tree", "-z", "--full-tree", commit, "--", (await prefix()) + path]);
            const [, type, id] = /^\d+ (\w+) ([0-9a-f]+)\t/u.exec(listed) ?? [];
            return type === "blob" && id !== undefined ? git(["cat-file", "blob", id]) : null;
        },
        layOut: async (commit) => {
            const parent = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_1__.tmpdir)(), "migration-gate-commit-"));
            const folder = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(parent, "files");
            const clear = async () => {
                await (0,_run_git_js__WEBPACK_IMPORTED_MODULE_4__/* .runGit */ .E)(directory, ["worktree", "remove", "--force", folder]);
                await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(parent, { recursive: true, force: true });
                await (0,_run_git_js__WEBPACK_IMPORTED_MODULE_4__/* .runGit */ .E)(directory, ["worktree", "prune"]);
            };
            try {
                await git([...QUIET, "worktree", "add", "--quiet", "--detach", folder, commit]);
            }
            catch (error) {
                await clear();
                throw error;
            }
            return { folder: (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, await prefix()), [Symbol.asyncDispose]: clear };
        },
    };
}
function notThere(what, complaint) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ReportableError */ .JB("repository/unknown-revision", `git cannot give «${what}»: ${complaint.split("\n").at(-1) ?? ""}`, "Check out with `fetch-depth: 0` and let the checkout keep its credentials, so that the gate can fetch the pull request's commits.");
}


/***/ })

};
