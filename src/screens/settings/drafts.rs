//! Under which name what is typed in each form of Réglages is kept, and the lines that it awaits.

use super::{Row, Settings};
use crate::domain::id::{EntryId, QuestionId, StepId};
use crate::domain::reference::ListKind;
use crate::domain::time::calendar::SchoolHoliday;
use crate::store::Result;
use crate::ui::drafts::SETTINGS;
use crate::ui::session::Session;

/// That of the mediator's own lines.
pub(super) const PROFILE: &str = "profile";

/// That of an entry, or of a new one of a list.
pub(super) fn of_entry(id: Option<EntryId>, list: ListKind) -> String {
    name(list.key(), id.map(|id| id.to_string()))
}

/// That of a question, or of a new one.
pub(super) fn of_question(id: Option<QuestionId>) -> String {
    name("question", id.map(|id| id.to_string()))
}

/// That of a step, or of a new one.
pub(super) fn of_step(id: Option<StepId>) -> String {
    name("step", id.map(|id| id.to_string()))
}

/// That of school holidays, which nothing but what they say names, or of new ones.
pub(super) fn of_holiday(holiday: Option<&SchoolHoliday>) -> String {
    let said = |holiday: &SchoolHoliday| {
        let (first, last) = (holiday.first_day, holiday.last_day);
        format!("{} {} {first} {last}", holiday.name, holiday.zones)
    };
    name("holiday", holiday.map(said))
}

fn name(kind: &str, which: Option<String>) -> String {
    format!("{kind} {}", which.as_deref().unwrap_or("new"))
}

/// What was typed and not saved, in no other window, by its names; what was typed of a line that is
/// no longer there waits for it to come back.
pub fn left(session: &Session) -> Result<Vec<String>> {
    let mut left = SETTINGS.left(session)?;
    if left.is_empty() {
        return Ok(left);
    }
    let mut known = vec![
        PROFILE.to_owned(),
        of_question(None),
        of_step(None),
        of_holiday(None),
    ];
    for list in ListKind::ALL {
        known.push(of_entry(None, list));
        let entries = session.references.all(list);
        known.extend(entries.map(|entry| of_entry(Some(entry.id), list)));
    }
    let questions = session.questions.iter();
    known.extend(questions.map(|asked| of_question(Some(asked.id))));
    known.extend(session.steps.iter().map(|step| of_step(Some(step.id))));
    let holidays = session.holidays.iter();
    known.extend(holidays.map(|holiday| of_holiday(Some(holiday))));
    left.retain(|name| known.contains(name));
    Ok(left)
}

impl Settings {
    /// Whether something typed and not saved awaits at a line.
    pub(super) fn is_awaited(&self, row: Row, session: &Session) -> bool {
        let name = match row {
            Row::Profile(_) => PROFILE.to_owned(),
            Row::Entry(id, list) => of_entry(Some(id), list),
            Row::Question(id) => of_question(Some(id)),
            Row::Step(id) => of_step(Some(id)),
            Row::Holiday(index) => of_holiday(session.holidays.get(index)),
            Row::AddHoliday => of_holiday(None),
            _ => return false,
        };
        self.left.contains(&name)
    }

    /// Whether what was typed of a new line of that list awaits.
    pub(super) fn awaits_new(&self, title: &str) -> bool {
        let name = match title {
            super::QUESTIONS => of_question(None),
            super::STEPS => of_step(None),
            title => match ListKind::ALL.into_iter().find(|list| list.label() == title) {
                Some(list) => of_entry(None, list),
                None => return false,
            },
        };
        self.left.contains(&name)
    }
}
