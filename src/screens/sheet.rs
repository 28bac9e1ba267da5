//! The fiche de saisie: the fields of an event in the order of the national site's form, to copy one by
//! one (memento, IV.4).

use std::path::Path;

use ratatui::layout::Rect;

use super::events::publish;
use super::open_event::{OpenEvent, draw_deleted};
use crate::actions::Targets;
use crate::domain::event::EventField;
use crate::domain::event::publication::Publication;
use crate::domain::id::EventId;
use crate::domain::text::fold::plain_key;
use crate::domain::text::typography::{NARROW, quoted};
use crate::exchange::csv::columns::CsvColumn;
use crate::exchange::safe_file;
use crate::explain::{Explain, shown};
use crate::store::{Result, StoreError};
use crate::ui::canvas::{Canvas, ClickTarget, fit, wrap};
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::list::lines::Lines;
use crate::ui::list::selection::{Move, Selection};
use crate::ui::paths;
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;

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
    /// The selected field.
    selection: Selection,
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
            selection: Selection::new(SITE_FIELDS.len()),
            copied: vec![false; SITE_FIELDS.len()],
        })
    }

    fn value(&self, field: EventField, session: &Session) -> String {
        let column = CsvColumn::Field(field);
        let text = column.text(&self.event, &session.references, session.now());
        text.into_owned()
    }

    fn copy(&mut self, session: &Session) -> Outcome {
        let selected = self.selection.index();
        let field = SITE_FIELDS[selected];
        let value = self.value(field, session);
        self.copied[selected] = true;
        let last = selected + 1 == SITE_FIELDS.len();
        self.selection.go(Move::Down(1));
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
        let title = plain_key(&self.event.content.title);
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
            Action::Accept => return self.copy(session),
            Action::Submit => return self.submit(session),
            Action::ToFile => return self.ask_path(session),
            Action::Back => return Ok(vec![Effect::Navigate(Route::Back)]),
            _ => {
                self.selection.act(action);
            }
        }
        Ok(Vec::new())
    }

    fn click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        if self.selection.click(target) {
            return self.copy(session);
        }
        Ok(Vec::new())
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
        let mut lines = Lines::default();
        let missing = self.event.content.missing();
        for (index, field) in SITE_FIELDS.into_iter().enumerate() {
            let value = self.value(field, session);
            // The selected field gets up to four lines.
            let wrapped = wrap(&value, usize::from(width));
            let is_selected = index == self.selection.index();
            let shown = wrapped.len().min(if is_selected { 4 } else { 1 });
            let label = match missing.contains(&field) {
                true => theme.awaiting(),
                false => theme.muted(),
            };
            let copied = if self.copied[index] { "✓ " } else { "  " };
            let name = fit(field.label(), usize::from(labels) - 1);
            let name = format!("{name:<0$}", usize::from(labels));
            for (line, text) in wrapped.iter().take(shown).enumerate() {
                let is_cut = line + 1 == shown && wrapped.len() > shown;
                let end = if is_cut { " …" } else { "" };
                let value = [(text.as_str(), theme.text()), (end, theme.text())];
                if line == 0 {
                    let before = [(copied, theme.done()), (&name, label)];
                    lines.row(&[before, value].concat());
                } else {
                    let indent = " ".repeat(usize::from(labels) + 2);
                    lines.more(&[[(&*indent, label), ("", label)], value].concat());
                }
            }
        }
        let list = Rect {
            y: area.y + 3,
            height: area.height.saturating_sub(3),
            ..area
        };
        lines.draw(canvas, list, &mut self.selection);
    }
}
