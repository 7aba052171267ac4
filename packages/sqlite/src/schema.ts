/**
 * One script for each version, run in order and never changed once released. Names carry a prefix, so that the file may
 * hold an application's tables too. Rows are counted by triggers: a count cannot differ from what it counts.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE sallyport_records (
    key TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    version TEXT NOT NULL,
    expires_at_ms REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sallyport_records_by_expiry ON sallyport_records (kind, expires_at_ms);

  CREATE TABLE sallyport_indexes (
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (name, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sallyport_indexes_by_key ON sallyport_indexes (key);

  CREATE TABLE sallyport_buckets (
    key TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    full_at_ms REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sallyport_buckets_by_full ON sallyport_buckets (kind, full_at_ms);

  CREATE TABLE sallyport_tombstones (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    revoked_at_ms REAL NOT NULL,
    expires_at_ms REAL NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX sallyport_tombstones_by_seq ON sallyport_tombstones (seq);
  CREATE INDEX sallyport_tombstones_by_expiry ON sallyport_tombstones (expires_at_ms);
  CREATE TABLE sallyport_revocation_log (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL,
    trimmed_seq INTEGER NOT NULL
  ) STRICT;
  INSERT INTO sallyport_revocation_log VALUES (1, 0, 0);

  CREATE TABLE sallyport_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms REAL NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL
  ) STRICT;
  CREATE INDEX sallyport_events_by_time ON sallyport_events (at_ms);

  CREATE TABLE sallyport_counts (
    what TEXT NOT NULL,
    kind TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 0),
    PRIMARY KEY (what, kind)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER sallyport_record_comes AFTER INSERT ON sallyport_records BEGIN
    INSERT INTO sallyport_counts VALUES ('record', NEW.kind, 1)
      ON CONFLICT (what, kind) DO UPDATE SET count = count + 1;
  END;
  CREATE TRIGGER sallyport_record_goes AFTER DELETE ON sallyport_records BEGIN
    DELETE FROM sallyport_indexes WHERE key = OLD.key;
    UPDATE sallyport_counts SET count = count - 1 WHERE what = 'record' AND kind = OLD.kind;
  END;
  CREATE TRIGGER sallyport_bucket_comes AFTER INSERT ON sallyport_buckets BEGIN
    INSERT INTO sallyport_counts VALUES ('bucket', NEW.kind, 1)
      ON CONFLICT (what, kind) DO UPDATE SET count = count + 1;
  END;
  CREATE TRIGGER sallyport_bucket_goes AFTER DELETE ON sallyport_buckets BEGIN
    UPDATE sallyport_counts SET count = count - 1 WHERE what = 'bucket' AND kind = OLD.kind;
  END;
  CREATE TRIGGER sallyport_tombstone_comes AFTER INSERT ON sallyport_tombstones BEGIN
    INSERT INTO sallyport_counts VALUES ('tombstone', '', 1)
      ON CONFLICT (what, kind) DO UPDATE SET count = count + 1;
  END;
  CREATE TRIGGER sallyport_tombstone_goes AFTER DELETE ON sallyport_tombstones BEGIN
    UPDATE sallyport_counts SET count = count - 1 WHERE what = 'tombstone';
  END;
  `,
]
