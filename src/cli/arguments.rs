//! The command line, read into what is to be done.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt as _};

use super::Failure;
use super::filters::Filters;
use crate::domain::french::quoted;

/// What the command line asks for.
#[derive(Debug)]
pub(super) struct Arguments {
    /// The store, when an option names it.
    pub(super) base: Option<PathBuf>,
    /// What to do.
    pub(super) command: Command,
}

/// A command.
#[derive(Debug)]
pub(super) enum Command {
    Screen { demo: bool },
    List(ListOptions),
    Export(ExportOptions),
    Import(ImportOptions),
    Demo(DemoOptions),
    Help(Topic),
    Version,
}

/// What a help is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    Program,
    List,
    Export,
    Import,
    Demo,
}

#[derive(Debug, Default)]
pub(super) struct ListOptions {
    pub(super) filters: Filters,
    pub(super) json: bool,
    pub(super) most: Option<usize>,
}

#[derive(Debug, Default)]
pub(super) struct ExportOptions {
    pub(super) filters: Filters,
    pub(super) file: PathBuf,
    pub(super) overwrite: bool,
    pub(super) columns: Option<String>,
}

#[derive(Debug, Default)]
pub(super) struct ImportOptions {
    pub(super) file: PathBuf,
    pub(super) mapping: Option<String>,
    pub(super) trial: bool,
    pub(super) json: bool,
}

#[derive(Debug)]
pub(super) struct DemoOptions {
    pub(super) events: usize,
    pub(super) seed: u64,
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        use lexopt::Error as E;
        Self::Usage(match error {
            E::MissingValue { option } => match option {
                Some(option) => format!("{} attend une valeur.", quoted(&option)),
                None => "Il manque une valeur.".to_owned(),
            },
            E::UnexpectedOption(option) => {
                format!(
                    "Option inconnue\u{202f}: {}. « carnet --help » les donne toutes.",
                    quoted(&option)
                )
            }
            E::UnexpectedArgument(argument) => {
                format!(
                    "Argument de trop\u{202f}: {}.",
                    quoted(&argument.to_string_lossy())
                )
            }
            E::UnexpectedValue { option, .. } => {
                format!("{} ne prend pas de valeur.", quoted(&option))
            }
            E::ParsingFailed { value, .. } => {
                format!("Valeur incomprise\u{202f}: {}.", quoted(&value))
            }
            E::NonUnicodeValue(_) => "Un argument n’est pas un texte lisible.".to_owned(),
            E::Custom(_) => "Arguments incompris.".to_owned(),
        })
    }
}

/// Reads the arguments, the first being the program's name.
pub(super) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, Failure> {
    let mut parser = Parser::from_iter(arguments);
    let mut base = None;
    let mut demo = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("base") => base = Some(parser.value()?.into()),
            Arg::Long("demo") => demo = true,
            Arg::Long("help" | "aide") | Arg::Short('h') => {
                return Ok(Arguments {
                    base,
                    command: Command::Help(Topic::Program),
                });
            }
            Arg::Long("version") | Arg::Short('V') => {
                return Ok(Arguments {
                    base,
                    command: Command::Version,
                });
            }
            Arg::Value(word) => {
                let command = command(&word.to_string_lossy(), &mut parser, &mut base)?;
                return Ok(Arguments { base, command });
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Arguments {
        base,
        command: Command::Screen { demo },
    })
}

fn command(
    word: &str,
    parser: &mut Parser,
    base: &mut Option<PathBuf>,
) -> Result<Command, Failure> {
    match word {
        "liste" => list(parser, base),
        "exporter" => export(parser, base),
        "importer" => import(parser, base),
        "demo" => demo(parser, base),
        "aide" => Ok(Command::Help(Topic::Program)),
        other => Err(Failure::Usage(format!(
            "Commande inconnue\u{202f}: {}. Les commandes sont liste, importer, exporter et demo.",
            quoted(other)
        ))),
    }
}

fn list(parser: &mut Parser, base: &mut Option<PathBuf>) -> Result<Command, Failure> {
    let mut options = ListOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("base") => *base = Some(parser.value()?.into()),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help(Topic::List)),
            Arg::Long("json") => options.json = true,
            Arg::Long("limite") => options.most = Some(parser.value()?.parse()?),
            Arg::Long(name) => {
                let name = name.to_owned();
                options.filters.take(&name, parser)?;
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::List(options))
}

fn export(parser: &mut Parser, base: &mut Option<PathBuf>) -> Result<Command, Failure> {
    let mut options = ExportOptions::default();
    let mut file = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("base") => *base = Some(parser.value()?.into()),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help(Topic::Export)),
            Arg::Long("remplacer") => options.overwrite = true,
            Arg::Long("colonnes") => options.columns = Some(parser.value()?.string()?),
            Arg::Long(name) => {
                let name = name.to_owned();
                options.filters.take(&name, parser)?;
            }
            Arg::Value(path) if file.is_none() => file = Some(path.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    options.file = file.ok_or_else(|| missing_file("exporter"))?;
    Ok(Command::Export(options))
}

fn import(parser: &mut Parser, base: &mut Option<PathBuf>) -> Result<Command, Failure> {
    let mut options = ImportOptions::default();
    let mut file = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("base") => *base = Some(parser.value()?.into()),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help(Topic::Import)),
            Arg::Long("correspondance") => options.mapping = Some(parser.value()?.string()?),
            Arg::Long("essai") => options.trial = true,
            Arg::Long("json") => options.json = true,
            Arg::Value(path) if file.is_none() => file = Some(path.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    options.file = file.ok_or_else(|| missing_file("importer"))?;
    Ok(Command::Import(options))
}

fn demo(parser: &mut Parser, base: &mut Option<PathBuf>) -> Result<Command, Failure> {
    let mut options = DemoOptions {
        events: 80,
        seed: 1,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("base") => *base = Some(parser.value()?.into()),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help(Topic::Demo)),
            Arg::Long("evenements") => options.events = parser.value()?.parse()?,
            Arg::Long("graine") => options.seed = parser.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Demo(options))
}

fn missing_file(command: &str) -> Failure {
    Failure::Usage(format!(
        "Quel fichier\u{202f}? {}",
        quoted(&format!("carnet {command} FICHIER.csv"))
    ))
}
