-- Version 1. Times are milliseconds since 1970 (UTC).
-- What a new file gets. Files of older versions are raised by the migrations beside this; a test compares what both make.
CREATE TABLE jobs (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of acceptance; a number is never used twice
  id          BLOB NOT NULL UNIQUE,
  owner       TEXT NOT NULL,
  name        TEXT,
  state       INTEGER NOT NULL,
  priority    INTEGER NOT NULL,
  number      REAL NOT NULL,
  attempts    INTEGER NOT NULL,
  accepted_at INTEGER NOT NULL,
  started_at  INTEGER,
  ended_at    INTEGER,
  last_event  INTEGER NOT NULL,
  reason      TEXT,
  suspects    TEXT                                -- JSON: calls that were running when a worker died
);
CREATE INDEX jobs_unfinished ON jobs (seq) WHERE state < 2;
CREATE INDEX jobs_owner ON jobs (owner, seq);
CREATE INDEX jobs_state ON jobs (state, seq);

-- Apart from the jobs, so that a list of jobs reads no graphs.
CREATE TABLE submissions (
  seq      INTEGER PRIMARY KEY,
  document BLOB NOT NULL,
  options  BLOB NOT NULL
);

CREATE TABLE idempotency (
  owner  TEXT NOT NULL,
  key    TEXT NOT NULL,
  seq    INTEGER NOT NULL,
  digest BLOB NOT NULL,
  PRIMARY KEY (owner, key)
) WITHOUT ROWID;
CREATE INDEX idempotency_seq ON idempotency (seq);

-- A row holds the events of one job that were committed at once: JSON, one a line, numbered from first.
CREATE TABLE events (
  seq   INTEGER NOT NULL,
  first INTEGER NOT NULL,
  body  BLOB NOT NULL,
  PRIMARY KEY (seq, first)
) WITHOUT ROWID;

-- What the server remembers beside jobs: whether the queue is paused, how long runs took.
CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;

-- Where the migrations stand, as Entity Framework notes it.
CREATE TABLE "__EFMigrationsHistory" (
  "MigrationId"    TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
  "ProductVersion" TEXT NOT NULL
);
INSERT INTO "__EFMigrationsHistory" VALUES ('0001_Jobs', '10.0.14');

PRAGMA user_version = 1;
