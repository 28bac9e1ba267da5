//! What is specific to the pickers of an event: known places, and two themes in one go.

use super::EventForm;
use super::content::content_of;
use crate::domain::event::{EventField, EventVenue};
use crate::domain::text::typography::count;
use crate::ui::dialog::picker::{Item, Picker, at_present};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::form::FormOwner as _;
use crate::ui::session::Session;

/// The maximum number of places in the picker.
const MAX_VENUES: usize = 200;

impl EventForm {
    /// Opens the picker of the known places, if the focused field is the name of one.
    pub(super) fn pick_venue(&mut self, session: &Session) -> Outcome {
        if self.field() != EventField::VenueName {
            return Ok(Vec::new());
        }
        self.venues.clear();
        let known = session.store.venues("", MAX_VENUES)?;
        if known.is_empty() {
            let text = "Aucun lieu connu encore. Chaque lieu saisi sera proposé ensuite.";
            return Ok(vec![Effect::info(text)]);
        }
        let present = content_of(&self.form, session.today()).0.venue;
        let items = known.iter().enumerate().map(|(index, known)| {
            let venue = &known.venue;
            let address = format!("{}\n{} {}", venue.address, venue.postcode, venue.commune);
            let uses = count(known.uses as u64, "fois", "fois");
            Item::new(index, called(venue)).hint(uses).detail(address)
        });
        let here = known
            .iter()
            .position(|known| called(&known.venue) == called(&present));
        let items = at_present(items, &here.unwrap_or(usize::MAX));
        let picker = Picker::pick("Lieux connus", items, |form: &mut Self, session, index| {
            form.venues = session.store.venues("", MAX_VENUES)?;
            form.take_venue(index, session)
        });
        Ok(vec![Effect::open(picker)])
    }

    /// Offers as second theme those that are not the main one, or none.
    pub(super) fn without_main_theme(&self, title: &mut String, items: &mut Vec<Item<String>>) {
        if self.field() != EventField::SecondTheme {
            return;
        }
        "Thématique secondaire, facultative".clone_into(title);
        let theme = self.text(EventField::Theme);
        items.retain(|item| item.value != theme);
        let none = Item::new(String::new(), "Aucune");
        items.insert(0, none.detail("Une seconde thématique n’est pas demandée."));
    }

    /// Fills a field with what was picked; both themes are asked in one go.
    pub(super) fn pick_both_themes(&mut self, text: &str, session: &mut Session) -> Outcome {
        if self.field() != EventField::Theme {
            return self.fill(text, session);
        }
        if self.text(EventField::SecondTheme) == text {
            self.set(EventField::SecondTheme, "");
        }
        self.fill(text, session)?;
        self.pick("", session)
    }
}

/// Returns the label of a place in a picker.
pub(super) fn called(venue: &EventVenue) -> String {
    let parts = [venue.name.as_str(), &venue.commune];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}
