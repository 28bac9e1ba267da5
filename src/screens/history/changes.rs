//! The changes of an action in words: « Date : mar. 24 nov. 2026 → jeu. 26 nov. 2026 ».

use std::collections::BTreeMap;

use ratatui::style::Style;

use crate::domain::event::attestation::NOT_GIVEN;
use crate::domain::event::publication::Publication;
use crate::domain::event::step::offset;
use crate::domain::id::{EntryId, QuestionId};
use crate::domain::record::words_typed;
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, quoted};
use crate::store::PROFILE;
use crate::store::field_change::{FieldChange, Part, Subject};
use crate::store::registry::{Column, Format, InHistory};
use crate::ui::canvas::{fit, wrap};
use crate::ui::session::{HOLIDAYS, Session};

/// The maximum width of a value.
const MAX_VALUE_WIDTH: usize = 160;

/// Returns the changes in lines of at most `width` cells, grouped by subject.
pub(super) fn lines(
    changes: &[FieldChange],
    session: &Session,
    width: usize,
) -> Vec<(String, Style)> {
    let theme = session.theme;
    let mut lines = Vec::new();
    let mut subject = None;
    let mut push = |text: &str, indent: &str, style| {
        let wrapped = wrap(text, width.saturating_sub(indent.len()));
        lines.extend(
            wrapped
                .into_iter()
                .map(|line| (format!("{indent}{line}"), style)),
        );
    };
    for change in changes {
        if subject != Some(&change.subject) {
            subject = Some(&change.subject);
            push(&title(&change.subject), "", theme.accent());
        }
        for text in change_lines(change, session) {
            push(&text, "  ", theme.text());
        }
    }
    lines
}

/// Returns the name of a subject, with its kind.
fn title(subject: &Subject) -> String {
    match (subject.table.name, subject.name.as_str()) {
        ("setting", HOLIDAYS) => "vacances scolaires".to_owned(),
        ("setting", PROFILE) => "vos coordonnées".to_owned(),
        ("setting", _) | (_, "") => subject.table.noun.one.to_owned(),
        (_, name) => format!("{} {}", subject.table.noun.one, quoted(name)),
    }
}

/// Returns the lines of a change: one for each answer that differs, else a single one.
fn change_lines(change: &FieldChange, session: &Session) -> Vec<String> {
    let (before, after) = (change.before.as_deref(), change.after.as_deref());
    let column = match change.part {
        Part::Created => return vec!["création".to_owned()],
        Part::Deleted => return vec!["suppression".to_owned()],
        Part::Column(column) => column,
    };
    match (column.history, column.format) {
        (InHistory::Deletion, _) if after == Some("") => vec!["remis dans le carnet".to_owned()],
        (InHistory::Deletion, _) => vec!["supprimé".to_owned()],
        (InHistory::ThatItChanged | InHistory::Never, _) => {
            vec![format!("{}{NARROW}: a changé", column.label)]
        }
        (_, Format::Answers) => answers(before, after, session),
        _ => {
            let shown = |written: &str| value(column.format, written, session);
            vec![labelled(column.label, before.map(shown), after.map(shown))]
        }
    }
}

/// Returns « Lieu : Laon → Vesoul », or « Lieu : Laon » when there is only one value.
fn labelled(label: &str, before: Option<String>, after: Option<String>) -> String {
    let value = match (before, after) {
        (Some(before), Some(after)) => format!("{before} → {after}"),
        (only, None) | (None, only) => only.unwrap_or_default(),
    };
    format!("{label}{NARROW}: {value}")
}

/// Returns the answers that differ, each after its question.
fn answers(before: Option<&str>, after: Option<&str>, session: &Session) -> Vec<String> {
    let read = |written: &str| -> BTreeMap<QuestionId, String> {
        serde_json::from_str(written).unwrap_or_default()
    };
    let (before, after) = (before.map(read), after.map(read));
    let shown = |answers: &BTreeMap<QuestionId, String>, id| {
        let answer = answers.get(id).map(String::as_str);
        fit(answer.unwrap_or(NOT_GIVEN), MAX_VALUE_WIDTH).into_owned()
    };
    let mut lines = Vec::new();
    for question in &session.questions {
        let id = &question.id;
        let (old, new) = (
            before.as_ref().and_then(|before| before.get(id)),
            after.as_ref().and_then(|after| after.get(id)),
        );
        if old != new {
            lines.push(labelled(
                &question.label,
                before.as_ref().map(|before| shown(before, id)),
                after.as_ref().map(|after| shown(after, id)),
            ));
        }
    }
    lines
}

/// Returns a stored value of a column as the screen shows it, on one line.
pub(in crate::screens) fn shown_value(column: &Column, written: &str, session: &Session) -> String {
    match column.format {
        Format::Answers => answers(None, Some(written), session).join(" · "),
        format => value(format, written, session),
    }
}

/// Returns a stored value as the screen shows it.
fn value(format: Format, written: &str, session: &Session) -> String {
    if written.is_empty() {
        return "rien".to_owned();
    }
    let day = |instant| typography::long_date(session.local(instant).date_naive());
    let known = match format {
        Format::Publication => {
            let state = written.parse().ok().and_then(Publication::from_rank);
            state.map(|state| state.label().to_owned())
        }
        Format::Entry => {
            let label = session.references.label(EntryId::parse(written));
            (!label.is_empty()).then(|| label.to_owned())
        }
        Format::Flag => Some(if written == "1" { "oui" } else { "non" }.to_owned()),
        Format::Date => written.parse().ok().map(typography::long_date),
        Format::Instant => written.parse().ok().map(day),
        Format::Time => {
            let time = chrono::NaiveTime::parse_from_str(written, "%H:%M");
            time.ok().map(typography::hour)
        }
        Format::Choice(choices) => {
            let choice = choices.iter().find(|(key, _)| *key == written);
            choice.map(|(_, label)| (*label).to_owned())
        }
        Format::Words => Some(words_typed(written)),
        Format::Offset => written.parse().ok().map(offset),
        Format::Text
        | Format::Number
        | Format::Zone
        | Format::Id
        | Format::Answers
        | Format::Json
        | Format::Encoded => None,
    };
    known.unwrap_or_else(|| fit(&written.replace('\n', " "), MAX_VALUE_WIDTH).into_owned())
}
