//! A series made of an event: its dates are shown with their warnings before any is created.

use chrono::NaiveDate;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::open_event::{OpenEvent, draw_deleted};
use crate::actions;
use crate::domain::event::series::{MAX_OCCURRENCES, Rhythm};
use crate::domain::id::EventId;
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, count, quoted};
use crate::domain::time::date_warning::DateWarning;
use crate::store::Result;
use crate::terminal::key::{Code, Key};
use crate::ui::canvas::{Canvas, ClickTarget};
use crate::ui::dialog::month::Month;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::theme::over;

/// A date offered.
struct Offered {
    date: NaiveDate,
    warnings: Vec<String>,
    ticked: bool,
    /// Added by hand: it stays when the rhythm changes.
    by_hand: bool,
}

/// A series not made yet. Lines: the rhythm, how many, then a date each.
pub struct Series {
    event: OpenEvent,
    first: NaiveDate,
    /// None when only the dates added by hand count.
    rhythm: Option<Rhythm>,
    many: usize,
    /// Whether the number is being typed: the next digit follows those before it.
    typing: bool,
    dates: Vec<Offered>,
    at: usize,
    top: usize,
}

/// The lines before the dates.
const BEFORE: usize = 2;

impl Series {
    /// Offers to repeat an event.
    ///
    /// # Errors
    /// [`crate::store::StoreError::Stale`] when the event is not there any more.
    pub fn new(id: EventId, session: &mut Session) -> Result<Self> {
        let event = OpenEvent::new(id, session)?;
        let mut series = Self {
            first: event.content.date.unwrap_or(session.today()),
            event,
            rhythm: Some(Rhythm::Weekly),
            many: 4,
            typing: false,
            dates: Vec::new(),
            at: 0,
            top: 0,
        };
        series.offer(session)?;
        Ok(series)
    }

    /// Offers the dates of the rhythm; those added by hand, and what was unticked, stay.
    fn offer(&mut self, session: &Session) -> Result<()> {
        let known = std::mem::take(&mut self.dates);
        let mut dates: Vec<(NaiveDate, bool)> = known
            .iter()
            .filter(|offered| offered.by_hand)
            .map(|offered| (offered.date, true))
            .collect();
        if let Some(rhythm) = self.rhythm {
            for date in rhythm.after(self.first, self.many) {
                if dates.iter().all(|(by_hand, _)| *by_hand != date) {
                    dates.push((date, false));
                }
            }
        }
        dates.sort_unstable();
        for (date, by_hand) in dates {
            let content = self.event.content.copied_to(Some(date));
            let warnings = session.event_warnings(&content)?;
            let is_there = warnings.iter().any(|warning| {
                matches!(warning, DateWarning::Clash(titles) if titles.contains(&content.title))
            });
            let before = known.iter().find(|offered| offered.date == date);
            self.dates.push(Offered {
                date,
                // Holidays are no days for a workshop, nor days that have it already: the user ticks
                // them back if they are.
                ticked: before.map_or(
                    !is_there
                        && !warnings.iter().any(|warning| {
                            matches!(
                                warning,
                                DateWarning::PublicHoliday(_) | DateWarning::SchoolHoliday(_)
                            )
                        }),
                    |before| before.ticked,
                ),
                warnings: warnings.iter().map(DateWarning::sentence).collect(),
                by_hand,
            });
        }
        self.go(self.at);
        Ok(())
    }

    fn go(&mut self, to: usize) {
        self.typing &= to == self.at;
        self.at = to.min(BEFORE + self.dates.len().saturating_sub(1));
        if self.dates.is_empty() {
            self.at = self.at.min(BEFORE - 1);
        }
    }

    fn ticked(&self) -> usize {
        self.dates.iter().filter(|offered| offered.ticked).count()
    }

