//! The fiche de saisie: the fields of an event in the order of the national site's form, to copy one by
//! one (memento, IV.4).

use std::path::Path;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::events::publish;
use super::open_event::{OpenEvent, draw_deleted};
use crate::actions::Targets;
use crate::domain::event::EventField;
use crate::domain::event::publication::Publication;
use crate::domain::id::EventId;
use crate::domain::text::fold::sort_key;
use crate::domain::text::typography::{NARROW, quoted};
use crate::exchange::csv::columns::CsvColumn;
use crate::exchange::safe_file;
use crate::explain::{Explain, shown};
use crate::store::{Result, StoreError};
use crate::ui::canvas::{Canvas, ClickTarget, clamp, wrap};
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::paths;
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::theme::over;

/// The fields of the site's form, in its order.
const SITE_FIELDS: [EventField; 17] = [
    EventField::Title,
    EventField::VenueKind,
    EventField::VenueName,
    EventField::Address,
    EventField::Postcode,
    EventField::Commune,
    EventField::Audience,
    EventField::Category,
    EventField::Theme,
    EventField::SecondTheme,
    EventField::Date,
    EventField::Starts,
    EventField::Ends,
    EventField::Seats,
    EventField::ChildrenWelcome,
    EventField::SignupLink,
    EventField::Description,
];

/// The fiche de saisie of an event.
pub struct Sheet {
    event: OpenEvent,
    /// The index of the selected field.
    selected: usize,
    /// Whether each field was copied.
    copied: Vec<bool>,
}

impl Sheet {
    /// Opens the fiche of an event.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the event no longer exists.
    pub fn new(id: EventId, session: &mut Session) -> Result<Self> {
        Ok(Self {
            event: OpenEvent::new(id, session)?,
            selected: 0,
            copied: vec![false; SITE_FIELDS.len()],
        })
    }

    fn value(&self, field: EventField, session: &Session) -> String {
        let column = CsvColumn::Field(field);
        let text = column.text(&self.event, &session.references, session.now());
        text.into_owned()
    }

    fn copy(&mut self, session: &Session) -> Outcome {
        let field = SITE_FIELDS[self.selected];
        let value = self.value(field, session);
        self.copied[self.selected] = true;
        let last = self.selected + 1 == SITE_FIELDS.len();
        if !last {
            self.selected += 1;
        }
        if value.is_empty() {
            let text = format!("{} est vide{NARROW}: rien n’est copié.", field.label());
            return Ok(vec![Effect::info(text)]);
        }
        let mut message = format!(
            "{}{NARROW}: envoyé au presse-papiers du terminal.",
            field.label()
        );
        if last {
            message
                .push_str(" C’était le dernier champ\u{202f}: Ctrl+S marque l’événement soumis.");
        }
        Ok(vec![Effect::Copy(value), Effect::success(message)])
    }

    fn submit(&self, session: &mut Session) -> Outcome {
        let title = quoted(&self.event.content.title);
        if matches!(
            self.event.publication,
            Publication::Submitted | Publication::Published
        ) {
            let text = format!("{title} est déjà {}.", self.event.publication.label());
            return Ok(vec![Effect::info(text)]);
        }
        let (target, state) = (Targets::one(&self.event), Publication::Submitted);
        let text = publish::write(state, None, &target, target.ids(), session)?;
        session.last_saved = Some(self.event.id);
        Ok(vec![
            Effect::Changed,
            Effect::Navigate(Route::Back),
            Effect::success(text),
        ])
    }

    /// Returns a file name made of the date and the title, with letters, digits and hyphens only.
    fn file_name(&self) -> String {
        let date = self.event.content.date.map(|date| format!("-{date}"));
        let title = sort_key(&self.event.content.title);
        let title: String = title.chars().take(40).collect();
        let title = title.trim().replace(' ', "-");
        format!("fiche{}-{title}.txt", date.unwrap_or_default())
    }

    fn ask_path(&self, session: &Session) -> Outcome {
        let name = safe_file::free_name(&session.documents.join(self.file_name()));
        let hint = "La fiche entière, à ouvrir à côté du site pour en copier les champs.";
        Ok(vec![Effect::open(prompt(hint, &name))])
    }

