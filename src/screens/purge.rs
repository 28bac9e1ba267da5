//! The purge: shows the old private notes, then deletes them for good, once a year.

use std::path::PathBuf;

use chrono::NaiveDate;
use ratatui::layout::Rect;

use crate::domain::text::typography;
use crate::domain::text::typography::NARROW;
use crate::domain::time::calendar::{SchoolYear, school_year};
use crate::domain::time::typed_date::parse_date;
use crate::explain::purge;
use crate::store::{Purgeable, Result, Store, sibling_copies};
use crate::ui::canvas::{Canvas, ClickTarget, clamp, empty, wrap};
use crate::ui::dialog::AnyScreen;
use crate::ui::dialog::callback::Target;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::dialog::picker::{Item, Picker, open_at};
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::list::row::draw_row;
use crate::ui::list::selection::Selection;
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::theme::over;
use crate::ui::work::{Finish, Work};

/// The key, in the store's memory, of the last school year whose purge was done or declined.
const DONE_FOR_KEY: &str = "purge_done_for";

/// How many school years are offered, this one included.
const OFFERED_YEARS: i32 = 4;

/// The purge of the notes before a day.
pub struct Purge {
    before: NaiveDate,
    found: Purgeable,
    copies: Vec<PathBuf>,
    models: usize,
    selection: Selection,
}

/// Returns the day offered first: this school year and the previous one keep their notes.
fn default_term(today: NaiveDate) -> NaiveDate {
    SchoolYear::starting_in(school_year(today).starts_in() - 1).first_day()
}

/// Returns the day before which to purge, if something is to be erased and no purge was done or
/// declined this school year.
pub fn due(session: &Session) -> Result<Option<NaiveDate>> {
    let today = session.today();
    let done: Option<i32> = session.store.recall(DONE_FOR_KEY)?;
    let term = default_term(today);
    let is_due = !session.store.is_read_only()
        && done.is_none_or(|year| year < school_year(today).starts_in())
        && session.store.has_old_texts(term)?;
    Ok(is_due.then_some(term))
}

/// Records that the purge was done or declined for this school year.
pub fn settle(session: &Session) -> Result<()> {
    let year = school_year(session.today()).starts_in();
    session.store.remember(DONE_FOR_KEY, &year, session.now())
}

/// What to do with the day that was chosen.
type OnTerm<S> = fn(&mut S, &mut Session, NaiveDate) -> Outcome;

/// Asks for a day, and opens the purge of the notes before it.
pub fn ask_term(session: &Session) -> Effect {
    let open_purge = |_: &mut AnyScreen, _: &mut Session, before| {
        Ok(vec![Effect::Navigate(Route::Purge(before))])
    };
    terms(session, open_purge)
}

fn terms<S: Target + ?Sized>(session: &Session, on_term: OnTerm<S>) -> Effect {
    let this = school_year(session.today()).starts_in();
    let items = (0..OFFERED_YEARS).map(|back| {
        let first = SchoolYear::starting_in(this - back).first_day();
        let hint = match back {
            0 => "garde cette année scolaire".to_owned(),
            1 => "garde aussi la précédente".to_owned(),
            back => format!("garde {} années scolaires", back + 1),
        };
        Item::new(Some(first), format!("Avant septembre {}", this - back)).hint(hint)
    });
    let mut items: Vec<Item<Option<NaiveDate>>> = items.collect();
    items.push(Item::new(None, "Avant une autre date…"));
    Effect::open(Picker::pick(
        "Effacer les notes anciennes",
        open_at(items, &Some(default_term(session.today()))),
        move |screen: &mut S, session, term| match term {
            Some(before) => on_term(screen, session, before),
            None => Ok(vec![Effect::open(ask_day(
                "Par exemple 1/9/2025.",
                "",
                on_term,
            ))]),
        },
    ))
}

fn ask_day<S: Target + ?Sized>(hint: &str, text: &str, on_term: OnTerm<S>) -> Prompt {
    Prompt::ask(
        "Effacer les notes d’avant le",
        hint,
        text,
        move |screen: &mut S, session, typed| {
            let problem = match parse_date(&typed, session.today()) {
                Ok(day) if day <= session.today() => return on_term(screen, session, day),
                Ok(_) => "Seules des notes d’événements passés s’effacent.".to_owned(),
                Err(problem) => problem.sentence(),
            };
            Ok(vec![Effect::open(
                ask_day(&problem, &typed, on_term).wrong(),
            )])
        },
    )
}

