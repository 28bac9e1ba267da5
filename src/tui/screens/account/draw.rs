//! How Mon compte is drawn.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Account, Row};
use crate::domain::account::Notice;
use crate::domain::calendar::school_year;
use crate::domain::event::Event;
use crate::domain::french::{self, count};
use crate::tui::canvas::{Canvas, Hit, wrap};
use crate::tui::session::Session;
use crate::tui::theme::over;

/// The screen as it is written, from the top down.
pub(super) struct Page<'p, 'c> {
    pub(super) canvas: &'p mut Canvas<'c>,
    pub(super) area: Rect,
    pub(super) y: u16,
}

impl Page<'_, '_> {
    pub(super) fn draw(&mut self, account: &Account, session: &Session) {
        let theme = session.theme;
        let year = school_year(session.today()).label();
        let told = account.known.year.told();
        self.title("Ce qui attend", &put_off(account.known.put_off));
        if account.known.standings.is_empty() && account.left.is_empty() {
            let text = match account.known.put_off {
                0 => "Rien n’attend : tout est saisi, annoncé et attesté. Belle journée !",
                _ => "Rien d’autre n’attend. Belle journée !",
            };
            let text = french::typeset(text);
            for line in wrap(&text, usize::from(self.area.width.saturating_sub(6))) {
                self.line(
                    &[("   ✓ ", theme.done()), (&line, theme.text())],
                    None,
                    account,
                );
            }
        }
        for (index, (text, _)) in account.left.iter().enumerate() {
            let pieces = [("   ✎ ", theme.accent()), (text.as_str(), theme.text())];
            self.line(&pieces, Some(Row::Left(index)), account);
        }
        for (index, standing) in account.known.standings.iter().enumerate() {
            let sign = format!("   {} ", standing.notice.sign());
            let look = style(standing.notice, session);
            let told = standing.notice.told(standing.many);
            let first = standing.first_told(session.today());
            let first = if first.is_empty() {
                first
            } else {
                format!(", {first}")
            };
            let pieces = [
                (sign.as_str(), look),
                (told.as_str(), look),
                (first.as_str(), theme.muted()),
            ];
            self.line(&pieces, Some(Row::Notice(index)), account);
        }
        if let Some(before) = account.old_notes {
            let told = format!("Notes d’avant le {}", french::full_date(before));
            let pieces = [
                ("   ○ ", theme.muted()),
                (told.as_str(), theme.text()),
                (", à relire une fois l’an", theme.muted()),
            ];
            self.line(&pieces, Some(Row::OldNotes), account);
        }
        self.y += 1;
        self.title("Les sept jours à venir", "");
        if account.week.is_empty() {
            self.line(&[("   Aucun événement.", theme.muted())], None, account);
        }
        // The line of the year is kept at the bottom, and the event in hand in sight.
        let room = usize::from(self.area.bottom().saturating_sub(self.y + 2)).max(1);
        let all = account.week.len();
        let shown = if all > room {
            room.saturating_sub(1).max(1)
        } else {
            all
        };
        let in_hand = match account.rows.get(account.at) {
            Some(Row::Event(index)) => *index,
            _ => 0,
        };
        let first = (in_hand + 1).saturating_sub(shown);
        for (index, event) in account.week.iter().enumerate().skip(first).take(shown) {
            self.event(index, event, account, session);
        }
        if shown < all {
            let left = count((all - shown) as u64, "autre", "autres");
            self.line(
                &[("   … ", theme.muted()), (&left, theme.muted())],
                None,
                account,
            );
        }
        self.y = (self.y + 1).min(self.area.bottom().saturating_sub(1));
        self.title(&format!("Année {year}"), &format!("  {told}"));
    }

    fn event(&mut self, index: usize, event: &Event, account: &Account, session: &Session) {
        let theme = session.theme;
        let content = &event.content;
        let day = content.date.map(french::short_date).unwrap_or_default();
        let hours = content
            .starts
            .map(|starts| french::hours(starts, content.ends))
            .unwrap_or_default();
        let place = [content.venue.name.as_str(), &content.venue.commune];
        let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
        let place = format!("  {}", place.join(", "));
        let when = format!("   {day:14}  {hours:20}");
        let state = event.publication;
        let state_told = format!("{} {:11}", state.sign(), state.label());
        let pieces = [
            (when.as_str(), theme.text()),
            (state_told.as_str(), theme.publication(state)),
            (content.title.as_str(), theme.text()),
            (place.as_str(), theme.muted()),
        ];
        self.line(&pieces, Some(Row::Event(index)), account);
    }

    fn title(&mut self, title: &str, aside: &str) {
        let theme = self.canvas.theme;
        let title = format!(" {title}");
        let pieces = [(title.as_str(), theme.heading()), (aside, theme.muted())];
        self.canvas
            .pieces(self.area.x, self.y, self.area.width, &pieces);
        self.y += 1;
    }

    fn line(&mut self, pieces: &[(&str, Style)], row: Option<Row>, account: &Account) {
        if self.y >= self.area.bottom() {
            return;
        }
        let theme = self.canvas.theme;
        let place = row.and_then(|row| account.rows.iter().position(|known| *known == row));
        let here = place == Some(account.at) && row.is_some();
        let line = Rect::new(self.area.x, self.y, self.area.width, 1);
        let base = if here { theme.selected() } else { Style::new() };
        self.canvas.tint(line, base);
        let pieces: Vec<(&str, Style)> = pieces
            .iter()
            .map(|(text, style)| (*text, over(base, *style)))
            .collect();
        self.canvas
            .pieces(line.x, line.y, line.width.saturating_sub(1), &pieces);
        if here {
            self.canvas
                .text(line.x, line.y, 1, "▌", over(base, theme.focus()));
        }
        if let Some(place) = place {
            self.canvas.hit(line, Hit::Row(place));
        }
        self.y += 1;
    }
}

/// « 3 reportées ou écartées », or nothing.
fn put_off(many: usize) -> String {
    match many {
        0 => String::new(),
        many => format!(
            "  {}",
            count(many as u64, "reportée ou écartée", "reportées ou écartées")
        ),
    }
}

fn style(notice: Notice, session: &Session) -> Style {
    let theme = session.theme;
    match notice {
        Notice::ToAttest | Notice::ToAnnounce | Notice::ToCorrect | Notice::LateSteps => {
            theme.awaiting()
        }
        Notice::ToEnter | Notice::Waiting => theme.accent(),
        Notice::ToTransmit => theme.done(),
        Notice::Drafts => theme.draft(),
    }
}
