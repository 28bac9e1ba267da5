//! Réglages: the profile, the lists, the school holidays, the appearance.

mod commands;
mod drafts;
mod forms;
mod last_copy;
mod lists;

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::domain::departement;
use crate::domain::id::{EntryId, QuestionId, StepId};
use crate::domain::profile::Profile;
use crate::domain::record::Record as _;
use crate::domain::reference::ListKind;
use crate::domain::text::typography;
use crate::domain::text::typography::NARROW;
use crate::explain::shown;
use crate::store::{Backup, Result};
use crate::ui::canvas::{Canvas, ClickTarget};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::theme::Background;
use crate::ui::theme::over;
pub use drafts::forms_with_draft;
pub use forms::introduction;

/// The key under which the mouse choice is remembered.
pub const MOUSE: &str = "mouse";
/// The key under which the background choice is remembered.
pub const BACKGROUND: &str = "background";

/// The mark of a line with a draft.
const DRAFT: &str = "✎ saisie à reprendre";

/// A line of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    /// An empty line between two sections.
    Blank,
    Title(&'static str),
    Profile(usize),
    Entry(EntryId, ListKind),
    Question(QuestionId),
    Step(StepId),
    Holiday(usize),
    AddHoliday,
    Look,
    Mouse,
    File,
    Backups,
    Copy,
    OldNotes,
}

const QUESTIONS: &str = "Questions de l’attestation";

const STEPS: &str = "Étapes de la check-list";

/// The settings screen.
pub struct Settings {
    rows: Vec<Row>,
    selected: usize,
    top: usize,
    has_mouse: bool,
    last_backup: Option<Backup>,
    /// The forms that have a draft.
    drafts: Vec<(String, Option<String>)>,
    has_backup_ahead: bool,
}

impl Settings {
    /// The settings of a store.
    pub fn new(session: &mut Session) -> Result<Self> {
        let mut settings = Self {
            rows: Vec::new(),
            selected: 1,
            top: 0,
            has_mouse: session.store.recall(MOUSE)?.unwrap_or(true),
            last_backup: None,
            drafts: Vec::new(),
            has_backup_ahead: false,
        };
        settings.refresh(session)?;
        Ok(settings)
    }

    fn go(&mut self, to: usize, down: bool) {
        let last = self.rows.len().saturating_sub(1);
        let mut to = to.min(last);
        // The selection skips titles and blank lines.
        while matches!(self.rows.get(to), Some(Row::Title(_) | Row::Blank)) {
            to = if down || to == 0 { to + 1 } else { to - 1 };
        }
        self.selected = to.min(last);
    }

    fn section(&mut self, down: bool) {
        let is_title = |row: &Row| matches!(row, Row::Title(_));
        let found = if down {
            self.rows
                .iter()
                .skip(self.selected)
                .position(is_title)
                .map(|ahead| self.selected + ahead)
        } else {
            let before = &self.rows[..self.selected.saturating_sub(1)];
            before.iter().rposition(is_title)
        };
        self.go(
            found.unwrap_or(if down { self.rows.len() } else { 0 }),
            true,
        );
    }

    fn row(&self) -> Row {
        self.rows.get(self.selected).copied().unwrap_or(Row::File)
    }

    /// Returns what a line shows: its name, its value, and a remark.
    fn describe(&self, row: Row, session: &Session) -> (String, String, String) {
        let text = |text: &str| text.to_owned();
        match row {
            Row::Blank => Default::default(),
            Row::Title(title) => (text(title), String::new(), String::new()),
            Row::Profile(index) => match Profile::FIELDS.get(index) {
                Some(field) => {
                    let value = (field.get)(&session.profile).into_text();
                    let value = match field.key {
                        "departement" => departement_label(&value),
                        _ => value,
                    };
                    (text(field.label), value, String::new())
                }
                None => Default::default(),
            },
            Row::Entry(id, _) => match session.references.get(id) {
                Some(entry) => (entry.label.clone(), entry.short.clone(), String::new()),
                None => Default::default(),
            },
            Row::Question(id) => match lists::question(id, session) {
                Some(asked) => (
                    asked.label.clone(),
                    text(asked.kind.label()),
                    asked.usual.clone(),
                ),
                None => Default::default(),
            },
            Row::Step(id) => match lists::step(id, session) {
                Some(step) => (step.label.clone(), step.offset(), step.how.clone()),
                None => Default::default(),
            },
            Row::Holiday(index) => match session.holidays.get(index) {
                Some(holiday) => {
                    let span = format!(
                        "du {} au {}",
                        typography::long_date(holiday.first_day),
                        typography::long_date(holiday.last_day)
                    );
                    (
                        holiday.name.clone(),
                        span,
                        format!("zones {}", holiday.zones),
                    )
                }
                None => Default::default(),
            },
            Row::AddHoliday => (text("Ajouter des vacances…"), String::new(), String::new()),
            Row::Look => {
                let value = match session.theme.background() {
                    Background::Dark => "texte clair sur fond sombre",
                    Background::Light => "texte sombre sur fond clair",
                };
                (text("Fond de l’écran"), text(value), String::new())
            }
            Row::Mouse => {
                let value = if self.has_mouse {
                    "dans Carnet"
                } else {
                    "laissée au terminal"
                };
                (text("Souris"), text(value), String::new())
            }
            Row::File => (text("Fichier"), shown(session.store.path()), String::new()),
            Row::Backups => {
                let (last, more) = self.backup_summary(session);
                (text("Sauvegardes"), last, more)
            }
            Row::OldNotes => (
                text("Effacer les notes anciennes…"),
                text("montrées d’abord, puis effacées pour de bon"),
                String::new(),
            ),
            Row::Copy => (
                text("Copier mon fichier…"),
                text("sur une clé USB, par exemple"),
                String::new(),
            ),
        }
    }
}

