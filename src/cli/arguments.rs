//! The command line, read into what is to be done.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt as _};

use super::Failure;
use super::filters::Filters;
use super::safety::{self, BackUpOptions, ListBackupsOptions, RestoreOptions, VerifyOptions};
use crate::domain::text::typography::quoted;

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
    Account(AccountOptions),
    Attest(AttestOptions),
    Clone(CloneOptions),
    Export(ExportOptions),
    Import(ImportOptions),
    Purge(PurgeOptions),
    BackUp(BackUpOptions),
    Backups(ListBackupsOptions),
    Restore(RestoreOptions),
    Verify(VerifyOptions),
    Demo(DemoOptions),
    Help(Topic),
    Version,
}

/// What a help is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    Program,
    List,
    Account,
    Attest,
    Clone,
    Export,
    Import,
    Purge,
    BackUp,
    Backups,
    Restore,
    Verify,
    Demo,
}

#[derive(Debug, Default)]
pub(super) struct ListOptions {
    pub(super) filters: Filters,
    pub(super) json: bool,
    pub(super) most: Option<usize>,
}

#[derive(Debug, Default)]
pub(super) struct AccountOptions {
    pub(super) json: bool,
}

#[derive(Debug, Default)]
pub(super) struct AttestOptions {
    /// The event, by the end of its identifier.
    pub(super) id: String,
    pub(super) attendees: Option<u32>,
    /// The questions as they were named, and their answers.
    pub(super) answers: Vec<(String, String)>,
    pub(super) remark: Option<String>,
    pub(super) transmitted: Option<Day>,
    /// Whatever is doubtful is meant.
    pub(super) sure: bool,
    pub(super) json: bool,
}

/// A day as it was typed; it is read where today is known.
#[derive(Debug)]
pub(super) enum Day {
    Today,
    Typed(String),
}

#[derive(Debug, Default)]
pub(super) struct CloneOptions {
    /// The event, by the end of its identifier.
    pub(super) id: String,
    pub(super) date: Option<String>,
    pub(super) json: bool,
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
    /// What may be here already is taken too.
    pub(super) duplicates: bool,
    pub(super) trial: bool,
    pub(super) json: bool,
}

