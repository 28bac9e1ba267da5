//! Reads a cell of a CSV into an event, or says why it can't be read.

use chrono::{Datelike as _, NaiveDate, NaiveTime, TimeDelta};

use super::dates::{in_zone, when};
use super::hours::{duration, hours};
use super::reader::{Draft, Reader};
use super::values::{flag, is_blank, number, postcode, rough_number};
use super::when::When;
use crate::domain::event::attestation::{Attestation, MAX_ATTENDEES};
use crate::domain::event::publication::Publication;
use crate::domain::event::schedule::Schedule;
use crate::domain::event::{EventField, is_link};
use crate::domain::id::EntryId;
use crate::domain::record::{FieldKind, FieldValue as _, Value};
use crate::domain::reference::ListKind;
use crate::domain::text::fold::fold;
use crate::domain::text::typography::{count, quoted};
use crate::domain::time::date_warning::USUAL_DAYS;
use crate::domain::time::day_span::DaySpan;
use crate::domain::time::typed_days::parse_days;
use crate::exchange::csv::columns::CsvColumn;
use crate::exchange::csv::windows_1252::is_same;

impl Reader<'_> {
    /// Reads a cell into the event, or returns in a sentence why it can't be read.
    pub(super) fn take(
        &self,
        column: CsvColumn,
        text: &str,
        draft: &mut Draft<'_>,
    ) -> Result<(), String> {
        let text = if is_blank(text) && column.is_typed() {
            draft.report(column, text, "vide", false);
            if column.is_ignored_when_empty() {
                return Ok(());
            }
            ""
        } else {
            text
        };
        match column {
            CsvColumn::Field(field) => self.take_field(field, text, draft)?,
            CsvColumn::Duration => take_duration(text, draft)?,
            CsvColumn::Publication => {
                let state = Publication::parse(text)
                    .ok_or_else(|| format!("{} n’est pas un état de publication", quoted(text)))?;
                let is_kept = draft.known.is_some_and(|event| event.publication == state);
                draft.incoming.publication = (!is_kept).then_some(state);
            }
            CsvColumn::PublicLink => {
                if !text.is_empty() && !is_link(text) {
                    return Err(format!("{} n’est pas l’adresse d’une page", quoted(text)));
                }
                draft.incoming.public_link = Some(text.to_owned());
            }
            CsvColumn::Attendees => {
                let read = number(text, MAX_ATTENDEES)
                    .ok_or_else(|| format!("{} illisible (présents)", quoted(text)))?;
                if read.is_inferred {
                    draft.report(column, text, &read.value.to_string(), read.is_partial);
                }
                let before = draft.known.and_then(|event| event.attestation.as_ref());
                let (answers, remark) = before
                    .map(|before| (before.answers.clone(), before.remark.clone()))
                    .unwrap_or_default();
                let now = self.moment.now;
                let declared = Attestation::declared(before, read.value, answers, remark, now);
                if before != Some(&declared) {
                    draft.incoming.attestation = Some(declared);
                }
            }
            CsvColumn::Transmitted => {
                let refused = |why| format!("{} {why} (transmise le)", quoted(text));
                let read = when(text, self.style, self.moment.today);
                let (day, read) = read
                    .and_then(|read| Some((read.date?, read)))
                    .ok_or_else(|| refused("illisible"))?;
                if day > self.moment.today {
                    return Err(refused("est à venir"));
                }
                if read.is_inferred {
                    draft.report(column, text, &read.written(), read.is_partial);
                }
                let declared = draft.known.and_then(|event| event.attestation.as_ref());
                let declared = draft.incoming.attestation.as_ref().or(declared).cloned();
                let declared = declared.ok_or_else(|| refused("sans nombre de présents"))?;
                if declared.transmitted_on != Some(day) {
                    draft.incoming.attestation = Some(Attestation {
                        transmitted_on: Some(day),
                        ..declared
                    });
                }
            }
            CsvColumn::Attestation | CsvColumn::Remark | CsvColumn::Id => {}
            CsvColumn::Answers | CsvColumn::Checklist | CsvColumn::StepsDone => {}
        }
        Ok(())
    }

    fn take_field(
        &self,
        field: EventField,
        text: &str,
        draft: &mut Draft<'_>,
    ) -> Result<(), String> {
        let column = CsvColumn::Field(field);
        let unreadable = || unreadable(column, text);
        let content = &mut draft.incoming.content;
        match field {
            EventField::Postcode => {
                let known = draft
                    .known
                    .map_or("", |event| &event.content.venue.postcode);
                let read = postcode(text, |code| {
                    self.departements.contains(code) || known.starts_with(code)
                });
                content.venue.postcode.clone_from(&read.value);
                if read.is_inferred {
                    draft.report(column, text, &read.value, read.is_partial);
                }
            }
            EventField::Date if text.is_empty() => {
                (content.date, content.end_date) = (None, None);
            }
            EventField::Date => self.take_date(text, draft)?,
            EventField::Starts => self.take_start(text, draft)?,
            EventField::Ends => self.take_end(text, draft)?,
            EventField::EndDate => self.take_end_date(text, draft)?,
            EventField::Seats if text.is_empty() => content.seats = None,
            EventField::Seats => {
                let read = rough_number(text, u32::MAX).ok_or_else(unreadable)?;
                content.seats = Some(read.value);
                if read.is_inferred {
                    draft.report(column, text, &read.value.to_string(), read.is_partial);
                }
            }
            EventField::ChildrenWelcome => {
                let read = flag(text).ok_or_else(unreadable)?;
                content.children_welcome = read.value;
                if read.is_inferred {
                    let said = if read.value { "oui" } else { "non" };
                    draft.report(column, text, said, read.is_partial);
                }
            }
            field => {
                let definition = field.definition();
                let value = match definition.kind {
                    FieldKind::Entry(list) => self.entry(list, field, text)?.value(),
                    _ => Value::text(text),
                };
                (definition.set)(content, value);
            }
        }
        Ok(())
    }

    fn take_date(&self, text: &str, draft: &mut Draft<'_>) -> Result<(), String> {
        let column = CsvColumn::Field(EventField::Date);
        let read = when(text, self.style, self.moment.today);
        if read.is_none_or(|read| read.is_partial)
            && let Some(days) = self.several_days(text)
        {
            let content = &mut draft.incoming.content;
            (content.date, content.end_date) = (Some(days.first), Some(days.last));
            draft.end_date = content.end_date;
            // The year of the others is the nearest.
            if !text.contains(&days.last.year().to_string()) {
                draft.report(column, text, &days.full(), false);
            }
            return Ok(());
        }
        let read = read.and_then(|read| Some(in_zone(read, read.date?, self.zone)));
        let (date, read) = read.ok_or_else(|| unreadable(column, text))?;
        let content = &mut draft.incoming.content;
        content.end_date = content.end_date_from(Some(date));
        content.date = Some(date);
        if read.starts.is_some() {
            content.starts = read.starts;
            draft.has_hour = true;
        }
        if read.ends.is_some() {
            content.ends = read.ends;
            draft.has_end = true;
        }
        if read.is_inferred {
            draft.report(column, text, &read.written(), read.is_partial);
        }
        Ok(())
    }

    fn take_start(&self, text: &str, draft: &mut Draft<'_>) -> Result<(), String> {
        let column = CsvColumn::Field(EventField::Starts);
        if text.is_empty() {
            // The hour may be in the cell of the date.
            if !draft.has_hour {
                draft.incoming.content.starts = None;
            }
            return Ok(());
        }
        let read = self
            .hours(text, draft)
            .ok_or_else(|| unreadable(column, text))?;
        let content = &mut draft.incoming.content;
        match (read.date, content.date) {
            (Some(date), Some(known)) if date != known => {
                return Err(format!("{} est un autre jour (début)", quoted(text)));
            }
            (Some(date), _) => content.date = Some(date),
            (None, _) => {}
        }
        let before = content.starts.filter(|_| draft.has_hour);
        if read.starts.is_some() || read.date.is_none() {
            content.starts = read.starts;
        }
        if read.ends.is_some() {
            content.ends = read.ends;
            draft.has_end = true;
        }
        let kept = content.starts;
        if let Some(before) = before.filter(|&before| kept.is_some_and(|kept| kept != before)) {
            let before = before.format("%H:%M").to_string();
            draft.keep(
                CsvColumn::Field(EventField::Date),
                &before,
                format!("l’heure de la date, {before}, n’est pas celle du début"),
            );
        }
        if read.is_inferred {
            draft.report(column, text, &read.written(), read.is_partial);
        }
        Ok(())
    }

    /// Reads several days in a cell of the date: « du 3 au 5 décembre 2026 ».
    fn several_days(&self, text: &str) -> Option<DaySpan> {
        let is_other_order = self.style.month_first && !text.contains(char::is_alphabetic);
        let days = parse_days(text, self.moment.today).ok()?;
        let is_usual = days.is_several() && !self.is_doubtful(days);
        (is_usual && !is_other_order).then_some(days)
    }

    /// Whether an event of a file of another program may not last so many days: it may come back.
    fn is_doubtful(&self, days: DaySpan) -> bool {
        self.is_foreign && days.count() > USUAL_DAYS
    }

    /// Reads the end, an hour or a day and an hour.
    fn take_end(&self, text: &str, draft: &mut Draft<'_>) -> Result<(), String> {
        let column = CsvColumn::Field(EventField::Ends);
        if text.is_empty() {
            if !draft.has_end {
                draft.incoming.content.ends = None;
            }
            return Ok(());
        }
        let midnight = ["minuit", "24h", "24:00", "24h00", "00:00", "0h", "00:00:00"];
        if midnight.contains(&fold(text).as_str()) {
            return self.end_at_midnight(text, draft);
        }
        let read = self
            .hours(text, draft)
            .ok_or_else(|| unreadable(column, text))?;
        self.end(column, text, read, draft)
    }

    /// Reads the day of the end, with or without its hour.
    fn take_end_date(&self, text: &str, draft: &mut Draft<'_>) -> Result<(), String> {
        let column = CsvColumn::Field(EventField::EndDate);
        if text.is_empty() {
            // The last day may be in the cell of the date.
            draft.incoming.content.end_date = draft.end_date;
            return Ok(());
        }
        let read = self
            .hours(text, draft)
            .ok_or_else(|| unreadable(column, text))?;
        // Midnight is read as no hour.
        let is_midnight = read.starts.is_none() && read.ends.is_none() && text.contains("00:00");
        let Some(date) = read.date.filter(|_| is_midnight) else {
            return self.end(column, text, read, draft);
        };
        if draft.incoming.content.starts.is_some() {
            self.end_on(column, text, date, draft)?;
            draft.incoming.content.ends = Some(NaiveTime::MIN);
            draft.has_end = true;
            return Ok(());
        }
        // Whole days, until the beginning of the one after the last.
        let known = draft.incoming.content.date;
        let last = date
            .pred_opt()
            .filter(|&last| known.is_some_and(|known| known <= last));
        let last = last.unwrap_or(date);
        draft.report(column, text, &last.format("%d/%m/%Y").to_string(), false);
        self.end_on(column, text, last, draft)
    }

    /// Takes midnight for the end: that of the night of a late event, else the last minute of its day.
    fn end_at_midnight(&self, text: &str, draft: &mut Draft<'_>) -> Result<(), String> {
        let midnight = Schedule {
            ends: Some(NaiveTime::MIN),
            ..draft.incoming.content.schedule()
        };
        draft.has_end = true;
        if midnight.is_past_midnight() || draft.end_date > midnight.date {
            draft.incoming.content.ends = midnight.ends;
            return Ok(());
        }
        draft.incoming.content.ends = NaiveTime::from_hms_opt(23, 59, 0);
        let column = CsvColumn::Field(EventField::Ends);
        draft.report(column, text, "23:59", false);
        Ok(())
    }

    /// Takes what was read of the end.
    fn end(
        &self,
        column: CsvColumn,
        text: &str,
        read: When,
        draft: &mut Draft<'_>,
    ) -> Result<(), String> {
        if let Some(date) = read.date {
            self.end_on(column, text, date, draft)?;
        }
        let content = &mut draft.incoming.content;
        if let Some(ends) = read.ends.or(read.starts) {
            content.ends = Some(ends);
            draft.has_end = true;
        }
        if read.is_inferred {
            let written = When {
                starts: None,
                ends: read.ends.or(read.starts),
                ..read
            };
            draft.report(column, text, &written.written(), read.is_partial);
        }
        Ok(())
    }

    /// Takes the day of the end.
    fn end_on(
        &self,
        column: CsvColumn,
        text: &str,
        last: NaiveDate,
        draft: &mut Draft<'_>,
    ) -> Result<(), String> {
        let refused = |why: &str| {
            let header = column.header().to_lowercase();
            Err(format!("{} {why} ({header})", quoted(text)))
        };
        let Some(first) = draft.incoming.content.date else {
            return refused("sans date de début");
        };
        let days = DaySpan { first, last };
        if last < first {
            return refused("est avant le début");
        }
        if self.is_doubtful(days) {
            let count = count(days.count().unsigned_abs(), "jour", "jours");
            return refused(&format!("fait {count}, à vérifier"));
        }
        draft.end_date = Some(last);
        draft.incoming.content.end_date = Some(last);
        Ok(())
    }

    /// Reads hours, with or without their day, in the time of the place.
    fn hours(&self, text: &str, draft: &Draft<'_>) -> Option<When> {
        let read = hours(text).or_else(|| when(text, self.style, self.moment.today))?;
        if read.offset.is_none() {
            return Some(read);
        }
        let date = read.date.or(draft.incoming.content.date)?;
        Some(in_zone(read, date, self.zone).1)
    }

    fn entry(
        &self,
        list: ListKind,
        field: EventField,
        text: &str,
    ) -> Result<Option<EntryId>, String> {
        if text.is_empty() {
            return Ok(None);
        }
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
                field.header().to_lowercase()
            )),
        }
    }
}

