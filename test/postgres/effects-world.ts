/** A schema wide enough to ask every claim of effectsOf a question on a real server. Every table holds rows. */
export const effectsWorld = `
CREATE TYPE mood AS ENUM ('calm', 'busy');
CREATE TYPE pair AS (a int, b int);
CREATE DOMAIN plain_text AS text;
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE DOMAIN short_code AS varchar(10);
CREATE DOMAIN wide_code AS varchar(50);
CREATE SCHEMA other;
CREATE TABLE users (
  id bigint PRIMARY KEY,
  email text NOT NULL UNIQUE,
  nickname text,
  age int,
  code positive,
  label plain_text,
  created_at timestamptz DEFAULT now()
);
CREATE INDEX users_age_idx ON users (age);
CREATE UNIQUE INDEX users_nickname_key ON users (nickname);
CREATE UNIQUE INDEX users_age_email_key ON users (age, email);
ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0);
ALTER TABLE users ADD CONSTRAINT users_nickname_present CHECK (nickname IS NOT NULL);
CREATE TABLE orders (
  id bigserial PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES users (id),
  total numeric(10,2),
  status mood,
  note text,
  placed_at timestamptz DEFAULT now()
);
CREATE INDEX orders_user_id_idx ON orders (user_id);
CREATE INDEX orders_note_part_idx ON orders (placed_at) WHERE note IS NOT NULL;
CREATE TABLE lines (
  order_id bigint REFERENCES orders (id) ON DELETE CASCADE,
  position int,
  amount int
);
ALTER TABLE lines ADD CONSTRAINT lines_amount_check CHECK (amount > 0) NOT VALID;
CREATE TABLE loose (user_id bigint, a int, b int, t text);
ALTER TABLE loose ADD CONSTRAINT loose_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
ALTER TABLE loose ADD CONSTRAINT loose_a_present CHECK (a IS NOT NULL) NOT VALID;
CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree (id));
CREATE TABLE kinds (
  id int,
  v20 varchar(20), v varchar, c10 char(10), t text, bc text COLLATE "C",
  n102 numeric(10,2), n numeric,
  ts timestamp, ts3 timestamp(3), tz timestamptz, tz3 timestamptz(3),
  i interval, i3 interval(3), tm time, tm3 time(3), b8 bit(8), vb8 varbit(8), vb varbit,
  i2 smallint, i4 int, i8 bigint, f4 real, f8 double precision,
  ip inet, net cidr, j json, jb jsonb, u uuid, by bytea, x xml,
  e mood, d plain_text, p positive, s short_code, o oid,
  av20 varchar(20)[], at text[], an102 numeric(10,2)[]
);
CREATE INDEX kinds_v20_idx ON kinds (v20);
CREATE INDEX kinds_n102_idx ON kinds (n102);
CREATE INDEX kinds_i4_idx ON kinds (i4);
CREATE INDEX kinds_net_idx ON kinds (net);
CREATE INDEX kinds_t_idx ON kinds (t);
CREATE INDEX kinds_lower_v_idx ON kinds (lower(v));
CREATE TABLE checked (a varchar(10), b int, CONSTRAINT checked_a CHECK (a <> ''), CONSTRAINT checked_b CHECK (b > 0));
CREATE TABLE refd (code varchar(10) PRIMARY KEY);
CREATE TABLE refing (code varchar(10) REFERENCES refd (code));
CREATE TABLE events (id bigint, at date NOT NULL, kind text, user_id bigint) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY LIST (kind);
CREATE TABLE events_2025_a PARTITION OF events_2025 FOR VALUES IN ('a');
CREATE TABLE events_other PARTITION OF events DEFAULT;
CREATE INDEX events_kind_idx ON events (kind);
CREATE TABLE events_new (id bigint, at date NOT NULL, kind text, user_id bigint);
CREATE TABLE events_ready (id bigint, at date NOT NULL, kind text, user_id bigint,
  CONSTRAINT events_ready_bound CHECK (at >= '2027-01-01' AND at < '2028-01-01'));
CREATE TABLE metrics (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE metrics_2024 PARTITION OF metrics FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE metrics_new (id int, at date NOT NULL);
CREATE TABLE metrics_ready (id int, at date NOT NULL, CONSTRAINT metrics_ready_bound CHECK (at >= '2026-01-01' AND at < '2027-01-01'));
CREATE TABLE accounts (id bigint PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE accounts_low PARTITION OF accounts FOR VALUES FROM (0) TO (1000);
CREATE TABLE visits (region text NOT NULL, at date NOT NULL) PARTITION BY LIST (region);
CREATE TABLE visits_eu PARTITION OF visits FOR VALUES IN ('eu') PARTITION BY RANGE (at);
CREATE TABLE visits_eu_dated (region text NOT NULL, at date NOT NULL, CHECK (at >= '2026-01-01' AND at < '2026-02-01'));
CREATE TABLE visits_eu_ready (region text NOT NULL, at date NOT NULL, CHECK (region = 'eu'), CHECK (at BETWEEN '2026-02-01' AND '2026-02-27'));
CREATE TABLE accounts_high (id bigint NOT NULL);
CREATE TABLE logins (account_id bigint REFERENCES accounts (id), tries int);
CREATE TABLE readings (at date NOT NULL, user_id bigint REFERENCES users (id), value int) PARTITION BY RANGE (at);
CREATE TABLE readings_2024 PARTITION OF readings FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE readings_new (at date NOT NULL, user_id bigint, value int);
CREATE TABLE base (id int, a int);
CREATE TABLE child (extra int) INHERITS (base);
CREATE TABLE stray (id int, a int);
CREATE VIEW user_names AS SELECT id, nickname FROM users;
CREATE VIEW order_view AS SELECT o.id, u.nickname FROM orders o JOIN user_names u ON u.id = o.user_id;
CREATE MATERIALIZED VIEW order_totals AS SELECT id, total FROM orders;
CREATE UNIQUE INDEX order_totals_id ON order_totals (id);
CREATE SEQUENCE tickets;
CREATE SEQUENCE owned_seq OWNED BY loose.a;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION stable_one() RETURNS int LANGUAGE sql STABLE AS 'SELECT 1';
CREATE FUNCTION volatile_one() RETURNS int LANGUAGE sql VOLATILE AS 'SELECT 1';
CREATE FUNCTION volatile_two() RETURNS int LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN 1; END $$;
CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER readings_touch BEFORE UPDATE ON readings FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY users_all ON users USING (true);
CREATE TABLE ident (id int GENERATED ALWAYS AS IDENTITY, plain int NOT NULL, gen int GENERATED ALWAYS AS (plain * 2) STORED);
CREATE TABLE dom_user (a positive, b plain_text);
CREATE UNLOGGED TABLE scratch (id int);
CREATE RULE base_quiet AS ON UPDATE TO stray DO ALSO NOTHING;
INSERT INTO users SELECT g, 'u' || g, 'n' || g, g, g, 'l' FROM generate_series(1, 60) g;
INSERT INTO orders (user_id, total, status, note) SELECT g, g, 'calm', 'x' FROM generate_series(1, 50) g;
INSERT INTO lines SELECT g, g, g FROM generate_series(1, 40) g;
INSERT INTO loose SELECT g, g, g, 't' FROM generate_series(1, 30) g;
INSERT INTO tree SELECT g, 1 FROM generate_series(1, 20) g;
INSERT INTO kinds (id, v20, v, c10, t, bc, n102, n, ts, ts3, tz, tz3, i, i3, tm, tm3, b8, vb8, vb, i2, i4, i8, f4, f8, ip, net, j, jb, u, by, x, e, d, p, s, o, av20, at, an102)
  SELECT g, '1', '1', '1', '1', '1', 1, 1, '2024-01-01', '2024-01-01', '2024-01-01', '2024-01-01', '1 day', '1 day', '10:00', '10:00',
         B'00000001', B'00000001', B'00000001', 1, 1, 1, 1, 1, '10.0.0.1', '10.0.0.0/8', '1', '1',
         '00000000-0000-0000-0000-000000000001', '', NULL, 'calm', '1', 1, '1', 1, '{1}', '{1}', '{1}'
  FROM generate_series(1, 25) g;
INSERT INTO checked SELECT 'a', 1 FROM generate_series(1, 25);
INSERT INTO refd SELECT g FROM generate_series(1, 25) g;
INSERT INTO refing SELECT g FROM generate_series(1, 25) g;
INSERT INTO events SELECT g, '2024-03-01', 'a', g FROM generate_series(1, 20) g;
INSERT INTO events SELECT g, '2025-03-01', 'a', g FROM generate_series(1, 20) g;
INSERT INTO events SELECT g, '2020-03-01', 'a', g FROM generate_series(1, 20) g;
INSERT INTO events_new SELECT g, '2026-03-01', 'a', g FROM generate_series(1, 20) g;
INSERT INTO events_ready SELECT g, '2027-03-01', 'a', g FROM generate_series(1, 20) g;
INSERT INTO metrics SELECT g, '2024-03-01' FROM generate_series(1, 20) g;
INSERT INTO metrics_new SELECT g, '2025-03-01' FROM generate_series(1, 20) g;
INSERT INTO metrics_ready SELECT g, '2026-03-01' FROM generate_series(1, 20) g;
INSERT INTO accounts SELECT g FROM generate_series(1, 20) g;
INSERT INTO visits_eu_dated SELECT 'eu', '2026-01-03' FROM generate_series(1, 20) g;
INSERT INTO visits_eu_ready SELECT 'eu', '2026-02-03' FROM generate_series(1, 20) g;
INSERT INTO accounts_high SELECT 5000 + g FROM generate_series(1, 20) g;
INSERT INTO logins SELECT g, g FROM generate_series(1, 20) g;
INSERT INTO readings SELECT '2024-03-01', g, g FROM generate_series(1, 20) g;
INSERT INTO readings_new SELECT '2025-03-01', g, g FROM generate_series(1, 20) g;
INSERT INTO base SELECT g, g FROM generate_series(1, 20) g;
INSERT INTO child SELECT g, g, g FROM generate_series(1, 20) g;
INSERT INTO stray SELECT g, g FROM generate_series(1, 20) g;
INSERT INTO ident (plain) SELECT g FROM generate_series(1, 20) g;
INSERT INTO dom_user SELECT g, 'x' FROM generate_series(1, 20) g;
INSERT INTO scratch SELECT g FROM generate_series(1, 20) g;
REFRESH MATERIALIZED VIEW order_totals;
`;