#[derive(Debug, Default)]
pub(super) struct PurgeOptions {
    /// The first day that is kept whole, as it was typed.
    pub(super) before: String,
    /// Nothing is to be written.
    pub(super) trial: bool,
    /// What is doubtful is meant.
    pub(super) sure: bool,
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
                    "Option inconnue\u{202f}: {}. «\u{202f}carnet --help\u{202f}» les donne toutes.",
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
        "etat" => account(parser, base),
        "attester" => attest(parser, base),
        "cloner" => clone(parser, base),
        "exporter" => export(parser, base),
        "importer" => import(parser, base),
        "purger" => purge(parser, base),
        "sauvegarder" => safety::back_up(parser, base),
        "sauvegardes" => safety::backups(parser, base),
        "restaurer" => safety::restore(parser, base),
        "verifier" => safety::verify(parser, base),
        "demo" => demo(parser, base),
        "aide" => Ok(Command::Help(Topic::Program)),
        other => Err(Failure::Usage(format!(
            "Commande inconnue\u{202f}: {}. Les commandes sont etat, liste, attester, cloner, importer, exporter, purger, sauvegarder, sauvegardes, restaurer, verifier et demo.",
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
            Arg::Long("limite") => options.most = Some(number("--limite", parser)?),
            Arg::Long(name) => {
                let name = name.to_owned();
                options.filters.take(&name, parser)?;
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::List(options))
}

fn account(parser: &mut Parser, base: &mut Option<PathBuf>) -> Result<Command, Failure> {
    let mut options = AccountOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("base") => *base = Some(parser.value()?.into()),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help(Topic::Account)),
            Arg::Long("json") => options.json = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Account(options))
}

fn attest(parser: &mut Parser, base: &mut Option<PathBuf>) -> Result<Command, Failure> {
    let mut options = AttestOptions::default();
    let mut id = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("base") => *base = Some(parser.value()?.into()),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help(Topic::Attest)),
            Arg::Long("presents") => options.attendees = Some(number("--presents", parser)?),
            Arg::Long("reponse") => {
                let text = parser.value()?.string()?;
                let (question, answer) = text.split_once('=').ok_or_else(|| {
                    Failure::Usage(format!(
                        "Une réponse s’écrit 1=oui\u{202f}; {} n’en est pas une.",
                        quoted(&text)
                    ))
                })?;
                let answer = (question.to_owned(), answer.trim().to_owned());
                options.answers.push(answer);
            }
            Arg::Long("remarque") => options.remark = Some(parser.value()?.string()?),
            Arg::Long("transmise") => options.transmitted = Some(day(parser, id.is_some())?),
            Arg::Long("oui") => options.sure = true,
            Arg::Long("json") => options.json = true,
            Arg::Value(text) if id.is_none() => id = Some(text.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    options.id = id.ok_or_else(|| missing_event("attester"))?;
    let says_something = options.attendees.is_some()
        || !options.answers.is_empty()
        || options.remark.is_some()
        || options.transmitted.is_some();
    if !says_something {
        return Err(no_attendees());
    }
    Ok(Command::Attest(options))
}

/// The day after an option that may go without. A word that stands apart is one only where the
/// event is named already: it would be taken for the event otherwise.
fn day(parser: &mut Parser, is_named: bool) -> Result<Day, Failure> {
    if let Some(joined) = parser.optional_value() {
        return Ok(Day::Typed(joined.string()?));
    }
    let apart = parser.try_raw_args().and_then(|mut words| {
        let is_day = |word: &std::ffi::OsStr| !word.as_encoded_bytes().starts_with(b"-");
        words.next_if(|word| is_named && is_day(word))
    });
    Ok(match apart {
        Some(word) => Day::Typed(word.string()?),
        None => Day::Today,
    })
}

/// Nothing says how many came.
pub(super) fn no_attendees() -> Failure {
    Failure::Usage("Combien de présents\u{202f}? Ajoutez --presents N.".to_owned())
}

fn clone(parser: &mut Parser, base: &mut Option<PathBuf>) -> Result<Command, Failure> {
    let mut options = CloneOptions::default();
    let mut id = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("base") => *base = Some(parser.value()?.into()),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help(Topic::Clone)),
            Arg::Long("date") => options.date = Some(parser.value()?.string()?),
            Arg::Long("json") => options.json = true,
            Arg::Value(text) if id.is_none() => id = Some(text.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    options.id = id.ok_or_else(|| missing_event("cloner"))?;
    Ok(Command::Clone(options))
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
            Arg::Long("doublons") => options.duplicates = true,
            Arg::Long("essai") => options.trial = true,
            Arg::Long("json") => options.json = true,
            Arg::Value(path) if file.is_none() => file = Some(path.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    options.file = file.ok_or_else(|| missing_file("importer"))?;
    Ok(Command::Import(options))
}

fn purge(parser: &mut Parser, base: &mut Option<PathBuf>) -> Result<Command, Failure> {
    let mut options = PurgeOptions::default();
    let mut before = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("base") => *base = Some(parser.value()?.into()),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help(Topic::Purge)),
            Arg::Long("avant") => before = Some(parser.value()?.string()?),
            Arg::Long("simuler") => options.trial = true,
            Arg::Long("oui") => options.sure = true,
            Arg::Long("json") => options.json = true,
            other => return Err(other.unexpected().into()),
        }
    }
    options.before = before.ok_or_else(|| {
        Failure::Usage(format!(
            "Avant quelle date\u{202f}? Par exemple {}.",
            quoted("carnet purger --avant 1/9/2025 --simuler")
        ))
    })?;
    Ok(Command::Purge(options))
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
            Arg::Long("evenements") => options.events = number("--evenements", parser)?,
            Arg::Long("graine") => options.seed = number("--graine", parser)?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Demo(options))
}

/// The number that an option takes.
fn number<N: std::str::FromStr>(option: &str, parser: &mut Parser) -> Result<N, Failure> {
    let text = parser.value()?.string()?;
    text.parse().map_err(|_| {
        Failure::Usage(format!(
            "{option} attend un nombre\u{202f}; {} n’en est pas un.",
            quoted(&text)
        ))
    })
}

fn missing_file(command: &str) -> Failure {
    Failure::Usage(format!(
        "Quel fichier\u{202f}? {}",
        quoted(&format!("carnet {command} FICHIER.csv"))
    ))
}

fn missing_event(command: &str) -> Failure {
    Failure::Usage(format!(
        "Quel événement\u{202f}? {}\u{202f}; {} donne les identifiants.",
        quoted(&format!("carnet {command} ID")),
        quoted("carnet liste")
    ))
}
