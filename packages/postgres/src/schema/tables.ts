/** Ids are SHA-256 of what they name: of one length, however long a key is, and in one order on every server. */
export const tables = (schema: string): string => `
  CREATE TABLE ${schema}.records (
    id BYTEA PRIMARY KEY,
    key TEXT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    value TEXT NOT NULL,
    version UUID NOT NULL,
    expires_at_ms DOUBLE PRECISION NOT NULL
  );
  CREATE INDEX records_by_expiry ON ${schema}.records (kind, expires_at_ms);

  CREATE TABLE ${schema}.indexes (
    name BYTEA NOT NULL,
    id BYTEA NOT NULL REFERENCES ${schema}.records ON DELETE CASCADE,
    PRIMARY KEY (name, id)
  );
  CREATE INDEX indexes_by_record ON ${schema}.indexes (id);

  CREATE TABLE ${schema}.buckets (
    id BYTEA PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    full_at_ms DOUBLE PRECISION NOT NULL
  );
  CREATE INDEX buckets_by_full ON ${schema}.buckets (kind, full_at_ms);

  CREATE TABLE ${schema}.counts (
    what TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    shard SMALLINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (what, kind, shard)
  ) WITH (fillfactor = 50);

  CREATE TABLE ${schema}.tombstones (
    target BYTEA PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    revoked_at_ms DOUBLE PRECISION NOT NULL,
    expires_at_ms DOUBLE PRECISION NOT NULL
  );
  CREATE UNIQUE INDEX tombstones_by_seq ON ${schema}.tombstones (seq);
  CREATE INDEX tombstones_by_expiry ON ${schema}.tombstones (expires_at_ms);
  CREATE TABLE ${schema}.revocation_log (
    one BOOLEAN PRIMARY KEY CHECK (one),
    seq BIGINT NOT NULL,
    trimmed_seq BIGINT NOT NULL,
    live BIGINT NOT NULL
  );
  INSERT INTO ${schema}.revocation_log VALUES (true, 0, 0, 0);

  CREATE TABLE ${schema}.events (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at_ms DOUBLE PRECISION NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL
  );
  CREATE INDEX events_by_time ON ${schema}.events (at_ms);
`
