//! The checklist of an event: the memento's nine steps (its last page), which the user can change.
//!
//! The state of a step is never stored: it follows from the event, the clock, and the ticks.

use chrono::{DateTime, NaiveDate, Utc};

use super::Event;
use super::announced::{Announced, DetailChange, sentences};
use super::attestation::AttestationState;
use super::publication::Publication;
use super::step::{Step, StepRole};
use crate::domain::id::StepId;
use crate::domain::record::Stored;
use crate::domain::reference::References;
use crate::domain::text::typography::NARROW;
use crate::domain::time::calendar::listed_date;
use crate::domain::time::civil_time::today_in;
use crate::domain::time::zone::Zone;

/// A step ticked for an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// The step.
    pub step: StepId,
    /// When.
    pub at: DateTime<Utc>,
    /// The details announced to contacts, for the steps that announce them.
    pub announced: Option<Announced>,
}

/// The state of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Done.
    Done,
    /// Past its day and still to be done.
    Late,
    /// Still to be done, within [`SOON_DAYS`].
    Soon,
    /// Still to be done.
    Open,
    /// Nothing to do, for now or ever.
    NotDue,
}

impl StepState {
    /// Returns the sign: colour is never the only mark.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Done => "✓",
            Self::Late => "!",
            Self::Soon => "►",
            Self::Open => "·",
            Self::NotDue => "–",
        }
    }

    /// Whether there is something to do.
    pub fn is_to_do(self) -> bool {
        matches!(self, Self::Late | Self::Soon | Self::Open)
    }

    /// Returns the word on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Done => "fait",
            Self::Late => "en retard",
            Self::Soon => "bientôt",
            Self::Open => "à faire",
            Self::NotDue => "sans objet",
        }
    }
}

/// A step due within this many days is highlighted.
pub const SOON_DAYS: i64 = 7;

/// The state of a step for an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The day it is due.
    pub due: Option<NaiveDate>,
    /// Its state.
    pub state: StepState,
    /// How many days ago it was due, when it is late; none for a change, which is due at once.
    pub days_late: Option<i64>,
    /// Why, when Carnet derives the state: what has changed, or is missing.
    pub why: String,
    /// Whether the user ticks it; otherwise Carnet derives its state.
    pub by_hand: bool,
    /// The day it was done, where it is known.
    pub done_on: Option<NaiveDate>,
}

/// Returns the checklist of an event: the state of each of `steps`, in their order. Days are those of
/// the time zone of `now`.
pub fn lines(
    event: &Event,
    steps: &[Stored<Step>],
    ticks: &[Tick],
    references: &References,
    now: DateTime<Zone>,
) -> Vec<Line> {
    steps
        .iter()
        .map(|step| line(event, step, steps, ticks, references, now))
        .collect()
}

/// Whether a step is done, by hand or as the event says; nothing else of its line is derived.
pub fn is_done(event: &Event, step: &Stored<Step>, steps: &[Stored<Step>], ticks: &[Tick]) -> bool {
    match step.role {
        Some(StepRole::Publication) => {
            let states = [Publication::Submitted, Publication::Published];
            states.contains(&event.publication) && !event.is_to_correct()
        }
        Some(StepRole::Attestation) => event.transmitted_on().is_some(),
        Some(StepRole::Changes) => last_announced(steps, ticks)
            .is_some_and(|(_, announced)| !announced.is_changed(&event.announced())),
        Some(StepRole::Announce) | None => ticks.iter().any(|tick| tick.step == step.id),
    }
}

/// Returns the day that a done step was done, in the time zone `zone`: that of its tick or, where Carnet
/// derives it, of the event; `None` where neither is known.
pub fn done_on(
    event: &Event,
    step: &Stored<Step>,
    ticks: &[Tick],
    zone: Zone,
) -> Option<NaiveDate> {
    match step.role {
        Some(StepRole::Publication) => event.submitted_on,
        Some(StepRole::Attestation) => event.transmitted_on(),
        Some(StepRole::Announce | StepRole::Changes) | None => {
            let ticked = ticks.iter().find(|tick| tick.step == step.id)?;
            Some(today_in(zone, ticked.at))
        }
    }
}

