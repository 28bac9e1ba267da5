//! Actions on settings: the mediator's profile, and the school holidays.

use chrono::{DateTime, Utc};

use crate::domain::profile::Profile;
use crate::domain::time::calendar::SchoolHoliday;
use crate::store::{HOLIDAYS, Result, Store};

/// Changes the mediator's profile.
///
/// # Errors
/// The store could not be written.
pub fn set_profile(store: &mut Store, now: DateTime<Utc>, profile: &Profile) -> Result<()> {
    store.record("changement de vos coordonnées", now, |change| {
        change.set_profile(profile)
    })
}

/// Changes the school holidays.
///
/// # Errors
/// The store could not be written.
pub fn set_holidays(
    store: &mut Store,
    now: DateTime<Utc>,
    holidays: &[SchoolHoliday],
) -> Result<()> {
    store.record("changement des vacances scolaires", now, |change| {
        change.set(HOLIDAYS, &holidays)
    })
}

/// Deletes a school holiday; `holidays` are the remaining ones.
///
/// # Errors
/// The store could not be written.
pub fn delete_holiday(
    store: &mut Store,
    now: DateTime<Utc>,
    holidays: &[SchoolHoliday],
) -> Result<()> {
    store.record("suppression de vacances scolaires", now, |change| {
        change.set(HOLIDAYS, &holidays)
    })
}
