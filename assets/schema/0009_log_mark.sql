-- What the write-ahead log of this file is known by: a tag, a mark, and the mark before it
-- (store/sql/log.rs).
ALTER TABLE recording ADD COLUMN mark BLOB;

UPDATE recording SET mark = CAST(x'c7ff6c6f67ff00fe' || randomblob(16) || zeroblob(16) AS BLOB);
