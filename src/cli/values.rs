//! The values given to a command, each read by its name and kind.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::str::FromStr;

use super::command::{Command, Kind, Opt};
use super::context::Failure;
use crate::domain::text::typography::quoted;

/// The values given to a command.
///
/// Reading an option takes it, so that a test can check that every declared option is read;
/// reading one that the command does not declare, or declares as another kind, fails in debug.
pub(super) struct Values {
    command: &'static Command,
    argument: Option<OsString>,
    options: Vec<(&'static Opt, Option<OsString>)>,
}

impl Values {
    pub(super) fn new(command: &'static Command) -> Self {
        Self {
            command,
            argument: None,
            options: Vec::new(),
        }
    }

    pub(super) fn has_argument(&self) -> bool {
        self.argument.is_some()
    }

    pub(super) fn set_argument(&mut self, value: OsString) {
        self.argument = Some(value);
    }

    pub(super) fn add(&mut self, option: &'static Opt, value: Option<OsString>) {
        self.options.push((option, value));
    }

    /// Reads the argument as a path.
    pub(super) fn path_argument(&mut self) -> Option<PathBuf> {
        self.argument.take().map(PathBuf::from)
    }

    /// Reads the argument as text.
    pub(super) fn text_argument(&mut self) -> Option<String> {
        self.argument.take().as_deref().map(text)
    }

    /// Reads a path given to an option; the last one given.
    pub(super) fn path(&mut self, long: &str) -> Option<PathBuf> {
        let last = self.take(long, |kind| kind == Some(Kind::Path)).pop();
        last.flatten().map(PathBuf::from)
    }

    /// Whether a switch is given.
    pub(super) fn switch(&mut self, long: &str) -> bool {
        !self.take(long, |kind| kind.is_none()).is_empty()
    }

    /// Reads a number; the last one given.
    ///
    /// # Errors
    /// What is given is no number that `N` can hold.
    pub(super) fn number<N: FromStr>(&mut self, long: &str) -> Result<Option<N>, Failure> {
        let last = self.take(long, |kind| kind == Some(Kind::Number)).pop();
        let Some(text) = last.flatten().as_deref().map(text) else {
            return Ok(None);
        };
        let number = text.parse().map_err(|_| {
            Failure::Usage(format!(
                "--{long} attend un nombre\u{202f}; {} n’en est pas un.",
                quoted(&text)
            ))
        })?;
        Ok(Some(number))
    }

    /// Reads a text; the last one given.
    pub(super) fn text(&mut self, long: &str) -> Option<String> {
        self.texts(long).pop()
    }

    /// Reads every text given to a repeatable option.
    pub(super) fn texts(&mut self, long: &str) -> Vec<String> {
        let values = self.take(long, is_text).into_iter().flatten();
        values.map(|value| text(&value)).collect()
    }

    /// Reads the last text given to an option that can go without; `Some(None)` where it does.
    pub(super) fn optional_text(&mut self, long: &str) -> Option<Option<String>> {
        let last = self.take(long, is_text).pop();
        last.map(|value| value.as_deref().map(text))
    }

    fn take(&mut self, long: &str, is_kind: fn(Option<Kind>) -> bool) -> Vec<Option<OsString>> {
        debug_assert!(
            self.command.options().any(|option| {
                option.long == long && is_kind(option.value.map(|value| value.kind))
            }),
            "{} does not declare --{long} as it reads it",
            self.command.name
        );
        let taken = self
            .options
            .extract_if(.., |(option, _)| option.long == long);
        taken.map(|(_, value)| value).collect()
    }

    /// The names of the options that nothing has read.
    #[cfg(test)]
    pub(super) fn unread(&self) -> Vec<&'static str> {
        self.options.iter().map(|(option, _)| option.long).collect()
    }
}

fn is_text(kind: Option<Kind>) -> bool {
    matches!(kind, Some(Kind::Text | Kind::Date | Kind::Words(_)))
}

/// A value as text: the parser has refused what is not Unicode.
fn text(value: &OsStr) -> String {
    value.to_string_lossy().into_owned()
}
