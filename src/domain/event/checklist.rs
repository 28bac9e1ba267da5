//! The checklist of an event: the memento's nine steps (its last page), which the user can change.
//!
//! The state of a step is never stored: it follows from the event, the clock, and the ticks.

use chrono::{DateTime, NaiveDate, Utc};

use super::Event;
use super::announced::{Announced, DetailChange};
use super::attestation::AttestationState;
use super::publication::Publication;
use super::step::{Step, StepRole};
use crate::domain::id::StepId;
use crate::domain::record::Stored;
use crate::domain::text::typography::NARROW;
use crate::domain::time::calendar::listed_date;
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

/// From how many days before it is due a step is shown apart.
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
    /// The day the user ticked it.
    pub done_on: Option<NaiveDate>,
}

/// Returns the checklist of an event: the state of each of `steps`, in their order. Days are those of
/// the time zone of `now`.
pub fn lines(
    event: &Event,
    steps: &[Stored<Step>],
    ticks: &[Tick],
    now: DateTime<Zone>,
) -> Vec<Line> {
    steps
        .iter()
        .map(|step| line(event, step, steps, ticks, now))
        .collect()
}

fn line(
    event: &Event,
    step: &Stored<Step>,
    steps: &[Stored<Step>],
    ticks: &[Tick],
    now: DateTime<Zone>,
) -> Line {
    let today = now.date_naive();
    let due = step.due(event.content.date);
    let ticked = ticks.iter().find(|tick| tick.step == step.id);
    let by_role = match step.role {
        Some(StepRole::Publication) => Some(entered(event, now.to_utc())),
        Some(StepRole::Attestation) => Some(attested(event, now.to_utc())),
        Some(StepRole::Changes) => Some(changes(event, steps, ticks, now)),
        Some(StepRole::Announce) | None => None,
    };
    // A step whose state Carnet derives is not ticked by hand.
    let by_hand = match step.role {
        Some(StepRole::Attestation) => false,
        Some(StepRole::Publication) => !event.to_correct().is_empty(),
        Some(StepRole::Changes) => last_announced(steps, ticks).is_some(),
        Some(StepRole::Announce) | None => true,
    };
    let (state, why) = match (by_role, ticked) {
        (Some(known), _) => known,
        (None, Some(_)) => (StepState::Done, String::new()),
        (None, None) => (StepState::Open, String::new()),
    };
    let days_late = due
        .filter(|_| state == StepState::Open && is_late(event, step, due, today))
        .map(|due| (today - due).num_days());
    let state = match state {
        StepState::Open if event.publication == Publication::Cancelled => StepState::NotDue,
        StepState::Open if days_late.is_some() => StepState::Late,
        StepState::Open if is_soon(due, today) => StepState::Soon,
        state => state,
    };
    let done_on = ticked
        .filter(|_| state == StepState::Done)
        .map(|tick| tick.at.with_timezone(&now.timezone()).date_naive());
    Line {
        due,
        state,
        days_late: days_late.filter(|_| state == StepState::Late),
        why,
        by_hand,
        done_on,
    }
}

/// Whether a step is late. Once the event is over, only the attestation stays due. Changes have to be
/// announced and published until the event, whatever the day of that step.
fn is_late(event: &Event, step: &Stored<Step>, due: Option<NaiveDate>, today: NaiveDate) -> bool {
    let tells_changes = match step.role {
        Some(StepRole::Changes) => true,
        Some(StepRole::Publication) => !event.to_correct().is_empty(),
        _ => false,
    };
    if tells_changes {
        return false;
    }
    let is_ahead = event.content.date.is_some_and(|date| date >= today);
    let stays_due = step.role == Some(StepRole::Attestation);
    // An event created today has no late step before tomorrow.
    let is_known = event.created_at.date_naive() < today;
    (is_ahead || stays_due) && is_known && due.is_some_and(|due| due < today)
}

fn is_soon(due: Option<NaiveDate>, today: NaiveDate) -> bool {
    due.is_some_and(|due| (0..=SOON_DAYS).contains(&(due - today).num_days()))
}

fn entered(event: &Event, now: DateTime<Utc>) -> (StepState, String) {
    let to_correct = event.to_correct();
    if !to_correct.is_empty() {
        let changes: Vec<String> = to_correct.iter().map(DetailChange::sentence).collect();
        let why = format!("à corriger sur le site{NARROW}: {}", changes.join(" · "));
        return (due_until_over(event, now), why);
    }
    match event.publication {
        Publication::Submitted | Publication::Published => {
            let why = format!("{} sur le site", event.publication.label());
            (StepState::Done, why)
        }
        _ => (StepState::Open, String::new()),
    }
}

fn attested(event: &Event, now: DateTime<Utc>) -> (StepState, String) {
    match event.attestation_state(now) {
        AttestationState::Transmitted => (StepState::Done, "remplie et transmise".to_owned()),
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

fn changes(
    event: &Event,
    steps: &[Stored<Step>],
    ticks: &[Tick],
    now: DateTime<Zone>,
) -> (StepState, String) {
    let Some((tick, announced)) = last_announced(steps, ticks) else {
        return (
            StepState::NotDue,
            "le planning n’a pas encore été envoyé".to_owned(),
        );
    };
    let changes = announced.changes(&event.announced());
    if changes.is_empty() {
        let day = listed_date(
            tick.at.with_timezone(&now.timezone()).date_naive(),
            now.date_naive(),
        );
        return (StepState::Done, format!("rien n’a changé depuis le {day}"));
    }
    let why: Vec<String> = changes.iter().map(DetailChange::sentence).collect();
    (due_until_over(event, now.to_utc()), why.join(" · "))
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
        lines(event, &steps(), ticks, now.with_timezone(&PARIS))
            .into_iter()
            .map(|line| line.state)
            .collect()
    }

    use StepState::{Done, Late, NotDue, Open, Soon};

    #[test]
    fn a_step_is_late_the_day_after_it_was_due() {
        let event = event();
        let at = |now: &str| states(&event, &[], now);
        // It is shown apart from the week before.
        assert_eq!(at("2026-11-02T09:00:00Z"), [Open, Open, Open, NotDue, Open]);
        assert_eq!(at("2026-11-03T09:00:00Z"), [Soon, Open, Soon, NotDue, Open]);
        assert_eq!(at("2026-11-10T09:00:00Z"), [Soon, Open, Soon, NotDue, Open]);
        assert_eq!(at("2026-11-11T09:00:00Z"), [Late, Open, Late, NotDue, Open]);
        assert_eq!(at("2026-11-20T09:00:00Z"), [Late, Late, Late, NotDue, Open]);
        let late = |now: &str| {
            let now = instant(now).with_timezone(&PARIS);
            lines(&event, &steps(), &[], now)[0].days_late
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
        // A change is due at once, whatever the day of its step.
        let checklist = lines(&event, &steps(), &ticks, instant(now).with_timezone(&PARIS));
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
}
