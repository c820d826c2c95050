/**
 * Links to documents. By the hash of the token, which is all that a request brings; the document by its id and not by
 * its row, since a link may come before the first edit.
 */
export const links = `
  CREATE TABLE links (
    hash BLOB PRIMARY KEY,
    id TEXT NOT NULL,
    doc_id TEXT NOT NULL,
    role TEXT NOT NULL,
    label TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER
  ) STRICT, WITHOUT ROWID;

  CREATE UNIQUE INDEX links_by_document ON links (doc_id, id);
`
