/**
 * Documents and their logs.
 * - `docs`: one row per id ever used; a tombstone is a row with `deleted_at`. `key` keeps rows of the log small.
 *   There is no index on `updated_at`: every append would have to move an entry in it, and the list is read seldom.
 * - `bases`: the state up to `docs.base_seq`.
 * - `updates`: the log after it. Without rowid, because an append then touches one tree instead of two.
 */
export const documents = `
  CREATE TABLE docs (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    epoch TEXT NOT NULL,
    title TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    head_seq INTEGER NOT NULL DEFAULT 0,
    base_seq INTEGER NOT NULL DEFAULT 0,
    deleted_at INTEGER
  ) STRICT;

  CREATE TABLE bases (
    doc INTEGER PRIMARY KEY REFERENCES docs (key),
    seq INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    sha256 BLOB NOT NULL
  ) STRICT;

  CREATE TABLE updates (
    doc INTEGER NOT NULL REFERENCES docs (key),
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (doc, seq)
  ) STRICT, WITHOUT ROWID;
`
