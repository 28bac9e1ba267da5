//! Paths as people type them.

use std::path::{Path, PathBuf};

/// The file a text names: `~` is the user's home, and a name alone stands in `folder`.
pub fn typed(text: &str, folder: &Path) -> PathBuf {
    let text = text.trim();
    // A path dropped on a terminal, or copied from a file manager, may come between quotes.
    let text = text.trim_matches(['"', '\'']);
    let home = directories::BaseDirs::new().map(|folders| folders.home_dir().to_owned());
    match (text.strip_prefix("~/").or(text.strip_prefix("~\\")), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => folder.join(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_alone_stands_in_the_folder() {
        let folder = Path::new("/d");
        assert_eq!(typed(" liste.csv ", folder), Path::new("/d/liste.csv"));
        assert_eq!(
            typed("'/e/ma liste.csv'", folder),
            Path::new("/e/ma liste.csv")
        );
        assert!(typed("~/x.csv", folder).ends_with("x.csv"));
    }
}
