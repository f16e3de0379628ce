export const id = 221;
export const ids = [221];
export const modules = {

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


/***/ }),

/***/ 4221:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  takeStatistics: () => (/* binding */ takeStatistics)
});

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./lib/entry/load-settings.js + 1 modules
var load_settings = __webpack_require__(3423);
// EXTERNAL MODULE: ./lib/entry/on-end.js
var on_end = __webpack_require__(2663);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
;// CONCATENATED MODULE: ./lib/impact/statistics-sql.js
/** Plain reads of the catalogs and of the statistics views; no row of a table is looked at. They hold on PostgreSQL 12 to 18. */
const OURS = "n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'";
const SERVER = `select
  pg_catalog.split_part(pg_catalog.current_setting('server_version'), ' ', 1) as version,
  pg_catalog.current_setting('server_version_num')::int as "versionNumber",
  pg_catalog.pg_is_in_recovery() as standby,
  pg_catalog.pg_database_size(pg_catalog.current_database())::float8 as "databaseBytes",
  (select pg_catalog.count(*)::int from pg_catalog.pg_stat_replication) as replicas,
  (select pg_catalog.max(extract(epoch from pg_catalog.clock_timestamp() - xact_start))::float8 from pg_catalog.pg_stat_activity
    where datname = pg_catalog.current_database() and pid <> pg_catalog.pg_backend_pid()) as "longestTransactionSeconds",
  (select extract(epoch from pg_catalog.clock_timestamp() - stats_reset)::float8 from pg_catalog.pg_stat_database
    where datname = pg_catalog.current_database()) as since,
  (select coalesce(pg_catalog.json_object_agg(extname, extversion order by extname), '{}') from pg_catalog.pg_extension) as extensions`;
const SERVER_SETTINGS = `select name, pg_catalog.current_setting(name) as value from pg_catalog.pg_settings
  where name in ('maintenance_work_mem', 'shared_buffers', 'work_mem', 'max_wal_size', 'effective_cache_size', 'wal_level',
    'max_parallel_maintenance_workers', 'synchronous_commit', 'synchronous_standby_names', 'lock_timeout', 'statement_timeout',
    'full_page_writes', 'autovacuum')
  order by name`;
/** `reltuples` is -1, before PostgreSQL 14 it is 0 with 0 pages, for a table that was never vacuumed or analyzed. Sizes are those of the last VACUUM or ANALYZE, so that no lock has to be waited for. */
const TABLES = `with recursive family as (
  select c.oid, c.oid as root from pg_catalog.pg_class c where c.relkind = 'p' and not c.relispartition
  union all
  select i.inhrelid, f.root from pg_catalog.pg_inherits i join family f on f.oid = i.inhparent
)
select n.nspname || '.' || c.relname as key, c.oid::int8::float8 as oid, c.relkind = 'p' as partitioned,
  (select f.root::int8::float8 from family f where f.oid = c.oid and f.root <> c.oid limit 1) as root,
  (select pn.nspname || '.' || p.relname from pg_catalog.pg_inherits i join pg_catalog.pg_class p on p.oid = i.inhparent
    join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace where i.inhrelid = c.oid and c.relispartition) as parent,
  case when c.reltuples < 0 or (c.reltuples = 0 and c.relpages = 0 and s.last_analyze is null and s.last_autoanalyze is null)
    then null else c.reltuples::float8 end as rows,
  c.relpages::float8 * pg_catalog.current_setting('block_size')::int as bytes,
  coalesce((select t.relpages::float8 * pg_catalog.current_setting('block_size')::int from pg_catalog.pg_class t
    where t.oid = c.reltoastrelid), 0) as "toastBytes",
  coalesce(s.n_dead_tup, 0)::float8 as "deadRows",
  coalesce(s.seq_scan, 0)::float8 + coalesce(s.idx_scan, 0)::float8 as reads,
  (coalesce(s.n_tup_ins, 0) + coalesce(s.n_tup_upd, 0) + coalesce(s.n_tup_del, 0))::float8 as writes,
  pg_catalog.to_char(greatest(s.last_analyze, s.last_autoanalyze) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "analyzedAt"
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_user_tables s on s.relid = c.oid
where c.relkind in ('r', 'p', 'm') and ${OURS}
order by 1`;
const COLUMNS = `select a.attrelid::int8::float8 as "table", a.attname::text as name, pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
  coalesce(s.null_frac, 0)::float8 as "nullFraction", coalesce(s.n_distinct, 0)::float8 as "distinct", coalesce(s.avg_width, 0)::int as width
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_stats s on s.schemaname = n.nspname and s.tablename = c.relname and s.attname = a.attname
  and s.inherited = (c.relkind = 'p')
where c.relkind in ('r', 'p', 'm') and a.attnum > 0 and not a.attisdropped and ${OURS}
order by 1, a.attnum`;
const INDEXES = `select i.indrelid::int8::float8 as "table", c.relname::text as name,
  c.relpages::float8 * pg_catalog.current_setting('block_size')::int as bytes, coalesce(s.idx_scan, 0)::float8 as scans
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_user_indexes s on s.indexrelid = i.indexrelid
where ${OURS}
order by 1, 2`;

