//! What describes a command: parsing, help, completions, the manual page and the README all read it.

use strsim::damerau_levenshtein;

use super::context::{Context, Failure, Outcome};
use super::values::Values;
use crate::domain::text::fold::fold;
use crate::domain::text::typography::typeset;

/// A command of the program, or the program itself where it is given none.
pub(super) struct Command {
    /// Its name; empty for the program itself.
    pub(super) name: &'static str,
    /// Other names that are accepted.
    pub(super) aliases: &'static [&'static str],
    /// What follows its name in the usage: `ID [OPTIONS]`.
    pub(super) usage: &'static str,
    /// What it does, for the list of commands.
    pub(super) summary: &'static str,
    /// What it does, in sentences.
    pub(super) description: &'static str,
    /// The one argument that is not an option.
    pub(super) argument: Option<Argument>,
    /// Its own options. Every command takes `--base` and `--help` too.
    pub(super) options: &'static [Opt],
    /// Options that it shares with other commands.
    pub(super) group: Option<&'static Group>,
    /// Paragraphs that follow the options.
    pub(super) notes: &'static [&'static str],
    /// Command lines without `carnet`, and what each does; the README shows the first.
    pub(super) examples: &'static [(&'static str, &'static str)],
    /// Reads the values and returns what is to be run, or why the command was used wrongly.
    pub(super) prepare: fn(&mut Values) -> Prepared,
}

/// What a command does once its arguments are read.
pub(super) type Action = Box<dyn FnOnce(&Context) -> Outcome>;

/// What reading the values of a command gives.
pub(super) type Prepared = Result<Action, Failure>;

/// An argument that is not an option.
pub(super) struct Argument {
    /// Its name in the usage: `FICHIER`.
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) help: &'static str,
    /// What is asked where it is missing; none where it can be left out.
    pub(super) missing: Option<Missing>,
}

/// The two halves of the sentence about a missing argument: « {question} ? « carnet … » {hint} ».
pub(super) struct Missing {
    pub(super) question: &'static str,
    pub(super) hint: &'static str,
}

/// Options shared by several commands.
pub(super) struct Group {
    pub(super) title: &'static str,
    pub(super) options: &'static [Opt],
    pub(super) note: &'static str,
}

/// An option.
pub(super) struct Opt {
    /// Its name, without the dashes.
    pub(super) long: &'static str,
    pub(super) short: Option<char>,
    /// None for a switch.
    pub(super) value: Option<OptValue>,
    /// Whether each use adds a value; the last one wins otherwise.
    pub(super) is_repeatable: bool,
    pub(super) help: &'static str,
}

/// The value of an option.
#[derive(Clone, Copy)]
pub(super) struct OptValue {
    /// Its name in the help: `DATE`.
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Whether the option can go without it.
    pub(super) is_optional: bool,
}

/// What a value is: how it is read, and what completion offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A file or a folder.
    Path,
    /// A date as people type them.
    Date,
    Number,
    /// One of these words. The command may accept others, and says which in the help.
    Words(&'static [&'static str]),
    /// The name of a command.
    CommandName,
    Text,
}

impl Opt {
    pub(super) const fn switch(long: &'static str, help: &'static str) -> Self {
        Self {
            long,
            short: None,
            value: None,
            is_repeatable: false,
            help,
        }
    }

    pub(super) const fn value(
        long: &'static str,
        name: &'static str,
        kind: Kind,
        help: &'static str,
    ) -> Self {
        let value = OptValue {
            name,
            kind,
            is_optional: false,
        };
        Self {
            value: Some(value),
            ..Self::switch(long, help)
        }
    }

    pub(super) const fn repeatable(self) -> Self {
        Self {
            is_repeatable: true,
            ..self
        }
    }

    pub(super) const fn short(self, short: char) -> Self {
        Self {
            short: Some(short),
            ..self
        }
    }

    pub(super) const fn with_optional_value(self) -> Self {
        let value = match self.value {
            Some(value) => Some(OptValue {
                is_optional: true,
                ..value
            }),
            None => None,
        };
        Self { value, ..self }
    }

    /// The ways to write it, dashes included.
    pub(super) fn spellings(&self) -> impl Iterator<Item = String> + use<> {
        let long = format!("--{}", self.long);
        let short = self.short.map(|short| format!("-{short}"));
        short.into_iter().chain([long])
    }

    /// Its help up to the first detail.
    pub(super) fn brief(&self) -> &'static str {
        let end = self.help.find([';', ':', '(']).unwrap_or(self.help.len());
        self.help[..end].trim_end()
    }
}

impl Argument {
    /// Refuses a command whose argument is missing.
    pub(super) fn require(&self, command: &Command) -> Result<(), Failure> {
        let Some(missing) = &self.missing else {
            return Ok(());
        };
        Err(Failure::Usage(typeset(&format!(
            "{} ? « carnet {} {} »{}",
            missing.question, command.name, self.name, missing.hint
        ))))
    }
}

impl Command {
    /// Whether it is the program without a command.
    pub(super) fn is_program(&self) -> bool {
        self.name.is_empty()
    }

    /// Its name, then its aliases.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }

    /// Every option that it takes, in the order of the help.
    pub(super) fn options(&self) -> impl Iterator<Item = &'static Opt> + use<> {
        let shared = self.group.map_or(&[][..], |group| group.options);
        self.options.iter().chain(shared).chain(&COMMON)
    }
}

/// The options that every command takes.
pub(super) static COMMON: [Opt; 2] = [
    Opt::value(
        "base",
        "FICHIER",
        Kind::Path,
        "ouvre ce carnet (sinon CARNET_BASE, sinon le vôtre)",
    ),
    Opt::switch("help", "affiche l’aide du programme ou de la commande").short('h'),
];

/// Returns what was probably meant: a name that begins so, or one with few letters to change.
pub(super) fn nearest<'n>(typed: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let typed = fold(typed);
    let length = typed.chars().count();
    let distance = |name: &str| match name.starts_with(&typed) && length >= 3 {
        true => 0,
        false => damerau_levenshtein(&typed, name),
    };
    known
        .map(|name| (distance(name), name))
        .filter(|(distance, name)| distance * 3 <= name.len().max(length))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
