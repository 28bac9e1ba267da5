//! Writes a file whole or not at all, and replaces an existing one only when asked.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::table_writer::{TableFormat, TableWriter};
use crate::store::{Flush, Header, ensure_regular, put_in_place, side_file};

/// Why a file could not be written; an existing one is untouched, whatever the variant but
/// [`WriteProblem::NotFlushed`].
#[derive(Debug, thiserror::Error)]
pub enum WriteProblem<E> {
    /// There is already a file at that path.
    #[error("a file already stands at {0}")]
    AlreadyThere(PathBuf),
    /// The file there is a store, which is never replaced.
    #[error("a store stands at {0}")]
    AStore(PathBuf),
    /// The name is that of a spreadsheet, and the content is text.
    #[error("{0} is named as a spreadsheet")]
    NamedAsSpreadsheet(PathBuf),
    /// The name is that of a spreadsheet of a kind that is not written.
    #[error("no spreadsheet of the kind of {0} is written")]
    OtherSpreadsheet(PathBuf),
    /// The folder is missing, full, or can't be written.
    #[error("{path} can't be written: {source}")]
    Io {
        /// The file to write.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The file is there, and the disk failed to say that it will stay there.
    #[error("{path} is not known to be on the disk: {source}")]
    NotFlushed {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The content could not be produced.
    #[error(transparent)]
    Content(E),
}

/// Writes the text that `content` writes to a side file, private to the user, and renames it to `path` once
/// it is safely on the disk.
///
/// # Errors
/// [`WriteProblem::AlreadyThere`] unless `overwrite`; on any error but [`WriteProblem::NotFlushed`] nothing
/// has changed at `path`.
pub fn write<T, E>(
    path: &Path,
    overwrite: bool,
    content: impl FnOnce(&mut (dyn Write + Send)) -> Result<T, E>,
) -> Result<T, WriteProblem<E>> {
    match is_spreadsheet(path) {
        true => Err(WriteProblem::NamedAsSpreadsheet(path.to_owned())),
        false => put(path, overwrite, content),
    }
}

/// As [`write()`], of a table: a workbook when `path` ends in .xlsx.
///
/// # Errors
/// As [`write()`].
pub fn write_table<T, E>(
    path: &Path,
    overwrite: bool,
    content: impl FnOnce(TableWriter<'_>) -> Result<T, E>,
) -> Result<T, WriteProblem<E>> {
    match TableFormat::of(path) {
        None => Err(WriteProblem::OtherSpreadsheet(path.to_owned())),
        Some(format) => put(path, overwrite, |out| {
            content(TableWriter::new(format, out))
        }),
    }
}

fn put<T, E>(
    path: &Path,
    overwrite: bool,
    content: impl FnOnce(&mut (dyn Write + Send)) -> Result<T, E>,
) -> Result<T, WriteProblem<E>> {
    let io = |source| WriteProblem::Io {
        path: path.to_owned(),
        source,
    };
    // A pipe or a device is never replaced.
    if let Ok(metadata) = fs::metadata(path) {
        ensure_regular(&metadata).map_err(io)?;
    }
    if Header::read(path).is_ok_and(|header| header.is_sqlite()) {
        return Err(WriteProblem::AStore(path.to_owned()));
    }
    if !overwrite && path.symlink_metadata().is_ok() {
        return Err(WriteProblem::AlreadyThere(path.to_owned()));
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let side = side_file(folder).map_err(io)?;
    let mut writer = BufWriter::new(side);
    let result = content(&mut writer).map_err(WriteProblem::Content)?;
    let side = writer
        .into_inner()
        .map_err(|error| io(error.into_error()))?;
    match put_in_place(side.into_temp_path(), path, overwrite) {
        Ok(Flush::Done) => Ok(result),
        Ok(Flush::Failed(source)) => Err(WriteProblem::NotFlushed {
            path: path.to_owned(),
            source,
        }),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(WriteProblem::AlreadyThere(path.to_owned()))
        }
        Err(error) => Err(io(error)),
    }
}

/// Whether a program opens a file of that name as a spreadsheet's own.
pub(super) fn is_spreadsheet(path: &Path) -> bool {
    TableFormat::of(path) != Some(TableFormat::Text)
}

/// Returns the first free name next to `path`: `liste.csv`, `liste (2).csv`...
pub fn free_name(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = path
        .extension()
        .map(|extension| extension.to_string_lossy());
    (2..)
        .map(|number| {
            let numbered = format!("{stem} ({number})");
            let name = match &extension {
                Some(extension) => format!("{numbered}.{extension}"),
                None => numbered,
            };
            path.with_file_name(name)
        })
        .find(|other| fs::symlink_metadata(other).is_err())
        .filter(|_| path.symlink_metadata().is_ok())
        .unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn text(text: &'static str) -> impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()> {
        move |out| out.write_all(text.as_bytes())
    }

    #[test]
    fn a_file_is_replaced_only_when_asked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("liste.csv");
        assert_eq!(free_name(&path), path);
        write(&path, false, text("un")).unwrap();
        let again = write(&path, false, text("deux"));
        assert!(matches!(again, Err(WriteProblem::AlreadyThere(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "un");
        assert_eq!(free_name(&path), folder.path().join("liste (2).csv"));
        write(&path, true, text("deux")).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "deux");
    }

    #[test]
    fn text_is_not_written_under_the_name_of_a_spreadsheet() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["liste.xlsx", "liste.XLS", "liste.ods"] {
            let refused = write(&folder.path().join(name), true, text("a;b"));
            assert!(matches!(refused, Err(WriteProblem::NamedAsSpreadsheet(_))));
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_failure_leaves_the_existing_file_and_no_side_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("liste.csv");
        fs::write(&path, "un").unwrap();
        let failed = write(&path, true, |out| {
            out.write_all(b"de").unwrap();
            Err::<(), _>(io::Error::other("no"))
        });
        assert!(matches!(failed, Err(WriteProblem::Content(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "un");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let nowhere = folder.path().join("absent/liste.csv");
        assert!(matches!(
            write(&nowhere, false, text("")),
            Err(WriteProblem::Io { .. })
        ));
    }
}
