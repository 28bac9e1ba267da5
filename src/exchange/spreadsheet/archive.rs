//! Opens the ZIP of an `.xlsx` or an `.ods`: says which it is, and refuses what would fill the memory.

use std::io::{self, Cursor, Read};

use quick_xml::events::Event;
use zip::ZipArchive;

use crate::exchange::table::{OtherKind, TableProblem};

/// How large a workbook may be once unpacked, in bytes.
const MAX_UNPACKED: u64 = 256 * 1024 * 1024;

/// A workbook in a ZIP.
pub(super) enum Kind {
    Xlsx,
    /// With its cells, in XML.
    Ods(String),
}

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Returns what the archive is, once its whole content is known to fit in memory.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, TableProblem> {
    let damaged = |_| TableProblem::Damaged;
    let mut archive = Archive::new(Cursor::new(bytes)).map_err(damaged)?;
    let names: Vec<String> = archive
        .file_names()
        .filter_map(|name| Some(name.ok()?.to_lowercase()))
        .collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    let starts = |folder: &str| names.iter().any(|known| known.starts_with(folder));
    if has("mimetype") {
        check(&mut archive, None)?;
        return opendocument(&mut archive);
    }
    if has("xl/workbook.bin") {
        return Err(TableProblem::Other(OtherKind::Xlsb));
    }
    if !has("[content_types].xml") {
        return Err(TableProblem::Other(OtherKind::Archive));
    }
    if starts("word/") || starts("ppt/") {
        return Err(TableProblem::Other(OtherKind::Document));
    }
    check(&mut archive, Some("sharedstrings.xml"))?;
    Ok(Kind::Xlsx)
}

/// Unpacks every file of the archive, without keeping it: the sizes that it declares may be untrue. The
/// number of texts that `texts` declares is checked too, which a reader trusts.
fn check(archive: &mut Archive<'_>, texts: Option<&str>) -> Result<(), TableProblem> {
    let mut left = MAX_UNPACKED;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| TableProblem::Damaged)?;
        let name = entry.name().unwrap_or_default().to_lowercase();
        let mut limited = entry.take(left + 1);
        let length = if texts.is_some_and(|texts| name.ends_with(texts)) {
            let mut text = Vec::new();
            let length = limited.read_to_end(&mut text).map(|length| length as u64);
            if declared_texts(&text) > text.len() {
                return Err(TableProblem::Damaged);
            }
            length
        } else {
            io::copy(&mut limited, &mut io::sink())
        };
        let length = length.map_err(|_| TableProblem::Damaged)?;
        left = left.checked_sub(length).ok_or(TableProblem::TooManyCells)?;
    }
    Ok(())
}

/// Returns how many texts the table of an .xlsx says that it has.
fn declared_texts(table: &[u8]) -> usize {
    let mut reader = quick_xml::Reader::from_reader(table);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element))
                if element.local_name().as_ref() == "sst" =>
            {
                let count = element.try_get_attribute("uniqueCount").ok().flatten();
                return count.map_or(0, |count| count.value.trim().parse().unwrap_or(0));
            }
            Ok(Event::Eof) | Err(_) => return 0,
            Ok(_) => {}
        }
    }
}

fn opendocument(archive: &mut Archive<'_>) -> Result<Kind, TableProblem> {
    let kind = text(archive, "mimetype")?;
    if !kind.starts_with("application/vnd.oasis.opendocument.spreadsheet") {
        let is_document = kind.starts_with("application/vnd.oasis.opendocument");
        return Err(TableProblem::Other(match is_document {
            true => OtherKind::Document,
            false => OtherKind::Archive,
        }));
    }
    if text(archive, "META-INF/manifest.xml").is_ok_and(|it| it.contains(":encryption-data")) {
        return Err(TableProblem::Protected);
    }
    text(archive, "content.xml").map(Kind::Ods)
}

fn text(archive: &mut Archive<'_>, name: &str) -> Result<String, TableProblem> {
    let entry = archive.by_name(name).map_err(|_| TableProblem::Damaged)?;
    let mut text = String::new();
    entry
        .take(MAX_UNPACKED)
        .read_to_string(&mut text)
        .map_err(|_| TableProblem::Damaged)?;
    Ok(text)
}
