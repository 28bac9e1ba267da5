//! Paths typed by the user.

use std::path::{Path, PathBuf};

/// Returns the path that a typed text stands for: `~` is the user's home, and a relative path is in
/// `folder`.
pub fn expand(text: &str, folder: &Path) -> PathBuf {
    let text = text.trim();
    // A path dropped on a terminal, or copied from a file manager, may come between quotes.
    let text = text.trim_matches(['"', '\'']);
    let home = directories::BaseDirs::new().map(|folders| folders.home_dir().to_owned());
    match (text.strip_prefix("~/").or(text.strip_prefix("~\\")), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => folder.join(text),
    }
}

/// Returns the path with the extension « .csv », without which no spreadsheet would open the file.
pub fn csv_name(path: PathBuf) -> PathBuf {
    let is_csv = path
        .extension()
        .is_some_and(|it| it.eq_ignore_ascii_case("csv"));
    // A folder is refused later, rather than writing a file beside it.
    if is_csv || path.is_dir() {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".csv");
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_has_the_csv_extension() {
        for (typed, named) in [
            ("bilan", "bilan.csv"),
            ("bilan.csv", "bilan.csv"),
            ("BILAN.CSV", "BILAN.CSV"),
            ("bilan du 24.11", "bilan du 24.11.csv"),
            ("liste.csvbilan", "liste.csvbilan.csv"),
            (".", "."),
        ] {
            assert_eq!(csv_name(typed.into()), PathBuf::from(named));
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
}
