//! The drafts of the forms of Réglages and of its lists: the lines that they belong to.

use super::lists::SettingsList;
use super::{Row, Settings};
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
    if let Some(list) = SettingsList::all().find(|list| list.form() == form) {
        return subject.is_none_or(|id| list.has(id, session));
    }
    let mut holidays = session.holidays.iter();
    match subject {
        None => [PROFILE, HOLIDAY].contains(&form),
        Some(name) => form == HOLIDAY && holidays.any(|holiday| holiday_name(holiday) == name),
    }
}

impl Settings {
    /// Whether a line has a draft.
    pub(super) fn has_draft(&self, row: Row, session: &Session) -> bool {
        let (form, subject) = match row {
            Row::Profile(_) => (PROFILE, None),
            Row::List(list) => {
                return self.drafts.iter().any(|(form, _)| form == list.form());
            }
            Row::Holiday(index) => (HOLIDAY, session.holidays.get(index).map(holiday_name)),
            Row::AddHoliday => (HOLIDAY, None),
            _ => return false,
        };
        self.drafts.contains(&(form.to_owned(), subject))
    }
}