    /// The next rhythm or one more date, or the other way.
    fn turn(&mut self, more: bool, session: &Session) -> Outcome {
        if self.at == 0 {
            let rhythms: Vec<Option<Rhythm>> =
                Rhythm::ALL.into_iter().map(Some).chain([None]).collect();
            let at = rhythms
                .iter()
                .position(|rhythm| *rhythm == self.rhythm)
                .unwrap_or(0);
            let step = if more { 1 } else { rhythms.len() - 1 };
            self.rhythm = rhythms[(at + step) % rhythms.len()];
        } else {
            self.typing = false;
            self.many = if more {
                (self.many + 1).min(MAX_OCCURRENCES)
            } else {
                self.many.saturating_sub(1).max(1)
            };
        }
        self.offer(session)?;
        Ok(Vec::new())
    }

    fn tick(&mut self) -> Outcome {
        let offered = self
            .at
            .checked_sub(BEFORE)
            .and_then(|index| self.dates.get_mut(index));
        if let Some(offered) = offered {
            offered.ticked = !offered.ticked;
        }
        Ok(Vec::new())
    }

    fn add(&mut self, date: NaiveDate, session: &Session) -> Outcome {
        if date == self.first || self.dates.iter().any(|offered| offered.date == date) {
            return Ok(vec![Effect::info("Cette date y est déjà.")]);
        }
        self.dates.push(Offered {
            date,
            warnings: Vec::new(),
            ticked: true,
            by_hand: true,
        });
        self.offer(session)?;
        let place = self.dates.iter().position(|offered| offered.date == date);
        self.go(BEFORE + place.unwrap_or(0));
        Ok(Vec::new())
    }

    fn create(&mut self, session: &mut Session) -> Outcome {
        let dates: Vec<NaiveDate> = self
            .dates
            .iter()
            .filter(|offered| offered.ticked)
            .map(|offered| offered.date)
            .collect();
        if dates.is_empty() {
            return Ok(vec![Effect::error("Aucune date n’est cochée.")]);
        }
        if dates.len() > MAX_OCCURRENCES {
            let text =
                format!("Pas plus de {MAX_OCCURRENCES} événements à la fois{NARROW}: décochez-en.");
            return Ok(vec![Effect::error(text)]);
        }
        let now = session.now();
        actions::series::repeat(&mut session.store, now, &self.event, &dates)?;
        let many = count(dates.len() as u64, "événement", "événements");
        let title = quoted(&self.event.content.title);
        session.last_saved = Some(self.event.id);
        let text = format!(
            "{many} en brouillon d’après {title}, sans attestation ni publication. Un seul Ctrl+Z les annule."
        );
        Ok(vec![
            Effect::Changed,
            Effect::Navigate(Route::Back),
            Effect::success(text),
        ])
    }

    fn line(&self, index: usize, session: &Session) -> (String, String, Style) {
        let theme = session.theme;
        match index {
            0 => {
                let rhythm = self.rhythm.map_or("aux dates choisies", Rhythm::label);
                (
                    format!("Répéter        ‹ {rhythm} ›"),
                    String::new(),
                    theme.text(),
                )
            }
            1 if self.rhythm.is_none() => (
                "Dates          Ctrl+O en ajoute une".to_owned(),
                String::new(),
                theme.muted(),
            ),
            1 => {
                let many = count(self.many as u64, "fois", "fois");
                (
                    format!("Combien        ‹ {many} ›"),
                    String::new(),
                    theme.text(),
                )
            }
            index => match self.dates.get(index - BEFORE) {
                Some(offered) => {
                    let tick = if offered.ticked { "[x]" } else { "[ ]" };
                    let date = typography::long_date(offered.date);
                    let style = if offered.ticked {
                        theme.text()
                    } else {
                        theme.muted()
                    };
                    let warnings = match offered.warnings.is_empty() {
                        true => String::new(),
                        false => format!("⚠ {}", offered.warnings.join(" ")),
                    };
                    (format!("{tick} {date:24}"), warnings, style)
                }
                None => Default::default(),
            },
        }
    }
}

