//! What all screens share: the store, the settings read from it, the clock, the theme.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use tempfile::TempDir;

use super::theme::Theme;
use crate::actions::events::date_warnings;
use crate::clock::Clock;
use crate::domain::event::checklist;
use crate::domain::event::checklist::Line;
use crate::domain::event::children::SchoolTime;
use crate::domain::event::step::Step;
use crate::domain::event::{Event, EventContent, children};
use crate::domain::id::EventId;
use crate::domain::profile::Profile;
use crate::domain::question::Question;
use crate::domain::record::Stored;
use crate::domain::reference::References;
use crate::domain::time::calendar::SchoolHoliday;
use crate::domain::time::civil_time;
use crate::domain::time::date_warning;
use crate::domain::time::date_warning::DateWarning;
use crate::domain::time::day_span::DaySpan;
use crate::domain::time::zone::Zone;
use crate::store::{Moment, Result, Store};
use crate::ui::canvas::width;

pub use crate::store::HOLIDAYS;

/// What all screens share.
pub struct Session {
    /// The store.
    pub store: Store,
    /// The clock.
    pub clock: Clock,
    /// Styles by role.
    pub theme: Theme,
    /// The default folder of exported files.
    pub documents: PathBuf,
    /// The mediator's profile; the default one until they filled it.
    pub profile: Profile,
    /// Whether the profile was filled or declined.
    pub is_introduced: bool,
    /// The reference lists.
    pub references: References,
    /// The attestation's questions, the retired ones included.
    pub questions: Vec<Stored<Question>>,
    /// The check-list's steps, the retired ones included.
    pub steps: Vec<Stored<Step>>,
    /// The school holidays.
    pub holidays: Vec<SchoolHoliday>,
    /// The event just saved, for the list to select.
    pub last_saved: Option<EventId>,
    /// The folder of the examples being tried, in place of the user's carnet: removed at the end.
    pub examples: Option<TempDir>,
    data_version: i64,
}

impl Session {
    /// Opens a session on a store and reads what screens share.
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
            examples: None,
            data_version: 0,
        };
        session.reload()?;
        Ok(session)
    }

    /// Reads again what screens share.
    pub fn reload(&mut self) -> Result<()> {
        self.read_at_once(|session| {
            let profile = session.store.profile()?;
            session.is_introduced = profile.is_some();
            session.profile = profile.unwrap_or_default();
            session.references = session.store.references()?;
            session.questions = session.store.questions()?;
            session.steps = session.store.steps()?;
            session.holidays = session.store.school_holidays()?;
            session.data_version = session.store.data_version()?;
            Ok(())
        })
    }

    /// Runs `read`, which writes nothing: the file is locked once, and all that is read is of the same
    /// moment.
    pub fn read_at_once<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.store.begin_reading()?;
        let done = read(self);
        let ended = self.store.end_reading();
        // An error of the reading may have ended it already.
        let done = done?;
        ended.map(|()| done)
    }

    /// Whether another process has written to the store since the last [`Session::reload`].
    pub fn is_outdated(&self) -> Result<bool> {
        Ok(self.store.data_version()? != self.data_version)
    }

    /// Returns the current instant.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Returns the current day in the mediator's time zone.
    pub fn today(&self) -> NaiveDate {
        self.clock.today(civil_time::zone(&self.profile.time_zone))
    }

    /// Returns the current instant and day, which lists depend on.
    pub fn moment(&self) -> Moment {
        Moment {
            now: self.now(),
            today: self.today(),
        }
    }

    /// Returns the mediator's time zone.
    pub fn zone(&self) -> Zone {
        civil_time::zone(&self.profile.time_zone)
    }

    /// Converts an instant to the mediator's time zone.
    pub fn local(&self, instant: DateTime<Utc>) -> DateTime<Zone> {
        instant.with_timezone(&self.zone())
    }

    /// Returns the steps that are not retired.
    pub fn active_steps(&self) -> Vec<Stored<Step>> {
        let asked = self.steps.iter().filter(|step| !step.retired);
        asked.cloned().collect()
    }

    /// Returns the check-list of an event, a line for each of [`Session::active_steps`].
    pub fn checklist(&self, event: &Event) -> Result<Vec<Line>> {
        let ticks = self.store.ticks(event.id)?;
        // Retired steps count too: contacts may have been informed through one of them.
        let (steps, references) = (&self.steps, &self.references);
        let lines = checklist::lines(event, steps, &ticks, references, self.local(self.now()));
        let asked = self.steps.iter().zip(lines);
        let asked = asked.filter(|(step, _)| !step.retired);
        Ok(asked.map(|(_, line)| line).collect())
    }

    /// Returns the warnings about the date of a new event.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn event_warnings(&self, content: &EventContent) -> Result<Vec<DateWarning>> {
        let (profile, holidays) = (&self.profile, &self.holidays);
        date_warnings(&self.store, profile, holidays, content, self.today())
    }

    /// Returns the title of an event, without its type where it would be cut: the words that distinguish it
    /// come after.
    pub fn title_within<'e>(&self, content: &'e EventContent, room: usize) -> &'e str {
        match width(&content.title) > room {
            true => content.title_without(self.references.label(content.category)),
            false => &content.title,
        }
    }

    /// Whether to ask if parents may come to an event with their children.
    pub fn asks_about_children(&self, content: &EventContent) -> bool {
        let school = SchoolTime {
            departement: &self.profile.departement,
            zone: &self.profile.zone,
            holidays: &self.holidays,
        };
        children::is_to_ask(content, &self.references, school)
    }

    /// Returns the warnings of the calendar about a day or several.
    pub fn warnings(&self, days: DaySpan) -> Vec<DateWarning> {
        let Profile {
            departement, zone, ..
        } = &self.profile;
        date_warning::warnings(days, self.today(), departement, zone, &self.holidays)
    }
}
