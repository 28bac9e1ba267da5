//! Réglages: the profile, the appearance, the lists, the school holidays.

mod commands;
mod drafts;
mod forms;
mod last_copy;
mod lists;

use ratatui::layout::Rect;

use crate::domain::departement;
use crate::domain::profile::Profile;
use crate::domain::record::Record as _;
use crate::domain::text::typography;
use crate::domain::text::typography::NARROW;
use crate::explain::shown;
use crate::store::{Backup, Result};
use crate::ui::canvas::{Canvas, ClickTarget, fit, width};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::list::lines::Lines;
use crate::ui::list::selection::Selection;
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::theme::Background;
pub use drafts::forms_with_draft;
pub use forms::introduction;
use lists::SettingsList;

/// The key under which the mouse choice is remembered.
pub const MOUSE: &str = "mouse";
/// The key under which the background choice is remembered.
pub const BACKGROUND: &str = "background";

/// The mark of a line with a draft.
const DRAFT: &str = "✎ saisie à reprendre";

/// A row of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Profile(usize),
    List(SettingsList),
    Holiday(usize),
    AddHoliday,
    Look,
    Mouse,
    File,
    Backups,
    Copy,
    OldNotes,
}

/// The rows about this computer and its file.
const COMPUTER: [Row; 6] = [
    Row::Look,
    Row::Mouse,
    Row::File,
    Row::Backups,
    Row::Copy,
    Row::OldNotes,
];

/// The settings screen.
pub struct Settings {
    rows: Vec<Row>,
    /// The title of each section, and the index of its first row.
    sections: Vec<(&'static str, usize)>,
    selection: Selection,
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
            sections: Vec::new(),
            selection: Selection::default(),
            has_mouse: session.store.recall(MOUSE)?.unwrap_or(true),
            last_backup: None,
            drafts: Vec::new(),
            has_backup_ahead: false,
        };
        settings.refresh(session)?;
        Ok(settings)
    }

    /// Goes to the first row of the next section, or of this one, or of the one above.
    fn go_to_section(&mut self, down: bool) {
        let selected = self.selection.index();
        let mut firsts = self.sections.iter().map(|(_, first)| *first);
        let first = match down {
            true => firsts.find(|first| *first > selected),
            false => firsts.rfind(|first| *first < selected),
        };
        let end = if down { self.rows.len() } else { 0 };
        self.selection.select(first.unwrap_or(end));
    }

    fn row(&self) -> Row {
        let row = self.rows.get(self.selection.index());
        row.copied().unwrap_or(Row::File)
    }

    /// Starts a section with these rows.
    fn add_section(&mut self, title: &'static str, rows: impl IntoIterator<Item = Row>) {
        self.sections.push((title, self.rows.len()));
        self.rows.extend(rows);
    }

    /// Returns what a line shows: its name, its value, and a remark.
    fn describe(&self, row: Row, session: &Session) -> (String, String, String) {
        let text = |text: &str| text.to_owned();
        match row {
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
            Row::List(list) => {
                let (count, retired) = list.count(session);
                (text(list.title()), count, retired)
            }
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
        let before = std::mem::take(&mut self.rows);
        self.sections.clear();
        let is_read_only = session.store.is_read_only();
        self.add_section("Vous", (0..Profile::FIELDS.len()).map(Row::Profile));
        let computer = COMPUTER.into_iter();
        let computer = computer.filter(|row| !is_read_only || *row != Row::OldNotes);
        self.add_section("Cet ordinateur", computer);
        self.add_section("Listes", SettingsList::all().map(Row::List));
        let holidays = (0..session.holidays.len()).map(Row::Holiday);
        let add = (!is_read_only).then_some(Row::AddHoliday);
        self.add_section("Vacances scolaires", holidays.chain(add));
        // The selected row stays selected when rows are added or removed above it.
        let selected = before.get(self.selection.index());
        let place = self.rows.iter().position(|row| Some(row) == selected);
        self.selection.reload(self.rows.len(), place);
        Ok(())
    }

    fn recount(&mut self, session: &mut Session) -> Result<()> {
        // Today's backup may have been made since.
        self.refresh_backups(session)
    }

    fn is_available(&self, action: Action) -> bool {
        match action {
            Action::Add => matches!(self.row(), Row::Holiday(_) | Row::AddHoliday),
            Action::Delete => matches!(self.row(), Row::Holiday(_)),
            _ => true,
        }
    }

    fn writes(&self, action: Action, _session: &Session) -> bool {
        match (action, self.row()) {
            (Action::Accept, Row::Profile(_) | Row::Holiday(_)) => true,
            (Action::Accept, Row::AddHoliday | Row::OldNotes) => true,
            _ => action.writes_in(Context::Settings),
        }
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            Action::PageUp => self.go_to_section(false),
            Action::PageDown => self.go_to_section(true),
            Action::Accept => return self.modify(session),
            Action::Add => return self.add(session),
            Action::Delete => return self.delete(session),
            _ => drop(self.selection.act(action)),
        }
        Ok(Vec::new())
    }

    fn click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        if self.selection.click(target) {
            return self.modify(session);
        }
        Ok(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let theme = canvas.theme;
        let names = usize::from(42.min(area.width / 2));
        let mut lines = Lines::default();
        let mut sections = self.sections.iter().peekable();
        for (index, &row) in self.rows.iter().enumerate() {
            while let Some((title, _)) = sections.next_if(|(_, first)| *first == index) {
                if index > 0 {
                    lines.title(&[]);
                }
                lines.title(&[(title, theme.heading())]);
            }
            let (name, value, more) = self.describe(row, session);
            let style = theme.text();
            let more = match self.has_draft(row, session) {
                true => DRAFT.to_owned(),
                false => more,
            };
            let name = fit(&name, names);
            let gap = " ".repeat(names + 2 - width(&name));
            lines.row(&[
                ("  ", style),
                (&name, style),
                (&gap, style),
                (&value, theme.accent()),
                ("  ", style),
                (&more, theme.muted()),
            ]);
        }
        lines.draw(canvas, area, &mut self.selection);
        let is_empty = session.profile.structure.is_empty() && !session.store.is_read_only();
        if is_empty && self.selection.index() < Profile::FIELDS.len() {
            let hint = format!("Entrée remplit ces lignes{NARROW}; rien n’est obligatoire. ");
            canvas.right(Rect { height: 1, ..area }, &hint, theme.muted());
        }
    }
}

/// Reports that the key does nothing here.
fn not_here(text: &str) -> Outcome {
    Ok(vec![Effect::info(text)])
}
