export const id = 612;
export const ids = [612];
export const modules = {

/***/ 3612:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runVerify: () => (/* binding */ runVerify)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/entry/load-settings.js + 1 modules
var load_settings = __webpack_require__(3423);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/gate/evaluate-gate.js + 4 modules
var evaluate_gate = __webpack_require__(3821);
;// CONCATENATED MODULE: ./lib/gate/verify-plan.js
/** Whether a plan may run: nothing is in it, or an open gate of a pull request is for exactly this plan. Refuses by default. */
function verifyPlan(isEmpty, coverings) {
    if (isEmpty)
        return { allowed: true, reason: "No migration is about to run." };
    const refusals = [];
    for (const { pullRequest, state, digest, reported } of coverings) {
        const where = `#${pullRequest}`;
        if (digest === null || reported === null)
            refusals.push(`${where} has no report to rely on`);
        else if (digest !== reported)
            refusals.push(`${where} was judged for plan ${reported.slice(0, 8)}, and ${digest.slice(0, 8)} is about to run`);
        else if (state === null || state.digest !== digest)
            refusals.push(`${where} could not be judged`);
        else if (!state.open)
            refusals.push(`${where} is ${state.standing}: ${state.nextStep}`);
        else
            return { allowed: true, reason: `Plan ${digest.slice(0, 8)} is ${state.standing} in ${where}.` };
    }
    return { allowed: false, reason: refusals.join("; ") || "No pull request is known that these migrations came with." };
}

// EXTERNAL MODULE: ./lib/plan.js + 1 modules
var plan = __webpack_require__(5986);
// EXTERNAL MODULE: ./lib/repository/commits.js
var repository_commits = __webpack_require__(9754);
// EXTERNAL MODULE: ./lib/repository/disk-repository.js + 18 modules
var disk_repository = __webpack_require__(3469);
// EXTERNAL MODULE: ./lib/repository/read-text.js
var read_text = __webpack_require__(5656);
// EXTERNAL MODULE: ./lib/github/conversation.js
var github_conversation = __webpack_require__(7692);
// EXTERNAL MODULE: ./lib/github/environment.js
var environment = __webpack_require__(3658);
// EXTERNAL MODULE: ./lib/github/gate-facts.js + 1 modules
var gate_facts = __webpack_require__(8515);
// EXTERNAL MODULE: ./lib/github/major-of.js
var major_of = __webpack_require__(7354);
// EXTERNAL MODULE: ./lib/github/plan-of-all.js
var plan_of_all = __webpack_require__(8890);
// EXTERNAL MODULE: ./lib/github/plans.js
var plans = __webpack_require__(6647);
// EXTERNAL MODULE: ./lib/github/reader.js + 1 modules
var github_reader = __webpack_require__(2488);
;// CONCATENATED MODULE: ./lib/github/require-no-paths.js

/** Files that are named belong to one database, and nothing tells to which. @throws ReportableError `arguments/invalid` */
function requireNoPaths({ databases }, paths) {
    if (paths.length === 0 || databases.length === 1)
        return;
    throw new errors/* ReportableError */.J("arguments/invalid", "files are given, but not of which database they are", `Choose one with \`key\`: ${databases.map(({ key }) => `\`${key}\``).join(", ")}.`);
}

// EXTERNAL MODULE: ./lib/github/requirements.js
var github_requirements = __webpack_require__(3631);
// EXTERNAL MODULE: ./lib/github/run-gate.js + 38 modules
var run_gate = __webpack_require__(3535);
;// CONCATENATED MODULE: ./lib/github/run-verify.js



















/**
 * Before deployment: whether the migrations between `base` and the files on disk are exactly what an open gate of
 * the commit's pull request covers, now. Returns 0 when they may run, 1 when not.
 */
async function runVerify(request) {
    const { variables, token, config, values, paths, folder, wait } = request;
    const readText = (path) => (0,read_text/* readTextIfPresent */.G)((0,external_node_path_.resolve)(folder, path));
    const loaded = await (0,load_settings/* loadGate */.WF)(config, [{ from: "command line", values }], readText);
    requireNoPaths(loaded, paths);
    const databases = loaded.databases.map((settings) => {
        const base = settings.base ?? request.base;
        return base === null ? settings : { ...settings, base };
    });
    const base = databases[0]?.base ?? null;
    if (base === null && paths.length === 0) {
        throw new errors/* ReportableError */.J("arguments/invalid", "verify cannot know which migrations are new", "Say what is already applied: `--base <revision>`.");
    }
    const gate = { ...loaded, databases };
    const repository = (0,disk_repository/* diskRepository */.Q)(folder);
    const planFor = (majorOf) => (0,plan_of_all/* planOfAll */.G)(databases, (settings) => (0,plan/* planNow */.m$)(settings, paths, repository, majorOf(settings.key)));
    const { isEmpty } = await planFor(() => plan/* NEWEST_MAJOR */.nD);
    const coverings = [];
    if (!isEmpty) {
        (0,run_gate/* needToken */.C)(token);
        const reader = (0,github_reader/* githubReader */.d)(token, (0,environment/* readPlace */.y)(variables), wait);
        const commits = (0,repository_commits/* openCommits */.J)(folder);
        const codeOwners = () => (base === null ? Promise.resolve(null) : (0,plans/* codeOwnersAt */.f)(base, commits));
        for (const number of await reader.pullRequestsOf(await commits.head()))
            coverings.push(await coveringOf(reader, number, gate, { planFor, codeOwners }));
    }
    const { allowed, reason } = verifyPlan(isEmpty, coverings);
    (allowed ? request.log : request.warn)(reason);
    return allowed ? 0 : 1;
}
async function coveringOf(reader, number, { key, databases }, { planFor, codeOwners }) {
    const pullRequest = await reader.pullRequest(number);
    const conversation = await (0,github_conversation/* readConversation */.G)(reader, number, key);
    const { report } = conversation;
    if (report.kind !== "found")
        return { pullRequest: number, state: null, digest: null, reported: null };
    const { record } = report;
    const plan = await planFor((0,major_of/* majorOf */.D)(record));
    if (plan.digest !== record.digest)
        return { pullRequest: number, state: null, digest: plan.digest, reported: record.digest };
    // Reviews are of the pull request's own commits; only the head's is known to hold this plan.
    const digestAt = async (commit) => (commit === record.head ? record.digest : null);
    const files = async (of) => plan.databases.find((each) => each.key === of)?.files ?? [];
    const requirements = await (0,github_requirements/* requirementsOf */.C)(databases, record, { files, codeOwners });
    const { input } = await (0,gate_facts/* gateFacts */.p)({ reader, pullRequest, databases, conversation, record, digestAt, requirements });
    return { pullRequest: number, state: (0,evaluate_gate/* evaluateGate */.D)(input), digest: plan.digest, reported: record.digest };
}


/***/ })

};
