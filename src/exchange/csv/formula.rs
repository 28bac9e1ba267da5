//! Neutralises cells that a spreadsheet would run as a formula, and restores them on import (OWASP,
//! « CSV Injection »).

use std::borrow::Cow;

/// Whether a cell begins as a formula does, after any quotes.
fn is_formula(cell: &str) -> bool {
    let first = cell.bytes().find(|&byte| byte != b'\'');
    matches!(first, Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r'))
}

/// Returns the cell with a `'` before what a spreadsheet would run.
pub fn neutralise(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Returns the cell as it was before [`neutralise`].
pub fn restore(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => cell,
    }
}

/// Returns the cell of a text that was never neutralised, so that [`restore`] gives it back as it is written.
pub fn as_written(text: &str) -> Cow<'_, str> {
    match restore(text) == text {
        true => Cow::Borrowed(text),
        false => neutralise(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_quoted() {
        for cell in ["=1+1", "+33 3 84", "-2", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(neutralise(cell), format!("'{cell}"));
        }
        for cell in ["", "Café", "'tite histoire", " =1"] {
            assert_eq!(neutralise(cell), cell);
        }
    }

    proptest! {
        #[test]
        fn restoring_gives_back_what_was_neutralised(cell in "['=+@\ta-]{0,5}") {
            let harmless = neutralise(&cell);
            prop_assert_eq!(restore(&harmless), cell.as_str());
            let written = as_written(&cell);
            prop_assert_eq!(restore(&written), cell.as_str());
            prop_assert!(!harmless.starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
    }
}
