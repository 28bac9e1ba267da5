//! Paths typed by the user.

use std::path::{Path, PathBuf};

/// Returns the path that a typed text stands for: `~` is the user's home, and a relative path is in
/// `folder`. A path dropped on a terminal, or copied from a file manager, may come between quotes, with
/// its blanks escaped, or as an address `file://`.
pub fn expand(text: &str, folder: &Path) -> PathBuf {
    let text = text.trim();
    if let Some(path) = from_address(text) {
        return path;
    }
    let text = unquoted(text, folder);
    let home = directories::BaseDirs::new().map(|folders| folders.home_dir().to_owned());
    match (text.strip_prefix("~/").or(text.strip_prefix("~\\")), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => folder.join(text),
    }
}

/// Returns the path of an address of a file: `file:///home/eve/ma%20liste.csv`.
fn from_address(text: &str) -> Option<PathBuf> {
    let (scheme, rest) = text.split_at_checked("file:".len())?;
    if !scheme.eq_ignore_ascii_case("file:") {
        return None;
    }
    // What precedes the path is the name of this machine, mostly empty.
    let path = match rest.strip_prefix("//") {
        Some(rest) => &rest[rest.find('/')?..],
        None => rest,
    };
    let path = percent_decoded(path);
    // On Windows, `/C:/Users`.
    let drive = path.strip_prefix('/').filter(|_| cfg!(windows));
    Some(drive.unwrap_or(&path))
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after
            .get(..2)
            .and_then(|digits| str::from_utf8(digits).ok());
        let code = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        (rest, _) = match code.filter(|_| byte == b'%') {
            Some(code) => (&after[2..], bytes.push(code)),
            None => (after, bytes.push(byte)),
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns the text without the quotes or the `\ ` of a shell.
fn unquoted(text: &str, folder: &Path) -> String {
    for quote in ['"', '\''] {
        let inside = text
            .strip_prefix(quote)
            .and_then(|it| it.strip_suffix(quote));
        if let Some(inside) = inside {
            // An apostrophe closes the quotes, is escaped, and opens them again.
            return inside.replace(r"'\''", "'");
        }
    }
    // On Windows `\` separates folders; elsewhere a name may hold it.
    if cfg!(windows) || !text.contains('\\') || folder.join(text).exists() {
        return text.to_owned();
    }
    let mut characters = text.chars();
    let mut plain = String::with_capacity(text.len());
    while let Some(character) = characters.next() {
        let escaped = match character {
            '\\' => characters.next(),
            _ => None,
        };
        plain.push(escaped.unwrap_or(character));
    }
    plain
}

/// Returns the path with the extension « .csv », without which no spreadsheet would open the file; the own
/// extension of spreadsheets stays.
pub fn table_name(path: PathBuf) -> PathBuf {
    let is_named = ["csv", "xlsx", "xls", "ods"].iter().any(|known| {
        path.extension()
            .is_some_and(|it| it.eq_ignore_ascii_case(known))
    });
    // A folder is refused later, rather than writing a file beside it.
    if is_named || path.is_dir() {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".csv");
    name.into()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_export_has_the_csv_extension() {
        for (typed, named) in [
            ("bilan", "bilan.csv"),
            ("bilan.csv", "bilan.csv"),
            ("BILAN.CSV", "BILAN.CSV"),
            ("bilan.xlsx", "bilan.xlsx"),
            ("bilan.ods", "bilan.ods"),
            ("bilan du 24.11", "bilan du 24.11.csv"),
            ("liste.csvbilan", "liste.csvbilan.csv"),
            (".", "."),
        ] {
            assert_eq!(table_name(typed.into()), PathBuf::from(named));
        }
    }

    #[test]
    fn a_relative_path_is_in_the_folder() {
        let folder = Path::new("/d");
        assert_eq!(expand(" liste.csv ", folder), Path::new("/d/liste.csv"));
        assert_eq!(
            expand("'/e/ma liste.csv'", folder),
            Path::new("/e/ma liste.csv")
        );
        assert!(expand("~/x.csv", folder).ends_with("x.csv"));
    }

    #[test]
    #[cfg(unix)]
    fn a_dropped_path_is_read_however_the_terminal_writes_it() {
        let folder = Path::new("/d");
        for (dropped, path) in [
            (r"/e/ma\ liste\ \(1\).csv ", "/e/ma liste (1).csv"),
            (r"'/e/L'\''école.csv'", "/e/L'école.csv"),
            ("\"/e/ma liste.csv\"", "/e/ma liste.csv"),
            ("file:///e/ma%20liste%20d%C3%A9c.csv", "/e/ma liste déc.csv"),
            ("file://localhost/e/a.csv", "/e/a.csv"),
            ("file:/e/a.csv", "/e/a.csv"),
            ("/e/100%25 parents.csv", "/e/100%25 parents.csv"),
            ("file:///e/100%.csv", "/e/100%.csv"),
            ("l'été.csv", "/d/l'été.csv"),
            (r"a\", r"/d/a\"),
            ("", "/d/"),
            ("file:", "/d/file:"),
            ("\"", "/d/\""),
        ] {
            assert_eq!(expand(dropped, folder), Path::new(path), "{dropped}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_file_whose_name_holds_a_backslash_is_found() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(r"a\b.csv"), "").unwrap();
        let found = expand(r"a\b.csv", folder.path());
        assert_eq!(found, folder.path().join(r"a\b.csv"));
    }
}