;// CONCATENATED MODULE: ./lib/impact/read-statistics.js

/** Where no reset of the counters is known, they are read twice, so far apart. */
const SAMPLE_MS = 5_000;
/**
 * Reads what a database is like in sizes and rates, with plain read rights; no value of any row leaves it. Columns of
 * tables that the role may not read have no statistics.
 * @param now the moment to write down.
 */
async function readStatistics(session, now, wait) {
    const [server] = await session.query(SERVER);
    if (server === undefined)
        throw new Error("the server answers nothing about itself");
    const settings = await session.query(SERVER_SETTINGS);
    const first = await session.query(TABLES);
    const columns = await session.query(COLUMNS);
    const indexes = await session.query(INDEXES);
    const { since, ...rest } = server;
    const counted = since === null ? await sampled(session, first, wait) : { seconds: since, of: (row) => row };
    return {
        version: 1,
        takenAt: now.toISOString(),
        server: { ...rest, countedSeconds: counted.seconds, settings: Object.fromEntries(settings.map((s) => [s.name, s.value])) },
        tables: Object.fromEntries(first.map((row) => [row.key, tableOf(row, counted.of(row), counted.seconds, columns, indexes, first)])),
    };
}
async function sampled(session, first, wait) {
    const begun = performance.now();
    await wait(SAMPLE_MS);
    // A snapshot of the counters lasts as long as its transaction (PostgreSQL manual, 28.2); each query has one of its own.
    const second = new Map((await session.query(TABLES)).map((row) => [row.oid, row]));
    const before = new Map(first.map((row) => [row.oid, row]));
    const of = (row) => {
        const [early, late] = [before.get(row.oid) ?? row, second.get(row.oid) ?? row];
        return { reads: Math.max(0, late.reads - early.reads), writes: Math.max(0, late.writes - early.writes) };
    };
    return { seconds: Math.round(performance.now() - begun) / 1000, of };
}
function tableOf(row, { reads, writes }, seconds, columns, indexes, all) {
    const rate = (count) => (seconds === null || seconds <= 0 ? null : round(count / seconds));
    return {
        rows: row.partitioned ? (sumOfLeaves(row, all) ?? row.rows) : row.rows,
        parent: row.parent,
        bytes: row.bytes,
        toastBytes: row.toastBytes,
        deadRows: row.deadRows,
        readsPerSecond: rate(reads),
        writesPerSecond: rate(writes),
        analyzedAt: row.analyzedAt,
        columns: Object.fromEntries(columns.filter(({ table }) => table === row.oid).map(({ table: _table, name, ...column }) => [name, column])),
        indexes: Object.fromEntries(indexes.filter(({ table }) => table === row.oid).map(({ name, bytes, scans }) => [name, { bytes, scans }])),
    };
}
/** Autovacuum analyzes partitions and never their parent (PostgreSQL manual, 25.1.3), so the parts are counted. */
function sumOfLeaves({ oid }, all) {
    const rows = all.flatMap((each) => (each.root === oid && !each.partitioned && each.rows !== null ? [each.rows] : []));
    return rows.length === 0 ? null : rows.reduce((sum, count) => sum + count, 0);
}
function round(value) {
    return Math.round(value * 1000) / 1000;
}

