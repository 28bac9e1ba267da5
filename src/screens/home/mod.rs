//! Mon compte, the first screen: what awaits, the coming week, the school year so far.

use chrono::{Days, NaiveDate};
mod draw;

use ratatui::layout::Rect;

use super::{import, purge, settings};
use crate::actions;
use crate::domain::event::Event;
use crate::domain::event::publication::Publication;
use crate::domain::home::{Notice, NoticeCount};
use crate::domain::id::{DraftId, EventId};
use crate::domain::listing::{Direction, Filter, Period, Query, Sort};
use crate::domain::text::typography;
use crate::domain::text::typography::NARROW;
use crate::domain::time::typed_date::parse_date;
use crate::store::{ATTESTATION_FORM, EVENT_FORM, HomeSummary, Result};
use crate::ui::canvas::{Canvas, ClickTarget, empty};
use crate::ui::dialog::picker::{Item, Picker};
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::form::draft;
use crate::ui::keymap::{Action, Context};
use crate::ui::route::{Route, Start};
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::tab::Tab;

/// The days of the coming week, today's first.
const WEEK: u64 = 7;
/// The most events shown of it.
const MAX_WEEK_EVENTS: usize = 30;

/// A line one can go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    /// What was typed and left unsaved.
    Left(Left),
    /// Notes of long ago, to be looked at once a year.
    OldNotes,
    /// A notice.
    Notice(Notice),
    /// An event of the coming week.
    Event(EventId),
}

/// Where something was typed and left unsaved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    /// The form of an event, or of a new one.
    Form(DraftId),
    /// The attestation of an event.
    Attestation(EventId),
    /// Réglages.
    Settings,
}

impl Left {
    /// Where it goes on.
    fn place(self) -> Route {
        match self {
            Self::Form(draft) => Route::Form(Start::Draft(draft)),
            Self::Attestation(event) => Route::Attest(event),
            Self::Settings => Route::Tab(Tab::Settings, None),
        }
    }
}

/// Mon compte.
pub struct Home {
    known: HomeSummary,
    week: Vec<Event>,
    /// What was typed and left unsaved, and what is told of it.
    left: Vec<(Left, String)>,
    /// Before when notes are of long ago, where the year's purge is due.
    old_notes: Option<NaiveDate>,
    has_events: bool,
    rows: Vec<Row>,
    at: usize,
    /// The first line in sight.
    top: usize,
    /// The notice last put off from here: called back, it is in hand again.
    last_snoozed: Option<Notice>,
}

