//! Actions on attestations: declare, correct, transmit, withdraw.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::event::Event;
use crate::domain::event::attestation::Attestation;
use crate::domain::text::typography::quoted;
use crate::store::{Result, Store};

/// What declaring an attestation changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declaration {
    /// There was none before.
    First,
    /// Nothing.
    Unchanged,
    /// The attendees, an answer or the remark.
    Correction,
    /// Only its state: it is now on the national site.
    Transmission,
    /// Only its state: it is no longer on the national site.
    Return,
}

impl Declaration {
    /// Compares the attestation before and after the declaration.
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

/// Declares the attendance of an event, corrects it, or records it as transmitted.
///
/// # Errors
/// [`crate::store::StoreError::Stale`] when the event no longer exists.
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

/// Records the day when an attestation was entered on the national site; `None` records that it is not.
///
/// # Errors
/// [`crate::store::StoreError::Stale`] when the event has no attestation.
pub fn transmit(
    store: &mut Store,
    now: DateTime<Utc>,
    event: &Event,
    transmitted_on: Option<NaiveDate>,
) -> Result<()> {
    let declaration = match transmitted_on {
        Some(_) => Declaration::Transmission,
        None => Declaration::Return,
    };
    let label = declaration.label(&event.content.title);
    store.record(&label, now, |change| {
        change.transmit(event.id, transmitted_on)
    })
}

/// Withdraws an attestation declared by mistake.
///
/// # Errors
/// [`crate::store::StoreError::Stale`] when the event has no attestation.
pub fn withdraw(store: &mut Store, now: DateTime<Utc>, event: &Event) -> Result<()> {
    let title = quoted(&event.content.title);
    let label = format!("retrait de l’attestation de {title}");
    store.record(&label, now, |change| change.withdraw_attestation(event.id))
}
