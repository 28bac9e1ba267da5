//! `carnet cloner`: an event made again on another day, without its past.

use serde_json::json;

use super::arguments::CloneOptions;
use super::{Failure, Outcome, named, say, tell};
use crate::domain::event::EventContent;
use crate::domain::event::publication::Publication;
use crate::domain::id::EventId;
use crate::domain::profile::Profile;
use crate::domain::text::typography;
use crate::domain::text::typography::quoted;
use crate::domain::time::date_warning;
use crate::domain::time::date_warning::DateWarning;
use crate::store::{Moment, Store};

pub(super) fn run(mut store: Store, at: Moment, options: &CloneOptions) -> Outcome {
    let original = named::event(&store, &options.id)?;
    let content = match &options.date {
        Some(text) => original
            .content
            .copied_to(Some(named::date(text, at.today)?)),
        None => original.content.cloned_on(at.today),
    };
    let profile = store.profile()?.unwrap_or_default();
    let warnings = warnings(&store, &profile, &content, at)?;
    let id = EventId::new(at.now);
    let title = quoted(&content.title);
    store.record(&format!("clonage de {title}"), at.now, |change| {
        change.create_event(id, &content, Publication::Draft, &profile.time_zone)
    })?;
    super::close(store)?;
    let warnings: Vec<String> = warnings.iter().map(DateWarning::sentence).collect();
    for warning in &warnings {
        tell(warning);
    }
    if options.json {
        return say(&format!(
            "{}\n",
            json!({
                "identifiant": id,
                "titre": content.title,
                "date": content.date,
                "original": original.id,
                "avertissements": warnings,
            })
        ));
    }
    let date = content.date.map_or_else(
        || "sans date".to_owned(),
        |date| format!("pour le {}", typography::full_date(date)),
    );
    tell(&format!(
        "{title} est cloné {date}\u{202f}: c’est un brouillon. L’attestation de l’original n’a pas été reprise."
    ));
    say(&format!("{id}\n"))
}

/// Why the new date deserves a second look.
fn warnings(
    store: &Store,
    profile: &Profile,
    content: &EventContent,
    at: Moment,
) -> Result<Vec<DateWarning>, Failure> {
    let Some(date) = content.date else {
        return Ok(Vec::new());
    };
    let holidays = store.school_holidays()?;
    let Profile {
        departement, zone, ..
    } = profile;
    let mut warnings = date_warning::warnings(date, at.today, departement, zone, &holidays);
    let clashes = store.clashes(content, None)?;
    if !clashes.is_empty() {
        warnings.push(DateWarning::Clash(clashes));
    }
    Ok(warnings)
}