impl Home {
    /// Mon compte as it stands.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn new(session: &mut Session) -> Result<Self> {
        let mut account = Self {
            known: HomeSummary::default(),
            week: Vec::new(),
            left: Vec::new(),
            old_notes: None,
            has_events: false,
            rows: Vec::new(),
            at: 0,
            top: 0,
            last_snoozed: None,
        };
        account.refresh(session)?;
        Ok(account)
    }

    fn in_hand(&self) -> Option<Row> {
        self.rows.get(self.at).copied()
    }

    fn standing(&self) -> Option<&NoticeCount> {
        let mut notice_counts = self.known.notice_counts.iter();
        notice_counts.find(|standing| self.in_hand() == Some(Row::Notice(standing.notice)))
    }

    fn accept(&self, session: &Session) -> Outcome {
        let place = match self.in_hand() {
            Some(Row::Left(left)) => left.place(),
            Some(Row::OldNotes) => match self.old_notes {
                Some(before) => Route::Purge(before),
                None => return Ok(Vec::new()),
            },
            Some(Row::Event(event)) => Route::Detail(event, week(session)),
            Some(Row::Notice(_)) => match self.standing() {
                Some(standing) => place_of(standing),
                None => return Ok(Vec::new()),
            },
            None => Route::Form(Start::Blank),
        };
        Ok(vec![Effect::Navigate(place)])
    }

    fn ask_until(&self, session: &Session) -> Outcome {
        let Some(standing) = self.standing() else {
            return Ok(vec![Effect::info("Seules les notifications se reportent.")]);
        };
        let today = session.today();
        let items = [
            (1, "demain"),
            (3, "dans 3 jours"),
            (7, "dans une semaine"),
            (14, "dans deux semaines"),
            (30, "dans un mois"),
        ];
        let items = items.map(|(days, label)| {
            let day = today.checked_add_days(Days::new(days)).unwrap_or(today);
            Item::new(Some(day), label).hint(typography::long_date(day))
        });
        let mut items = items.to_vec();
        items.push(Item::new(None, "À une autre date…"));
        let title = format!(
            "Reporter {}",
            typography::quoted(&standing.notice.sentence(standing.count))
        );
        let standing = standing.clone();
        Ok(vec![Effect::open(Picker::pick(
            title,
            items,
            move |home: &mut Self, session, day: Option<NaiveDate>| match day {
                Some(_) => home.snooze(&standing, day, session),
                None => {
                    let hint = "Par exemple 15/1, lundi ou +10.";
                    Ok(vec![Effect::open(ask_day(standing.clone(), hint, ""))])
                }
            },
        ))])
    }

    fn snooze_until(
        &mut self,
        standing: &NoticeCount,
        typed: &str,
        session: &mut Session,
    ) -> Outcome {
        let problem = match parse_date(typed, session.today()) {
            Ok(day) if day > session.today() => return self.snooze(standing, Some(day), session),
            Ok(_) => "Cette date n’est pas à venir.".to_owned(),
            Err(problem) => problem.sentence(),
        };
        let again = ask_day(standing.clone(), &problem, typed);
        Ok(vec![Effect::open(again.wrong())])
    }

    fn snooze(
        &mut self,
        standing: &NoticeCount,
        until: Option<NaiveDate>,
        session: &mut Session,
    ) -> Outcome {
        let at = session.at();
        let told = standing.notice.sentence(standing.count);
        let said = match until {
            Some(day) => {
                actions::notices::snooze(&mut session.store, at, standing, day)?;
                let day = typography::long_date(day);
                format!("Notification reportée au {day}{NARROW}: {told}.")
            }
            None => {
                actions::notices::dismiss(&mut session.store, at, standing)?;
                format!(
                    "Notification écartée pour ces événements{NARROW}: {told}. Ctrl+Z ou B la rappelle."
                )
            }
        };
        self.last_snoozed = Some(standing.notice);
        Ok(vec![Effect::Changed, Effect::success(said)])
    }

    fn unsnooze(&self, session: &mut Session) -> Outcome {
        if self.known.put_off == 0 {
            return Ok(vec![Effect::info("Aucune notification n’est reportée.")]);
        }
        let now = session.now();
        actions::notices::unsnooze(&mut session.store, now)?;
        Ok(vec![
            Effect::Changed,
            Effect::success("Notifications rappelées."),
        ])
    }

    fn go(&mut self, to: usize) {
        self.at = to.min(self.rows.len().saturating_sub(1));
        self.last_snoozed = None;
    }
}

/// The events of the coming week.
fn week(session: &Session) -> Query {
    let today = session.today();
    let last = today.checked_add_days(Days::new(WEEK - 1));
    let mut week = Query::upcoming_not_cancelled();
    week.filter.period = Some(Period::Between(Some(today), last));
    week
}

/// What was typed and left unsaved, in no other window: the form, attestations, Réglages.
fn left(session: &Session) -> Result<Vec<(Left, String)>> {
    let drafts = draft::drafts(session)?;
    let forms = drafts.iter().rev();
    let forms = forms.filter(|draft| draft.form == EVENT_FORM).map(|draft| {
        let title = typography::quoted(draft::event_title(draft));
        let told = format!("Une saisie attend{NARROW}: {title}");
        (Left::Form(draft.id), told)
    });
    let mut left: Vec<(Left, String)> = forms.collect();
    for draft in drafts.iter().filter(|draft| draft.form == ATTESTATION_FORM) {
        let event = draft.event().map(|id| session.store.event(id));
        if let Some(event) = event.transpose()?.flatten() {
            let title = typography::quoted(&event.content.title);
            let told = format!("Une attestation attend{NARROW}: {title}");
            left.push((Left::Attestation(event.id), told));
        }
    }
    if !settings::left(session)?.is_empty() {
        let told = "Une saisie attend dans Réglages".to_owned();
        left.push((Left::Settings, told));
    }
    Ok(left)
}

/// What is said while there is no event.
pub const BEGIN: &str = "Votre carnet est prêt.\n\nN crée votre premier événement.\nI importe un fichier .csv, par exemple celui de votre tableur.";

/// Asks until when a notice is put off.
fn ask_day(standing: NoticeCount, hint: &str, text: &str) -> Prompt {
    Prompt::ask(
        "Reporter au",
        hint,
        text,
        move |home: &mut Home, session, typed| home.snooze_until(&standing, &typed, session),
    )
}

