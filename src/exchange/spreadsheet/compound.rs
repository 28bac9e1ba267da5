//! Takes the workbook out of the compound document of an `.xls` ([MS-CFB]), and rewraps it in a minimal one:
//! the reader of `calamine` follows a chain of sectors that has no end until memory is full.

use std::io::{Cursor, Read as _, Write as _};

use cfb::{CompoundFile, Version};

use crate::exchange::table::{OtherKind, TableProblem};

const SIGNATURE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

pub(super) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(&SIGNATURE)
}

/// Returns the workbook of a compound document.
pub(super) fn workbook(bytes: &[u8]) -> Result<Vec<u8>, TableProblem> {
    let mut document = CompoundFile::open(Cursor::new(bytes)).map_err(|_| TableProblem::Damaged)?;
    if document.is_stream("EncryptedPackage") {
        return Err(TableProblem::Protected);
    }
    let mut names = ["Workbook", "Book"].into_iter();
    let name = names
        .find(|name| document.is_stream(name))
        .ok_or(TableProblem::Other(OtherKind::Document))?;
    let mut workbook = Vec::new();
    // No longer than the file, whatever it declares.
    document
        .open_stream(name)
        .and_then(|stream| stream.take(bytes.len() as u64).read_to_end(&mut workbook))
        .map_err(|_| TableProblem::Damaged)?;
    Ok(workbook)
}

/// Returns a compound document that has a workbook and nothing else.
pub(super) fn rewrap(workbook: &[u8]) -> Result<Vec<u8>, TableProblem> {
    let write = || {
        // `calamine` wants small streams in one of version 4.
        let mut document = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new()))?;
        document.create_stream("Workbook")?.write_all(workbook)?;
        document.flush()?;
        std::io::Result::Ok(document.into_inner().into_inner())
    };
    write().map_err(|_| TableProblem::Damaged)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_rewrapped_workbook_is_found_again() {
        for length in [0, 1, 4096, 100_000, 9_000_000] {
            let stream: Vec<u8> = (0..length).map(|n: u32| n.to_le_bytes()[1]).collect();
            assert_eq!(workbook(&rewrap(&stream).unwrap()).unwrap(), stream);
        }
    }
}