fn line(
    event: &Event,
    step: &Stored<Step>,
    steps: &[Stored<Step>],
    ticks: &[Tick],
    references: &References,
    now: DateTime<Zone>,
) -> Line {
    let due = step.due(&event.content);
    let (to_do, why) = match step.role {
        Some(StepRole::Publication) => entered(event, references, now.to_utc()),
        Some(StepRole::Attestation) => attested(event, now.to_utc()),
        Some(StepRole::Changes) => changes(event, steps, ticks, references, now),
        Some(StepRole::Announce) | None => (StepState::Open, String::new()),
    };
    // A step whose state Carnet derives is not ticked by hand.
    let by_hand = match step.role {
        Some(StepRole::Attestation) => false,
        Some(StepRole::Publication) => event.is_to_correct(),
        Some(StepRole::Changes) => last_announced(steps, ticks).is_some(),
        Some(StepRole::Announce) | None => true,
    };
    let today = now.date_naive();
    let days_late = due
        .filter(|_| to_do == StepState::Open && is_late(event, step, due, now))
        .map(|due| (today - due).num_days());
    let state = match to_do {
        _ if is_done(event, step, steps, ticks) => StepState::Done,
        StepState::Open if event.publication == Publication::Cancelled => StepState::NotDue,
        StepState::Open if days_late.is_some() => StepState::Late,
        StepState::Open if is_soon(due, today) => StepState::Soon,
        to_do => to_do,
    };
    let is_done = state == StepState::Done;
    let done_on = is_done.then(|| done_on(event, step, ticks, now.timezone()));
    Line {
        due,
        state,
        days_late: days_late.filter(|_| state == StepState::Late),
        why,
        by_hand,
        done_on: done_on.flatten(),
    }
}

/// Whether a step is late. Once the event is over, only the attestation stays due. Changes have to be
/// announced and published until the event, whatever the day of that step.
fn is_late(
    event: &Event,
    step: &Stored<Step>,
    due: Option<NaiveDate>,
    now: DateTime<Zone>,
) -> bool {
    let today = now.date_naive();
    let tells_changes = match step.role {
        Some(StepRole::Changes) => true,
        Some(StepRole::Publication) => event.is_to_correct(),
        _ => false,
    };
    if tells_changes {
        return false;
    }
    let is_ahead = event.content.ends_on().is_some_and(|last| last >= today);
    let stays_due = step.role == Some(StepRole::Attestation);
    // An event created today has no late step before tomorrow.
    let is_known = || today_in(now.timezone(), event.created_at) < today;
    (is_ahead || stays_due) && due.is_some_and(|due| due < today) && is_known()
}

fn is_soon(due: Option<NaiveDate>, today: NaiveDate) -> bool {
    due.is_some_and(|due| (0..=SOON_DAYS).contains(&(due - today).num_days()))
}

/// Returns the state of the step before it is done, and why it is so or done.
fn entered(event: &Event, references: &References, now: DateTime<Utc>) -> (StepState, String) {
    if event.is_to_correct() {
        let changes = sentences(&event.to_correct(references));
        let why = format!("à corriger sur le site{NARROW}: {changes}");
        return (due_until_over(event, now), why);
    }
    match event.publication {
        Publication::Submitted | Publication::Published => {
            let why = format!("{} sur le site", event.publication.label());
            (StepState::Open, why)
        }
        _ => (StepState::Open, String::new()),
    }
}

fn attested(event: &Event, now: DateTime<Utc>) -> (StepState, String) {
    match event.attestation_state(now) {
        AttestationState::Transmitted => (StepState::Open, "remplie et transmise".to_owned()),
        AttestationState::Filled => (StepState::Open, "remplie, à transmettre".to_owned()),
        AttestationState::NotDue => (StepState::NotDue, "événement annulé".to_owned()),
        AttestationState::ToFill => (StepState::Open, "à remplir".to_owned()),
        AttestationState::Upcoming => (StepState::Open, String::new()),
    }
}

