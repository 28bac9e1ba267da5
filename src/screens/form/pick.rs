//! The pickers of the form: lists, known places, a month.

use super::{EventForm, index_of};
use crate::domain::event::{EventField, EventVenue};
use crate::domain::record::{FieldKind, Value};
use crate::domain::reference::ListKind;
use crate::domain::text::typography::count;
use crate::domain::time::typed_date::parse_date;
use crate::store::Result;
use crate::ui::dialog::month::Month;
use crate::ui::dialog::picker::{Item, Picker, open_at};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::form::field::typed as typed_as;
use crate::ui::session::Session;

/// The maximum number of places in the picker.
const MAX_VENUES: usize = 200;

impl EventForm {
    /// Opens the picker of the focused field, filtered by what was typed.
    pub(super) fn pick(&mut self, typed: &str, session: &mut Session) -> Outcome {
        let field = self.field();
        Ok(match (self.form.focused().kind, field) {
            (FieldKind::Entry(list), _) => {
                let picker = self.entries(field, list, session)?;
                vec![Effect::open(picker.typed(typed))]
            }
            (_, EventField::Date) => {
                let today = session.today();
                let day = parse_date(&self.text(EventField::Date), today).unwrap_or(today);
                let month = Month::pick(day, session, |form: &mut Self, session, day| {
                    form.picked(
                        EventField::Date,
                        &typed_as(FieldKind::Date, &Value::Date(day)),
                        session,
                    )
                });
                vec![Effect::open(month)]
            }
            (_, EventField::VenueName) => {
                self.venues.clear();
                let known = session.store.venues("", MAX_VENUES)?;
                if known.is_empty() {
                    let text = "Aucun lieu connu encore. Chaque lieu saisi sera proposé ensuite.";
                    return Ok(vec![Effect::info(text)]);
                }
                let items = known.iter().enumerate().map(|(index, known)| {
                    let address = format!(
                        "{}\n{} {}",
                        known.venue.address, known.venue.postcode, known.venue.commune
                    );
                    Item::new(index, called(&known.venue))
                        .hint(times(known.uses))
                        .detail(address)
                });
                let picker = Picker::pick(
                    "Lieux connus",
                    items.collect(),
                    |form: &mut Self, session, index| {
                        form.venues = session.store.venues("", MAX_VENUES)?;
                        form.take_venue(index, session)
                    },
                );
                vec![Effect::open(picker)]
            }
            _ => Vec::new(),
        })
    }

    /// Returns a picker of the entries of a list, by identifier; a second theme can also be none.
    fn entries(&self, field: EventField, list: ListKind, session: &Session) -> Result<Picker> {
        let mut items = Vec::new();
        let is_optional = field == EventField::SecondTheme;
        if is_optional {
            let none = Item::new(String::new(), "Aucune");
            items.push(none.detail("Une seconde thématique n’est pas demandée."));
        }
        let (chosen, theme) = (self.text(field), self.text(EventField::Theme));
        let uses = session.store.uses(list)?;
        for entry in session.references.all(list) {
            let id = entry.id.to_string();
            let is_taken = is_optional && id == theme;
            if is_taken || entry.retired && id != chosen {
                continue;
            }
            let hint = uses.get(&entry.id).copied().map(times);
            items.push(
                Item::new(id, &entry.label)
                    .hint(hint.unwrap_or_default())
                    .detail(&entry.definition),
            );
        }
        let title = if is_optional {
            "Thématique secondaire, facultative"
        } else {
            field.label()
        };
        let items = open_at(items, &chosen);
        Ok(Picker::pick(
            title,
            items,
            move |form: &mut Self, session, id: String| form.picked(field, &id, session),
        ))
    }

    /// Fills a field with what was picked, and moves to the next.
    fn picked(&mut self, field: EventField, text: &str, session: &mut Session) -> Outcome {
        self.set(field, text);
        if field != EventField::Theme {
            let step = self.form.go_next();
            return self.step(step, session);
        }
        if self.text(EventField::SecondTheme) == text {
            self.set(EventField::SecondTheme, "");
        }
        // Both themes are asked in one go.
        let step = self.form.go(index_of(EventField::SecondTheme));
        self.step(step, session)?;
        self.pick("", session)
    }
}

/// Returns the label of a place in a picker.
pub(super) fn called(venue: &EventVenue) -> String {
    let parts = [venue.name.as_str(), &venue.commune];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

fn times(uses: usize) -> String {
    count(uses as u64, "fois", "fois")
}
