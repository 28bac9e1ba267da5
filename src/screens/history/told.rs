//! What a deed changed, in words: « Date : mar. 24 nov. 2026 → jeu. 26 nov. 2026 ».

use std::collections::BTreeMap;

use ratatui::style::Style;

use crate::domain::event::Field;
use crate::domain::event::publication::Publication;
use crate::domain::id::{EntryId, QuestionId};
use crate::domain::question::QuestionKind;
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, quoted};
use crate::explain::tables::aspect_name;
use crate::store::PROFILE;
use crate::store::field_change::{Aspect, FieldChange, Kind, Subject};
use crate::ui::canvas::{fit, wrap};
use crate::ui::session::{HOLIDAYS, Session};

/// The longest value that is told whole.
const MAX_VALUE_WIDTH: usize = 160;

/// The changes, in lines of at most `width` cells; those of one subject stand together.
pub(super) fn lines(
    traces: &[FieldChange],
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
    for trace in traces {
        if subject != Some(&trace.subject) {
            subject = Some(&trace.subject);
            push(&title(&trace.subject), "", theme.accent());
        }
        for told in changes(trace, session) {
            push(&told, "  ", theme.text());
        }
    }
    lines
}

/// What was changed, by its kind and its name.
fn title(subject: &Subject) -> String {
    let kind = match subject.kind {
        Kind::Setting if subject.name == HOLIDAYS => return "vacances scolaires".to_owned(),
        Kind::Setting if subject.name == PROFILE => return "vos coordonnées".to_owned(),
        Kind::Setting => return "réglage".to_owned(),
        Kind::Event => "événement",
        Kind::Attestation => "attestation",
        Kind::Tick => "étape cochée",
        Kind::Entry => "entrée de liste",
        Kind::Question => "question",
        Kind::Step => "étape",
        Kind::Model => "modèle",
        Kind::View => "vue",
        Kind::PutOff => "notification",
    };
    match subject.name.as_str() {
        "" => kind.to_owned(),
        name => format!("{kind} {}", quoted(name)),
    }
}

/// What a trace says; answers are told one by one.
fn changes(trace: &FieldChange, session: &Session) -> Vec<String> {
    let (before, after) = (trace.before.as_deref(), trace.after.as_deref());
    let aspect = trace.aspect;
    match aspect {
        Aspect::Made | Aspect::Removed => vec![aspect_name(aspect).to_owned()],
        Aspect::Deleted if after == Some("") => vec!["remis dans le carnet".to_owned()],
        Aspect::Deleted => vec!["supprimé".to_owned()],
        Aspect::Series | Aspect::Announced | Aspect::OnSite | Aspect::Content | Aspect::Other => {
            vec![format!("{}{NARROW}: changé", aspect_name(aspect))]
        }
        Aspect::Answers => answers(before, after, session),
        aspect => {
            let told = |written: &str| value(aspect, written, session);
            vec![change(
                aspect_name(aspect),
                before.map(told),
                after.map(told),
            )]
        }
    }
}

/// « Lieu : Laon → Vesoul », or « Lieu : Laon » where there was nothing, or nothing is left.
fn change(label: &str, before: Option<String>, after: Option<String>) -> String {
    let value = match (before, after) {
        (Some(before), Some(after)) => format!("{before} → {after}"),
        (only, None) | (None, only) => only.unwrap_or_default(),
    };
    format!("{label}{NARROW}: {value}")
}

/// The answers that differ, each under its question.
fn answers(before: Option<&str>, after: Option<&str>, session: &Session) -> Vec<String> {
    let read = |written: &str| -> BTreeMap<QuestionId, String> {
        serde_json::from_str(written).unwrap_or_default()
    };
    let (before, after) = (before.map(read), after.map(read));
    let told = |answers: &BTreeMap<QuestionId, String>, id| {
        let answer = answers.get(id).map(String::as_str);
        fit(answer.unwrap_or("rien"), MAX_VALUE_WIDTH).into_owned()
    };
    let mut lines = Vec::new();
    for question in &session.questions {
        let id = &question.id;
        let (old, new) = (
            before.as_ref().and_then(|before| before.get(id)),
            after.as_ref().and_then(|after| after.get(id)),
        );
        if old != new {
            lines.push(change(
                &question.label,
                before.as_ref().map(|before| told(before, id)),
                after.as_ref().map(|after| told(after, id)),
            ));
        }
    }
    lines
}

/// A value as the screen says it.
fn value(aspect: Aspect, written: &str, session: &Session) -> String {
    if written.is_empty() {
        return "rien".to_owned();
    }
    let known = match aspect {
        Aspect::Publication => {
            let state = written.parse().ok().and_then(Publication::from_rank);
            state.map(|state| state.label().to_owned())
        }
        Aspect::Field(
            Field::Category
            | Field::Theme
            | Field::SecondTheme
            | Field::Audience
            | Field::VenueKind,
        ) => {
            let label = session.references.label(EntryId::parse(written));
            (!label.is_empty()).then(|| label.to_owned())
        }
        aspect if aspect.is_flag() => {
            let yes = written == "1";
            Some(if yes { "oui" } else { "non" }.to_owned())
        }
        Aspect::Field(Field::Starts | Field::Ends) => {
            let time = chrono::NaiveTime::parse_from_str(written, "%H:%M");
            time.ok().map(typography::hour)
        }
        Aspect::AnswerKind => QuestionKind::from_key(written).map(|kind| kind.label().to_owned()),
        Aspect::Choices => Some(written.replace('|', ", ")),
        _ => match (written.parse(), written.parse()) {
            (Ok(date), _) => Some(typography::long_date(date)),
            (_, Ok(instant)) => Some(typography::long_date(session.local(instant).date_naive())),
            _ => None,
        },
    };
    known.unwrap_or_else(|| fit(&written.replace('\n', " "), MAX_VALUE_WIDTH).into_owned())
}
