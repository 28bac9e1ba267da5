//! Looks after the file while the store is open: writes nothing to one that another program replaced,
//! keeps what was saved when the log is deleted, and folds the log into the file, early when idle.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::Store;
use super::error::{Result, StoreError};
use super::file_watch::FileWatch;
use super::safety::backup;
use super::safety::retention::Reason;
use super::sql::connection::{self, BUSY_TIMEOUT, confirm_damage, fold};
use super::sql::identity::{FileIdentity, FileState};
use super::sql::log;
use super::sql::owner_only::with_suffix;

/// The time without a write after which the log is folded into the file, so that a copy of the file
/// alone has everything.
const FOLD_DELAY: Duration = Duration::from_secs(3);

impl Store {
    /// Fails unless the file is still the one that was opened: what is written to a file that was
    /// moved, removed, replaced or overwritten would be lost, or would damage it.
    ///
    /// # Errors
    /// [`StoreError::Gone`]
    pub(in crate::store) fn ensure_same_file(&self) -> Result<()> {
        if self.is_in_memory() {
            return Ok(());
        }
        let is_same = match self.is_read_only() {
            true => FileState::of(&self.path) == self.watch.file.get(),
            false => self.watch.is_same_file(&self.connection, &self.path),
        };
        match is_same {
            true => Ok(()),
            false => Err(StoreError::Gone(self.path.clone())),
        }
    }

    /// Fails unless the file may be written to.
    ///
    /// # Errors
    /// [`StoreError::OpenedToRead`], [`StoreError::Gone`] and [`StoreError::Damaged`]
    pub(in crate::store) fn ensure_writable(&self) -> Result<()> {
        self.ensure_not_read_only()?;
        self.ensure_same_file()?;
        self.ensure_sound()
    }

    /// Fails unless the file may be written to; when the log is empty, begins it with a mark. An action
    /// needs only [`Store::ensure_writable`]: it has a mark of its own.
    ///
    /// # Errors
    /// As [`Store::ensure_writable`].
    pub(in crate::store) fn begin_write(&self) -> Result<()> {
        self.ensure_writable()?;
        if !self.is_in_memory() && FileState::of(&with_suffix(&self.path, "-wal")).length == 0 {
            log::draw_mark(&self.connection)?;
        }
        Ok(())
    }

    /// Whether what is written goes through a log.
    fn has_log(&self) -> bool {
        !self.is_in_memory() && !self.is_read_only()
    }

    fn is_log_lost(&self) -> bool {
        self.has_log() && self.watch.is_log_lost(&self.path)
    }

    /// Called after a commit: when another program has deleted the log, folds what is in it into the
    /// file.
    ///
    /// # Errors
    /// [`StoreError::Gone`] when it has replaced the file as well.
    pub(in crate::store) fn keep_log(&self) -> Result<()> {
        if self.is_log_lost() {
            self.ensure_same_file()?;
            // What can't be folded now is folded by the next write, the next poll, or the end.
            let _ = fold(&self.connection);
        }
        Ok(())
    }

    /// Folds a log that another program has deleted into the file, and opens the file again, with a new
    /// log.
    ///
    /// # Errors
    /// [`StoreError::Gone`]
    pub(in crate::store) fn reopen_if_log_lost(&mut self) -> Result<()> {
        if !self.is_log_lost() {
            return Ok(());
        }
        self.ensure_same_file()?;
        if self.damage().is_some() || !matches!(fold(&self.connection), Ok(true)) {
            return Ok(());
        }
        let connection = connection::connect(&self.path)?;
        connection::configure(&connection)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.set_prepared_statement_cache_capacity(64);
        let former = std::mem::replace(&mut self.connection, connection);
        keep_files_on_close(&former);
        drop(former);
        let now = self.watch.now.get();
        self.watch = FileWatch::begin(&self.connection, &self.path);
        self.watch.now.set(now);
        Ok(())
    }

