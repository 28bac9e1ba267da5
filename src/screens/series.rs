//! Repeating an event: shows the dates of the series with their warnings before it is created.

use chrono::NaiveDate;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::open_event::{OpenEvent, draw_deleted};
use crate::actions;
use crate::domain::event::series::{MAX_OCCURRENCES, Rhythm};
use crate::domain::id::EventId;
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, quoted};
use crate::domain::time::date_warning::DateWarning;
use crate::domain::time::day_span::DaySpan;
use crate::store::Result;
use crate::terminal::key::{Code, Key};
use crate::ui::canvas::{Canvas, ClickTarget};
use crate::ui::dialog::month::Month;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::list::lines::Lines;
use crate::ui::list::selection::Selection;
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;

/// A date of the series.
struct OfferedDate {
    date: NaiveDate,
    warnings: Vec<String>,
    ticked: bool,
    /// Whether the user added it: it stays when the rhythm changes.
    by_hand: bool,
}

/// A series to create. Its lines are the rhythm, the number of dates, then the dates.
pub struct Series {
    event: OpenEvent,
    first: NaiveDate,
    /// `None` for the dates added by the user only.
    rhythm: Option<Rhythm>,
    /// How many dates follow the rhythm.
    count: usize,
    /// Whether the number is being typed: the next digit is appended to it.
    is_typing_count: bool,
    dates: Vec<OfferedDate>,
    /// The selected line.
    selection: Selection,
}

/// How many lines come before the dates.
const LINES_BEFORE_DATES: usize = 2;

impl Series {
    /// Opens the series of an event.
    ///
    /// # Errors
    /// [`crate::store::StoreError::Stale`] when the event no longer exists.
    pub fn new(id: EventId, session: &mut Session) -> Result<Self> {
        let event = OpenEvent::new(id, session)?;
        let mut series = Self {
            first: event.content.date.unwrap_or(session.today()),
            event,
            rhythm: Some(Rhythm::Weekly),
            count: 4,
            is_typing_count: false,
            dates: Vec::new(),
            selection: Selection::default(),
        };
        series.update_dates(session)?;
        Ok(series)
    }

