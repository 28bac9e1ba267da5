//! Whether the write-ahead log next to a file is its own.
//!
//! A log holds pages that replace those of the file under it (sqlite.org/walformat.html). SQLite checks
//! that a log is whole, not that it is the file's: when another program replaces the file (a
//! synchronisation, a copy by hand) and leaves the log, SQLite puts the former file's pages into the new
//! one, at the next opening.
//!
//! So the one row of the table `recording`, whose page every action writes, has a *mark*: sixteen random
//! bytes that each action draws again, and those it replaces. Of a log, the first page that has a mark
//! names the mark that the file under it had when the log was begun; the later ones, those that the file
//! gets when the log is folded into it. The file is the log's if the same page of it, read past the log,
//! has one of these marks.
//!
//! This stays true of an own log whenever the power fails:
//! - only whole transactions are read (salts and checksums are checked as SQLite does), and only they
//!   are ever folded;
//! - SQLite writes to the file only by folding. It writes the page whole, as the log has it: the page
//!   has the mark from before the log, or one of the log's. Half-written, it has one or the other still,
//!   since the mark is within the page's last sector, where the only cell of the page is;
//! - a new log is begun only when the former is folded whole and the file is flushed: its first mark
//!   replaces the one that the file then has;
//! - `VACUUM` may give the page another use: where the file has no mark there, the end of its page is
//!   compared with the log's versions of the page.
//!
//! A log without any mark was written by another program, or by Carnet before there were marks: it is
//! taken for the file's own, as it always was.
//!
//! A copy that `VACUUM INTO` writes has the same rows on other pages: it draws a mark of its own
//! ([`draw_mark`]), or the log of the store would pass for the copy's.

use std::io::{self, Read as _};
use std::path::Path;
use std::thread;
use std::time::Duration;

use rusqlite::Connection;

use super::header::SQLITE_MAGIC;
use super::identity::FileState;
use super::kept_open::read_at;
use super::owner_only::with_suffix;
use super::regular_file::open_regular;

/// What a mark begins with; no text has these bytes, which are not UTF-8.
const TAG: [u8; 8] = [0xc7, 0xff, b'l', b'o', b'g', 0xff, 0x00, 0xfe];

/// The SQL of the row's next mark: the tag, a new mark, the mark it replaces.
pub(in crate::store) const NEXT_MARK: &str = "CAST(x'c7ff6c6f67ff00fe' || randomblob(16) || coalesce(substr(mark, 9, 16), zeroblob(16)) AS BLOB)";

/// The length of the header of a log, and of a frame, in bytes.
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// The length of a sector, which a disk writes whole.
const SECTOR: usize = 512;

/// How often a log that another process is writing is read again.
const MAX_READS: usize = 20;

/// The time between two of these reads.
const READ_INTERVAL: Duration = Duration::from_millis(5);

/// Random bytes, by which the state of a file is known.
pub(in crate::store) type Mark = [u8; 16];

/// Whose the log next to a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum LogOwner {
    /// There is no log, or SQLite would read nothing of it.
    Nobody,
    /// It has no mark.
    Unknown,
    /// The file's.
    File,
    /// That of a file that was there before.
    Another,
}

/// Gives the file of a connection a new mark.
pub(in crate::store) fn draw_mark(connection: &Connection) -> rusqlite::Result<()> {
    let sql = format!("UPDATE recording SET mark = {NEXT_MARK}");
    connection.prepare_cached(&sql)?.execute([])?;
    Ok(())
}

/// Returns the mark that a connection reads; `None` in a schema without marks.
pub(in crate::store) fn mark(connection: &Connection) -> Option<Mark> {
    let sql = "SELECT substr(mark, 9, 16) FROM recording";
    let mark = connection.query_row(sql, [], |row| row.get::<_, Vec<u8>>(0));
    mark.ok()?.try_into().ok()
}

/// Returns where a file has its mark, in bytes from its beginning.
pub(in crate::store) fn mark_offset(connection: &Connection) -> Option<u64> {
    let sql = "SELECT (rootpage - 1) * (SELECT page_size FROM pragma_page_size)
               FROM sqlite_schema WHERE name = 'recording'";
    let offset: i64 = connection.query_row(sql, [], |row| row.get(0)).ok()?;
    u64::try_from(offset).ok()
}