impl Purge {
    /// Opens the purge of the notes before a day.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn new(before: NaiveDate, session: &mut Session) -> Result<Self> {
        let mut purge = Self {
            before,
            found: Purgeable::default(),
            copies: Vec::new(),
            models: 0,
            selection: Selection::default(),
        };
        purge.refresh(session)?;
        Ok(purge)
    }

    /// Shows the purge of the notes before another day.
    fn set_term(&mut self, session: &mut Session, before: NaiveDate) -> Outcome {
        self.before = before;
        self.selection = Selection::default();
        self.refresh(session)?;
        Ok(Vec::new())
    }

    fn ask(&self) -> Effect {
        let mut lines = vec![purge::sentence("À effacer", &self.found)];
        lines.push(format!(
            "Dates, lieux, thématiques et nombres de présents restent. Cela ne s’annule pas{NARROW}: ni Ctrl+Z, ni l’historique."
        ));
        let confirm = Confirm::ask(
            format!("Effacer avant le {}", typography::full_date(self.before)),
            lines.join("\n"),
            "Effacer pour de bon",
            |purge: &mut Self, session| Ok(vec![purge.purge(session)]),
        );
        // It can't be undone, so that Entrée alone must not do it.
        Effect::open(confirm.or_stay("Ne rien effacer").default_second())
    }

    fn purge(&self, session: &Session) -> Effect {
        let (before, moment, copies) = (self.before, session.moment(), self.copies.clone());
        let path = session.store.path().to_owned();
        // Uninterruptible: once the texts are deleted, the file must be rewritten without them.
        Effect::Work(Work::uninterruptible("Effacement", move |_| -> Finish {
            let purged = Store::open_at(&path, moment.now).and_then(|mut store| {
                let purged = store.purge(before, moment)?;
                Ok((purged, store.models_with_notes()?))
            });
            Box::new(move |session| {
                let (purged, models) = purged?;
                settle(session)?;
                let mut sentences = vec![format!(
                    "{} Cela ne s’annule pas.",
                    purge::sentence("Effacé pour de bon", &purged.removed)
                )];
                sentences.extend(purge::left(&purged.rewritten, before, &copies, models));
                Ok(vec![
                    Effect::Navigate(Route::Back),
                    Effect::Changed,
                    Effect::open(Confirm::message("Notes anciennes", sentences.join("\n"))),
                ])
            })
        }))
    }
}

impl Screen for Purge {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Purge, Context::Commands, Context::Everywhere]
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        self.found = session.store.purgeable(self.before, session.moment())?;
        self.copies = sibling_copies(session.store.path());
        self.models = session.store.models_with_notes()?;
        self.selection.reload(self.found.events.len(), None);
        Ok(())
    }

    fn is_available(&self, action: Action) -> bool {
        action != Action::Delete || !self.found.is_empty()
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            Action::Choose => return Ok(vec![terms(session, Self::set_term)]),
            Action::Delete if self.found.is_empty() => {
                return Ok(vec![Effect::info(purge::NOTHING)]);
            }
            Action::Delete => return Ok(vec![self.ask()]),
            Action::Back => return Ok(vec![Effect::Navigate(Route::Back)]),
            _ => {
                self.selection.act(action);
            }
        }
        Ok(Vec::new())
    }

    fn click(&mut self, target: &ClickTarget, _session: &mut Session) -> Outcome {
        self.selection.click(target);
        Ok(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, _session: &Session) {
        let theme = canvas.theme;
        let title = format!(" Notes d’avant le {}", typography::full_date(self.before));
        canvas.text(area.x, area.y, area.width, &title, theme.heading());
        let summary = purge::sentence("À effacer", &self.found);
        let mut below = purge::left(&Ok(()), self.before, &self.copies, self.models);
        below.insert(0, summary);
        let width = usize::from(area.width.saturating_sub(2));
        let lines: Vec<String> = below.iter().flat_map(|text| wrap(text, width)).collect();
        let foot = clamp(lines.len()).min(area.height / 2);
        let list = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(foot + 2),
            ..area
        };
        if self.found.events.is_empty() {
            empty(
                canvas,
                list,
                "Aucun événement d’avant cette date n’a de notes ni de remarque.",
            );
        }
        for (y, index) in (list.y..).zip(self.selection.visible_in(list.height)) {
            let event = &self.found.events[index];
            let line = Rect::new(list.x, y, list.width, 1);
            let base = draw_row(canvas, line, index, index == self.selection.index());
            // What is deleted is always visible, at the right of the title.
            let line = Rect::new(list.x + 1, y, list.width.saturating_sub(2), 1);
            let what = purge::what(event);
            let used = canvas.right(line, what, over(base, theme.awaiting()));
            let date = purge::date(event);
            let pieces = [
                (date.as_str(), over(base, theme.muted())),
                (event.title.as_str(), over(base, theme.text())),
            ];
            canvas.pieces(line.x, y, line.width.saturating_sub(used + 2), &pieces);
        }
        let y = area.bottom().saturating_sub(foot);
        for (y, (index, line)) in (y..area.bottom()).zip(lines.iter().enumerate()) {
            let style = if index == 0 {
                theme.text()
            } else {
                theme.muted()
            };
            canvas.text(area.x + 1, y, area.width.saturating_sub(1), line, style);
        }
    }
}
