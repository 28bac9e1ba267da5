//! Attestations: declared, corrected, transmitted, withdrawn.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::event::Event;
use crate::domain::event::attestation::Attestation;
use crate::domain::text::typography::quoted;
use crate::store::{Result, Store};

/// What declaring an attestation does to the one there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declaration {
    /// There was none.
    First,
    /// It says the same.
    Unchanged,
    /// It says something else.
    Correction,
    /// It says the same, and is now on the national site.
    Transmission,
    /// It says the same, and is no longer on the national site.
    Return,
}

impl Declaration {
    /// What turns the attestation `before` into `after`.
    pub fn between(before: Option<&Attestation>, after: &Attestation) -> Self {
        let Some(before) = before else {
            return Self::First;
        };
        let transmitted = Attestation {
            transmitted_on: after.transmitted_on,
            ..before.clone()
        };
        match after.transmitted_on {
            _ if transmitted != *after => Self::Correction,
            on if on == before.transmitted_on => Self::Unchanged,
            Some(_) => Self::Transmission,
            None => Self::Return,
        }
    }

    fn label(self, title: &str) -> String {
        let title = quoted(title);
        match self {
            Self::First => format!("attestation de {title}"),
            Self::Correction | Self::Unchanged => {
                format!("correction de l’attestation de {title}")
            }
            Self::Transmission => format!("transmission de l’attestation de {title}"),
            Self::Return => format!("retour de l’attestation de {title} aux non transmises"),
        }
    }
}

/// Declares who came to an event, or corrects, or notes as transmitted, what was declared.
///
/// # Errors
/// [`crate::store::StoreError::Stale`] when the event is not there any more.
pub fn declare(
    store: &mut Store,
    now: DateTime<Utc>,
    event: &Event,
    attestation: &Attestation,
) -> Result<Declaration> {
    let declaration = Declaration::between(event.attestation.as_ref(), attestation);
    let label = declaration.label(&event.content.title);
    store.record(&label, now, |change| change.attest(event.id, attestation))?;
    Ok(declaration)
}

/// Notes that an attestation was entered on the national site that day; `None` takes it back.
///
/// # Errors
/// [`crate::store::StoreError::Stale`] when nothing is declared for the event.
pub fn transmit(
    store: &mut Store,
    now: DateTime<Utc>,
    event: &Event,
    on: Option<NaiveDate>,
) -> Result<()> {
    let declaration = match on {
        Some(_) => Declaration::Transmission,
        None => Declaration::Return,
    };
    let label = declaration.label(&event.content.title);
    store.record(&label, now, |change| change.transmit(event.id, on))
}

/// Withdraws an attestation declared by mistake.
///
/// # Errors
/// [`crate::store::StoreError::Stale`] when nothing is declared for the event.
pub fn withdraw(store: &mut Store, now: DateTime<Utc>, event: &Event) -> Result<()> {
    let title = quoted(&event.content.title);
    let label = format!("retrait de l’attestation de {title}");
    store.record(&label, now, |change| change.withdraw_attestation(event.id))
}