    /// Called while idle: notices what other programs did to the file and to its log, and folds the log
    /// when nothing was written for a while.
    ///
    /// # Errors
    /// [`StoreError::Gone`] and [`StoreError::Replaced`], once.
    pub fn tend(&mut self, now: DateTime<Utc>) -> Result<()> {
        self.watch.now.set(now);
        let checked = (self.ensure_same_file()).and_then(|()| self.reopen_if_log_lost());
        match checked {
            Err(StoreError::Gone(_)) if self.watch.is_gone.replace(true) => Ok(()),
            Err(error) => Err(self.rescue_from(error)),
            Ok(()) => {
                self.watch.is_gone.set(false);
                if self.is_known_sound() && self.has_log() {
                    self.fold_if_idle();
                }
                Ok(())
            }
        }
    }

    /// Folds the log when it was the same for some seconds.
    fn fold_if_idle(&self) {
        let log = FileState::of(&with_suffix(&self.path, "-wal"));
        if log.length == 0 {
            return self.watch.idle.set(None);
        }
        match self.watch.idle.get() {
            Some((seen, since)) if seen == log => {
                if since.elapsed() >= FOLD_DELAY {
                    // Another process that reads prevents it, and is not waited for.
                    let _ = self.connection.busy_timeout(Duration::ZERO);
                    let _ = fold(&self.connection);
                    let _ = self.connection.busy_timeout(BUSY_TIMEOUT);
                }
            }
            _ => self.watch.idle.set(Some((log, Instant::now()))),
        }
    }

    /// When another file took the place of the one that was opened, copies what the connection still
    /// reads of it, and returns the error that says where.
    fn rescue_from(&self, error: StoreError) -> StoreError {
        let found = FileIdentity::of(&self.path);
        // An overwritten file reads as a mix of both.
        let is_replaced = matches!(error, StoreError::Gone(_))
            && !self.is_read_only()
            && found != FileIdentity::default()
            && found != self.watch.file.get().identity;
        if !is_replaced {
            return error;
        }
        if self.watch.rescued.get().is_none() {
            let now = self.watch.now.get();
            let copied = backup::into_folder(&self.connection, &self.path, Reason::Replaced, now);
            let Ok(copy) = copied else {
                return error;
            };
            if !self.is_log_lost() {
                // It is the former file's, and all of it is in the copy.
                for suffix in ["-wal", "-shm"] {
                    let _ = std::fs::remove_file(with_suffix(&self.path, suffix));
                }
            }
            let _ = self.watch.rescued.set(copy.path);
        }
        match self.watch.rescued.get() {
            Some(copy) => StoreError::Replaced {
                path: self.path.clone(),
                copy: copy.clone(),
            },
            None => error,
        }
    }

    /// Waits for a running copy, folds the write-ahead log into the file and closes it. On a full
    /// disk, or while another process uses the file, the log stays next to it and the next opening
    /// reads both: nothing is lost.
    ///
    /// # Errors
    /// [`StoreError::Gone`] when another file has taken the place of the one that was opened: a log
    /// by that name may belong to the other, and is left alone.
    pub fn close(mut self) -> Result<()> {
        self.wait_for_copy();
        if self.is_read_only() {
            return Ok(());
        }
        if self.damage().is_some() {
            // A damaged file is left byte for byte as it is.
            keep_files_on_close(&self.connection);
            return Ok(());
        }
        if self.path.exists() {
            let same = self.ensure_same_file();
            same.map_err(|error| self.rescue_from(error))?;
        }
        let folded = self
            .connection
            .execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);");
        match folded.map_err(StoreError::from) {
            Err(StoreError::Full | StoreError::Busy | StoreError::OnlyRead) => Ok(()),
            done => done.map_err(|error| confirm_damage(&self.path, error)),
        }
    }

    /// As [`Store::close`], for a file that will be moved without its log.
    ///
    /// # Errors
    /// As [`Store::close`], and those that prevented folding the log.
    pub(in crate::store) fn close_whole(self) -> Result<()> {
        let log = with_suffix(&self.path, "-wal");
        let folded = fold(&self.connection);
        self.close()?;
        folded?;
        match std::fs::metadata(log) {
            Ok(log) if log.len() > 0 => Err(StoreError::Busy),
            _ => Ok(()),
        }
    }
}

/// SQLite folds the log when the last connection closes, and deletes the log's name: that of another
/// file's, when the file was replaced.
impl Drop for Store {
    fn drop(&mut self) {
        if self.ensure_same_file().is_err() {
            keep_files_on_close(&self.connection);
        }
    }
}

fn keep_files_on_close(connection: &Connection) {
    let _ = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
}
