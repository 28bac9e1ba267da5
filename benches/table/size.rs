//! What is shipped: the size of the program, and the libraries it needs.

use std::fs;
use std::process::Command;

use crate::data::CARNET;
use crate::report::{Row, Verdict};
use crate::terminal::Result;

/// Measures both.
pub fn measure() -> Result<Vec<Row>> {
    let size = fs::metadata(CARNET)?.len() as f64 / 1e6;
    let needed = libraries();
    let (figure, verdict) = match &needed {
        Some(names) => {
            // The maths that glibc keeps in a file of its own are part of libc too.
            let others = names
                .iter()
                .any(|name| !name.starts_with("libc.") && !name.starts_with("libm."));
            (names.join(", "), Verdict::of(!others))
        }
        None => ("unknown: no ldd".to_owned(), Verdict::Unknown),
    };
    Ok(vec![
        Row::fact(
            "The program’s size",
            format!("{size:.2} MB"),
            "≤ 6 MB",
            Verdict::of(size <= 6.0),
        ),
        Row::fact("The libraries it needs", figure, "libc alone", verdict),
    ])
}

/// The libraries found for the program, without the kernel's own and the loader.
fn libraries() -> Option<Vec<String>> {
    let output = Command::new("ldd").arg(CARNET).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let lines = text.lines().filter_map(|line| line.split_once("=>"));
    Some(lines.map(|(name, _)| name.trim().to_owned()).collect())
}
