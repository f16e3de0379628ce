export const id = 447;
export const ids = [447];
export const modules = {

/***/ 1447:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runReplay: () => (/* binding */ runReplay)
});

// EXTERNAL MODULE: ./lib/entry/load-settings.js + 1 modules
var load_settings = __webpack_require__(3423);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/gate/gate-record.js + 3 modules
var gate_record = __webpack_require__(162);
// EXTERNAL MODULE: ./lib/repository/commits.js
var repository_commits = __webpack_require__(9754);
// EXTERNAL MODULE: ./lib/repository/read-text.js
var read_text = __webpack_require__(5656);
// EXTERNAL MODULE: ./lib/github/comment-body.js
var comment_body = __webpack_require__(7779);
// EXTERNAL MODULE: ./lib/github/environment.js
var environment = __webpack_require__(3658);
// EXTERNAL MODULE: ./lib/github/judge-pull-request.js + 3 modules
var judge_pull_request = __webpack_require__(6294);
// EXTERNAL MODULE: ./lib/github/plans.js
var github_plans = __webpack_require__(6647);
// EXTERNAL MODULE: ./lib/github/reader.js + 1 modules
var github_reader = __webpack_require__(2488);
// EXTERNAL MODULE: ./lib/github/run-gate.js + 38 modules
var run_gate = __webpack_require__(3535);
;// CONCATENATED MODULE: ./lib/github/saved-record.js

/** A record that was kept as JSON. Only its shape is checked: whether it is true is what a replay finds out. */
function readSavedRecord(path, text) {
    let value;
    try {
        value = JSON.parse(text);
    }
    catch (error) {
        throw unreadable(`${path} is no JSON`, error);
    }
    if (isRecord(value))
        return value;
    throw unreadable(`${path} is no record of decisions`, null);
}
function isRecord(value) {
    if (!isObject(value) || value["version"] !== 1)
        return false;
    const { of, facts, state, log } = value;
    const shaped = isObject(of) && isObject(facts) && isObject(state) && Array.isArray(log);
    if (!shaped || !isObject(facts["policy"]) || !isObject(facts["change"]))
        return false;
    const lists = [facts["people"], facts["said"], facts["otherDigests"], facts["change"]["contributors"]];
    return lists.every(Array.isArray) && log.every((link) => isObject(link) && isObject(link["entry"]));
}
function isObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
function unreadable(message, cause) {
    return new errors/* ReportableError */.J("repository/unreadable", message, "Name a file that the action wrote as `decisions-json`.", {
        cause,
    });
}

// EXTERNAL MODULE: ./lib/github/status.js
var github_status = __webpack_require__(573);
// EXTERNAL MODULE: ./lib/gate/waiting.js
var waiting = __webpack_require__(3260);
;// CONCATENATED MODULE: ./lib/github/summary-of.js


/** The gate over time: how many changes needed nobody, how long the others waited, and who was overridden. */
async function summaryOf(since, { reader, replay }, log) {
    if (!Number.isFinite(Date.parse(since)))
        throw new errors/* ReportableError */.J("arguments/invalid", `«${since}» is no day`, "Write `--since YYYY-MM-DD`.");
    const waited = [];
    let unknown = 0;
    for (const number of await reader.mergedSince(since)) {
        const { kept } = (await replay(number)).judgment;
        if (kept === null)
            unknown++;
        else
            waited.push((0,waiting/* waitingOf */.P)(kept.state, kept.facts.reportedAt, kept.facts.now));
    }
    const by = (kind) => waited.filter((each) => each.by === kind);
    const people = by("people")
        .map(({ minutes }) => minutes)
        .toSorted((a, b) => a - b);
    const share = waited.length === 0 ? 0 : Math.round((100 * by("auto").length) / waited.length);
    log(`Merged since ${since}: ${waited.length} judged${unknown === 0 ? "" : `, ${unknown} without a report of their plan`}.`);
    log(`Opened by themselves: ${by("auto").length} of ${waited.length} (${share} %).`);
    const median = people[Math.floor(people.length / 2)];
    if (median !== undefined)
        log(`Approved by people: ${people.length}, after ${(0,waiting/* duration */.p)(median)} in the middle, ${(0,waiting/* duration */.p)(people.at(-1) ?? 0)} at most.`);
    log(`Overridden: ${by("override").length}. Merged while held: ${by("open").length}.`);
    return 0;
}

;// CONCATENATED MODULE: ./lib/github/run-replay.js