/// Returns « 25 Doubs, zone A », or the text unchanged if it is no département.
fn departement_label(text: &str) -> String {
    match departement::find(text) {
        Some(found) => format!("{} {}, zone {}", found.code, found.name, found.zone),
        None => text.to_owned(),
    }
}

impl Screen for Settings {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Settings, Context::Commands, Context::Everywhere]
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        self.refresh_backups(session)?;
        self.drafts = forms_with_draft(session)?;
        let mut rows = vec![Row::Title("Vous")];
        rows.extend((0..Profile::FIELDS.len()).map(Row::Profile));
        rows.extend([Row::Blank, Row::Title("Cet ordinateur")]);
        rows.extend([
            Row::Look,
            Row::Mouse,
            Row::File,
            Row::Backups,
            Row::Copy,
            Row::OldNotes,
        ]);
        for list in ListKind::ALL {
            rows.extend([Row::Blank, Row::Title(list.label())]);
            rows.extend(
                session
                    .references
                    .all(list)
                    .map(|entry| Row::Entry(entry.id, list)),
            );
        }
        rows.extend([Row::Blank, Row::Title(QUESTIONS)]);
        rows.extend(
            session
                .questions
                .iter()
                .map(|asked| Row::Question(asked.id)),
        );
        rows.extend([Row::Blank, Row::Title(STEPS)]);
        rows.extend(session.steps.iter().map(|step| Row::Step(step.id)));
        rows.extend([Row::Blank, Row::Title("Vacances scolaires")]);
        rows.extend((0..session.holidays.len()).map(Row::Holiday));
        rows.push(Row::AddHoliday);
        // The selected line stays selected when lines are added or removed above it, unless one was
        // added to a list.
        let added = rows
            .iter()
            .find(|row| row.ordered().is_some() && !self.rows.contains(row))
            .filter(|_| rows.len() == self.rows.len() + 1);
        let selected = added.or(self.rows.get(self.selected)).copied();
        self.rows = rows;
        let place = self.rows.iter().position(|row| Some(*row) == selected);
        self.go(place.unwrap_or(self.selected), true);
        Ok(())
    }

    fn recount(&mut self, session: &mut Session) -> Result<()> {
        // Today's backup may have been made since.
        self.refresh_backups(session)
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            Action::Up => self.go(self.selected.saturating_sub(1), false),
            Action::Down => self.go(self.selected + 1, true),
            Action::First => self.go(0, true),
            Action::Last => self.go(self.rows.len(), false),
            Action::PageUp => self.section(false),
            Action::PageDown => self.section(true),
            Action::Accept => return self.modify(session),
            Action::Add => return self.add(session),
            Action::Retire => return self.retire(session),
            Action::Delete => return self.delete(session),
            Action::MoveUp => return self.shift(true, session),
            Action::MoveDown => return self.shift(false, session),
            _ => {}
        }
        Ok(Vec::new())
    }

    fn click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        match target {
            ClickTarget::Row(index) if *index == self.selected => return self.modify(session),
            ClickTarget::Row(index) => self.go(*index, true),
            _ => {}
        }
        Ok(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let theme = canvas.theme;
        let rows = usize::from(area.height);
        // The title of the section stays visible with its first line.
        let least = (self.selected + 1).saturating_sub(rows);
        self.top = self
            .top
            .clamp(least, self.selected.saturating_sub(1).max(least));
        let names = 42.min(area.width / 2);
        for (y, (index, &row)) in
            (area.y..area.bottom()).zip(self.rows.iter().enumerate().skip(self.top))
        {
            let line = Rect::new(area.x, y, area.width, 1);
            let (name, value, more) = self.describe(row, session);
            if row == Row::Blank {
                continue;
            }
            if let Row::Title(_) = row {
                let left = if self.has_new_draft(&name) {
                    format!("  {DRAFT}, avec A")
                } else {
                    String::new()
                };
                let pieces = [(name.as_str(), theme.heading()), (&left, theme.accent())];
                canvas.pieces(area.x + 1, y, area.width.saturating_sub(1), &pieces);
                continue;
            }
            let here = index == self.selected;
            let base = if here { theme.selected() } else { Style::new() };
            canvas.tint(line, base);
            canvas.text(
                area.x,
                y,
                1,
                if here { "▌" } else { " " },
                over(base, theme.focus()),
            );
            let retired = lists::is_retired(row, session);
            let style = if retired { theme.muted() } else { theme.text() };
            let more = if self.has_draft(row, session) {
                DRAFT.to_owned()
            } else if retired {
                "retirée, n’est plus proposée".to_owned()
            } else {
                more
            };
            canvas.text(area.x + 3, y, names, &name, over(base, style));
            let x = area.x + 5 + names;
            let room = area.right().saturating_sub(x);
            let pieces = [
                (value.as_str(), over(base, theme.accent())),
                ("  ", base),
                (more.as_str(), over(base, theme.muted())),
            ];
            canvas.pieces(x, y, room, &pieces);
            canvas.click(line, ClickTarget::Row(index));
        }
        if session.profile.structure.is_empty() && self.top == 0 {
            let hint = format!("Entrée remplit ces lignes{NARROW}; rien n’est obligatoire. ");
            canvas.right(Rect { height: 1, ..area }, &hint, theme.muted());
        }
    }
}

/// Reports that the key does nothing here.
fn not_here(text: &str) -> Outcome {
    Ok(vec![Effect::info(text)])
}
