//! How Windows writes the paths of files, and what it refuses in their names. Texts alone: the rules are
//! tested on every system.

/// Returns a path as its user writes it: Windows puts `\\?\` before the paths that it resolves.
pub fn without_prefix(path: &str) -> String {
    match path.strip_prefix(r"\\?\") {
        Some(path) => match path.strip_prefix(r"UNC\") {
            Some(share) => format!(r"\\{share}"),
            None => path.to_owned(),
        },
        None => path.to_owned(),
    }
}

/// Whether a resolved path of Windows is on a share of the network: `\\serveur\partage`, or a letter that
/// stands for one.
pub fn is_on_share(path: &str) -> bool {
    without_prefix(path).starts_with(r"\\")
}

/// Returns the reason of an error of Windows that the standard library has no kind for, in French
/// (learn.microsoft.com/windows/win32/debug/system-error-codes).
pub fn windows_reason(code: i32) -> Option<&'static str> {
    Some(match code {
        5 => "droits insuffisants, ou fichier ouvert dans un autre programme, à fermer",
        32 | 33 => "ouvert dans un autre programme, à fermer",
        53 | 67 => "le dossier partagé ne répond pas",
        123 => "ce nom contient un caractère que Windows refuse (< > : \" / \\ | ? *)",
        206 => "chemin trop long pour Windows",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resolved_path_is_shown_as_its_user_writes_it() {
        for (resolved, shown) in [
            (r"\\?\C:\Users\Ève\carnet.db", r"C:\Users\Ève\carnet.db"),
            (r"\\?\UNC\nas\commun\carnet.db", r"\\nas\commun\carnet.db"),
            (r"\\nas\commun\carnet.db", r"\\nas\commun\carnet.db"),
            ("/home/eve/carnet.db", "/home/eve/carnet.db"),
            ("carnet.db", "carnet.db"),
        ] {
            assert_eq!(without_prefix(resolved), shown);
        }
    }

    #[test]
    fn a_share_is_known_by_its_resolved_path() {
        assert!(is_on_share(r"\\?\UNC\nas\commun\carnet.db"));
        assert!(is_on_share(r"\\nas\commun\carnet.db"));
        assert!(!is_on_share(r"\\?\C:\carnet.db"));
        assert!(!is_on_share(r"C:\carnet.db"));
        assert!(!is_on_share("/home/eve/carnet.db"));
    }

    #[test]
    fn each_error_that_users_of_windows_meet_is_said_in_words() {
        for code in [5, 32, 33, 53, 67, 123, 206] {
            assert!(windows_reason(code).is_some(), "{code}");
        }
        assert_eq!(windows_reason(2), None);
    }
}
