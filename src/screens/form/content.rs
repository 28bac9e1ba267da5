//! The fields of the form, and the event that they make.

use chrono::NaiveDate;

use crate::domain::event::{EventContent, Field};
use crate::domain::id::EntryId;
use crate::domain::record::{FieldKind, Value};
use crate::domain::reference::{ListKind, References};
use crate::domain::text::typography;
use crate::domain::time::typed_date::parse_end;
use crate::ui::form::field::{FormField, typed};
use crate::ui::form::{Form, Texts};

/// The fields of the form, in the order of [`Field::ALL`].
pub(super) fn fields(references: &References) -> Vec<FormField> {
    let fields = Field::ALL.map(|field| {
        let input = FormField::new(field.key(), field.label(), kind(field));
        match field {
            Field::Postcode => input.overtyped(),
            _ => input.with_entries(references),
        }
    });
    fields.into()
}

fn kind(field: Field) -> FieldKind {
    match field {
        Field::Category => FieldKind::Entry(ListKind::Category),
        Field::Theme | Field::SecondTheme => FieldKind::Entry(ListKind::Theme),
        Field::Audience => FieldKind::Entry(ListKind::Audience),
        Field::VenueKind => FieldKind::Entry(ListKind::VenueKind),
        Field::Description | Field::Notes => FieldKind::Lines,
        Field::ChildrenWelcome => FieldKind::Flag,
        Field::Date => FieldKind::Date,
        Field::Starts | Field::Ends => FieldKind::Time,
        // What is too many is the event's to say.
        Field::Seats => FieldKind::Number { max: u32::MAX },
        _ => FieldKind::Line,
    }
}

/// What an event says in the fields.
pub(super) fn texts_of(content: &EventContent) -> Texts {
    let texts = Field::ALL.map(|field| {
        (
            field.key().to_owned(),
            typed(kind(field), &value_of(content, field)),
        )
    });
    let texts = texts.into_iter();
    texts.filter(|(_, text)| !text.is_empty()).collect()
}

fn value_of(content: &EventContent, field: Field) -> Value {
    let entry = |id: Option<EntryId>| id.map_or(Value::Empty, |id| Value::Text(id.to_string()));
    let venue = &content.venue;
    match field {
        Field::Title => Value::text(&content.title),
        Field::Category => entry(content.category),
        Field::Theme => entry(content.theme),
        Field::SecondTheme => entry(content.second_theme),
        Field::Audience => entry(content.audience),
        Field::VenueName => Value::text(&venue.name),
        Field::VenueKind => entry(venue.kind),
        Field::Address => Value::text(&venue.address),
        Field::Postcode => Value::text(&venue.postcode),
        Field::Commune => Value::text(&venue.commune),
        Field::Date => content.date.map_or(Value::Empty, Value::Date),
        Field::Starts => content.starts.map_or(Value::Empty, Value::Time),
        Field::Ends => content.ends.map_or(Value::Empty, Value::Time),
        Field::Seats => content.seats.map_or(Value::Empty, Value::Number),
        Field::ChildrenWelcome => Value::Flag(content.children_welcome),
        Field::SignupLink => Value::text(&content.signup_link),
        Field::Description => Value::text(&content.description),
        Field::Notes => Value::text(&content.notes),
    }
}

fn set(content: &mut EventContent, field: Field, value: Value) {
    let venue = &mut content.venue;
    match (field, value) {
        (Field::Date, Value::Date(date)) => content.date = Some(date),
        (Field::Starts, Value::Time(time)) => content.starts = Some(time),
        (Field::Ends, Value::Time(time)) => content.ends = Some(time),
        (Field::Seats, Value::Number(seats)) => content.seats = Some(seats),
        (Field::ChildrenWelcome, Value::Flag(flag)) => content.children_welcome = flag,
        (Field::Category, Value::Text(id)) => content.category = EntryId::parse(&id),
        (Field::Theme, Value::Text(id)) => content.theme = EntryId::parse(&id),
        (Field::SecondTheme, Value::Text(id)) => content.second_theme = EntryId::parse(&id),
        (Field::Audience, Value::Text(id)) => content.audience = EntryId::parse(&id),
        (Field::VenueKind, Value::Text(id)) => venue.kind = EntryId::parse(&id),
        (Field::Title, Value::Text(text)) => content.title = text,
        (Field::VenueName, Value::Text(text)) => venue.name = text,
        (Field::Address, Value::Text(text)) => venue.address = text,
        (Field::Postcode, Value::Text(text)) => venue.postcode = text,
        (Field::Commune, Value::Text(text)) => venue.commune = text,
        (Field::SignupLink, Value::Text(text)) => content.signup_link = text,
        (Field::Description, Value::Text(text)) => content.description = text,
        (Field::Notes, Value::Text(text)) => content.notes = text,
        _ => {}
    }
}