// EXTERNAL MODULE: ./lib/rehearsal/engine.js
var engine = __webpack_require__(2193);
// EXTERNAL MODULE: ./lib/rehearsal/engines/pg-session.js + 3 modules
var pg_session = __webpack_require__(3690);
// EXTERNAL MODULE: ./lib/rehearsal/engines/server-address.js
var server_address = __webpack_require__(6013);
;// CONCATENATED MODULE: ./lib/rehearsal/engines/look-on.js




/** Asked of the server for every statement of the session: it writes nothing, waits for nobody, and nobody waits long for it. */
const CAREFUL = "-c default_transaction_read_only=on -c statement_timeout=60s -c lock_timeout=2s -c idle_in_transaction_session_timeout=60s";
/**
 * A session that only reads, on a server that people use: production or a replica.
 * @throws ReportableError `engine/unavailable`, never with the password
 */
async function lookOn(databaseUrl, signal) {
    const { config, database, host, port, conceal } = (0,server_address/* readServerAddress */.k)(databaseUrl);
    const options = typeof config.options === "string" ? `${config.options} ${CAREFUL}` : CAREFUL;
    try {
        return await pg_session/* PgSession */.u.open({ ...config, options, application_name: "migration-gate stats" }, () => Promise.resolve(), {
            signal,
        });
    }
    catch (error) {
        signal.throwIfAborted();
        const why = error instanceof Error ? conceal(error.message) : "no answer";
        const hint = error instanceof engine/* SqlError */.L ? "Check role, password and database." : "Check host, port and network.";
        throw new errors/* ReportableError */.J("engine/unavailable", `the database ${database} on ${host}:${port} cannot be read: ${why}`, hint, {
            cause: error,
        });
    }
}

// EXTERNAL MODULE: ./lib/repository/write-text.js
var write_text = __webpack_require__(6583);
;// CONCATENATED MODULE: ./lib/terminal/take-statistics.js







/** Where a URL is looked for that is better not seen in the list of processes. */
const VARIABLE = "DATABASE_URL";
/** Reads a database's sizes and rates into a file, or to standard output. @throws ReportableError */
async function takeStatistics({ file, config, settings: given, }) {
    const settings = await (0,load_settings/* loadSettings */.M5)(config, [{ from: "command line", values: given }]);
    const url = settings["database-url"] ?? process.env[VARIABLE] ?? "";
    if (url === "")
        throw new errors/* ReportableError */.J("arguments/invalid", "`stats` needs a database", `Give --database-url, or set ${VARIABLE}.`);
    const ending = (0,on_end/* onEnd */.H)();
    const session = await lookOn(url, ending.signal);
    try {
        const statistics = await readStatistics(session, new Date(), (ms) => (0,promises_.setTimeout)(ms, undefined, { signal: ending.signal }));
        const text = `${JSON.stringify(statistics, null, 2)}\n`;
        if (file === null)
            process.stdout.write(text);
        else
            await (0,write_text/* writeText */.x)(file, text);
        const rows = Object.values(statistics.tables).reduce((sum, table) => sum + (table.parent === null ? (table.rows ?? 0) : 0), 0);
        process.stderr.write(`migration-gate: ${Object.keys(statistics.tables).length} tables with about ${Math.round(rows).toLocaleString("en-US")} rows, PostgreSQL ${statistics.server.version}${file === null ? "" : `, in ${file}`}\n`);
        return 0;
    }
    finally {
        await session.close();
        ending.forget();
    }
}


/***/ })

};
