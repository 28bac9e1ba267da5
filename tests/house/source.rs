//! The sources as the house tests read them: code without comments, texts and tests.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file.
pub struct Source {
    /// Its path from `src`.
    pub path: String,
    /// Its code, its own tests included, without comments; texts between quotes are empty.
    pub code: String,
}

impl Source {
    /// The code without the module of tests at its end.
    pub fn without_tests(&self) -> &str {
        let end = self.code.find("\n#[cfg(test)]\n");
        &self.code[..end.unwrap_or(self.code.len())]
    }
}

/// Returns the first part of a path: the floor, or a file beside the floors.
pub fn floor(path: &str) -> &str {
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

/// Reads every source, in the order of their paths.
pub fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(folder).unwrap();
        let paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let parts = path.strip_prefix(&root).unwrap().components();
                let parts: Vec<_> = parts
                    .map(|part| part.as_os_str().to_str().unwrap())
                    .collect();
                sources.push(Source {
                    path: parts.join("/"),
                    code: code_alone(&fs::read_to_string(&path).unwrap()),
                });
            }
        }
    }
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(sources.len() > 50, "the sources are read");
    sources
}

/// Returns the code alone, line by line as it was: a path in a comment is no dependency, a word in a text no identifier.
pub fn code_alone(code: &str) -> String {
    let mut alone = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(hashes) = raw_text(&alone, rest) {
            let closing = format!("\"{}", "#".repeat(hashes));
            let body = rest.find('"').unwrap() + 1;
            rest[body..]
                .find(&closing)
                .map_or(rest.len(), |end| body + end + closing.len())
        } else if first == '"' {
            text_length(rest)
        } else if first == '\'' {
            character_length(rest)
        } else {
            0
        };
        if skipped == 0 {
            alone.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let gone = &rest[..skipped];
        if !gone.starts_with('/') {
            alone.push_str("\"\"");
        }
        alone.extend(gone.chars().filter(|&c| c == '\n'));
        rest = &rest[skipped..];
    }
    alone
}

/// How many `#` open the raw text that begins here, if one does.
fn raw_text(before: &str, rest: &str) -> Option<usize> {
    let rest = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r')?;
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let hashes = rest.chars().take_while(|&c| c == '#').count();
    (rest[hashes..].starts_with('"') && !before.ends_with(is_word)).then_some(hashes)
}

/// The length of the text that begins here, quotes included.
fn text_length(rest: &str) -> usize {
    let mut is_escaped = false;
    for (index, c) in rest.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return index + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of the character that begins here; 0 for a lifetime.
fn character_length(rest: &str) -> usize {
    let mut characters = rest.char_indices().skip(1);
    match (characters.next(), characters.next()) {
        (Some((_, '\\')), Some((index, c))) => {
            let after = index + c.len_utf8();
            rest[after..].find('\'').map_or(0, |end| after + end + 1)
        }
        (Some(_), Some((index, '\''))) => index + 1,
        _ => 0,
    }
}

#[test]
fn code_stands_without_comments_texts_and_characters() {
    assert_eq!(
        code_alone("a // b \"c\nd(\"e \\\" // f\", 'g', '\\'', '\\u{2e}') /* h */ i::<'j>\n"),
        "a \nd(\"\", \"\", \"\", \"\")  i::<'j>\n"
    );
    assert_eq!(
        code_alone("r#\"a\n\"b\"#, for_r\"c\", br\"d\""),
        "\"\"\n, for_r\"\", \"\""
    );
}
