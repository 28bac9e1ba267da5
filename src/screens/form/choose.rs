//! What the form's lists offer, and what is done with the choice.

use super::{Form, Kind, kind};
use crate::domain::event::{EventVenue, Field};
use crate::domain::reference::ListKind;
use crate::domain::text::typography::count;
use crate::domain::time::typed_date::parse_date;
use crate::store::Result;
use crate::ui::dialog::month::Month;
use crate::ui::dialog::picker::{Item, Picker};
use crate::ui::effect::{Answer, Choice, Effect, Outcome, Question};
use crate::ui::session::Session;

/// The most places offered at once.
const MOST_VENUES: usize = 200;

impl Form {
    /// Opens what the field in hand chooses from.
    pub(super) fn choose(&mut self, session: &mut Session) -> Outcome {
        self.choose_typed("", session)
    }

    pub(super) fn choose_typed(&mut self, typed: &str, session: &mut Session) -> Outcome {
        let field = self.field();
        Ok(match (kind(field), field) {
            (Kind::List(list), _) => vec![Effect::open(
                self.entries(field, list, session)?.typed(typed),
            )],
            (_, Field::Date) => {
                let today = session.today();
                let day = parse_date(self.values.text(Field::Date), today).unwrap_or(today);
                let profile = &session.profile;
                let place = (profile.departement.as_str(), profile.zone.as_str());
                vec![Effect::open(Month::new(
                    Question::Field(Field::Date),
                    day,
                    today,
                    place,
                    &session.holidays,
                ))]
            }
            (_, Field::VenueName) => {
                self.venues.clear();
                let known = session.store.venues("", MOST_VENUES)?;
                if known.is_empty() {
                    let text = "Aucun lieu connu encore. Chaque lieu saisi sera proposé ensuite.";
                    return Ok(vec![Effect::info(text)]);
                }
                let items = known.iter().enumerate().map(|(index, known)| {
                    let address = format!(
                        "{}\n{} {}",
                        known.venue.address, known.venue.postcode, known.venue.commune
                    );
                    Item::new(Choice::Index(index), called(&known.venue))
                        .hint(times(known.uses))
                        .detail(address)
                });
                let items = items.collect();
                vec![Effect::open(Picker::new(
                    Question::Field(Field::VenueName),
                    "Lieux connus",
                    items,
                ))]
            }
            _ => Vec::new(),
        })
    }

    fn entries(&self, field: Field, list: ListKind, session: &Session) -> Result<Picker> {
        let mut items = Vec::new();
        let optional = field == Field::SecondTheme;
        if optional {
            items.push(
                Item::new(Choice::Nothing, "Aucune")
                    .detail("Une seconde thématique n’est pas demandée."),
            );
        }
        let chosen = self.values.entry(field);
        let uses = session.store.uses(list)?;
        for entry in session.references.all(list) {
            let taken = optional && self.values.entry(Field::Theme) == Some(entry.id);
            if taken || entry.retired && chosen != Some(entry.id) {
                continue;
            }
            let hint = uses.get(&entry.id).copied().map(times);
            items.push(
                Item::new(Choice::Entry(entry.id), &entry.label)
                    .hint(hint.unwrap_or_default())
                    .detail(&entry.definition),
            );
        }
        let title = if optional {
            "Thématique secondaire, facultative"
        } else {
            field.label()
        };
        let picker = Picker::new(Question::Field(field), title, items);
        Ok(match chosen {
            Some(id) => picker.at(&Choice::Entry(id)),
            None => picker,
        })
    }

    pub(super) fn chosen(
        &mut self,
        field: Field,
        answer: Answer,
        session: &mut Session,
    ) -> Outcome {
        match answer {
            Answer::One(Choice::Entry(id)) => self.values.set_entry(field, Some(id)),
            Answer::One(Choice::Nothing) => self.values.set_entry(field, None),
            Answer::One(Choice::Index(index)) => {
                self.venues = session.store.venues("", MOST_VENUES)?;
                self.venue = index;
                return self.take_venue(session);
            }
            Answer::Day(day) => {
                self.set_text(field, crate::domain::text::typography::long_date(day))
            }
            _ => return Ok(Vec::new()),
        }
        self.unkept = true;
        if field == Field::Theme {
            if self.values.entry(Field::SecondTheme) == self.values.entry(Field::Theme) {
                self.values.set_entry(Field::SecondTheme, None);
            }
            // Both themes in one visit.
            self.go_to(Field::SecondTheme, session)?;
            return self.choose(session);
        }
        self.next(session)
    }

    /// Fills in the place in hand among those known, and goes on to the date.
    pub(super) fn take_venue(&mut self, session: &mut Session) -> Outcome {
        let Some(known) = self.venues.get(self.venue).cloned() else {
            return Ok(Vec::new());
        };
        let mut values = self.values.clone();
        values.set_venue(&known.venue);
        self.fill(values);
        self.unkept = true;
        self.go_to(Field::Date, session)?;
        self.taken = Some(known.venue);
        Ok(Vec::new())
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
