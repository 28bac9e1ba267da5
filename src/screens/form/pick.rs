//! What the fields of the form are picked from: lists, known places, a month.

use super::{EventForm, index_of};
use crate::domain::event::{EventVenue, Field};
use crate::domain::record::{FieldKind, Value};
use crate::domain::reference::ListKind;
use crate::domain::text::typography::count;
use crate::domain::time::typed_date::parse_date;
use crate::store::Result;
use crate::ui::dialog::month::Month;
use crate::ui::dialog::picker::{Item, Picker};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::form::field::typed as typed_as;
use crate::ui::session::Session;

/// The most places offered at once.
const MAX_VENUES: usize = 200;

impl EventForm {
    /// Opens what the focused field is picked from, filtered by what was typed.
    pub(super) fn pick(&mut self, typed: &str, session: &mut Session) -> Outcome {
        let field = self.field();
        Ok(match (self.form.focused().kind, field) {
            (FieldKind::Entry(list), _) => {
                let picker = self.entries(field, list, session)?;
                vec![Effect::open(picker.typed(typed))]
            }
            (_, Field::Date) => {
                let today = session.today();
                let day = parse_date(&self.text(Field::Date), today).unwrap_or(today);
                let month = Month::pick(day, session, |form: &mut Self, session, day| {
                    form.picked(
                        Field::Date,
                        &typed_as(FieldKind::Date, &Value::Date(day)),
                        session,
                    )
                });
                vec![Effect::open(month)]
            }
            (_, Field::VenueName) => {
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

    /// The entries of a list, by their identifiers; none of them for a second theme that is not asked.
    fn entries(&self, field: Field, list: ListKind, session: &Session) -> Result<Picker<String>> {
        let mut items = Vec::new();
        let is_optional = field == Field::SecondTheme;
        if is_optional {
            let none = Item::new(String::new(), "Aucune");
            items.push(none.detail("Une seconde thématique n’est pas demandée."));
        }
        let (chosen, theme) = (self.text(field), self.text(Field::Theme));
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
        let picker = Picker::pick(title, items, move |form: &mut Self, session, id: String| {
            form.picked(field, &id, session)
        });
        Ok(picker.select(&chosen))
    }

    /// Fills a field with what was picked, and goes on to the next.
    fn picked(&mut self, field: Field, text: &str, session: &mut Session) -> Outcome {
        self.set(field, text);
        if field != Field::Theme {
            let step = self.form.go_next();
            return self.step(step, session);
        }
        if self.text(Field::SecondTheme) == text {
            self.set(Field::SecondTheme, "");
        }
        // Both themes in one visit.
        let step = self.form.go(index_of(Field::SecondTheme));
        self.step(step, session)?;
        self.pick("", session)
    }
}

/// What a place is called in a list of them.
pub(super) fn called(venue: &EventVenue) -> String {
    let parts = [venue.name.as_str(), &venue.commune];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

fn times(uses: usize) -> String {
    count(uses as u64, "fois", "fois")
}