fn take_duration(text: &str, draft: &mut Draft<'_>) -> Result<(), String> {
    if text.is_empty() {
        return Ok(());
    }
    let column = CsvColumn::Duration;
    let minutes = duration(text).ok_or_else(|| unreadable(column, text))?;
    let content = &mut draft.incoming.content;
    let starts = content
        .starts
        .ok_or_else(|| format!("{} sans heure de début (durée)", quoted(text)))?;
    let duration = TimeDelta::minutes(minutes.into());
    let (ends, seconds) = starts.overflowing_add_signed(duration);
    // The day of the end is another, unless its hours say it: 22 h, 3 h.
    let days = TimeDelta::seconds(seconds);
    let mut schedule = Schedule {
        ends: Some(ends),
        ..content.schedule()
    };
    if !days.is_zero() && draft.end_date.is_none() {
        schedule.end_date = content.date.and_then(|date| date.checked_add_signed(days));
        schedule = schedule.simplified();
    }
    if schedule.duration() != Some(duration) || content.ends.is_some_and(|known| known != ends) {
        return Err(format!(
            "{} ne va pas avec les heures (durée)",
            quoted(text)
        ));
    }
    content.end_date = schedule.end_date;
    if content.ends.is_none() {
        content.ends = Some(ends);
        let written = format!("fin à {}", ends.format("%H:%M"));
        draft.report(column, text, &written, false);
    }
    Ok(())
}

fn unreadable(column: CsvColumn, text: &str) -> String {
    format!(
        "{} illisible ({})",
        quoted(text),
        column.header().to_lowercase()
    )
}
