//! Under which names what is typed in the forms of Réglages is kept, and the lines that it awaits.

use super::{Row, Settings};
use crate::domain::id::{EntryId, QuestionId, StepId};
use crate::domain::reference::ListKind;
use crate::domain::time::calendar::SchoolHoliday;
use crate::store::Result;
use crate::ui::form::draft;
use crate::ui::session::Session;

/// The form of the mediator's own lines.
pub(super) const PROFILE: &str = "profile";
/// The form of a question.
pub(super) const QUESTION: &str = "question";
/// The form of a step.
pub(super) const STEP: &str = "step";
/// The form of school holidays.
pub(super) const HOLIDAY: &str = "holiday";

/// A form of Réglages, and what it is about; none for a new row.
type FormName = (String, Option<String>);

/// What names school holidays: what they say, as nothing else does.
pub(super) fn holiday_name(holiday: &SchoolHoliday) -> String {
    let (first, last) = (holiday.first_day, holiday.last_day);
    format!("{} {} {first} {last}", holiday.name, holiday.zones)
}

/// The forms in which something was typed and not saved, in no other window. One of a line that is no
/// longer there waits for it to come back.
pub fn left(session: &Session) -> Result<Vec<FormName>> {
    let mut left: Vec<FormName> = draft::drafts(session)?
        .into_iter()
        .map(|draft| (draft.form, draft.subject))
        .collect();
    left.retain(|(form, subject)| is_there(form, subject.as_deref(), session));
    Ok(left)
}

fn is_there(form: &str, subject: Option<&str>, session: &Session) -> bool {
    let is_list = ListKind::from_key(form).is_some();
    let Some(subject) = subject else {
        return is_list || [PROFILE, QUESTION, STEP, HOLIDAY].contains(&form);
    };
    match form {
        QUESTION => QuestionId::parse(subject)
            .is_some_and(|id| session.questions.iter().any(|row| row.id == id)),
        STEP => {
            StepId::parse(subject).is_some_and(|id| session.steps.iter().any(|row| row.id == id))
        }
        HOLIDAY => {
            let mut holidays = session.holidays.iter();
            holidays.any(|holiday| holiday_name(holiday) == subject)
        }
        _ if is_list => {
            EntryId::parse(subject).is_some_and(|id| session.references.get(id).is_some())
        }
        _ => false,
    }
}

impl Settings {
    /// Whether something typed and not saved awaits at a line.
    pub(super) fn is_awaited(&self, row: Row, session: &Session) -> bool {
        let (form, subject) = match row {
            Row::Profile(_) => (PROFILE, None),
            Row::Entry(id, list) => (list.key(), Some(id.to_string())),
            Row::Question(id) => (QUESTION, Some(id.to_string())),
            Row::Step(id) => (STEP, Some(id.to_string())),
            Row::Holiday(index) => (HOLIDAY, session.holidays.get(index).map(holiday_name)),
            Row::AddHoliday => (HOLIDAY, None),
            _ => return false,
        };
        self.left.contains(&(form.to_owned(), subject))
    }

    /// Whether what was typed of a new row of the list of that title awaits.
    pub(super) fn awaits_new(&self, title: &str) -> bool {
        let form = match title {
            super::QUESTIONS => QUESTION,
            super::STEPS => STEP,
            title => match ListKind::ALL.into_iter().find(|list| list.label() == title) {
                Some(list) => list.key(),
                None => return false,
            },
        };
        self.left.contains(&(form.to_owned(), None))
    }
}
