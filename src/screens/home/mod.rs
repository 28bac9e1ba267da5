//! Accueil, the home screen: what there is to do, the coming week, the school year so far.
//!
//! ```text
//! draw       what there is to do and the week, which scroll
//! selection  what the selected line is about, beside the list on a wide screen
//! year       the school year below: a line, or bars by month
//! welcome    what an empty carnet shows instead
//! ```

mod draw;
mod selection;
mod welcome;
mod year;

use chrono::{Days, NaiveDate};
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
use crate::ui::canvas::{Canvas, ClickTarget};
use crate::ui::dialog::picker::{Item, Picker};
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::form::draft;
use crate::ui::keymap::{Action, Context};
use crate::ui::list::selection::Selection;
use crate::ui::route::{Route, Start};
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::tab::Tab;

/// How many days the coming week has, today included.
const WEEK_DAYS: u64 = 7;
/// The maximum number of events of the week shown.
const MAX_WEEK_EVENTS: usize = 30;

/// A line that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HomeRow {
    /// Unsaved text.
    Unsaved(UnsavedText),
    /// Conflicting copies of the carnet, to compare.
    Conflicts,
    /// Old notes, to purge once a year.
    OldNotes,
    /// A notice.
    Notice(Notice),
    /// An event of the coming week.
    Event(EventId),
}

/// A form with unsaved text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum UnsavedText {
    /// The form of an event, or of a new one.
    Form(DraftId),
    /// The attestation of an event.
    Attestation(EventId),
    /// Réglages.
    Settings,
}

impl UnsavedText {
    /// Returns where to resume it.
    fn route(self) -> Route {
        match self {
            Self::Form(draft) => Route::Form(Start::Draft(draft)),
            Self::Attestation(event) => Route::Attest(event),
            Self::Settings => Route::Tab(Tab::Settings, None),
        }
    }
}

/// The home screen.
pub struct Home {
    summary: HomeSummary,
    week: Vec<Event>,
    /// The forms with unsaved text, and the sentence about each.
    unsaved: Vec<(UnsavedText, String)>,
    /// How many conflicting copies are to compare.
    conflicts: usize,
    /// The day before which notes are old, when the yearly purge is due.
    old_notes: Option<NaiveDate>,
    has_events: bool,
    rows: Vec<HomeRow>,
    selection: Selection,
    /// The first events of the selected notice.
    first_events: Vec<Event>,
    /// What has changed in each of them, for a notice that is about changes.
    first_changes: Vec<String>,
    /// The notice just snoozed: it is selected again if it is unsnoozed.
    last_snoozed: Option<Notice>,
}

