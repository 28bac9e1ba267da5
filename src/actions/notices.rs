//! Actions on the notices of the home screen: snooze, dismiss, unsnooze.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::home::NoticeCount;
use crate::domain::text::typography::quoted;
use crate::store::{Moment, Result, Store};

/// Snoozes a notice until a day.
///
/// # Errors
/// The store could not be written.
pub fn snooze(
    store: &mut Store,
    moment: Moment,
    notice: &NoticeCount,
    until: NaiveDate,
) -> Result<()> {
    let label = format!(
        "report de {}",
        quoted(&notice.notice.sentence(notice.count))
    );
    store.record(&label, moment.now, |change| {
        change.snooze(notice.notice, Some(until), moment)
    })
}

/// Dismisses a notice for the events it is currently about.
///
/// # Errors
/// The store could not be written.
pub fn dismiss(store: &mut Store, moment: Moment, notice: &NoticeCount) -> Result<()> {
    let sentence = quoted(&notice.notice.sentence(notice.count));
    let label = format!("mise à l’écart de {sentence}");
    store.record(&label, moment.now, |change| {
        change.snooze(notice.notice, None, moment)
    })
}

/// Shows again the notices snoozed and dismissed.
///
/// # Errors
/// The store could not be written.
pub fn unsnooze(store: &mut Store, now: DateTime<Utc>) -> Result<()> {
    store.record("rappel des notifications", now, |change| change.unsnooze())
}
