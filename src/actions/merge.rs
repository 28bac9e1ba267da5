//! Action that merges another copy of the carnet into this one.

use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::domain::text::displayable::line;
use crate::domain::text::typography::quoted;
use crate::store::retention::Reason;
use crate::store::{Choice, MergePlan, MergeTally, Result, Store};

/// What became of a merge.
#[derive(Debug)]
pub struct Merged {
    /// What was written.
    pub tally: MergeTally,
    /// Where the copy was moved, when it stood next to the carnet; or why it could not be. The merge
    /// is written all the same.
    pub put_away: io::Result<Option<PathBuf>>,
}

/// Merges a copy: writes each row of the plan in the version chosen, as one action, after a backup of the
/// carnet; then moves the copy among the backups, unless `is_settled` says that something is still to choose.
///
/// # Errors
/// [`crate::store::StoreError::Stale`] when a row was changed since the plan was made.
pub fn merge(
    store: &mut Store,
    now: DateTime<Utc>,
    copy: &Path,
    plan: &MergePlan,
    choices: &[Choice],
    is_settled: bool,
) -> Result<Merged> {
    let tally = MergeTally::of(plan, choices);
    if tally.writes() {
        store.back_up_before(Reason::Merge, now);
        let name = copy.file_name().unwrap_or_default().to_string_lossy();
        let label = format!("fusion de la copie {}", quoted(&line(&name)));
        store.record(&label, now, |change| change.merge(plan, choices))?;
    }
    let put_away = match is_settled {
        true => store.put_away(copy),
        false => Ok(None),
    };
    Ok(Merged { tally, put_away })
}
