//! The backups of the carnet: list them, make one, copy the carnet elsewhere, restore or merge one,
//! verify the carnet.

mod merging;
mod restoring;
mod taking;

use std::array;

use ratatui::layout::Rect;

use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, count};
use crate::explain::{Explain as _, shown};
use crate::store::retention::{Reason, Taken};
use crate::store::verify;
use crate::store::{Backup, Result};
use crate::ui::canvas::{Canvas, ClickTarget, clamp, empty, width};
use crate::ui::dialog::confirm::Confirm;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::list::row::draw_row;
use crate::ui::list::selection::Selection;
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::theme::over;
use crate::ui::work::{Finish, Work};
pub use taking::ask_copy;

/// The list of backups.
pub struct Backups {
    copies: Vec<Backup>,
    selection: Selection,
}

impl Backups {
    /// Lists the backups of a session's store.
    ///
    /// # Errors
    /// The folder of the backups could not be read.
    pub fn new(session: &mut Session) -> Result<Self> {
        let mut backups = Self {
            copies: Vec::new(),
            selection: Selection::default(),
        };
        backups.refresh(session)?;
        Ok(backups)
    }

    fn back_up(session: &Session) -> Effect {
        let now = session.now();
        Effect::Work(Work::on_store("Sauvegarde", move |store, _| -> Finish {
            let made = store.back_up(Reason::Asked, now);
            Box::new(move |session| {
                Ok(match made {
                    Ok(written) => {
                        // The notes of a failed backup are no longer true.
                        session.store.take_notes();
                        let text = format!(
                            "Sauvegarde faite et vérifiée{NARROW}: {}, {}.",
                            typography::size(written.size),
                            count(written.events, "événement", "événements")
                        );
                        vec![Effect::Changed, Effect::success(text)]
                    }
                    Err(error) => vec![Effect::error(error.explain())],
                })
            })
        }))
    }

    /// Returns the selected copy, if it was changed elsewhere.
    fn mergeable(&self) -> Option<&Backup> {
        let selected = self.copies.get(self.selection.index());
        selected.filter(|copy| matches!(copy.taken.reason, Reason::Conflict | Reason::Replaced))
    }

    fn verify(session: &Session) -> Effect {
        let path = session.store.path().to_owned();
        Effect::Work(Work::uninterruptible("Vérification", move |_| -> Finish {
            let report = verify(&path);
            Box::new(move |_| {
                let report = report?;
                if report.is_sound() {
                    let text = format!(
                        "Le carnet est sain{NARROW}: {}, {}.",
                        count(report.events.unwrap_or(0), "événement", "événements"),
                        count(report.backups as u64, "copie intacte", "copies intactes")
                    );
                    return Ok(vec![Effect::success(text)]);
                }
                let mut sentences: Vec<String> = report
                    .findings
                    .iter()
                    .map(|finding| finding.explain())
                    .collect();
                sentences.push(format!(
                    "{} refait ce qui peut l’être.",
                    typography::quoted("carnet verifier --reparer")
                ));
                let title = "Vérification du carnet";
                Ok(vec![Effect::open(Confirm::message(
                    title,
                    sentences.join("\n"),
                ))])
            })
        }))
    }

    /// Returns the cells of a copy: its day, how long ago, its moment of that day, its size, why.
    fn cells(&self, copy: &Backup, session: &Session) -> [String; 5] {
        let Taken { date, reason, .. } = copy.taken;
        [
            typography::long_date(date),
            typography::relative_day(date, session.today()),
            self.moment(copy, session).unwrap_or_default(),
            typography::size(copy.size),
            reason.label().to_owned(),
        ]
    }

    /// Returns the hour of a copy; where it is not known, its number among those of that day and reason.
    fn moment(&self, copy: &Backup, session: &Session) -> Option<String> {
        let hour = copy.hour(session.zone()).map(typography::hour);
        let is_alike = |other: &&Backup| {
            (other.taken.date, other.taken.reason) == (copy.taken.date, copy.taken.reason)
        };
        hour.or_else(|| {
            let alike = self.copies.iter().filter(is_alike).count();
            (alike > 1).then(|| format!("n°{NARROW}{}", copy.taken.number))
        })
    }

