//! Finds the events and the dates that a command line names.

use chrono::NaiveDate;

use crate::cli::context::Failure;
use crate::domain::event::Event;
use crate::domain::text::typography::quoted;
use crate::domain::time::day_span::DaySpan;
use crate::domain::time::typed_date::{DateProblem, parse_date};
use crate::domain::time::typed_days::parse_days;
use crate::store::Store;

/// The fewest characters of an identifier that can name an event.
const MIN_ID_LENGTH: usize = 4;

/// Returns the event whose identifier ends with `text`.
///
/// # Errors
/// Wrong use where `text` is too short; a refusal where no event or several have such an identifier.
pub(in crate::cli) fn event(store: &Store, text: &str) -> Result<Event, Failure> {
    let text = text.trim();
    if text.chars().count() < MIN_ID_LENGTH {
        return Err(Failure::Usage(format!(
            "{} est trop court\u{202f}: donnez au moins les {MIN_ID_LENGTH} derniers caractères de l’identifiant, que donne {}.",
            quoted(text),
            quoted("carnet liste")
        )));
    }
    let event = match store.events_named(text)?.as_slice() {
        [] => None,
        [id] => store.event(*id)?,
        _ => {
            return Err(Failure::Refused(format!(
                "Plusieurs événements ont un identifiant qui finit par {}. Rien n’a été changé\u{202f}; donnez-en plus de caractères.",
                quoted(text)
            )));
        }
    };
    event.ok_or_else(|| {
        Failure::Refused(format!(
            "Aucun événement n’a un identifiant qui finit par {}. Rien n’a été changé\u{202f}; {} les donne.",
            quoted(text),
            quoted("carnet liste")
        ))
    })
}

/// Reads a date as people type them.
///
/// # Errors
/// Wrong use where `text` is no date.
pub(in crate::cli) fn date(text: &str, today: NaiveDate) -> Result<NaiveDate, Failure> {
    parse_date(text, today).map_err(|problem| wrong_date(text, &problem))
}

/// Reads a date or several days as people type them.
///
/// # Errors
/// Wrong use where `text` is neither.
pub(in crate::cli) fn days(text: &str, today: NaiveDate) -> Result<DaySpan, Failure> {
    parse_days(text, today).map_err(|problem| wrong_date(text, &problem))
}

fn wrong_date(text: &str, problem: &DateProblem) -> Failure {
    Failure::Usage(match problem {
        DateProblem::NotADate => format!(
            "Date non comprise\u{202f}: {}. Essayez 24/11, 24 nov, {}, demain ou +7.",
            quoted(text),
            quoted("mardi prochain")
        ),
        other => format!("{}\u{202f}: {}", quoted(text), other.sentence()),
    })
}
