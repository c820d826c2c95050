/**
 * The trash, and the first heading of each document.
 * A row with `trashed_at` keeps its log, and is refused like a tombstone until it is restored. The index holds nothing
 * but the trash: appends never touch it.
 */
export const trash = `
  ALTER TABLE docs ADD COLUMN heading TEXT NOT NULL DEFAULT '';
  ALTER TABLE docs ADD COLUMN trashed_at INTEGER;
  CREATE INDEX docs_in_trash ON docs (trashed_at) WHERE trashed_at IS NOT NULL;
`
