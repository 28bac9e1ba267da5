//! The arguments of the commands that keep the carnet safe.

use std::path::PathBuf;

use lexopt::{Arg, Parser};

use super::Failure;
use super::arguments::{Command, Topic};
use crate::domain::text::typography::quoted;

#[derive(Debug, Default)]
pub(super) struct BackUpOptions {
    /// Where, or into the folder of the copies.
    pub(super) file: Option<PathBuf>,
    pub(super) overwrite: bool,
}

#[derive(Debug, Default)]
pub(super) struct ListBackupsOptions {
    pub(super) json: bool,
}

#[derive(Debug, Default)]
pub(super) struct RestoreOptions {
    pub(super) file: PathBuf,
    /// Tells what would change, and stops there.
    pub(super) trial: bool,
    /// It is meant.
    pub(super) sure: bool,
}

#[derive(Debug, Default)]
pub(super) struct VerifyOptions {
    pub(super) repair: bool,
    pub(super) json: bool,
}

type Parsed = Result<Command, Failure>;

pub(super) fn back_up(parser: &mut Parser, base: &mut Option<PathBuf>) -> Parsed {
    let mut options = BackUpOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("base") => *base = Some(parser.value()?.into()),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help(Topic::BackUp)),
            Arg::Long("remplacer") => options.overwrite = true,
            Arg::Value(path) if options.file.is_none() => options.file = Some(path.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::BackUp(options))
}

pub(super) fn backups(parser: &mut Parser, base: &mut Option<PathBuf>) -> Parsed {
    let mut options = ListBackupsOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("base") => *base = Some(parser.value()?.into()),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help(Topic::Backups)),
            Arg::Long("json") => options.json = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Backups(options))
}

pub(super) fn restore(parser: &mut Parser, base: &mut Option<PathBuf>) -> Parsed {
    let mut options = RestoreOptions::default();
    let mut file = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("base") => *base = Some(parser.value()?.into()),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help(Topic::Restore)),
            Arg::Long("essai") => options.trial = true,
            Arg::Long("oui") => options.sure = true,
            Arg::Value(path) if file.is_none() => file = Some(path.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    options.file = file.ok_or_else(|| {
        Failure::Usage(format!(
            "Quelle copie\u{202f}? {}\u{202f}; {} donne celles qui sont gardées.",
            quoted("carnet restaurer FICHIER"),
            quoted("carnet sauvegardes")
        ))
    })?;
    Ok(Command::Restore(options))
}

pub(super) fn verify(parser: &mut Parser, base: &mut Option<PathBuf>) -> Parsed {
    let mut options = VerifyOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("base") => *base = Some(parser.value()?.into()),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help(Topic::Verify)),
            Arg::Long("reparer") => options.repair = true,
            Arg::Long("json") => options.json = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Verify(options))
}
