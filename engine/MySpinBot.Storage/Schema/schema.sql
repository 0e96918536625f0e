-- Version 2. Times are milliseconds since 1970 (UTC).
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

-- Graphs that people keep. What lists and searches ask for stands here, the documents apart.
CREATE TABLE graphs (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order in which they were made; a number is never used twice
  id          BLOB NOT NULL UNIQUE,
  owner       TEXT NOT NULL,
  name        TEXT NOT NULL,
  description TEXT NOT NULL,
  tags        TEXT NOT NULL,                      -- each between line breaks
  types       TEXT NOT NULL,                      -- the types of the latest revision's nodes, each between line breaks
  words       TEXT NOT NULL,                      -- name, description and tags in small letters, to be searched
  template    INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  changed_at  INTEGER NOT NULL,
  deleted_at  INTEGER,
  head        INTEGER NOT NULL                    -- the number of the latest revision
);
CREATE INDEX graphs_changed ON graphs (owner, changed_at);

-- States of graphs: only added to, but for label and note.
CREATE TABLE revisions (
  seq           INTEGER PRIMARY KEY,
  graph         INTEGER NOT NULL,
  number        INTEGER NOT NULL,                 -- in its graph, from 1
  made_at       INTEGER NOT NULL,
  kind          INTEGER NOT NULL,
  client        TEXT,
  label         TEXT,
  note          TEXT,
  restored_from INTEGER,
  nodes         INTEGER NOT NULL,
  length        INTEGER NOT NULL,                 -- of the document
  digest        BLOB NOT NULL,                    -- SHA-256 of the document
  base          INTEGER,                          -- the revision that the body is a difference from; none where it stands alone
  body          BLOB NOT NULL                     -- compressed; last, so that a list reads none
);
CREATE UNIQUE INDEX revisions_number ON revisions (graph, number);

-- Where the migrations stand, as Entity Framework notes it.
CREATE TABLE "__EFMigrationsHistory" (
  "MigrationId"    TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
  "ProductVersion" TEXT NOT NULL
);
INSERT INTO "__EFMigrationsHistory" VALUES ('0001_Jobs', '10.0.14');
INSERT INTO "__EFMigrationsHistory" VALUES ('0002_Graphs', '10.0.14');

PRAGMA user_version = 2;