/// The event that the fields make, and a sentence for each that is wrong.
pub(super) fn content_of(form: &Form, today: NaiveDate) -> (EventContent, Vec<(Field, String)>) {
    let mut content = EventContent::default();
    let mut problems = Vec::new();
    for (field, input) in Field::ALL.into_iter().zip(form.fields()) {
        let text = input.text();
        let value = match field {
            // « +90 » counts from the beginning.
            Field::Ends if !text.trim().is_empty() => {
                let end = parse_end(text.trim(), content.starts);
                end.map(Value::Time).map_err(|problem| problem.sentence())
            }
            _ => input.value(today),
        };
        match value {
            Ok(value) => set(&mut content, field, value),
            Err(sentence) => problems.push((field, sentence)),
        }
    }
    for problem in content.problems() {
        let field = problem.field();
        if problems.iter().all(|(known, _)| *known != field) {
            problems.push((field, problem.sentence().to_owned()));
        }
    }
    (content, problems)
}

/// What was understood of a date or an hour, in full, then in fewer words; nothing where what is
/// typed says it all.
pub(super) fn understood(
    input: &FormField,
    field: Field,
    content: &EventContent,
    today: NaiveDate,
) -> Vec<String> {
    if field != Field::Ends {
        return input.understood(today);
    }
    let hour = content.ends.map(typography::hour);
    let hour = hour.filter(|hour| *hour != input.text());
    hour.into_iter().collect()
}

/// What the next of many alike events keeps: place, type, themes, public, hours and places.
pub(super) fn for_the_next(mut texts: Texts) -> Texts {
    for field in [
        Field::Title,
        Field::Date,
        Field::Description,
        Field::Notes,
        Field::SignupLink,
    ] {
        texts.remove(field.key());
    }
    texts
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    fn typed_in(pairs: &[(Field, &str)]) -> Form {
        let mut form = Form::new(fields(&References::default()));
        for (field, text) in pairs {
            form.set(field.key(), text);
        }
        form
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        let form = typed_in(&[
            (Field::Date, "31/02"),
            (Field::Starts, "25h"),
            (Field::Seats, "beaucoup"),
            (Field::SignupLink, "exemple"),
        ]);
        let (_, problems) = content_of(&form, today());
        let fields: Vec<Field> = problems.into_iter().map(|(field, _)| field).collect();
        assert_eq!(
            fields,
            [
                Field::Date,
                Field::Starts,
                Field::Seats,
                Field::Title,
                Field::SignupLink
            ]
        );
    }

    #[test]
    fn what_was_understood_is_said_in_full() {
        let form = typed_in(&[
            (Field::Date, "+3"),
            (Field::Starts, "1830"),
            (Field::Ends, "+90"),
        ]);
        let (content, _) = content_of(&form, today());
        let said = |field: Field| {
            let index = form.index_of(field.key()).unwrap();
            understood(&form.fields()[index], field, &content, today()).remove(0)
        };
        assert_eq!(said(Field::Date), "ven. 27 nov. 2026, dans 3 jours");
        assert_eq!(said(Field::Starts), "18\u{202f}h\u{202f}30");
        assert_eq!(said(Field::Ends), "20\u{202f}h");
    }

    #[test]
    fn the_next_of_many_alike_keeps_what_they_share() {
        let form = typed_in(&[
            (Field::Title, "Un"),
            (Field::Date, "+3"),
            (Field::Starts, "18h"),
            (Field::Commune, "Laon"),
        ]);
        let next = for_the_next(form.texts());
        let kept: Vec<(&str, &str)> = next.iter().map(|(key, text)| (&**key, &**text)).collect();
        assert_eq!(kept, [("commune", "Laon"), ("starts", "18h")]);
    }

    proptest! {
        #[test]
        fn the_texts_of_an_event_make_it_again(
            title in "[a-zé]{1,8}", days in 0i64..2_000, minutes in proptest::option::of(0u32..1439), seats in proptest::option::of(0u32..10_000)
        ) {
            let content = EventContent {
                title,
                date: today().checked_add_signed(chrono::TimeDelta::days(days)),
                starts: minutes.and_then(|minutes| chrono::NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)),
                seats,
                ..EventContent::default()
            };
            let mut form = typed_in(&[]);
            form.fill(&texts_of(&content));
            let (again, problems) = content_of(&form, today());
            prop_assert_eq!(again, content);
            prop_assert!(problems.is_empty());
        }
    }
}
