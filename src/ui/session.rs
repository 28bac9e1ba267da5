//! What every screen shares: the store and what was read of it, the clock, the look.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};

use super::theme::Theme;
use crate::actions::events::date_warnings;
use crate::clock::Clock;
use crate::domain::event::checklist;
use crate::domain::event::checklist::{Line, Step};
use crate::domain::event::{Event, EventContent};
use crate::domain::id::EventId;
use crate::domain::profile::Profile;
use crate::domain::question::Question;
use crate::domain::record::Stored;
use crate::domain::reference::References;
use crate::domain::time::calendar::SchoolHoliday;
use crate::domain::time::civil_time;
use crate::domain::time::date_warning;
use crate::domain::time::date_warning::DateWarning;
use crate::domain::time::zone::Zone;
use crate::store::{Moment, Result, Store};

pub use crate::store::HOLIDAYS;

/// What every screen shares.
pub struct Session {
    /// The store.
    pub store: Store,
    /// The clock.
    pub clock: Clock,
    /// Styles by role.
    pub theme: Theme,
    /// Where files are written when nothing says otherwise.
    pub documents: PathBuf,
    /// Who keeps the carnet; the default until they said.
    pub profile: Profile,
    /// Whether they said, or declined to.
    pub is_introduced: bool,
    /// The reference lists.
    pub references: References,
    /// The attestation's questions, the retired ones included.
    pub questions: Vec<Stored<Question>>,
    /// The check-list's steps, the retired ones included.
    pub steps: Vec<Stored<Step>>,
    /// The school holidays.
    pub holidays: Vec<SchoolHoliday>,
    /// The event just saved, for the list to put in hand.
    pub last_saved: Option<EventId>,
    data_version: i64,
}

impl Session {
    /// Reads what screens share.
    pub fn new(store: Store, clock: Clock, theme: Theme, documents: PathBuf) -> Result<Self> {
        let mut session = Self {
            store,
            clock,
            theme,
            documents,
            profile: Profile::default(),
            is_introduced: false,
            references: References::default(),
            questions: Vec::new(),
            steps: Vec::new(),
            holidays: Vec::new(),
            last_saved: None,
            data_version: 0,
        };
        session.reload()?;
        Ok(session)
    }

    /// Reads again what screens share.
    pub fn reload(&mut self) -> Result<()> {
        let profile = self.store.profile()?;
        self.is_introduced = profile.is_some();
        self.profile = profile.unwrap_or_default();
        self.references = self.store.references()?;
        self.questions = self.store.questions()?;
        self.steps = self.store.steps()?;
        self.holidays = self.store.school_holidays()?;
        self.data_version = self.store.data_version()?;
        Ok(())
    }

    /// Whether another window has written since the last [`Session::reload`].
    pub fn is_outdated(&self) -> Result<bool> {
        Ok(self.store.data_version()? != self.data_version)
    }

    /// Now.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The day it is where the mediator is.
    pub fn today(&self) -> NaiveDate {
        self.clock.today(civil_time::zone(&self.profile.time_zone))
    }

    /// What lists depend on.
    pub fn at(&self) -> Moment {
        Moment {
            now: self.now(),
            today: self.today(),
        }
    }

    /// The time zone of the mediator.
    pub fn zone(&self) -> Zone {
        civil_time::zone(&self.profile.time_zone)
    }

    /// An instant as clocks show it where the mediator is.
    pub fn local(&self, at: DateTime<Utc>) -> DateTime<Zone> {
        at.with_timezone(&self.zone())
    }

    /// The steps asked for.
    pub fn steps_asked(&self) -> Vec<Stored<Step>> {
        let asked = self.steps.iter().filter(|step| !step.retired);
        asked.cloned().collect()
    }

    /// The check-list of an event, a line for each of [`Session::steps_asked`].
    pub fn checklist(&self, event: &Event) -> Result<Vec<Line>> {
        let ticks = self.store.ticks(event.id)?;
        // The retired ones have their say: contacts may have been told through them.
        let lines = checklist::lines(event, &self.steps, &ticks, self.local(self.now()));
        let asked = self.steps.iter().zip(lines);
        let asked = asked.filter(|(step, _)| !step.retired);
        Ok(asked.map(|(_, line)| line).collect())
    }

    /// Why the day of a new event deserves a second look.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn event_warnings(&self, content: &EventContent) -> Result<Vec<DateWarning>> {
        let (profile, holidays) = (&self.profile, &self.holidays);
        date_warnings(&self.store, profile, holidays, content, self.today())
    }

    /// What the calendar says of a day.
    pub fn warnings(&self, date: NaiveDate) -> Vec<DateWarning> {
        let Profile {
            departement, zone, ..
        } = &self.profile;
        date_warning::warnings(date, self.today(), departement, zone, &self.holidays)
    }
}
