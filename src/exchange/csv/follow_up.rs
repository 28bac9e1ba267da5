//! What is exported of an event besides itself: the answers of its attestation, and its check-list.

use chrono::{DateTime, NaiveDate, Utc};

use super::columns::day;
use crate::domain::event::Event;
use crate::domain::event::checklist::{self, Line, StepState, Tick};
use crate::domain::event::step::{Step, StepRole};
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

/// A step of the check-list of an event.
pub struct StepLine<'f> {
    /// The step.
    pub step: &'f Step,
    /// Its state for the event.
    pub line: Line,
    /// The day it was done, by hand or, where Carnet derives it, as the event says.
    pub done_on: Option<NaiveDate>,
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

    /// Returns the check-list of an event, without the retired steps.
    pub fn checklist(
        &self,
        event: &Event,
        ticks: &[Tick],
        now: DateTime<Utc>,
    ) -> Vec<StepLine<'_>> {
        let now = now.with_timezone(&self.zone);
        let lines = checklist::lines(event, &self.steps, ticks, &self.references, now);
        let lines = self.steps.iter().zip(lines);
        let lines = lines.filter(|(step, _)| !step.retired);
        lines
            .map(|(step, line)| StepLine {
                step,
                done_on: match (line.state, step.role) {
                    (StepState::Done, Some(StepRole::Publication)) => event.submitted_on,
                    (StepState::Done, Some(StepRole::Attestation)) => event.transmitted_on(),
                    _ => line.done_on,
                },
                line,
            })
            .collect()
    }
}

/// Returns « 6 sur 9 »: « 6/9 » is a date for a spreadsheet.
pub(super) fn progress(checklist: &[StepLine<'_>]) -> String {
    let done = checklist
        .iter()
        .filter(|it| it.line.state == StepState::Done);
    format!("{} sur {}", done.count(), checklist.len())
}

/// Returns the steps done, each with its day where it is known.
pub(super) fn steps_done(checklist: &[StepLine<'_>]) -> String {
    let done = checklist
        .iter()
        .filter(|it| it.line.state == StepState::Done);
    let done: Vec<String> = done
        .map(|it| match it.done_on {
            Some(date) => format!("{} {}", it.step.short_label(), day(date)),
            None => it.step.short_label().to_owned(),
        })
        .collect();
    done.join(" · ")
}