    fn draw_rows(&mut self, canvas: &mut Canvas<'_>, list: Rect, session: &Session) {
        let theme = canvas.theme;
        let rows: Vec<[String; 5]> = self
            .copies
            .iter()
            .map(|copy| self.cells(copy, session))
            .collect();
        let muted = theme.muted();
        let styles = [theme.text(), muted, muted, theme.accent(), muted];
        let widest = |column: usize| rows.iter().map(|row| width(&row[column])).max();
        let widths: [u16; 5] = array::from_fn(|column| clamp(widest(column).unwrap_or(0)));
        for (y, index) in (list.y..).zip(self.selection.visible_in(list.height)) {
            let Some(row) = rows.get(index) else { break };
            let line = Rect::new(list.x, y, list.width, 1);
            let base = draw_row(canvas, line, index, index == self.selection.index());
            let mut x = line.x + 2;
            for (column, text) in row.iter().enumerate() {
                let room = line.right().saturating_sub(x).min(widths[column]);
                canvas.text(x, y, room, text, over(base, styles[column]));
                if widths[column] > 0 {
                    x = x.saturating_add(widths[column] + 2).min(line.right());
                }
            }
        }
    }
}

impl Screen for Backups {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Backups, Context::Commands, Context::Everywhere]
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        let previous = std::mem::replace(&mut self.copies, session.store.restorable()?);
        let mut copies = self.copies.iter();
        let place = previous.get(self.selection.index()).and_then(|selected| {
            let is_known = |copy: &Backup| previous.iter().any(|other| other.path == copy.path);
            // The copy just asked for, and the one by which a restoration is undone, are what one
            // looks for next.
            let is_new = |copy: &Backup| {
                matches!(copy.taken.reason, Reason::Restore | Reason::Asked) && !is_known(copy)
            };
            let new = copies.clone().position(is_new);
            new.or_else(|| copies.position(|copy| copy.path == selected.path))
        });
        self.selection.reload(self.copies.len(), place);
        Ok(())
    }

    fn recount(&mut self, session: &mut Session) -> Result<()> {
        self.refresh(session)
    }

    fn is_available(&self, action: Action) -> bool {
        match action {
            Action::Accept => !self.copies.is_empty(),
            Action::Merge => self.mergeable().is_some(),
            _ => true,
        }
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            Action::BackUp => return Ok(vec![Self::back_up(session)]),
            Action::CopyElsewhere => return Ok(vec![ask_copy(session)]),
            Action::Merge => {
                session.store.ensure_not_read_only()?;
                let copy = self.mergeable().map(|copy| copy.path.clone());
                return Ok(copy
                    .map(|copy| merging::read(copy, session))
                    .into_iter()
                    .collect());
            }
            Action::Verify => return Ok(vec![Self::verify(session)]),
            Action::Back => return Ok(vec![Effect::Navigate(Route::Back)]),
            Action::Accept => {
                session.store.ensure_not_read_only()?;
                return Ok(match self.copies.get(self.selection.index()) {
                    Some(copy) => vec![restoring::read(copy.path.clone(), session)],
                    None => vec![Effect::info("Aucune sauvegarde pour l’instant.")],
                });
            }
            _ => {
                self.selection.act(action);
            }
        }
        Ok(Vec::new())
    }

    fn click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        if self.selection.click(target) {
            return self.act(Action::Accept, session);
        }
        Ok(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let theme = canvas.theme;
        let total: u64 = self.copies.iter().map(|copy| copy.size).sum();
        let copies = match self.copies.len() as u64 {
            0 => "aucune copie".to_owned(),
            copies => format!(
                "{}, {}",
                count(copies, "copie", "copies"),
                typography::size(total)
            ),
        };
        let summary = format!(" · {copies} · {}", shown(session.store.path()));
        let title = [(" Sauvegardes", theme.heading()), (&summary, theme.muted())];
        canvas.pieces(area.x, area.y, area.width, &title);
        let list = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(2),
            ..area
        };
        if self.copies.is_empty() {
            let text = match session.store.is_read_only() {
                true => "Aucune sauvegarde à côté de ce carnet.".to_owned(),
                false => "Aucune sauvegarde pour l’instant.\n\nLa première modification de chaque jour en fait une. S en fait une maintenant.".to_owned(),
            };
            empty(canvas, list, &text);
        }
        self.draw_rows(canvas, list, session);
        if session.store.is_read_only() || self.copies.is_empty() {
            return;
        }
        let hint = match self.mergeable().is_some() {
            true => format!(
                " F fusionne{NARROW}: prend ce que cette copie a de plus. Entrée compare, et remet."
            ),
            false => format!(
                " Entrée compare, puis propose de remettre{NARROW}; le carnet actuel est gardé."
            ),
        };
        let y = area.bottom().saturating_sub(1);
        canvas.text(area.x, y, area.width, &hint, theme.muted());
    }
}