impl Home {
    /// Opens the home screen.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn new(session: &mut Session) -> Result<Self> {
        let mut home = Self {
            summary: HomeSummary::default(),
            week: Vec::new(),
            unsaved: Vec::new(),
            conflicts: 0,
            old_notes: None,
            has_events: false,
            rows: Vec::new(),
            selection: Selection::default(),
            first_events: Vec::new(),
            first_changes: Vec::new(),
            last_snoozed: None,
        };
        home.refresh(session)?;
        Ok(home)
    }

    /// Whether there is no event, and nothing else to show.
    fn is_empty(&self) -> bool {
        !self.has_events && self.unsaved.is_empty() && self.conflicts == 0
    }

    fn selected_row(&self) -> Option<HomeRow> {
        self.rows.get(self.selection.index()).copied()
    }

    fn selected_notice(&self) -> Option<&NoticeCount> {
        let mut notice_counts = self.summary.notice_counts.iter();
        notice_counts
            .find(|notice_count| self.selected_row() == Some(HomeRow::Notice(notice_count.notice)))
    }

    /// Reads all it shows.
    fn read(&mut self, session: &mut Session) -> Result<()> {
        let moment = session.moment();
        self.summary = session.store.home_summary(moment)?;
        self.has_events = session.store.has_events()?;
        self.week = session
            .store
            .window(&week(session), moment, 0, MAX_WEEK_EVENTS)?;
        self.unsaved = unsaved_texts(session)?;
        self.conflicts = session.store.conflicts()?.len();
        self.old_notes = purge::due(session)?;
        let mut rows: Vec<HomeRow> = self
            .unsaved
            .iter()
            .map(|(unsaved, _)| HomeRow::Unsaved(*unsaved))
            .collect();
        rows.extend((self.conflicts > 0).then_some(HomeRow::Conflicts));
        let notice_counts = self.summary.notice_counts.iter();
        rows.extend(notice_counts.map(|notice_count| HomeRow::Notice(notice_count.notice)));
        rows.extend(self.old_notes.map(|_| HomeRow::OldNotes));
        rows.extend(self.week.iter().map(|event| HomeRow::Event(event.id)));
        // The selected row stays selected when rows appear or disappear above it.
        let returned = self.last_snoozed.map(HomeRow::Notice);
        let returned = returned.filter(|row| rows.contains(row) && !self.rows.contains(row));
        let selected = returned.or(self.selected_row());
        self.rows = rows;
        let place = self.rows.iter().position(|row| Some(*row) == selected);
        self.selection.reload(self.rows.len(), place);
        self.read_first_events(session)
    }

    /// Returns where the selected row leads.
    fn route(&self, session: &Session) -> Option<Route> {
        Some(match self.selected_row() {
            Some(HomeRow::Unsaved(unsaved)) => unsaved.route(),
            Some(HomeRow::Conflicts) => Route::Backups,
            Some(HomeRow::OldNotes) => Route::Purge(self.old_notes?),
            Some(HomeRow::Event(event)) => Route::Detail(event, week(session)),
            Some(HomeRow::Notice(_)) => route_of(self.selected_notice()?),
            None => Route::Form(Start::Blank),
        })
    }

    fn accept(&self, session: &Session) -> Outcome {
        let route = self.route(session).into_iter();
        Ok(route.map(Effect::Navigate).collect())
    }

    fn ask_until(&self, session: &Session) -> Outcome {
        let Some(notice_count) = self.selected_notice() else {
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
            typography::quoted(&notice_count.notice.sentence(notice_count.count))
        );
        let notice_count = notice_count.clone();
        Ok(vec![Effect::open(Picker::pick(
            title,
            items,
            move |home: &mut Self, session, day: Option<NaiveDate>| match day {
                Some(_) => home.snooze(&notice_count, day, session),
                None => {
                    let hint = "Par exemple 15/1, lundi ou +10.";
                    Ok(vec![Effect::open(ask_day(notice_count.clone(), hint, ""))])
                }
            },
        ))])
    }

    fn snooze_until(
        &mut self,
        notice_count: &NoticeCount,
        typed: &str,
        session: &mut Session,
    ) -> Outcome {
        let problem = match parse_date(typed, session.today()) {
            Ok(day) if day > session.today() => {
                return self.snooze(notice_count, Some(day), session);
            }
            Ok(_) => "Cette date n’est pas à venir.".to_owned(),
            Err(problem) => problem.sentence(),
        };
        let again = ask_day(notice_count.clone(), &problem, typed);
        Ok(vec![Effect::open(again.wrong())])
    }

    fn snooze(
        &mut self,
        notice_count: &NoticeCount,
        until: Option<NaiveDate>,
        session: &mut Session,
    ) -> Outcome {
        let moment = session.moment();
        let sentence = notice_count.notice.sentence(notice_count.count);
        let message = match until {
            Some(day) => {
                actions::notices::snooze(&mut session.store, moment, notice_count, day)?;
                let day = typography::long_date(day);
                format!("Notification reportée au {day}{NARROW}: {sentence}.")
            }
            None => {
                actions::notices::dismiss(&mut session.store, moment, notice_count)?;
                format!(
                    "Notification écartée pour ces événements{NARROW}: {sentence}. Ctrl+Z ou B la rappelle."
                )
            }
        };
        self.last_snoozed = Some(notice_count.notice);
        Ok(vec![Effect::Changed, Effect::success(message)])
    }

    fn unsnooze(&self, session: &mut Session) -> Outcome {
        if self.summary.put_off == 0 {
            return Ok(vec![Effect::info("Aucune notification n’est reportée.")]);
        }
        let now = session.now();
        actions::notices::unsnooze(&mut session.store, now)?;
        Ok(vec![
            Effect::Changed,
            Effect::success("Notifications rappelées."),
        ])
    }
}

/// Returns the query of the events of the coming week.
fn week(session: &Session) -> Query {
    let today = session.today();
    let last = today.checked_add_days(Days::new(WEEK_DAYS - 1));
    let mut week = Query::upcoming_not_cancelled();
    week.filter.period = Some(Period::Between(Some(today), last));
    week
}

/// Returns the forms with unsaved text that no other process has open: events, attestations, Réglages.
fn unsaved_texts(session: &Session) -> Result<Vec<(UnsavedText, String)>> {
    let drafts = draft::drafts(session)?;
    let forms = drafts.iter().rev();
    let forms = forms.filter(|draft| draft.form == EVENT_FORM).map(|draft| {
        let title = typography::quoted(draft::event_title(draft));
        let sentence = format!("Une saisie attend{NARROW}: {title}");
        (UnsavedText::Form(draft.id), sentence)
    });
    let mut unsaved: Vec<(UnsavedText, String)> = forms.collect();
    for draft in drafts.iter().filter(|draft| draft.form == ATTESTATION_FORM) {
        let event = draft.event().map(|id| session.store.event(id));
        if let Some(event) = event.transpose()?.flatten() {
            let title = typography::quoted(&event.content.title);
            let sentence = format!("Une attestation attend{NARROW}: {title}");
            unsaved.push((UnsavedText::Attestation(event.id), sentence));
        }
    }
    if !settings::forms_with_draft(session)?.is_empty() {
        let sentence = "Une saisie attend dans Réglages".to_owned();
        unsaved.push((UnsavedText::Settings, sentence));
    }
    Ok(unsaved)
}