/// Returns the details last announced to contacts, by the planning or by a later message.
pub fn last_announced<'t>(
    steps: &[Stored<Step>],
    ticks: &'t [Tick],
) -> Option<(&'t Tick, &'t Announced)> {
    let announced = steps
        .iter()
        .filter(|step| step.role == Some(StepRole::Announce));
    // A later message counts only after the planning.
    let sent = announced
        .filter_map(|step| ticks.iter().find(|tick| tick.step == step.id))
        .next()?;
    let announcements = ticks
        .iter()
        .filter(|tick| {
            let step = steps.iter().find(|step| step.id == tick.step);
            tick.step == sent.step || step.is_some_and(|step| step.role == Some(StepRole::Changes))
        })
        .filter(|tick| tick.at >= sent.at)
        .filter_map(|tick| Some((tick, tick.announced.as_ref()?)));
    announcements.max_by_key(|(tick, _)| tick.at)
}

/// Returns the details that have changed since they were last announced to contacts.
pub fn to_announce(
    event: &Event,
    steps: &[Stored<Step>],
    ticks: &[Tick],
    references: &References,
) -> Vec<DetailChange> {
    last_announced(steps, ticks).map_or_else(Vec::new, |(_, announced)| {
        announced.changes(&event.announced(), references)
    })
}

fn changes(
    event: &Event,
    steps: &[Stored<Step>],
    ticks: &[Tick],
    references: &References,
    now: DateTime<Zone>,
) -> (StepState, String) {
    let Some((tick, announced)) = last_announced(steps, ticks) else {
        return (
            StepState::NotDue,
            "le planning n’a pas encore été envoyé".to_owned(),
        );
    };
    let changes = announced.changes(&event.announced(), references);
    if changes.is_empty() {
        let day = listed_date(
            tick.at.with_timezone(&now.timezone()).date_naive(),
            now.date_naive(),
        );
        let why = match announced.planning {
            Some(_) => format!("rien n’a changé depuis le {day}"),
            // Nothing else was recorded by an older version.
            None => format!("ni la date, ni les heures, ni le lieu n’ont changé depuis le {day}"),
        };
        return (StepState::Open, why);
    }
    (due_until_over(event, now.to_utc()), sentences(&changes))
}

/// Returns the state of a change that has to be announced or published: due until the event is over.
fn due_until_over(event: &Event, now: DateTime<Utc>) -> StepState {
    if event.ends_at.is_some_and(|ends| ends <= now) {
        StepState::Open
    } else {
        StepState::Late
    }
}

