//! The copies of the carnet: which there are, one made now, one taken away on a key, one put back,
//! the carnet checked.

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

/// The copies of the carnet.
pub struct Backups {
    copies: Vec<Backup>,
    at: usize,
    top: usize,
    page: usize,
}

impl Backups {
    /// The copies of a session's store.
    ///
    /// # Errors
    /// The folder of the copies could not be read.
    pub fn new(session: &mut Session) -> Result<Self> {
        let mut backups = Self {
            copies: Vec::new(),
            at: 0,
            top: 0,
            page: 1,
        };
        backups.refresh(session)?;
        Ok(backups)
    }

    fn go(&mut self, to: usize) {
        self.at = to.min(self.copies.len().saturating_sub(1));
    }

    fn back_up(session: &Session) -> Effect {
        let now = session.now();
        Effect::Work(Work::on_store("Sauvegarde", move |store, _| -> Finish {
            let made = store.back_up(Reason::Asked, now);
            Box::new(move |session| {
                Ok(match made {
                    Ok(written) => {
                        // The failure that was told is mended.
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
        Effect::Work(Work::alone("Vérification", move |_| -> Finish {
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
                let mut told: Vec<String> = report
                    .findings
                    .iter()
                    .map(|finding| finding.explain())
                    .collect();
                told.push(format!(
                    "{} refait ce qui peut l’être.",
                    typography::quoted("carnet verifier --reparer")
                ));
                let title = "Vérification du carnet";
                Ok(vec![Effect::open(Confirm::tell(title, told.join("\n")))])
            })
        }))
    }

    fn draw_row(&self, canvas: &mut Canvas<'_>, line: Rect, index: usize, session: &Session) {
        let theme = canvas.theme;
        let Some(copy) = self.copies.get(index) else {
            return;
        };
        let here = index == self.at;
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
        let known = std::mem::replace(&mut self.copies, session.store.backups()?);
        if let Some(in_hand) = known.get(self.at) {
            let is_known = |copy: &Backup| known.iter().any(|other| other.path == copy.path);
            // What a restoration has just kept is what takes it back.
            let is_kept = |copy: &Backup| copy.taken.reason == Reason::Restore && !is_known(copy);
            let is_in_hand = |copy: &Backup| copy.path == in_hand.path;
            let kept = self.copies.iter().position(is_kept);
            self.at = kept
                .or_else(|| self.copies.iter().position(is_in_hand))
                .unwrap_or(self.at);
        }
        self.go(self.at);
        Ok(())
    }

    fn recount(&mut self, session: &mut Session) -> Result<()> {
        self.refresh(session)
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            Action::Up => self.go(self.at.saturating_sub(1)),
            Action::Down => self.go(self.at + 1),
            Action::PageUp => self.go(self.at.saturating_sub(self.page)),
            Action::PageDown => self.go(self.at + self.page),
            Action::First => self.go(0),
            Action::Last => self.go(usize::MAX),
            Action::BackUp => return Ok(vec![Self::back_up(session)]),
            Action::CopyElsewhere => return Ok(vec![ask_copy(session)]),
            Action::Verify => return Ok(vec![Self::verify(session)]),
            Action::Back => return Ok(vec![Effect::Navigate(Route::Back)]),
            Action::Accept => {
                return Ok(match self.copies.get(self.at) {
                    Some(copy) => vec![restoring::read(copy.path.clone(), session)],
                    None => vec![Effect::info("Aucune sauvegarde pour l’instant.")],
                });
            }
            _ => {}
        }
        Ok(Vec::new())
    }

    fn click(&mut self, hit: &ClickTarget, session: &mut Session) -> Outcome {
        match hit {
            ClickTarget::Row(index) if *index == self.at => {
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
        let told = format!(
            " {}, {} · {}",
            count(self.copies.len() as u64, "copie", "copies"),
            typography::size(total),
            shown(session.store.path())
        );
        let title = [(" Sauvegardes", theme.heading()), (&told, theme.muted())];
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
        let least = (self.at + 1).saturating_sub(page);
        self.top = self
            .top
            .clamp(least, self.at.max(least))
            .min(last.max(least));
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
