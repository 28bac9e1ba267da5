//! Merges two places that are the same.

use super::Venues;
use crate::actions;
use crate::domain::id::EventId;
use crate::domain::record::Stored;
use crate::domain::text::typography::{NARROW, count, quoted};
use crate::domain::venue::{Venue, VenueId};
use crate::ui::dialog::confirm::Confirm;
use crate::ui::dialog::picker::{Item, Picker};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::session::Session;

/// Asks which place the selected one is the same as.
pub(super) fn ask(place: &Venues) -> Vec<Effect> {
    let Some(other) = place.selected().cloned() else {
        return Vec::new();
    };
    let items: Vec<Item<VenueId>> = place
        .others(Some(&other))
        .map(|venue| Item::new(venue.id, &venue.name).hint(&venue.commune))
        .collect();
    if items.is_empty() {
        return vec![Effect::info("Il n’y a pas d’autre lieu.")];
    }
    let title = format!("{} est le même lieu que", quoted(&other.name));
    let picker = Picker::pick(title, items, move |_: &mut Venues, session, kept| {
        confirm(kept, other.clone(), session)
    });
    vec![Effect::open(picker)]
}

/// Explains the merge, and asks whether the events to come follow.
fn confirm(kept: VenueId, other: Stored<Venue>, session: &mut Session) -> Outcome {
    let Some(kept) = session.store.row::<Venue>(kept)? else {
        return Ok(vec![Effect::info("Ce lieu n’est plus là.")]);
    };
    let merged = actions::venues::merged(&kept, &other);
    let today = session.today();
    let followers = actions::venues::followers(&session.store, &other, &merged, today)?;
    let mut text = format!(
        "{} reste, avec ce que seul {} disait. Les événements attestés ne changent pas.",
        quoted(&kept.name),
        quoted(&other.name)
    );
    if followers.is_empty() {
        let confirm = Confirm::ask(
            "Fusionner deux lieux",
            text,
            "Fusionner",
            move |_: &mut Venues, session| merge(&kept, &other, &[], session),
        );
        return Ok(vec![Effect::open(confirm.or_stay("Revenir"))]);
    }
    text.push_str(&format!(
        " Encore à l’ancien nom{NARROW}: {}.",
        count(
            followers.len() as u64,
            "événement à venir",
            "événements à venir"
        )
    ));
    let alone = (kept.clone(), other.clone());
    let confirm = Confirm::ask(
        "Fusionner deux lieux",
        text,
        "Avec les événements",
        move |_: &mut Venues, session| merge(&kept, &other, &followers, session),
    )
    .or("Les lieux seuls", move |_: &mut Venues, session| {
        merge(&alone.0, &alone.1, &[], session)
    })
    .or_stay("Revenir");
    Ok(vec![Effect::open(confirm)])
}

fn merge(
    kept: &Stored<Venue>,
    other: &Stored<Venue>,
    followers: &[EventId],
    session: &mut Session,
) -> Outcome {
    let now = session.now();
    actions::venues::merge(&mut session.store, now, kept, other, followers)?;
    let text = format!("Il reste {}. Ctrl+Z sépare de nouveau.", quoted(&kept.name));
    Ok(vec![Effect::Changed, Effect::success(text)])
}