/// Reads the mark of the page at `offset` of a file, past its log.
pub(in crate::store) fn mark_in_file(file: &Path, offset: u64) -> io::Result<Option<Mark>> {
    let page = read_at(file, offset, page_size(file)?)?;
    Ok(marks(&page).map(|(mark, _)| mark))
}

/// Returns whose the log next to a file is. Another process may be writing both.
pub(in crate::store) fn log_owner(file: &Path) -> io::Result<LogOwner> {
    let log = with_suffix(file, "-wal");
    for _ in 0..MAX_READS {
        let before = (FileState::of(file), FileState::of(&log), log_header(&log));
        let owner = match Log::read(&log)? {
            Some(log) => log.owner(file)?,
            None => LogOwner::Nobody,
        };
        if owner != LogOwner::Another {
            return Ok(owner);
        }
        thread::sleep(READ_INTERVAL);
        if before == (FileState::of(file), FileState::of(&log), log_header(&log)) {
            return Ok(owner);
        }
    }
    // It is being written all the time: by those who read it right.
    Ok(LogOwner::File)
}

fn log_header(log: &Path) -> Vec<u8> {
    let mut header = Vec::new();
    if let Ok(file) = open_regular(log) {
        let _ = file.take(LOG_HEADER as u64).read_to_end(&mut header);
    }
    header
}

/// What a log says of the file that it belongs to.
#[derive(Debug)]
pub(in crate::store) struct Log {
    page_size: usize,
    marked: Option<Marked>,
}

/// The page that has the first mark of a log.
#[derive(Debug)]
struct Marked {
    page: u32,
    /// The mark that the first one replaces; zeros where there was none.
    before: Mark,
    /// The marks in the log.
    marks: Vec<Mark>,
    /// The last sectors of the page's versions.
    ends: Vec<Vec<u8>>,
}

