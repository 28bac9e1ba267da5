//! Takes the workbook out of the compound document of an `.xls` ([MS-CFB]), and lays it in a plain one:
//! a damaged chain of sectors would make a reader fill the memory.

use crate::exchange::table::{OtherKind, TableProblem};

const SIGNATURE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;
const FAT: u32 = 0xFFFF_FFFD;
const MINI_SECTOR: usize = 64;
const ENTRY: usize = 128;
/// How many sectors of the table of sectors the header names.
const IN_HEADER: usize = 109;

pub(super) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(&SIGNATURE)
}

/// Returns the workbook of a compound document.
pub(super) fn workbook(bytes: &[u8]) -> Result<Vec<u8>, TableProblem> {
    let document = Compound::open(bytes).ok_or(TableProblem::Damaged)?;
    if document.has("EncryptedPackage") {
        return Err(TableProblem::Protected);
    }
    for name in ["Workbook", "Book"] {
        if let Some(entry) = document.entry(name) {
            return document.stream(entry).ok_or(TableProblem::Damaged);
        }
    }
    Err(TableProblem::Other(OtherKind::Document))
}

/// A compound document.
struct Compound<'b> {
    bytes: &'b [u8],
    sector_size: usize,
    /// For each sector, the next of its chain.
    next: Vec<u32>,
    mini_next: Vec<u32>,
    /// The small streams, one after the other.
    mini: Vec<u8>,
    /// Streams smaller than that are in `mini`.
    mini_limit: usize,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    length: usize,
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes
        .chunks_exact(4)
        .filter_map(|bytes| Some(u32::from_le_bytes(bytes.try_into().ok()?)))
}

impl<'b> Compound<'b> {
    fn open(bytes: &'b [u8]) -> Option<Self> {
        let sector_size = match bytes.get(30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut document = Self {
            bytes,
            sector_size,
            next: Vec::new(),
            mini_next: Vec::new(),
            mini: Vec::new(),
            mini_limit: number(bytes, 56)? as usize,
            entries: Vec::new(),
        };
        let header = bytes.get(76..76 + 4 * IN_HEADER)?;
        let mut tables: Vec<u32> = numbers(header).collect();
        let mut more = number(bytes, 68)?;
        let mut left = document.sectors();
        while more < FAT && left > 0 {
            tables.extend(numbers(document.sector(more)?));
            more = tables.pop()?;
            left -= 1;
        }
        for table in tables.into_iter().filter(|&table| table < FAT) {
            if document.next.len() > document.sectors() {
                break;
            }
            document.next.extend(numbers(document.sector(table)?));
        }
        let folder = document.chain(number(bytes, 48)?)?;
        document.entries = folder.chunks_exact(ENTRY).filter_map(Entry::read).collect();
        if number(bytes, 64)? > 0 {
            let table = document.chain(number(bytes, 60)?)?;
            document.mini_next = numbers(&table).collect();
            let root = document.entries.first()?;
            document.mini = document.chain(root.start)?;
        }
        Some(document)
    }

    /// How many sectors the file has at most.
    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector_size + 1
    }

    /// Returns a sector; the last one may be cut short.
    fn sector(&self, index: u32) -> Option<&'b [u8]> {
        let start = (index as usize + 1).checked_mul(self.sector_size)?;
        let end = (start + self.sector_size).min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// Returns the sectors of a chain, one after the other; none for a chain that has no end.
    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        let mut index = start;
        for _ in 0..=self.sectors() {
            if index == END_OF_CHAIN {
                return Some(content);
            }
            content.extend_from_slice(self.sector(index)?);
            index = *self.next.get(index as usize)?;
        }
        None
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        let mut entries = self.entries.iter();
        entries.find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    fn stream(&self, entry: &Entry) -> Option<Vec<u8>> {
        if entry.length >= self.mini_limit {
            let mut content = self.chain(entry.start)?;
            content.truncate(entry.length);
            return Some(content);
        }
        let mut content = Vec::new();
        let mut index = entry.start;
        while content.len() < entry.length {
            let start = (index as usize).checked_mul(MINI_SECTOR)?;
            let end = (start + MINI_SECTOR).min(self.mini.len());
            content.extend_from_slice(self.mini.get(start..end).filter(|it| !it.is_empty())?);
            index = *self.mini_next.get(index as usize)?;
        }
        content.truncate(entry.length);
        Some(content)
    }
}

