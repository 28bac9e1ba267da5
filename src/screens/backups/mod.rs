//! The backups of the carnet: list them, make one, copy the carnet elsewhere, restore one, verify the
//! carnet.

mod restoring;
mod taking;

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, count};
use crate::explain::{Explain as _, shown};
use crate::store::retention::Reason;
use crate::store::verify;
use crate::store::{Backup, Result};
use crate::ui::canvas::{Canvas, ClickTarget, empty};
use crate::ui::dialog::confirm::Confirm;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::theme::over;
use crate::ui::work::{Finish, Work};
pub use taking::ask_copy;

/// The list of backups.
pub struct Backups {
    copies: Vec<Backup>,
    /// The index of the selected backup.
    selected: usize,
    /// The index of the first visible backup.
    top: usize,
    /// How many backups are visible.
    page: usize,
}

impl Backups {
    /// Lists the backups of a session's store.
    ///
    /// # Errors
    /// The folder of the backups could not be read.
    pub fn new(session: &mut Session) -> Result<Self> {
        let mut backups = Self {
            copies: Vec::new(),
            selected: 0,
            top: 0,
            page: 1,
        };
        backups.refresh(session)?;
        Ok(backups)
    }

    fn go(&mut self, to: usize) {
        self.selected = to.min(self.copies.len().saturating_sub(1));
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

    fn draw_row(&self, canvas: &mut Canvas<'_>, line: Rect, index: usize, session: &Session) {
        let theme = canvas.theme;
        let Some(copy) = self.copies.get(index) else {
            return;
        };
        let here = index == self.selected;
        let base = if here { theme.selected() } else { Style::new() };
        canvas.tint(line, base);
        let mark = if here { "▌" } else { " " };
        canvas.text(line.x, line.y, 1, mark, over(base, theme.focus()));
        let taken = copy.taken;
        let hour = copy.hour(session.zone()).map(typography::hour);
        let cells = [
            (typography::long_date(taken.date), 20, theme.text()),
            (
                typography::relative_day(taken.date, session.today()),
                18,
                theme.muted(),
            ),
            (hour.unwrap_or_default(), 10, theme.muted()),
            (typography::size(copy.size), 10, theme.accent()),
            (taken.reason.label().to_owned(), u16::MAX, theme.muted()),
        ];
        let mut x = line.x + 2;
        for (text, width, style) in cells {
            let room = line.right().saturating_sub(x).min(width);
            canvas.text(x, line.y, room, &text, over(base, style));
            x = x.saturating_add(width).min(line.right());
        }
        canvas.click(line, ClickTarget::Row(index));
    }
}

impl Screen for Backups {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Backups, Context::Commands, Context::Everywhere]
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        let previous = std::mem::replace(&mut self.copies, session.store.restorable()?);
        if let Some(selected) = previous.get(self.selected) {
            let is_known = |copy: &Backup| previous.iter().any(|other| other.path == copy.path);
            // Selects the backup made by a restoration, which can undo it.
            let undoes_restore =
                |copy: &Backup| copy.taken.reason == Reason::Restore && !is_known(copy);
            let is_selected = |copy: &Backup| copy.path == selected.path;
            let new = self.copies.iter().position(undoes_restore);
            self.selected = new
                .or_else(|| self.copies.iter().position(is_selected))
                .unwrap_or(self.selected);
        }
        self.go(self.selected);
        Ok(())
    }

    fn recount(&mut self, session: &mut Session) -> Result<()> {
        self.refresh(session)
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            Action::Up => self.go(self.selected.saturating_sub(1)),
            Action::Down => self.go(self.selected + 1),
            Action::PageUp => self.go(self.selected.saturating_sub(self.page)),
            Action::PageDown => self.go(self.selected + self.page),
            Action::First => self.go(0),
            Action::Last => self.go(usize::MAX),
            Action::BackUp => return Ok(vec![Self::back_up(session)]),
            Action::CopyElsewhere => return Ok(vec![ask_copy(session)]),
            Action::Verify => return Ok(vec![Self::verify(session)]),
            Action::Back => return Ok(vec![Effect::Navigate(Route::Back)]),
            Action::Accept => {
                return Ok(match self.copies.get(self.selected) {
                    Some(copy) => vec![restoring::read(copy.path.clone(), session)],
                    None => vec![Effect::info("Aucune sauvegarde pour l’instant.")],
                });
            }
            _ => {}
        }
        Ok(Vec::new())
    }

    fn click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        match target {
            ClickTarget::Row(index) if *index == self.selected => {
                return self.act(Action::Accept, session);
            }
            ClickTarget::Row(index) => self.go(*index),
            _ => {}
        }
        Ok(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let theme = canvas.theme;
        let total: u64 = self.copies.iter().map(|copy| copy.size).sum();
        let summary = format!(
            " {}, {} · {}",
            count(self.copies.len() as u64, "copie", "copies"),
            typography::size(total),
            shown(session.store.path())
        );
        let title = [(" Sauvegardes", theme.heading()), (&summary, theme.muted())];
        canvas.pieces(area.x, area.y, area.width, &title);
        let list = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(2),
            ..area
        };
        if self.copies.is_empty() {
            let text = format!(
                "Aucune sauvegarde pour l’instant{NARROW}: la première modification de chaque jour en fait une. S en fait une maintenant."
            );
            empty(canvas, list, &text);
        }
        let page = usize::from(list.height).max(1);
        self.page = page;
        let last = self.copies.len().saturating_sub(page);
        let first = (self.selected + 1).saturating_sub(page);
        self.top = self
            .top
            .clamp(first, self.selected.max(first))
            .min(last.max(first));
        for (y, index) in (list.y..list.bottom()).zip(self.top..self.copies.len()) {
            self.draw_row(
                canvas,
                Rect {
                    y,
                    height: 1,
                    ..list
                },
                index,
                session,
            );
        }
        let hint = format!(
            " Entrée compare, puis propose de remettre{NARROW}; le carnet actuel est gardé."
        );
        let y = area.bottom().saturating_sub(1);
        canvas.text(area.x, y, area.width, &hint, theme.muted());
    }
}