    fn write(&self, typed: &str, session: &Session) -> Outcome {
        let path = paths::expand(typed, &session.documents);
        let mut text = String::new();
        for field in SITE_FIELDS {
            let value = self.value(field, session);
            text.push_str(&format!("{}{NARROW}:\n{value}\n\n", field.label()));
        }
        let written = safe_file::write(&path, false, |out| {
            out.write_all(text.as_bytes()).map_err(StoreError::Io)
        });
        Ok(vec![match written {
            Ok(()) => Effect::success(format!("Fiche écrite dans {}.", shown(&path))),
            Err(problem) => Effect::open(prompt(problem.explain(), &path).wrong()),
        }])
    }
}

fn prompt(hint: impl Into<String>, path: &Path) -> Prompt {
    let path = path.to_string_lossy();
    Prompt::ask(
        "Écrire la fiche",
        hint,
        &path,
        |sheet: &mut Sheet, session, typed| match typed.trim() {
            "" => Ok(Vec::new()),
            _ => sheet.write(&typed, session),
        },
    )
}

impl Screen for Sheet {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Sheet, Context::Commands, Context::Everywhere]
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        self.event.reload(session)
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            _ if self.event.is_deleted() && action != Action::Back => {}
            Action::Up => self.selected = self.selected.saturating_sub(1),
            Action::Down => self.selected = (self.selected + 1).min(SITE_FIELDS.len() - 1),
            Action::Accept => return self.copy(session),
            Action::Submit => return self.submit(session),
            Action::ToFile => return self.ask_path(session),
            Action::Back => return Ok(vec![Effect::Navigate(Route::Back)]),
            _ => {}
        }
        Ok(Vec::new())
    }

    fn click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        match target {
            ClickTarget::Row(row) if *row == self.selected => self.copy(session),
            ClickTarget::Row(row) => {
                self.selected = (*row).min(SITE_FIELDS.len() - 1);
                Ok(Vec::new())
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
        let title = format!(" Fiche de saisie de {}", quoted(&self.event.content.title));
        canvas.text(area.x, area.y, area.width, &title, theme.heading());
        let intro = match self.event.content.missing().len() {
            0 => " Dans l’ordre du formulaire du site. Entrée copie le champ et passe au suivant."
                .to_owned(),
            _ => " Il manque encore des champs demandés par le site.".to_owned(),
        };
        canvas.text(area.x, area.y + 1, area.width, &intro, theme.muted());
        let labels = 26.min(area.width / 3);
        let width = area.width.saturating_sub(labels + 4);
        let mut y = area.y + 3;
        let rows = usize::from(area.height.saturating_sub(6)).max(1);
        let top = (self.selected + 1).saturating_sub(rows);
        for (index, field) in SITE_FIELDS.into_iter().enumerate().skip(top) {
            if y >= area.bottom() {
                break;
            }
            let here = index == self.selected;
            let value = self.value(field, session);
            // The selected field gets up to four lines.
            let lines = wrap(&value, usize::from(width));
            let max_lines = if here { 4 } else { 1 };
            let shown = lines.len().min(max_lines).max(1);
            let base = if here { theme.selected() } else { Style::new() };
            let row = Rect::new(area.x, y, area.width, clamp(shown));
            canvas.tint(row, base);
            canvas.click(row, ClickTarget::Row(index));
            let mark = if self.copied[index] { "✓" } else { " " };
            let bar = if here { "▌" } else { " " };
            canvas.text(area.x, y, 1, bar, over(base, theme.focus()));
            canvas.text(area.x + 1, y, 1, mark, over(base, theme.done()));
            let missing = self.event.content.missing().contains(&field);
            let label = if missing {
                over(base, theme.awaiting())
            } else {
                over(base, theme.muted())
            };
            canvas.text(area.x + 3, y, labels, field.label(), label);
            for (line, text) in lines.iter().take(shown).enumerate() {
                let cut = line + 1 == shown && lines.len() > shown;
                let text = if cut {
                    format!("{text} …")
                } else {
                    text.clone()
                };
                let row = y + clamp(line);
                if row < area.bottom() {
                    canvas.text(area.x + 3 + labels, row, width, &text, base);
                }
            }
            y += clamp(shown);
        }
    }
}