impl Entry {
    fn read(bytes: &[u8]) -> Option<Self> {
        let units = bytes.get(..64)?.chunks_exact(2);
        let units = units.map(|unit| unit.iter().rev().fold(0, |n, &b| n << 8 | u16::from(b)));
        let name: Vec<u16> = units.take_while(|&unit| unit != 0).collect();
        Some(Self {
            name: String::from_utf16_lossy(&name),
            start: number(bytes, 116)?,
            length: number(bytes, 120)? as usize,
        })
    }
}

/// Returns a compound document that has a workbook and nothing else.
pub(super) fn of_workbook(workbook: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 4096;
    let in_table = SECTOR / 4;
    let content = workbook.len().div_ceil(SECTOR).max(1);
    // The table of sectors has itself in it, and the folder.
    let tables = (content + 2).div_ceil(in_table - 1);
    let mut bytes = Vec::with_capacity((content + tables + 2) * SECTOR);
    let index = |index: usize| u32::try_from(index).unwrap_or(FREE);

    bytes.extend(SIGNATURE);
    bytes.extend([0; 16]);
    for short in [0x3Eu16, 4, 0xFFFE, 12, 6] {
        bytes.extend(short.to_le_bytes());
    }
    bytes.extend([0; 6]);
    let folder = index(tables);
    for long in [
        1,
        index(tables),
        folder,
        0,
        4096,
        END_OF_CHAIN,
        0,
        END_OF_CHAIN,
        0,
    ] {
        bytes.extend(long.to_le_bytes());
    }
    for table in 0..IN_HEADER {
        let known = if table < tables { index(table) } else { FREE };
        bytes.extend(known.to_le_bytes());
    }
    bytes.resize(SECTOR, 0);

    let mut next = vec![FAT; tables];
    next.push(END_OF_CHAIN);
    next.extend((1..content).map(|sector| index(tables + 1 + sector)));
    next.push(END_OF_CHAIN);
    next.resize(tables * in_table, FREE);
    bytes.extend(next.into_iter().flat_map(u32::to_le_bytes));

    let length = (content * SECTOR) as u64;
    for (name, kind, start, length) in [
        ("Root Entry", 5u8, 0, 0),
        ("Workbook", 2, tables + 1, length),
    ] {
        let entry = bytes.len();
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(entry + 64, 0);
        let name_length = u16::try_from(2 * (name.len() + 1)).unwrap_or_default();
        bytes.extend(name_length.to_le_bytes());
        bytes.extend([kind, 1]);
        for link in [FREE, FREE, if kind == 5 { 1 } else { FREE }] {
            bytes.extend(link.to_le_bytes());
        }
        bytes.resize(entry + 116, 0);
        bytes.extend(index(start).to_le_bytes());
        bytes.extend(length.to_le_bytes());
    }
    bytes.resize((tables + 2) * SECTOR, 0);
    bytes.extend(workbook);
    bytes.resize((content + tables + 2) * SECTOR, 0);
    bytes
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_laid_in_a_plain_document_is_found_again() {
        for length in [0, 1, 4096, 100_000, 9_000_000] {
            let stream: Vec<u8> = (0..length).map(|n: u32| n.to_le_bytes()[1]).collect();
            let found = workbook(&of_workbook(&stream)).unwrap();
            assert!(found.starts_with(&stream));
            assert!(found.len() < stream.len() + 4097);
        }
    }
}