/// Counts the steps that are done.
pub fn done(lines: &[Line]) -> usize {
    lines
        .iter()
        .filter(|line| line.state == StepState::Done)
        .count()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::time::zone::PARIS;
    use chrono::NaiveTime;

    use crate::domain::event::EventContent;
    use crate::domain::id::EventId;

    fn id(last: u8) -> StepId {
        StepId::parse(&format!("01a05a43-fc00-7c39-bfd0-1cc62be578{last:02x}")).unwrap()
    }

    fn step(last: u8, days: Option<i32>, role: Option<StepRole>) -> Stored<Step> {
        Stored {
            id: id(last),
            retired: false,
            record: Step {
                label: format!("étape {last}"),
                days,
                role,
                ..Step::default()
            },
        }
    }

    fn steps() -> Vec<Stored<Step>> {
        vec![
            step(1, Some(-30), None),
            step(2, Some(-21), Some(StepRole::Announce)),
            step(3, Some(-30), Some(StepRole::Publication)),
            step(4, None, Some(StepRole::Changes)),
            step(5, Some(1), Some(StepRole::Attestation)),
        ]
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn event() -> Event {
        Event {
            id: EventId::parse("01a05a43-fc00-7c39-bfd0-1cc62be57836").unwrap(),
            revision: 1,
            created_at: DateTime::default(),
            modified_at: DateTime::default(),
            content: EventContent {
                title: "Café".to_owned(),
                date: Some(day("2026-12-10")),
                starts: NaiveTime::from_hms_opt(18, 0, 0),
                ..EventContent::default()
            },
            publication: Publication::Draft,
            site_snapshot: None,
            public_link: String::new(),
            submitted_on: None,
            series: None,
            ends_at: Some(instant("2026-12-10T18:00:00Z")),
            attestation: None,
        }
    }

    fn sent(event: &Event, at: &str) -> Tick {
        Tick {
            step: id(2),
            at: instant(at),
            announced: Some(event.announced()),
        }
    }

    fn states(event: &Event, ticks: &[Tick], now: &str) -> Vec<StepState> {
        let now = instant(now);
        let references = References::default();
        lines(
            event,
            &steps(),
            ticks,
            &references,
            now.with_timezone(&PARIS),
        )
        .into_iter()
        .map(|line| line.state)
        .collect()
    }

    use StepState::{Done, Late, NotDue, Open, Soon};

    #[test]
    fn a_step_is_late_the_day_after_it_was_due() {
        let event = event();
        let at = |now: &str| states(&event, &[], now);
        // Highlighted during the week before.
        assert_eq!(at("2026-11-02T09:00:00Z"), [Open, Open, Open, NotDue, Open]);
        assert_eq!(at("2026-11-03T09:00:00Z"), [Soon, Open, Soon, NotDue, Open]);
        assert_eq!(at("2026-11-10T09:00:00Z"), [Soon, Open, Soon, NotDue, Open]);
        assert_eq!(at("2026-11-11T09:00:00Z"), [Late, Open, Late, NotDue, Open]);
        assert_eq!(at("2026-11-20T09:00:00Z"), [Late, Late, Late, NotDue, Open]);
        let late = |now: &str| {
            let now = instant(now).with_timezone(&PARIS);
            lines(&event, &steps(), &[], &References::default(), now)[0].days_late
        };
        assert_eq!(late("2026-11-10T09:00:00Z"), None);
        assert_eq!(late("2026-11-20T09:00:00Z"), Some(10));
        // Once it is over, only the attestation stays due.
        assert_eq!(at("2026-12-12T09:00:00Z"), [Open, Open, Open, NotDue, Late]);
    }

    #[test]
    fn what_carnet_knows_ticks_itself() {
        let mut event = event();
        event.publication = Publication::Submitted;
        assert_eq!(states(&event, &[], "2026-11-24T09:00:00Z")[2], Done);
        event.publication = Publication::Cancelled;
        assert_eq!(
            states(&event, &[], "2026-11-24T09:00:00Z"),
            [NotDue, NotDue, NotDue, NotDue, NotDue]
        );
    }

    #[test]
    fn a_change_after_the_planning_reopens_by_itself_and_says_what() {
        let mut event = event();
        let mut ticks = vec![sent(&event, "2026-11-20T09:00:00Z")];
        let now = "2026-11-24T09:00:00Z";
        assert_eq!(states(&event, &ticks, now)[3], Done);
        event.content.date = Some(day("2026-12-11"));
        event.content.venue.name = "Jean Jaurès".to_owned();
        assert_eq!(states(&event, &ticks, now)[3], Late);
        let references = References::default();
        let at = instant(now).with_timezone(&PARIS);
        let checklist = lines(&event, &steps(), &ticks, &references, at);
        // A change is due at once, whatever the day of its step.
        assert_eq!(checklist[3].days_late, None);
        assert_eq!(
            checklist[3].why.replace(NARROW, " "),
            "date : jeu. 10 déc. 2026 → ven. 11 déc. 2026 · lieu : sans lieu → Jean Jaurès"
        );
        ticks.push(Tick {
            step: id(4),
            at: instant("2026-11-24T08:00:00Z"),
            announced: Some(event.announced()),
        });
        assert_eq!(states(&event, &ticks, now)[3], Done);
        event.publication = Publication::Cancelled;
        assert_eq!(states(&event, &ticks, now)[3], Late);
    }

    #[test]
    fn nothing_more_is_said_than_what_an_older_version_recorded() {
        let mut event = event();
        let mut tick = sent(&event, "2026-11-20T09:00:00Z");
        tick.announced = tick.announced.map(|announced| Announced {
            planning: None,
            site: None,
            ..announced
        });
        event.content.title = "Autre".to_owned();
        let at = instant("2026-11-24T09:00:00Z").with_timezone(&PARIS);
        let checklist = lines(&event, &steps(), &[tick], &References::default(), at);
        assert_eq!(checklist[3].state, Done);
        assert_eq!(
            checklist[3].why,
            "ni la date, ni les heures, ni le lieu n’ont changé depuis le ven. 20 nov."
        );
    }
}
