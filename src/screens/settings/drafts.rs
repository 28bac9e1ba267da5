//! The drafts of the forms of Réglages: their names, and the lines that they belong to.

use super::{Row, Settings};
use crate::domain::event::step::Step;
use crate::domain::id::{EntryId, Id};
use crate::domain::question::Question;
use crate::domain::record::Entity as _;
use crate::domain::reference::ListKind;
use crate::domain::time::calendar::SchoolHoliday;
use crate::store::Result;
use crate::ui::form::draft;
use crate::ui::session::Session;

/// The form of the profile.
pub(super) const PROFILE: &str = "profile";
/// The form of school holidays.
pub(super) const HOLIDAY: &str = "holiday";

/// A form of Réglages, and the identifier of its subject; none for a new row.
type FormSubject = (String, Option<String>);

/// Returns the identifier of school holidays: all their values, since nothing else identifies them.
pub(super) fn holiday_name(holiday: &SchoolHoliday) -> String {
    let (first, last) = (holiday.first_day, holiday.last_day);
    format!("{} {} {first} {last}", holiday.name, holiday.zones)
}

/// Returns the forms that have a draft not open in another window. A draft whose line no longer
/// exists waits for it to come back.
pub fn forms_with_draft(session: &Session) -> Result<Vec<FormSubject>> {
    let mut forms: Vec<FormSubject> = draft::drafts(session)?
        .into_iter()
        .map(|draft| (draft.form, draft.subject))
        .collect();
    forms.retain(|(form, subject)| exists(form, subject.as_deref(), session));
    Ok(forms)
}

fn exists(form: &str, subject: Option<&str>, session: &Session) -> bool {
    let is_list = ListKind::from_key(form).is_some();
    let Some(subject) = subject else {
        return is_list || [PROFILE, Question::TABLE, Step::TABLE, HOLIDAY].contains(&form);
    };
    match form {
        Question::TABLE => is_row(subject, session.questions.iter().map(|row| row.id)),
        Step::TABLE => is_row(subject, session.steps.iter().map(|row| row.id)),
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

fn is_row<T>(subject: &str, mut ids: impl Iterator<Item = Id<T>>) -> bool {
    Id::parse(subject).is_some_and(|subject| ids.any(|id| id == subject))
}

impl Settings {
    /// Whether a line has a draft.
    pub(super) fn has_draft(&self, row: Row, session: &Session) -> bool {
        let (form, subject) = match row {
            Row::Profile(_) => (PROFILE, None),
            Row::Holiday(index) => (HOLIDAY, session.holidays.get(index).map(holiday_name)),
            Row::AddHoliday => (HOLIDAY, None),
            row => match row.listed() {
                Some(row) => {
                    let (form, id) = row.draft();
                    (form, Some(id))
                }
                None => return false,
            },
        };
        self.drafts.contains(&(form.to_owned(), subject))
    }

    /// Whether a new row of the list with that title has a draft.
    pub(super) fn has_new_draft(&self, title: &str) -> bool {
        let form = match title {
            super::QUESTIONS => Question::TABLE,
            super::STEPS => Step::TABLE,
            title => match ListKind::ALL.into_iter().find(|list| list.label() == title) {
                Some(list) => list.key(),
                None => return false,
            },
        };
        self.drafts.contains(&(form.to_owned(), None))
    }
}