    /// Works out the dates of the rhythm. Dates added by the user stay, and ticks too.
    fn update_dates(&mut self, session: &Session) -> Result<()> {
        let previous = std::mem::take(&mut self.dates);
        let mut dates: Vec<(NaiveDate, bool)> = previous
            .iter()
            .filter(|offered| offered.by_hand)
            .map(|offered| (offered.date, true))
            .collect();
        if let Some(rhythm) = self.rhythm {
            for date in rhythm.after(self.first, self.count) {
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
            let before = previous.iter().find(|offered| offered.date == date);
            self.dates.push(OfferedDate {
                date,
                // Holidays, and days that already have this event, are unticked at first.
                ticked: before.map_or(
                    !is_there
                        && !warnings.iter().any(|warning| {
                            matches!(
                                warning,
                                DateWarning::PublicHoliday(..) | DateWarning::SchoolHoliday(_)
                            )
                        }),
                    |before| before.ticked,
                ),
                warnings: warnings.iter().map(DateWarning::sentence).collect(),
                by_hand,
            });
        }
        self.selection
            .reload(LINES_BEFORE_DATES + self.dates.len(), None);
        Ok(())
    }

    fn ticked(&self) -> usize {
        self.dates.iter().filter(|offered| offered.ticked).count()
    }

    /// Changes the rhythm or the number of dates: the next one (`more`) or the previous one.
    fn change_value(&mut self, more: bool, session: &Session) -> Outcome {
        if self.selection.index() == 0 {
            let rhythms: Vec<Option<Rhythm>> =
                Rhythm::ALL.into_iter().map(Some).chain([None]).collect();
            let current = rhythms
                .iter()
                .position(|rhythm| *rhythm == self.rhythm)
                .unwrap_or(0);
            let step = if more { 1 } else { rhythms.len() - 1 };
            self.rhythm = rhythms[(current + step) % rhythms.len()];
        } else {
            self.is_typing_count = false;
            self.count = if more {
                (self.count + 1).min(MAX_OCCURRENCES)
            } else {
                self.count.saturating_sub(1).max(1)
            };
        }
        self.update_dates(session)?;
        Ok(Vec::new())
    }

    fn tick(&mut self) -> Outcome {
        let offered = self
            .selection
            .index()
            .checked_sub(LINES_BEFORE_DATES)
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
        self.dates.push(OfferedDate {
            date,
            warnings: Vec::new(),
            ticked: true,
            by_hand: true,
        });
        self.update_dates(session)?;
        let place = self.dates.iter().position(|offered| offered.date == date);
        self.selection
            .select(LINES_BEFORE_DATES + place.unwrap_or(0));
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
        let created = typography::count(dates.len() as u64, "événement", "événements");
        let title = quoted(&self.event.content.title);
        session.last_saved = Some(self.event.id);
        let text = format!(
            "{created} en brouillon d’après {title}, sans attestation ni publication. Un seul Ctrl+Z les annule."
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
                let dates = typography::count(self.count as u64, "date", "dates");
                (
                    format!("Nombre         ‹ {dates} ›"),
                    String::new(),
                    theme.text(),
                )
            }
            index => match self.dates.get(index - LINES_BEFORE_DATES) {
                Some(offered) => {
                    let tick = if offered.ticked { "[x]" } else { "[ ]" };
                    let content = self.event.content.copied_to(Some(offered.date));
                    let date = content.days().map(DaySpan::long).unwrap_or_default();
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
        self.event.reload(session)?;
        self.update_dates(session)
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            _ if self.event.is_deleted() && action != Action::Back => {}
            _ if self.selection.act(action) => self.is_typing_count = false,
            Action::Left if self.selection.index() < LINES_BEFORE_DATES => {
                return self.change_value(false, session);
            }
            Action::Right if self.selection.index() < LINES_BEFORE_DATES => {
                return self.change_value(true, session);
            }
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
        // Digits typed on the line of the number replace it.
        match key.code {
            Code::Char(digit) if self.selection.index() == 1 && digit.is_ascii_digit() => {
                let digit = digit.to_digit(10).unwrap_or(0) as usize;
                let typed = if self.is_typing_count {
                    self.count * 10
                } else {
                    0
                };
                self.count = (typed + digit).clamp(1, MAX_OCCURRENCES);
                self.is_typing_count = true;
                self.update_dates(session)?;
            }
            Code::Backspace if self.selection.index() == 1 => {
                self.is_typing_count = self.count >= 10;
                self.count = (self.count / 10).max(1);
                self.update_dates(session)?;
            }
            _ => {}
        }
        Ok(Vec::new())
    }

    fn click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        let is_second = self.selection.click(target);
        match target {
            ClickTarget::Row(row) if *row >= LINES_BEFORE_DATES => self.tick(),
            ClickTarget::Row(_) if is_second => self.change_value(true, session),
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
        let to_create = typography::count(
            self.ticked() as u64,
            "événement à créer",
            "événements à créer",
        );
        let to_create = format!(" · {to_create}");
        canvas.pieces(
            area.x,
            area.y,
            area.width,
            &[(&title, theme.heading()), (&to_create, theme.accent())],
        );
        let mut when = format!(" À partir du {}", typography::long_date(self.first));
        if let Some(days) = content.days().filter(|days| days.is_several()) {
            let days = typography::count(days.count().unsigned_abs(), "jour", "jours");
            when.push_str(&format!(", {days}"));
        }
        if let Some(hours) = content.hours() {
            when.push_str(&format!(", {hours}"));
        }
        canvas.text(area.x, area.y + 1, area.width, &when, theme.muted());
        let body = Rect {
            y: area.y + 3,
            height: area.height.saturating_sub(3),
            ..area
        };
        let mut lines = Lines::default();
        for index in 0..LINES_BEFORE_DATES + self.dates.len() {
            let (text, warning, style) = self.line(index, session);
            lines.row(&[(" ", style), (&text, style), (&warning, theme.note())]);
        }
        lines.draw(canvas, body, &mut self.selection);
    }
}