impl Screen for Series {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Series, Context::Everywhere]
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        self.event.read_again(session)?;
        self.offer(session)
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            _ if self.event.is_deleted() && action != Action::Back => {}
            Action::Up => self.go(self.at.saturating_sub(1)),
            Action::Down => self.go(self.at + 1),
            Action::PageUp => self.go(self.at.saturating_sub(10)),
            Action::PageDown => self.go(self.at + 10),
            Action::Left if self.at < BEFORE => return self.turn(false, session),
            Action::Right if self.at < BEFORE => return self.turn(true, session),
            Action::Tick => return self.tick(),
            Action::Save => return self.create(session),
            Action::Choose => {
                let last = self.dates.last().map_or(self.first, |offered| offered.date);
                return Ok(vec![Effect::open(Month::pick(
                    last,
                    session,
                    |series: &mut Self, session, day| series.add(day, session),
                ))]);
            }
            Action::Back => return Ok(vec![Effect::Navigate(Route::Back)]),
            _ => {}
        }
        Ok(Vec::new())
    }

    fn key(&mut self, key: Key, session: &mut Session) -> Outcome {
        // A number typed on its line replaces the last.
        match key.code {
            Code::Char(digit) if self.at == 1 && digit.is_ascii_digit() => {
                let digit = digit.to_digit(10).unwrap_or(0) as usize;
                let before = if self.typing { self.many * 10 } else { 0 };
                self.many = (before + digit).clamp(1, MAX_OCCURRENCES);
                self.typing = true;
                self.offer(session)?;
            }
            Code::Backspace if self.at == 1 => {
                self.typing = self.many >= 10;
                self.many = (self.many / 10).max(1);
                self.offer(session)?;
            }
            _ => {}
        }
        Ok(Vec::new())
    }

    fn click(&mut self, hit: &ClickTarget, session: &mut Session) -> Outcome {
        match hit {
            ClickTarget::Row(row) if *row == self.at && *row < BEFORE => self.turn(true, session),
            ClickTarget::Row(row) => {
                self.go(*row);
                self.tick()
            }
            _ => Ok(Vec::new()),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        if self.event.is_deleted() {
            draw_deleted(canvas, area);
            return;
        }
        let theme = canvas.theme;
        let content = &self.event.content;
        let title = format!(" Répéter {}", quoted(&content.title));
        let many = count(
            self.ticked() as u64,
            "événement à créer",
            "événements à créer",
        );
        let told = format!(" · {many}");
        canvas.pieces(
            area.x,
            area.y,
            area.width,
            &[(&title, theme.heading()), (&told, theme.accent())],
        );
        let mut when = format!(" À partir du {}", typography::long_date(self.first));
        if let Some(starts) = content.starts {
            when.push_str(&format!(", {}", typography::hours(starts, content.ends)));
        }
        canvas.text(area.x, area.y + 1, area.width, &when, theme.muted());
        let body = Rect {
            y: area.y + 3,
            height: area.height.saturating_sub(3),
            ..area
        };
        let rows = usize::from(body.height).max(1);
        self.top = self.top.clamp((self.at + 1).saturating_sub(rows), self.at);
        let lines = BEFORE + self.dates.len();
        for (y, index) in (body.y..body.bottom()).zip(self.top..lines) {
            let here = index == self.at;
            let line = Rect::new(body.x, y, body.width, 1);
            let base = if here { theme.selected() } else { Style::new() };
            canvas.tint(line, base);
            let mark = if here { "▌" } else { " " };
            canvas.text(line.x, y, 1, mark, over(base, theme.focus()));
            let (text, warning, style) = self.line(index, session);
            let pieces = [
                (text.as_str(), over(base, style)),
                (warning.as_str(), over(base, theme.note())),
            ];
            canvas.pieces(line.x + 2, y, line.width.saturating_sub(2), &pieces);
            canvas.click(line, ClickTarget::Row(index));
        }
    }
}
