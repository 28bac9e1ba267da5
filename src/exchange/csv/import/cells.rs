//! Reads a cell of a CSV into an event, or says why it can't be read.

use super::Incoming;
use super::reader::Reader;
use super::values::{flag, hour, moment, number, postcode};
use crate::domain::event::attestation::{Attestation, MAX_ATTENDEES};
use crate::domain::event::publication::Publication;
use crate::domain::event::{Event, EventContent, EventField, is_link};
use crate::domain::id::EntryId;
use crate::domain::text::fold::fold;
use crate::domain::text::typography::quoted;
use crate::domain::time::typed_date::parse_hours;
use crate::exchange::csv::columns::{CsvColumn, list_of};
use crate::exchange::csv::windows_1252::is_same;

impl Reader<'_> {
    /// Reads a cell into the event, or returns in a sentence why it can't be read.
    pub(super) fn take(
        &self,
        column: CsvColumn,
        text: &str,
        incoming: &mut Incoming,
        known: Option<&Event>,
    ) -> Result<(), String> {
        let content = &mut incoming.content;
        match column {
            CsvColumn::Field(field) => self.take_field(field, text, content)?,
            CsvColumn::Publication => {
                let state = Publication::parse(text)
                    .ok_or_else(|| format!("{} n’est pas un état de publication", quoted(text)))?;
                let is_kept = known.is_some_and(|event| event.publication == state);
                incoming.publication = (!is_kept).then_some(state);
            }
            CsvColumn::PublicLink => {
                if !text.is_empty() && !is_link(text) {
                    return Err(format!("{} n’est pas l’adresse d’une page", quoted(text)));
                }
                incoming.public_link = Some(text.to_owned());
            }
            CsvColumn::Attendees => {
                let attendees = number(text, MAX_ATTENDEES)
                    .ok_or_else(|| format!("{} illisible (présents)", quoted(text)))?;
                let before = known.and_then(|event| event.attestation.as_ref());
                let (answers, remark) = before
                    .map(|before| (before.answers.clone(), before.remark.clone()))
                    .unwrap_or_default();
                let now = self.moment.now;
                let declared = Attestation::declared(before, attendees, answers, remark, now);
                if before != Some(&declared) {
                    incoming.attestation = Some(declared);
                }
            }
            CsvColumn::Transmitted => {
                let refused = |why| format!("{} {why} (transmise le)", quoted(text));
                let (day, _) =
                    moment(text, self.moment.today).ok_or_else(|| refused("illisible"))?;
                if day > self.moment.today {
                    return Err(refused("est à venir"));
                }
                let declared = known.and_then(|event| event.attestation.as_ref());
                let declared = incoming.attestation.as_ref().or(declared).cloned();
                let declared = declared.ok_or_else(|| refused("sans nombre de présents"))?;
                if declared.transmitted_on != Some(day) {
                    incoming.attestation = Some(Attestation {
                        transmitted_on: Some(day),
                        ..declared
                    });
                }
            }
            CsvColumn::Attestation | CsvColumn::Id => {}
        }
        Ok(())
    }

    fn take_field(
        &self,
        field: EventField,
        text: &str,
        content: &mut EventContent,
    ) -> Result<(), String> {
        let label = field.label().to_lowercase();
        let unreadable = || format!("{} illisible ({label})", quoted(text));
        match field {
            EventField::Title => content.title = text.to_owned(),
            EventField::Category => content.category = self.entry(field, text)?,
            EventField::Theme => content.theme = self.entry(field, text)?,
            EventField::SecondTheme => content.second_theme = self.entry(field, text)?,
            EventField::Audience => content.audience = self.entry(field, text)?,
            EventField::VenueKind => content.venue.kind = self.entry(field, text)?,
            EventField::VenueName => content.venue.name = text.to_owned(),
            EventField::Address => content.venue.address = text.to_owned(),
            EventField::Postcode => content.venue.postcode = postcode(text),
            EventField::Commune => content.venue.commune = text.to_owned(),
            EventField::Date if text.is_empty() => content.date = None,
            EventField::Date => {
                let (date, time) = moment(text, self.moment.today).ok_or_else(unreadable)?;
                content.date = Some(date);
                content.starts = content.starts.or(time);
            }
            EventField::Starts | EventField::Ends => {
                let time = match (text, parse_hours(text)) {
                    ("", _) => None,
                    (_, Some((starts, _))) if field == EventField::Starts => Some(starts),
                    _ => Some(hour(text).ok_or_else(unreadable)?),
                };
                if field == EventField::Starts {
                    content.starts = time;
                } else {
                    content.ends = time;
                }
            }
            EventField::Seats => {
                content.seats = match text {
                    "" => None,
                    text => Some(number(text, u32::MAX).ok_or_else(unreadable)?),
                }
            }
            EventField::ChildrenWelcome => {
                content.children_welcome = flag(text).ok_or_else(unreadable)?;
            }
            EventField::SignupLink => content.signup_link = text.to_owned(),
            EventField::Description => content.description = text.to_owned(),
            EventField::Notes => content.notes = text.to_owned(),
        }
        Ok(())
    }

    fn entry(&self, field: EventField, text: &str) -> Result<Option<EntryId>, String> {
        if text.is_empty() {
            return Ok(None);
        }
        let Some(list) = list_of(field) else {
            return Ok(None);
        };
        let named = self.entries.get(&list);
        let found = named.and_then(|named| named.get(&fold(text)).copied());
        let saved_again = || {
            let mut entries = self.references.all(list);
            entries.find(|entry| is_same(text, &entry.label) || is_same(text, &entry.short))
        };
        match found.or_else(|| saved_again().map(|entry| entry.id)) {
            Some(entry) => Ok(Some(entry)),
            None => Err(format!(
                "{} n’est pas dans vos listes ({})",
                quoted(text),
                field.label().to_lowercase()
            )),
        }
    }
}
