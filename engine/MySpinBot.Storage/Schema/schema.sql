-- Version 3. Times are milliseconds since 1970 (UTC).
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
  suspects    TEXT,                               -- JSON: calls that were running when a worker died
  batch       BLOB,                               -- from version 3 on
  labels      TEXT,                               -- JSON: texts by names
  kept        INTEGER NOT NULL DEFAULT 0,         -- whether it stays when old ones are forgotten
  hooked      INTEGER NOT NULL DEFAULT 0          -- whether a webhook is its own
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

-- Version 3: jobs that were handed in at once, what owners note on jobs, whom to call, and what was called.
CREATE INDEX jobs_batch ON jobs (batch, seq) WHERE batch IS NOT NULL;

CREATE TABLE batches (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  id          BLOB NOT NULL UNIQUE,
  owner       TEXT NOT NULL,
  name        TEXT,
  jobs        INTEGER NOT NULL,
  accepted_at INTEGER NOT NULL
);
CREATE INDEX batches_owner ON batches (owner, seq);

-- What stands in jobs.labels, to be found by.
CREATE TABLE labels (
  owner TEXT NOT NULL,
  name  TEXT NOT NULL,
  value TEXT NOT NULL,
  seq   INTEGER NOT NULL,
  PRIMARY KEY (owner, name, value, seq)
) WITHOUT ROWID;

CREATE TABLE webhooks (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  id         BLOB NOT NULL UNIQUE,
  owner      TEXT NOT NULL,
  job        INTEGER,                             -- the sequence of its only job; none where it is for all of its owner
  name       TEXT,
  url        TEXT NOT NULL,
  events     INTEGER NOT NULL,                    -- a bit for each state
  secret     BLOB,
  active     INTEGER NOT NULL,
  created_at INTEGER NOT NULL
);
CREATE INDEX webhooks_standing ON webhooks (owner) WHERE job IS NULL;
CREATE INDEX webhooks_job ON webhooks (job) WHERE job IS NOT NULL;

-- Calls, stored with what they tell of: those that wait (state 0), and the story of the others.
CREATE TABLE deliveries (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  id         BLOB NOT NULL UNIQUE,
  webhook    INTEGER NOT NULL,
  owner      TEXT NOT NULL,
  receiver   TEXT NOT NULL,                       -- host and port of the address
  event      TEXT NOT NULL,
  job_id     BLOB,
  job        BLOB,                                -- JSON: the job as it was
  state      INTEGER NOT NULL,
  attempts   INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  due_at     INTEGER NOT NULL,
  tries      TEXT                                 -- JSON
);
CREATE INDEX deliveries_due ON deliveries (owner, receiver, due_at) WHERE state = 0;
CREATE INDEX deliveries_line ON deliveries (webhook, job_id, seq) WHERE state = 0;
CREATE INDEX deliveries_owner ON deliveries (owner, seq);
CREATE INDEX deliveries_webhook ON deliveries (webhook, seq);
CREATE INDEX deliveries_job ON deliveries (job_id, seq) WHERE job_id IS NOT NULL;

INSERT INTO "__EFMigrationsHistory" VALUES ('0003_Webhooks', '10.0.14');

PRAGMA user_version = 3;