/// Where what a notice tells is done.
fn place_of(standing: &NoticeCount) -> Route {
    let listed = |publication, filter: Filter| {
        let mut query = Query {
            filter: Filter {
                publications: vec![publication],
                ..filter
            },
            sort: Sort::default(),
        };
        query.sort.direction = Direction::Ascending;
        Route::List(query)
    };
    match standing.notice {
        Notice::ToAttest => Route::AttestNext,
        Notice::ToTransmit => Route::Tab(Tab::Attestations, standing.event),
        Notice::LateSteps => Route::Tab(Tab::Checklist, standing.event),
        Notice::ToAnnounce | Notice::ToCorrect => standing
            .event
            .map_or(Route::Tab(Tab::Checklist, None), Route::Checklist),
        Notice::ToEnter => listed(Publication::ToEnter, Filter::default()),
        Notice::Waiting => listed(Publication::Submitted, Filter::default()),
        Notice::Drafts => listed(Publication::Draft, Filter::default()),
    }
}

impl Screen for Home {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Home, Context::Commands, Context::Everywhere]
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        let at = session.at();
        self.known = session.store.home_summary(at)?;
        self.has_events = session.store.has_events()?;
        self.week = session
            .store
            .window(&week(session), at, 0, MAX_WEEK_EVENTS)?;
        self.left = left(session)?;
        self.old_notes = purge::due(session)?;
        let mut rows: Vec<Row> = self.left.iter().map(|(left, _)| Row::Left(*left)).collect();
        let notice_counts = self.known.notice_counts.iter();
        rows.extend(notice_counts.map(|standing| Row::Notice(standing.notice)));
        rows.extend(self.old_notes.map(|_| Row::OldNotes));
        rows.extend(self.week.iter().map(|event| Row::Event(event.id)));
        // What is in hand stays in hand when lines come or go above it.
        let returned = self.last_snoozed.map(Row::Notice);
        let returned = returned.filter(|row| rows.contains(row) && !self.rows.contains(row));
        let in_hand = returned.or(self.in_hand());
        self.rows = rows;
        let place = self.rows.iter().position(|row| Some(*row) == in_hand);
        let last = self.rows.len().saturating_sub(1);
        self.at = place.unwrap_or(self.at).min(last);
        Ok(())
    }

    fn is_available(&self, action: Action) -> bool {
        let is_noticed = |notice| {
            let mut counts = self.known.notice_counts.iter();
            counts.any(|count| count.notice == notice)
        };
        match action {
            Action::Accept => self.in_hand().is_some(),
            // One put off is still to be filled.
            Action::Attest => is_noticed(Notice::ToAttest) || self.known.put_off > 0,
            Action::PutOff => self.standing().is_some(),
            Action::Dismiss => self.standing().is_some() || self.in_hand() == Some(Row::OldNotes),
            Action::BringBack => self.known.put_off > 0,
            _ => true,
        }
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            Action::Up => self.go(self.at.saturating_sub(1)),
            Action::Down => self.go(self.at + 1),
            Action::Accept => return self.accept(session),
            Action::Attest => return Ok(vec![Effect::Navigate(Route::AttestNext)]),
            Action::New => return Ok(vec![Effect::Navigate(Route::Form(Start::Blank))]),
            Action::PutOff => return self.ask_until(session),
            Action::Dismiss if matches!(self.in_hand(), Some(Row::Left(_))) => {
                let text = "Entrée reprend cette saisie ; Échap puis Effacer l’écarte.";
                return Ok(vec![Effect::info(typography::typeset(text))]);
            }
            Action::Dismiss if self.in_hand() == Some(Row::OldNotes) => {
                purge::settle(session)?;
                let text = "Écarté jusqu’à la prochaine rentrée ; Réglages le propose toujours.";
                return Ok(vec![
                    Effect::Changed,
                    Effect::info(typography::typeset(text)),
                ]);
            }
            Action::Dismiss => {
                return match self.standing().cloned() {
                    Some(standing) => self.snooze(&standing, None, session),
                    None => Ok(Vec::new()),
                };
            }
            Action::BringBack => return self.unsnooze(session),
            Action::Import => return Ok(vec![Effect::open(import::ask_path(import::HINT, ""))]),
            _ => {}
        }
        Ok(Vec::new())
    }

    fn click(&mut self, hit: &ClickTarget, session: &mut Session) -> Outcome {
        match hit {
            ClickTarget::Row(row) if *row == self.at => self.accept(session),
            ClickTarget::Row(row) => {
                self.go(*row);
                Ok(Vec::new())
            }
            _ => Ok(Vec::new()),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        if !self.has_events && self.left.is_empty() {
            empty(canvas, area, BEGIN);
            return;
        }
        self.paint(canvas, area, session);
    }
}