/// Returns the text that a list shows while there is no event.
pub fn empty_carnet(session: &Session) -> &'static str {
    match session.store.is_read_only() {
        true => "Ce carnet est vide.",
        false => {
            "Votre carnet est prêt.\n\nN crée votre premier événement.\nI importe un tableau de votre tableur (.xlsx, .ods, .csv)."
        }
    }
}

/// Asks for the day until which to snooze a notice.
fn ask_day(notice_count: NoticeCount, hint: &str, text: &str) -> Prompt {
    Prompt::ask(
        "Reporter au",
        hint,
        text,
        move |home: &mut Home, session, typed| home.snooze_until(&notice_count, &typed, session),
    )
}

/// Returns where to deal with a notice.
fn route_of(notice_count: &NoticeCount) -> Route {
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
    match notice_count.notice {
        Notice::ToAttest => Route::AttestNext,
        Notice::ToTransmit => Route::Tab(Tab::Attestations, notice_count.event),
        Notice::LateSteps => Route::Tab(Tab::Checklist, notice_count.event),
        Notice::ToAnnounce | Notice::ToCorrect => notice_count
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
        session.read_at_once(|session| self.read(session))
    }

    fn is_available(&self, action: Action) -> bool {
        let is_noticed = |notice| {
            let mut counts = self.summary.notice_counts.iter();
            counts.any(|count| count.notice == notice)
        };
        match action {
            Action::Accept => self.selected_row().is_some(),
            // An attestation whose notice is snoozed can still be filled.
            Action::Attest => is_noticed(Notice::ToAttest) || self.summary.put_off > 0,
            Action::Snooze => self.selected_notice().is_some(),
            Action::Dismiss => {
                let row = self.selected_row();
                let is_dismissed = [Some(HomeRow::OldNotes), Some(HomeRow::Conflicts)];
                self.selected_notice().is_some() || is_dismissed.contains(&row)
            }
            Action::Unsnooze => self.summary.put_off > 0,
            Action::TryExamples => self.is_empty(),
            _ => true,
        }
    }

    fn writes(&self, action: Action, session: &Session) -> bool {
        match action {
            Action::Accept => self.route(session).is_some_and(|route| route.writes()),
            _ => action.writes_in(Context::Home),
        }
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            Action::Accept => return self.accept(session),
            Action::Attest => return Ok(vec![Effect::Navigate(Route::AttestNext)]),
            Action::New => return Ok(vec![Effect::Navigate(Route::Form(Start::Blank))]),
            Action::Snooze => return self.ask_until(session),
            Action::Dismiss if matches!(self.selected_row(), Some(HomeRow::Unsaved(_))) => {
                let text = "Entrée reprend cette saisie ; Échap puis Effacer l’écarte.";
                return Ok(vec![Effect::info(typography::typeset(text))]);
            }
            Action::Dismiss if self.selected_row() == Some(HomeRow::Conflicts) => {
                let now = session.now();
                session.store.dismiss_conflicts(now)?;
                let text =
                    "Écarté tant que ces copies ne changent pas ; elles restent dans Sauvegardes.";
                return Ok(vec![
                    Effect::Changed,
                    Effect::info(typography::typeset(text)),
                ]);
            }
            Action::Dismiss if self.selected_row() == Some(HomeRow::OldNotes) => {
                purge::settle(session)?;
                let text = "Écarté jusqu’à la prochaine rentrée ; Réglages le propose toujours.";
                return Ok(vec![
                    Effect::Changed,
                    Effect::info(typography::typeset(text)),
                ]);
            }
            Action::Dismiss => {
                return match self.selected_notice().cloned() {
                    Some(notice_count) => self.snooze(&notice_count, None, session),
                    None => Ok(Vec::new()),
                };
            }
            Action::Unsnooze => return self.unsnooze(session),
            Action::TryExamples => {
                let examples = self.is_empty().then(|| welcome::try_examples(session));
                return Ok(examples.into_iter().collect());
            }
            Action::Import => {
                return Ok(vec![Effect::open(import::ask_path(import::PATH_HINT, ""))]);
            }
            _ if self.selection.act(action) => {
                self.last_snoozed = None;
                self.read_first_events(session)?;
            }
            _ => {}
        }
        Ok(Vec::new())
    }

    fn click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        if self.selection.click(target) {
            return self.accept(session);
        }
        self.last_snoozed = None;
        self.read_first_events(session)?;
        Ok(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        if self.is_empty() {
            // The form of the first run stands alone.
            if session.is_introduced {
                welcome::draw(canvas, area, session);
            }
            return;
        }
        self.paint(canvas, area, session);
    }
}