impl Log {
    /// Reads a log; `None` when it has no whole transaction.
    pub(in crate::store) fn read(log: &Path) -> io::Result<Option<Self>> {
        let mut log = match open_regular(log) {
            Ok(file) => io::BufReader::with_capacity(64 * 1024, file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let Some(mut frames) = Frames::begin(&mut log)? else {
            return Ok(None);
        };
        let mut is_empty = true;
        let mut marked: Option<Marked> = None;
        // What the transaction being read has of the marked page.
        let mut pending: Vec<(u32, Vec<u8>)> = Vec::new();
        while let Some((page, is_commit)) = frames.next(&mut log)? {
            let end = &frames.page[frames.page.len().saturating_sub(SECTOR)..];
            let is_marked = marks(end).is_some();
            let first = marked.as_ref().map(|marked| marked.page);
            let first = first.or_else(|| pending.first().map(|(page, _)| *page));
            if is_marked || first == Some(page) {
                pending.push((page, end.to_vec()));
            }
            if !is_commit {
                continue;
            }
            is_empty = false;
            for (page, end) in pending.drain(..) {
                if marked.is_none()
                    && let Some((_, before)) = marks(&end)
                {
                    marked = Some(Marked {
                        page,
                        before,
                        marks: Vec::new(),
                        ends: Vec::new(),
                    });
                }
                let Some(marked) = &mut marked else { continue };
                marked.marks.extend(marks(&end).map(|(mark, _)| mark));
                if marked.page == page {
                    marked.ends.push(end);
                }
            }
        }
        Ok((!is_empty).then_some(Self {
            page_size: frames.page.len(),
            marked,
        }))
    }

    /// Returns whether the log is that of `file`.
    pub(in crate::store) fn owner(&self, file: &Path) -> io::Result<LogOwner> {
        let Some(marked) = &self.marked else {
            return Ok(LogOwner::Unknown);
        };
        let size = page_size(file)?;
        if size != 0 && size != self.page_size {
            return Ok(LogOwner::Another);
        }
        let offset = u64::from(marked.page - 1) * self.page_size as u64;
        let page = read_at(file, offset, self.page_size)?;
        let is_known = match marks(&page) {
            Some((mark, _)) => mark == marked.before || marked.marks.contains(&mark),
            // The table had no marks yet.
            None if marked.before == [0; 16] => !page.is_empty(),
            None => false,
        };
        let is_folded = || marked.ends.iter().any(|end| page.ends_with(end));
        Ok(match is_known || is_folded() {
            true => LogOwner::File,
            false => LogOwner::Another,
        })
    }
}

/// The frames of a log, as far as they are valid (sqlite.org/fileformat2.html#walformat).
struct Frames {
    is_big_endian: bool,
    salts: [u8; 8],
    checksum: (u32, u32),
    /// The page of the last frame that was read.
    page: Vec<u8>,
}

impl Frames {
    /// Reads the header of a log; `None` when it is not valid.
    fn begin(log: &mut impl io::Read) -> io::Result<Option<Self>> {
        let mut header = [0; LOG_HEADER];
        if !read_whole(log, &mut header)? {
            return Ok(None);
        }
        let is_big_endian = match number(&header, 0) {
            0x377f_0682 => false,
            0x377f_0683 => true,
            _ => return Ok(None),
        };
        let checksum = checksum(&header[..24], is_big_endian, (0, 0));
        let size = number(&header, 8);
        let is_valid = checksum == (number(&header, 24), number(&header, 28))
            && size.is_power_of_two()
            && (512..=65_536).contains(&size);
        let mut salts = [0; 8];
        salts.copy_from_slice(&header[16..24]);
        Ok(is_valid.then(|| Self {
            is_big_endian,
            salts,
            checksum,
            page: vec![0; size as usize],
        }))
    }

    /// Reads the next frame, and returns the number of its page and whether it ends a transaction.
    fn next(&mut self, log: &mut impl io::Read) -> io::Result<Option<(u32, bool)>> {
        let mut header = [0; FRAME_HEADER];
        if !read_whole(log, &mut header)? || !read_whole(log, &mut self.page)? {
            return Ok(None);
        }
        let sum = checksum(&header[..8], self.is_big_endian, self.checksum);
        self.checksum = checksum(&self.page, self.is_big_endian, sum);
        let is_valid = header[8..16] == self.salts
            && self.checksum == (number(&header, 16), number(&header, 20))
            && number(&header, 0) > 0;
        Ok(is_valid.then(|| (number(&header, 0), number(&header, 4) > 0)))
    }
}

/// Fills `bytes`, and returns whether there were enough.
fn read_whole(from: &mut impl io::Read, bytes: &mut [u8]) -> io::Result<bool> {
    match from.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn number(bytes: &[u8], at: usize) -> u32 {
    bytes[at..at + 4]
        .iter()
        .fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn checksum(bytes: &[u8], is_big_endian: bool, from: (u32, u32)) -> (u32, u32) {
    let word = |bytes: &[u8]| {
        let number = number(bytes, 0);
        if is_big_endian {
            number
        } else {
            number.swap_bytes()
        }
    };
    bytes.chunks_exact(8).fold(from, |(first, second), pair| {
        let first = first.wrapping_add(word(&pair[..4])).wrapping_add(second);
        let second = second.wrapping_add(word(&pair[4..])).wrapping_add(first);
        (first, second)
    })
}

/// Returns the size of the pages of a file, 0 when its header is not SQLite's.
fn page_size(file: &Path) -> io::Result<usize> {
    let header = read_at(file, 0, 18)?;
    if header.len() < 18 || !header.starts_with(SQLITE_MAGIC) {
        return Ok(0);
    }
    Ok(match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        size => usize::from(size),
    })
}

/// Returns the mark at the end of a page, and the one it replaced.
fn marks(page: &[u8]) -> Option<(Mark, Mark)> {
    let end = &page[page.len().saturating_sub(SECTOR)..];
    let at = end.windows(TAG.len()).position(|bytes| bytes == TAG)? + TAG.len();
    let mark = end.get(at..at + 16)?.try_into().ok()?;
    let before = end.get(at + 16..at + 32)?.try_into().ok()?;
    Some((mark, before))
}
