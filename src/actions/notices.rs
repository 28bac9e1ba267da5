//! What the first screen says awaits: snoozed, dismissed, brought back.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::home::NoticeCount;
use crate::domain::text::typography::quoted;
use crate::store::{Moment, Result, Store};

/// Snoozes a notice until a day.
///
/// # Errors
/// The store could not be written.
pub fn snooze(store: &mut Store, at: Moment, notice: &NoticeCount, until: NaiveDate) -> Result<()> {
    let label = format!(
        "report de {}",
        quoted(&notice.notice.sentence(notice.count))
    );
    store.record(&label, at.now, |change| {
        change.snooze(notice.notice, Some(until), at)
    })
}

/// Dismisses a notice for the events that it is about now.
///
/// # Errors
/// The store could not be written.
pub fn dismiss(store: &mut Store, at: Moment, notice: &NoticeCount) -> Result<()> {
    let sentence = quoted(&notice.notice.sentence(notice.count));
    let label = format!("mise à l’écart de {sentence}");
    store.record(&label, at.now, |change| {
        change.snooze(notice.notice, None, at)
    })
}

/// Brings back the notices snoozed and dismissed.
///
/// # Errors
/// The store could not be written.
pub fn unsnooze(store: &mut Store, now: DateTime<Utc>) -> Result<()> {
    store.record("rappel des notifications", now, |change| change.unsnooze())
}
