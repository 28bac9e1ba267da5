//! A calendar month, to pick a day from.

use chrono::{Datelike, Days, Months, NaiveDate};
use ratatui::layout::{Position, Rect};

use super::callback::{Callback, Target};
use super::leaving::Leaving;
use super::{Layer, Reply};
use crate::domain::text::typography;
use crate::domain::time::calendar::{SchoolHoliday, weeks_of_month};
use crate::domain::time::date_warning::{DateWarning, warnings};
use crate::ui::canvas::{Canvas, ClickTarget};
use crate::ui::effect::Outcome;
use crate::ui::keymap::{Action, Context};
use crate::ui::session::Session;

/// A month with a selected day and the warnings of the calendar.
pub struct Month {
    on_pick: Callback<NaiveDate>,
    /// Where a field of a form opened the month.
    leaving: Option<Leaving<NaiveDate>>,
    /// Whether another day was selected since the month opened.
    is_moved: bool,
    day: NaiveDate,
    today: NaiveDate,
    departement: String,
    zone: String,
    holidays: Vec<SchoolHoliday>,
}

impl Month {
    /// Opens the month of `day`.
    pub fn pick<S: Target + ?Sized>(
        day: NaiveDate,
        session: &Session,
        on_pick: impl Fn(&mut S, &mut Session, NaiveDate) -> Outcome + 'static,
    ) -> Self {
        Self {
            on_pick: Callback::new(on_pick),
            leaving: None,
            is_moved: false,
            day,
            today: session.today(),
            departement: session.profile.departement.clone(),
            zone: session.profile.zone.clone(),
            holidays: session.holidays.clone(),
        }
    }

    /// Makes Tab, Maj+Tab and Ctrl+S leave for the form, as [`super::picker::Picker::fill`] does.
    /// `is_needed`: the selected day is the present value, or the field can't be empty.
    pub fn leaving<S: Target + ?Sized>(
        self,
        is_needed: bool,
        on_take: impl Fn(&mut S, &mut Session, NaiveDate) -> Outcome + 'static,
    ) -> Self {
        Self {
            leaving: Some(Leaving::new(Callback::new(on_take), is_needed)),
            ..self
        }
    }

    fn warnings(&self, day: NaiveDate) -> Vec<DateWarning> {
        warnings(
            day.into(),
            self.today,
            &self.departement,
            &self.zone,
            &self.holidays,
        )
    }

    fn go(&mut self, day: Option<NaiveDate>) -> Reply {
        // Only the years that a typed date can have.
        if let Some(day) = day.filter(|day| (2000..2100).contains(&day.year())) {
            self.day = day;
            self.is_moved = true;
        }
        Reply::Stay
    }
}

impl Layer for Month {
    fn contexts(&self) -> &'static [Context] {
        match self.leaving {
            Some(_) => &[Context::FieldPicker, Context::Month],
            None => &[Context::Month],
        }
    }

    fn act(&mut self, action: Action) -> Reply {
        let day = self.day;
        match action {
            Action::Left => self.go(day.pred_opt()),
            Action::Right => self.go(day.succ_opt()),
            Action::Up => self.go(day.checked_sub_days(Days::new(7))),
            Action::Down => self.go(day.checked_add_days(Days::new(7))),
            Action::PageUp => self.go(day.checked_sub_months(Months::new(1))),
            Action::PageDown => self.go(day.checked_add_months(Months::new(1))),
            Action::First => self.go(Some(self.today)),
            Action::Accept => self.on_pick.close(day),
            Action::NextField | Action::PreviousField | Action::Save => {
                self.leaving.as_ref().map_or(Reply::Stay, |leaving| {
                    leaving.reply(action, Some(day), self.is_moved, &self.on_pick)
                })
            }
            Action::Back => Reply::closed(),
            _ => Reply::Stay,
        }
    }

    fn click(&mut self, target: &ClickTarget) -> Reply {
        let ClickTarget::Row(index) = target else {
            return Reply::Stay;
        };
        let weeks = weeks_of_month(self.day);
        match weeks.iter().flatten().nth(*index) {
            Some(&day) if day == self.day => self.on_pick.close(day),
            Some(&day) => self.go(Some(day)),
            None => Reply::Stay,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let title = format!(
            "{} {}",
            typography::month(self.day.month()),
            self.day.year()
        );
        let place = canvas.place(area, 46, 13);
        let inner = canvas.raise(place, &title);
        let raised = canvas.theme.raised();
        let muted = raised.patch(canvas.theme.muted());
        for (index, name) in ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."]
            .iter()
            .enumerate()
        {
            let x = inner.x + 6 * u16::try_from(index).unwrap_or(0);
            canvas.text(x, inner.y, 5, name, muted);
        }
        for (row, week) in weeks_of_month(self.day).iter().enumerate() {
            for (column, &day) in week.iter().enumerate() {
                let x = inner.x + 6 * u16::try_from(column).unwrap_or(0);
                let y = inner.y + 1 + u16::try_from(row).unwrap_or(0);
                // Without colour, days of another month would look the same: they are not drawn.
                let other = day.month() != self.day.month() && canvas.theme.is_mono();
                if other || y + 3 > inner.bottom() {
                    continue;
                }
                let closed = self
                    .warnings(day)
                    .iter()
                    .any(|warning| !matches!(warning, DateWarning::Past));
                let mark = if closed { "·" } else { " " };
                let style = if day == self.day {
                    canvas.theme.button()
                } else if day.month() != self.day.month() {
                    muted
                } else if closed {
                    raised.patch(canvas.theme.note())
                } else if day == self.today {
                    raised.patch(canvas.theme.focus())
                } else {
                    raised
                };
                canvas.text(x, y, 5, &format!("{:>3}{mark}", day.day()), style);
                if day == self.day {
                    canvas.point_at(Position::new(x, y));
                }
                canvas.click(Rect::new(x, y, 5, 1), ClickTarget::Row(row * 7 + column));
            }
        }
        let label = format!(
            "{}, {}",
            typography::long_date(self.day),
            typography::relative_day(self.day, self.today)
        );
        let last = inner.bottom().saturating_sub(2);
        canvas.text(
            inner.x,
            last,
            inner.width,
            &label,
            raised.patch(canvas.theme.heading()),
        );
        let warnings: Vec<String> = self
            .warnings(self.day)
            .iter()
            .map(DateWarning::sentence)
            .collect();
        canvas.text(
            inner.x,
            last + 1,
            inner.width,
            &warnings.join(" "),
            raised.patch(canvas.theme.note()),
        );
    }
}
