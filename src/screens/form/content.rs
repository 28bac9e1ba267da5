//! Converts between the fields of the form and the content of an event.

use chrono::NaiveDate;

use crate::domain::event::{EventContent, EventField};
use crate::domain::record::{Record as _, Value};
use crate::domain::reference::References;
use crate::domain::time::typed_date::parse_end;
use crate::domain::time::typed_days::parse_days;
use crate::ui::form::field::FormField;
use crate::ui::form::{Form, Texts};

/// Returns the fields of the form, in the order of [`EventField::ALL`].
pub(super) fn fields(references: &References) -> Vec<FormField> {
    let fields = EventField::ALL.into_iter().take(EventField::IN_FORM);
    let fields = fields.map(|field| {
        let mut input = FormField::of(field.definition(), references);
        input.is_wanted = EventField::REQUIRED.contains(&field);
        input.max_width = u16::MAX;
        input.group = field.group();
        match field {
            EventField::Description => input.rows = 5,
            EventField::Notes => input.placeholder = "Jamais de données sensibles ici.",
            EventField::Postcode => {
                input.is_overtyped = true;
                input.max_width = 12;
            }
            _ => {}
        }
        input
    });
    fields.collect()
}

/// Returns the texts of the fields for an event: the field of the date has its last day too.
pub(super) fn texts_of(form: &Form, content: &EventContent) -> Texts {
    let mut texts = form.texts_of(&content.values());
    if let Some(days) = content.days() {
        texts.insert(EventField::Date.key().to_owned(), days.long());
    }
    texts
}

/// Returns the event that the fields describe, and a sentence for each field that is wrong.
pub(super) fn content_of(
    form: &Form,
    today: NaiveDate,
) -> (EventContent, Vec<(EventField, String)>) {
    let mut content = EventContent::default();
    let mut problems = Vec::new();
    for (field, input) in EventField::ALL.into_iter().zip(form.fields()) {
        let text = input.text();
        let value = match field {
            EventField::Date if !text.trim().is_empty() => {
                let days = parse_days(&text, today);
                if let Ok(days) = days {
                    content.end_date = Some(days.last);
                }
                days.map(|days| Value::Date(days.first))
                    .map_err(|problem| problem.sentence())
            }
            // « +90 » counts from the start.
            EventField::Ends if !text.trim().is_empty() => {
                let end = parse_end(text.trim(), content.starts);
                end.map(Value::Time).map_err(|problem| problem.sentence())
            }
            _ => input.value(today),
        };
        match value {
            Ok(value) => (field.definition().set)(&mut content, value),
            Err(sentence) => problems.push((field, sentence)),
        }
    }
    content.simplify_end();
    for problem in content.problems() {
        let field = problem.field();
        if problems.iter().all(|(known, _)| *known != field) {
            problems.push((field, problem.sentence().to_owned()));
        }
    }
    (content, problems)
}

/// Returns the texts that the next similar event keeps: place, type, themes, audience, hours and
/// seats.
pub(super) fn for_next_similar(mut texts: Texts) -> Texts {
    for field in [
        EventField::Title,
        EventField::Date,
        EventField::Description,
        EventField::Notes,
        EventField::SignupLink,
    ] {
        texts.remove(field.key());
    }
    texts
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::text::typography;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    fn typed_in(pairs: &[(EventField, &str)]) -> Form {
        let mut form = Form::new(fields(&References::default()));
        for (field, text) in pairs {
            form.set(field.key(), text);
        }
        form
    }

    #[test]
    fn each_invalid_field_has_its_error() {
        let form = typed_in(&[
            (EventField::Date, "31/02"),
            (EventField::Starts, "25h"),
            (EventField::Seats, "beaucoup"),
            (EventField::SignupLink, "exemple"),
        ]);
        let (_, problems) = content_of(&form, today());
        let fields: Vec<EventField> = problems.into_iter().map(|(field, _)| field).collect();
        assert_eq!(
            fields,
            [
                EventField::Date,
                EventField::Starts,
                EventField::Seats,
                EventField::Title,
                EventField::SignupLink
            ]
        );
    }

    #[test]
    fn an_end_may_be_typed_as_a_duration() {
        let form = typed_in(&[(EventField::Starts, "1830"), (EventField::Ends, "+90")]);
        let (content, problems) = content_of(&form, today());
        let end = content.ends.map(typography::hour);
        assert_eq!(end.as_deref(), Some("20\u{202f}h"));
        assert!(
            problems
                .iter()
                .all(|(field, _)| *field == EventField::Title)
        );
    }

    #[test]
    fn the_next_similar_event_keeps_the_shared_fields() {
        let form = typed_in(&[
            (EventField::Title, "Un"),
            (EventField::Date, "+3"),
            (EventField::Starts, "18h"),
            (EventField::Commune, "Laon"),
        ]);
        let next = for_next_similar(form.texts());
        let kept: Vec<(&str, &str)> = next.iter().map(|(key, text)| (&**key, &**text)).collect();
        assert_eq!(kept, [("commune", "Laon"), ("starts", "18h")]);
    }

    proptest! {
        #[test]
        fn an_event_survives_the_form(
            title in "[a-zé]{1,8}", days in 0i64..2_000, more in 0i64..40, minutes in proptest::option::of(0u32..1439),
            lasts in proptest::option::of(1u32..700), seats in proptest::option::of(0u32..10_000)
        ) {
            let hour = |minutes: u32| chrono::NaiveTime::from_hms_opt(minutes / 60 % 24, minutes % 60, 0);
            let date = today() + chrono::TimeDelta::days(days);
            let mut content = EventContent {
                title,
                date: Some(date),
                end_date: Some(date + chrono::TimeDelta::days(more)),
                starts: minutes.and_then(hour),
                ends: minutes.zip(lasts).and_then(|(starts, lasts)| hour(starts + lasts)),
                seats,
                ..EventContent::default()
            };
            content.simplify_end();
            let mut form = typed_in(&[]);
            form.fill(&texts_of(&form, &content));
            let (again, problems) = content_of(&form, today());
            prop_assert_eq!(again, content);
            prop_assert!(problems.is_empty());
        }
    }
}
