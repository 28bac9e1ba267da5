//! The form of a place; when its name changes, asks whether the events to come follow.

use super::Venues;
use crate::actions;
use crate::domain::id::{EventId, VenueId};
use crate::domain::record::{Entity as _, Stored};
use crate::domain::text::typography::{count, quoted, typeset};
use crate::domain::venue::Venue;
use crate::store::StoreError;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::form::RecordForm;
use crate::ui::session::Session;

/// The name of the drafts of places.
pub(super) const FORM: &str = "venue";

/// The text above the fields.
const TEXT: &str = "Le nom et la commune disent de quel lieu il s’agit. Les événements gardent ce qu’ils en disent déjà.";

impl Venues {
    /// Opens a form to add a place.
    pub(super) fn create(&self, session: &Session) -> Effect {
        let form = RecordForm::new(
            "Nouveau lieu",
            TEXT,
            Venue::default(),
            session,
            |venue: &Venue, session| {
                let now = session.now();
                actions::records::create(&mut session.store, now, venue)?;
                let name = quoted(&venue.name);
                Ok(vec![
                    Effect::Changed,
                    Effect::success(format!("{name} est dans vos lieux.")),
                ])
            },
        );
        let form = form.kept_as(FORM, None, session);
        Effect::open(self.refusing_twins(form, None))
    }

    /// Opens a form to modify the selected place.
    pub(super) fn modify(&self, session: &Session) -> Vec<Effect> {
        let Some(known) = self.selected() else {
            return Vec::new();
        };
        let id = known.id;
        let form = RecordForm::new(
            "Lieu",
            TEXT,
            known.record.clone(),
            session,
            move |venue: &Venue, session| save(id, venue, session),
        );
        let form = form
            .kept_as(FORM, Some(id.to_string()), session)
            .reread_by(move |session| {
                let row = session.store.row::<Venue>(id)?;
                Ok(row.map(|row| row.record))
            });
        vec![Effect::open(self.refusing_twins(form, Some(known)))]
    }

    /// Makes a form refuse the name and commune of another place.
    fn refusing_twins(
        &self,
        form: RecordForm<Venue>,
        known: Option<&Stored<Venue>>,
    ) -> RecordForm<Venue> {
        let others = self.others(known).into_iter();
        let others: Vec<String> = others.map(|other| other.identity()).collect();
        form.checked(move |venue| {
            let sentence = "Ce lieu est déjà connu dans cette commune. F fusionne deux lieux.";
            others
                .contains(&venue.identity())
                .then(|| ("name", sentence.to_owned()))
        })
    }
}

/// Saves a place; first asks whether the events to come that name it follow, if there are some.
fn save(id: VenueId, venue: &Venue, session: &mut Session) -> Outcome {
    let known = session.store.row::<Venue>(id)?.ok_or(StoreError::Stale)?;
    let today = session.today();
    let followers = actions::venues::followers(&session.store, &known, venue, today)?;
    if followers.is_empty() {
        return write(&known, venue, &[], session);
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
    let venue = venue.clone();
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