/** Makes the gate's state again and says whether it is what was kept: 0 equal, 1 where it differs. Writes nothing to GitHub. */
async function runReplay(request) {
    const { pullRequest, since, paths, log } = request;
    if (since !== null)
        return summaryOf(since, replayer(request), log);
    const saved = paths[0] === undefined ? null : await readSaved(paths[0]);
    const found = [];
    if (saved !== null)
        found.push(...(0,gate_record/* checkRecord */.EQ)(saved));
    if (pullRequest !== null) {
        const { judgment, differs } = await replayer({ ...request, paths: [] }).replay(pullRequest);
        log(`#${pullRequest}: ${judgment.status.state}: ${judgment.status.description}`);
        for (const { entry, hash } of judgment.kept?.log ?? [])
            log(`  ${entry.at}  ${hash.slice(0, 8)}  ${entry.login} ${entry.action}${entry.effective ? "" : ` (does not count: ${entry.why})`}`);
        found.push(...differs);
        if (saved !== null && judgment.kept !== null)
            found.push(...(0,gate_record/* compareRecords */.aB)(saved, judgment.kept));
    }
    for (const difference of found)
        log(`Differs: ${difference}`);
    if (found.length === 0)
        log("Equal: the state follows from the facts.");
    return found.length === 0 ? 0 : 1;
}
function replayer(request) {
    const { variables, token, folder, wait, config, values } = request;
    (0,run_gate/* needToken */.C)(token);
    const place = (0,environment/* readPlace */.y)(variables);
    const reader = (0,github_reader/* githubReader */.d)(token, place, wait);
    const commits = (0,repository_commits/* openCommits */.J)(folder);
    const replay = async (number) => {
        const pullRequest = await reader.pullRequest(number);
        const judge = async (revision) => {
            const base = await commits.fetch(revision);
            const gate = await (0,load_settings/* loadGate */.WF)(config, [{ from: "command line", values }], (path) => commits.textAt(base, path));
            const plans = (0,github_plans/* plansOn */.W)(base, { commits, paths: request.paths, config }, gate.databases);
            const commit = pullRequest.headSha;
            const judging = { pullRequest, ...gate, commit, queued: false, runUrl: place.runUrl, plans };
            return {
                key: gate.key,
                judgment: await (0,judge_pull_request/* judgePullRequest */.y)({ ...judging, reader: asOf(reader, pullRequest.merged?.at) }),
            };
        };
        let last = null;
        for (const revision of await basesOf(pullRequest, commits)) {
            last = await judge(revision);
            if (last.judgment.kept !== null)
                break;
        }
        if (last === null)
            throw new errors/* ReportableError */.J("repository/unknown-revision", `#${number} has no base`, "Fetch its base branch.");
        return { pullRequest, judgment: last.judgment, differs: await compareToGitHub(reader, pullRequest, last.key, last.judgment) };
    };
    return { reader, replay };
}
/** What the plan lay on: the base's tip; after the merge, what the merge was made on, which for a rebase is further back. */
async function basesOf({ merged, baseRef, commits: count }, commits) {
    if (merged === null)
        return [baseRef];
    const bases = [];
    let at = await commits.fetch(merged.as);
    for (let step = 1; step <= count; step++) {
        const [parent] = await commits.parentsOf(at);
        if (parent === undefined)
            break;
        at = parent;
        if (step === 1 || step === count)
            bases.push(at);
    }
    return bases;
}
/** GitHub as it stood at a time: what was said later, and the clock, do not reach the judgment. */
function asOf(reader, time) {
    if (time === undefined)
        return reader;
    const until = Date.parse(time);
    return {
        ...reader,
        now: () => new Date(until).toISOString(),
        comments: async (number) => (await reader.comments(number)).filter(({ createdAt }) => Date.parse(createdAt) <= until),
        reviews: async (number) => (await reader.reviews(number)).filter(({ submittedAt }) => Date.parse(submittedAt) <= until),
    };
}
async function compareToGitHub(reader, { headSha }, key, judgment) {
    const told = await reader.statusOf(headSha, (0,github_status/* statusContext */.s)(key));
    const differs = [];
    if (told?.state !== judgment.status.state)
        differs.push(`the status says ${told === null ? "nothing" : told.state}, replayed ${judgment.status.state}`);
    const written = /^Chain `([0-9a-f]{16})`/mu.exec((0,comment_body/* sectionOf */.ZE)(judgment.report?.comment.body ?? "") ?? "")?.[1];
    const chain = judgment.kept?.log.at(-1)?.hash.slice(0, 16);
    if (written !== undefined && chain !== undefined && written !== chain)
        differs.push(`the comment's chain is ${written}, replayed ${chain}`);
    return differs;
}
async function readSaved(path) {
    const text = await (0,read_text/* readTextIfPresent */.G)(path);
    if (text === null)
        throw new errors/* ReportableError */.J("repository/unreadable", `there is no file ${path}`, "Name a saved `decisions-json`.");
    return readSavedRecord(path, text);
}


/***/ })

};
