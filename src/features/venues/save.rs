//! Saves a modified place; when its name changes, asks whether the events to come follow.

use super::Venues;
use crate::actions;
use crate::domain::id::EventId;
use crate::domain::record::Stored;
use crate::domain::text::typography::{count, typeset};
use crate::domain::venue::Venue;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::session::Session;

/// Saves a place; first asks whether the events to come that name it follow, if there are some.
pub(super) fn save(known: &Stored<Venue>, venue: &Venue, session: &mut Session) -> Outcome {
    let today = session.today();
    let followers = actions::venues::followers(&session.store, known, venue, today)?;
    if followers.is_empty() {
        return write(known, venue, &[], session);
    }
    let events = count(followers.len() as u64, "événement", "événements");
    let asked = match followers.len() {
        1 => "le dit comme avant. Le changer aussi ?",
        _ => "le disent comme avant. Les changer aussi ?",
    };
    let text = typeset(&format!(
        "{events} à venir et sans attestation {asked} Ce qui est déjà sur le site sera à y corriger."
    ));
    let (alone, closed) = (
        (known.clone(), venue.clone()),
        (known.clone(), venue.clone()),
    );
    let (known, venue) = (known.clone(), venue.clone());
    let confirm = Confirm::ask(
        "Événements à venir",
        text,
        "Changer aussi",
        move |_: &mut Venues, session| write(&known, &venue, &followers, session),
    )
    .or("Le lieu seul", move |_: &mut Venues, session| {
        write(&alone.0, &alone.1, &[], session)
    })
    // The place is saved whatever the answer.
    .on_close(move |_: &mut Venues, session| write(&closed.0, &closed.1, &[], session));
    Ok(vec![Effect::open(confirm)])
}

fn write(
    known: &Stored<Venue>,
    venue: &Venue,
    followers: &[EventId],
    session: &mut Session,
) -> Outcome {
    let now = session.now();
    actions::venues::modify(&mut session.store, now, known, venue, followers)?;
    let said = match followers.len() {
        0 => "Enregistré.".to_owned(),
        events => format!(
            "Enregistré, avec {}.",
            count(events as u64, "événement à venir", "événements à venir")
        ),
    };
    Ok(vec![Effect::Changed, Effect::success(said)])
}
