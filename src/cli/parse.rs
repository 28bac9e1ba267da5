//! The command line, read into an action by the table of commands.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt as _};

use super::command::{Action, Command, Kind, Opt, nearest};
use super::context::{Failure, Outcome, print};
use super::values::Values;
use super::{help, table};
use crate::domain::text::typography::{NARROW, quoted};

/// What the command line asks for.
pub(super) struct Invocation {
    /// The store, when an option names it.
    pub(super) base: Option<PathBuf>,
    pub(super) action: Action,
}

/// Reads the arguments, the first being the program's name.
pub(super) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Invocation, Failure> {
    let mut parser = Parser::from_iter(arguments);
    let mut command = &table::PROGRAM;
    let mut values = Values::new(command);
    let mut base = None;
    while let Some(argument) = parser.next()? {
        let option = match argument {
            Arg::Long("help" | "aide") | Arg::Short('h') => {
                return Ok(immediate(|| help::show(command)));
            }
            Arg::Long("version") | Arg::Short('V') if command.is_program() => {
                return Ok(immediate(version));
            }
            Arg::Long(long) => option(command, &format!("--{long}"))?,
            Arg::Short(short) => option(command, &format!("-{short}"))?,
            Arg::Value(word) if command.is_program() => {
                command = table::find(&word.to_string_lossy())?;
                values = Values::new(command);
                continue;
            }
            Arg::Value(word) => {
                match &command.argument {
                    Some(argument) if !values.has_argument() => {
                        values.set_argument(readable(word, argument.kind)?);
                    }
                    _ => return Err(Arg::Value(word).unexpected().into()),
                }
                continue;
            }
        };
        if option.long == "base" {
            base = Some(parser.value()?.into());
        } else {
            let value = value(&mut parser, option, &values)?;
            values.add(option, value);
        }
    }
    if let (Some(argument), false) = (&command.argument, values.has_argument()) {
        argument.require(command)?;
    }
    let action = (command.prepare)(&mut values)?;
    Ok(Invocation { base, action })
}

/// An action that opens no store.
fn immediate(action: impl FnOnce() -> Outcome + 'static) -> Invocation {
    Invocation {
        base: None,
        action: Box::new(|_| action()),
    }
}

fn version() -> Outcome {
    print(&format!("carnet {}\n", env!("CARGO_PKG_VERSION")))
}

/// Returns the option of a command that is spelled so, dashes included.
fn option(command: &Command, spelled: &str) -> Result<&'static Opt, Failure> {
    let found = command
        .options()
        .find(|option| option.spellings().any(|known| known == spelled));
    found.ok_or_else(|| {
        let spellings: Vec<String> = command.options().flat_map(Opt::spellings).collect();
        let suggestion = match nearest(spelled, spellings.iter().map(String::as_str)) {
            Some(known) => format!(" Vouliez-vous dire {}{NARROW}?", quoted(known)),
            None => String::new(),
        };
        let help = format!("carnet {} --help", command.name).replace("  ", " ");
        Failure::Usage(format!(
            "Option inconnue{NARROW}: {}.{suggestion} {} les donne toutes.",
            quoted(spelled),
            quoted(&help)
        ))
    })
}

/// Reads the value of an option, if it takes one. One that can go without takes the next word only
/// once the command has its argument: the word is that argument otherwise.
fn value(parser: &mut Parser, option: &Opt, values: &Values) -> Result<Option<OsString>, Failure> {
    let Some(expected) = option.value else {
        return Ok(None);
    };
    let word = if !expected.is_optional {
        Some(parser.value()?)
    } else if let Some(joined) = parser.optional_value() {
        Some(joined)
    } else {
        let is_value = |word: &OsStr| !word.as_encoded_bytes().starts_with(b"-");
        parser
            .try_raw_args()
            .filter(|_| values.has_argument())
            .and_then(|mut words| words.next_if(is_value))
    };
    word.map(|word| readable(word, expected.kind)).transpose()
}

/// Refuses what is not Unicode, but for paths.
fn readable(word: OsString, kind: Kind) -> Result<OsString, Failure> {
    match kind {
        Kind::Path => Ok(word),
        _ => Ok(word.string()?.into()),
    }
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        use lexopt::Error as E;
        Self::Usage(match error {
            E::MissingValue {
                option: Some(option),
            } => format!("{} attend une valeur.", quoted(&option)),
            E::MissingValue { option: None } => "Il manque une valeur.".to_owned(),
            E::UnexpectedOption(option) => {
                format!("Option inconnue{NARROW}: {}.", quoted(&option))
            }
            E::UnexpectedArgument(argument) => format!(
                "Argument de trop{NARROW}: {}.",
                quoted(&argument.to_string_lossy())
            ),
            E::UnexpectedValue { option, .. } => {
                format!("{} ne prend pas de valeur.", quoted(&option))
            }
            E::ParsingFailed { value, .. } => {
                format!("Valeur incomprise{NARROW}: {}.", quoted(&value))
            }
            E::NonUnicodeValue(_) => "Un argument n’est pas un texte lisible.".to_owned(),
            E::Custom(_) => "Arguments incompris.".to_owned(),
        })
    }
}
