//! What is exported of an event besides itself: the answers of its attestation, and its check-list.

use chrono::{DateTime, Utc};

use super::columns::day;
use crate::domain::event::Event;
use crate::domain::event::checklist::{self, Line, Tick};
use crate::domain::event::step::Step;
use crate::domain::question::Question;
use crate::domain::record::Stored;
use crate::domain::reference::References;
use crate::domain::time::civil_time;
use crate::domain::time::zone::Zone;
use crate::store::{Result, Store};

/// The questions of the attestation, the steps of the check-list, and what they depend on.
pub struct FollowUp {
    /// The questions, the retired ones included: some attestations answer them.
    pub questions: Vec<Stored<Question>>,
    /// The reference lists.
    pub references: References,
    steps: Vec<Stored<Step>>,
    zone: Zone,
}

impl FollowUp {
    /// Reads them.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn read(store: &Store) -> Result<Self> {
        let profile = store.profile()?.unwrap_or_default();
        Ok(Self {
            questions: store.questions()?,
            references: store.references()?,
            steps: store.steps()?,
            zone: civil_time::zone(&profile.time_zone),
        })
    }

    /// Returns the headers of the answers. A prefix keeps a question worded as another column from
    /// being read as it.
    pub(super) fn answer_headers(&self) -> impl Iterator<Item = String> {
        let questions = self.questions.iter();
        questions.map(|question| format!("Réponse : {}", question.label))
    }

    /// Returns the check-list of an event, without the retired steps: the line of each step.
    pub fn checklist(
        &self,
        event: &Event,
        ticks: &[Tick],
        now: DateTime<Utc>,
    ) -> Vec<(&Step, Line)> {
        let now = now.with_timezone(&self.zone);
        let lines = checklist::lines(event, &self.steps, ticks, &self.references, now);
        let lines = self.steps.iter().zip(lines);
        let lines = lines.filter(|(step, _)| !step.retired);
        lines.map(|(step, line)| (&step.record, line)).collect()
    }

    /// Returns how many steps of an event are done, « 6 sur 9 » (« 6/9 » is a date for a spreadsheet), and
    /// which, each with its day where it is known.
    pub(super) fn steps_done(&self, event: &Event, ticks: &[Tick]) -> (String, String) {
        let (mut count, mut all, mut done) = (0, 0, String::new());
        for step in self.steps.iter().filter(|step| !step.retired) {
            all += 1;
            if !checklist::is_done(event, step, &self.steps, ticks) {
                continue;
            }
            count += 1;
            if !done.is_empty() {
                done.push_str(" · ");
            }
            done.push_str(step.short_label());
            if let Some(date) = checklist::done_on(event, step, ticks, self.zone) {
                done.push(' ');
                done.push_str(&day(date));
            }
        }
        (format!("{count} sur {all}"), done)
    }
}
