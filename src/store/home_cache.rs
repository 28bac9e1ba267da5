//! The counts of the home screen as the last session left them, so that it shows at once.
//!
//! Delete this file and `Store::home_summary` counts each time: correct, slower on long lists.
//! Every action deletes the cached row (by triggers of the schema); what is counted changes
//! otherwise with time alone.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Store;
use super::error::Result;
use super::schema::derived::HOME_CACHE_KEY;
use super::sql::text::INSTANT;
use crate::domain::home::HomeSummary;
use crate::domain::listing::Moment;

/// The version of the program that counted: another may count otherwise.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// A summary as it is cached, and how long it is right.
#[derive(Serialize, Deserialize)]
struct Cached {
    program: String,
    /// Everything but the attestations to fill.
    #[serde(rename = "account")]
    summary: HomeSummary,
    /// It is right that day, from that moment,
    today: NaiveDate,
    from: DateTime<Utc>,
    /// and, as written in the store, until an event ends whose changes were to be announced.
    until: Option<String>,
}

/// Returns the cached summary, where it is right.
pub(super) fn read(store: &Store, moment: Moment) -> Result<Option<HomeSummary>> {
    let is_right = |cached: &Cached| {
        let now = moment.now.format(INSTANT).to_string();
        cached.program == PROGRAM
            && cached.today == moment.today
            && cached.from <= moment.now
            && cached.until.as_ref().is_none_or(|until| now < *until)
    };
    let cached: Option<Cached> = store.recall(HOME_CACHE_KEY)?;
    Ok(cached.filter(is_right).map(|cached| cached.summary))
}

/// Caches a summary counted at `moment`, which is right `until` an event ends.
pub(super) fn write(
    store: &Store,
    summary: HomeSummary,
    moment: Moment,
    until: Option<String>,
) -> Result<()> {
    let cached = Cached {
        program: PROGRAM.to_owned(),
        summary,
        today: moment.today,
        from: moment.now,
        until,
    };
    store.remember(HOME_CACHE_KEY, &cached, moment.now)
}
