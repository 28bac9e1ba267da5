//! The fiche de saisie: the fields of an event and of its attestation in the order of the national
//! site's forms, to copy one by one (memento, IV.4).

use std::path::Path;

use ratatui::layout::Rect;

use super::events::publish;
use super::open_event::{OpenEvent, draw_deleted};
use crate::actions::{self, Targets};
use crate::domain::event::attestation::{AttestationState, NOT_GIVEN};
use crate::domain::event::publication::Publication;
use crate::domain::event::{Event, EventField};
use crate::domain::id::{EventId, QuestionId};
use crate::domain::text::fold::plain_key;
use crate::domain::text::typography::{self, NARROW, capitalised, quoted};
use crate::domain::time::day_span::DaySpan;
use crate::exchange::csv::columns::CsvColumn;
use crate::exchange::safe_file;
use crate::explain::{Explain, shown};
use crate::store::{Result, StoreError};
use crate::ui::canvas::{Canvas, ClickTarget, wrap};
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::list::lines::Lines;
use crate::ui::list::selection::{Move, Selection};
use crate::ui::paths;
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;

/// A field of one of the site's two forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SiteField {
    /// Of the event.
    Event(EventField),
    /// How many came, in the attestation.
    Attendees,
    /// The answer to a question of the attestation.
    Answer(QuestionId),
}

/// What can be noted as entered on the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// The event.
    Submitted,
    /// Its attestation.
    Transmitted,
}

/// The fiche de saisie of an event, and of its attestation once there is one.
pub struct Sheet {
    event: OpenEvent,
    /// The fields in the order of the site's forms; those of the attestation first, once the event
    /// itself was entered.
    fields: Vec<SiteField>,
    /// The selected field.
    selection: Selection,
    copied: Vec<SiteField>,
}

impl Sheet {
    /// Opens the fiche of an event.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the event no longer exists.
    pub fn new(id: EventId, session: &mut Session) -> Result<Self> {
        let event = OpenEvent::new(id, session)?;
        let fields = fields(&event, session);
        Ok(Self {
            event,
            selection: Selection::new(fields.len()),
            fields,
            copied: Vec::new(),
        })
    }

    fn label(field: SiteField, session: &Session) -> String {
        match field {
            SiteField::Event(field) => field.label().to_owned(),
            SiteField::Attendees => "Nombre de présents".to_owned(),
            SiteField::Answer(id) => {
                let mut questions = session.questions.iter();
                let question = questions.find(|question| question.id == id);
                question.map_or_else(String::new, |question| question.label.clone())
            }
        }
    }

    fn value(&self, field: SiteField, session: &Session) -> String {
        let (content, attestation) = (&self.event.content, self.event.attestation.as_ref());
        let days = content.days().filter(|days| days.is_several());
        let is_night = days.is_none() && content.schedule().is_past_midnight();
        match field {
            SiteField::Event(EventField::Date) if days.is_some() => {
                days.map(DaySpan::full).unwrap_or_default()
            }
            SiteField::Event(field) => {
                let column = CsvColumn::Field(field);
                let text = column.text(&self.event, &session.references, session.now());
                let is_next_day = field == EventField::Ends && is_night;
                format!("{text}{}", if is_next_day { " le lendemain" } else { "" })
            }
            SiteField::Attendees => {
                let attendees = attestation.map(|attestation| attestation.attendees.to_string());
                attendees.unwrap_or_default()
            }
            SiteField::Answer(id) => {
                let answer = attestation.and_then(|attestation| attestation.answers.get(&id));
                answer.cloned().unwrap_or_default()
            }
        }
    }

    /// Returns the value as it is shown, and whether it stands for an answer that nobody gave.
    fn shown(&self, field: SiteField, session: &Session) -> (String, bool) {
        match (field, self.value(field, session)) {
            (SiteField::Answer(_), value) if value.is_empty() => (NOT_GIVEN.to_owned(), true),
            (_, value) => (value, false),
        }
    }

    /// Returns the title of the group that begins with the field at that index; empty within a group.
    fn group(&self, index: usize) -> &'static str {
        let first = matches!(self.fields.first(), Some(SiteField::Attendees));
        match self.fields[index] {
            SiteField::Attendees => "Attestation de présence",
            SiteField::Event(EventField::Title) if first => "Évènement",
            SiteField::Event(field) => field.group(),
            SiteField::Answer(_) => "",
        }
    }

    fn copy(&mut self, session: &Session) -> Outcome {
        let selected = self.selection.index();
        let Some(&field) = self.fields.get(selected) else {
            return Ok(Vec::new());
        };
        let (label, value) = (Self::label(field, session), self.value(field, session));
        if !self.copied.contains(&field) {
            self.copied.push(field);
        }
        self.selection.go(Move::Down(1));
        let name = match label.ends_with('?') {
            true => quoted(&label),
            false => label,
        };
        if value.is_empty() {
            let text = match field {
                SiteField::Answer(_) => {
                    format!("{}{NARROW}: rien n’est copié.", capitalised(NOT_GIVEN))
                }
                _ => format!("{name} est vide{NARROW}: rien n’est copié."),
            };
            return Ok(vec![Effect::info(text)]);
        }
        let mut message = format!("{name}{NARROW}: envoyé au presse-papiers du terminal.");
        let next = self.fields.get(selected + 1).copied();
        if is_of_event(next) != is_of_event(Some(field)) {
            message.push_str(match self.mark(session) {
                Some(Mark::Submitted) => {
                    " C’était le dernier champ\u{202f}: Ctrl+S marque l’événement soumis."
                }
                Some(Mark::Transmitted) => {
                    " C’était le dernier champ\u{202f}: Ctrl+S note l’attestation transmise."
                }
                None => "",
            });
        }
        Ok(vec![Effect::Copy(value), Effect::success(message)])
    }

    /// Returns what is not yet noted as entered on the site.
    fn mark(&self, session: &Session) -> Option<Mark> {
        let state = self.event.attestation_state(session.now());
        match is_entered(&self.event) {
            false => Some(Mark::Submitted),
            true => (state == AttestationState::Filled).then_some(Mark::Transmitted),
        }
    }

    fn submit(&self, session: &mut Session) -> Outcome {
        let title = quoted(&self.event.content.title);
        let text = match self.mark(session) {
            None => {
                let text = format!("{title} est déjà {}.", self.event.publication.label());
                return Ok(vec![Effect::info(text)]);
            }
            Some(Mark::Submitted) => {
                let (target, state) = (Targets::one(&self.event), Publication::Submitted);
                publish::write(state, None, &target, target.ids(), session)?
            }
            Some(Mark::Transmitted) => {
                let (now, today) = (session.now(), session.today());
                actions::attestations::transmit(&mut session.store, now, &self.event, Some(today))?;
                let day = typography::long_date(today);
                format!("{title}{NARROW}: attestation saisie sur le site le {day}.")
            }
        };
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
        for (index, &field) in self.fields.iter().enumerate() {
            let group = self.group(index);
            if !group.is_empty() {
                text.push_str(&format!("# {group}\n\n"));
            }
            let (label, value) = (Self::label(field, session), self.shown(field, session).0);
            let label = match label.ends_with('?') {
                true => label,
                false => format!("{label}{NARROW}:"),
            };
            text.push_str(&format!("{label}\n{value}\n\n"));
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
        self.event.reload(session)?;
        let selected = self.fields.get(self.selection.index()).copied();
        self.fields = fields(&self.event, session);
        let mut fields = self.fields.iter();
        let place = fields.position(|field| Some(*field) == selected);
        self.selection.reload(self.fields.len(), place);
        Ok(())
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
        let missing = self.event.content.missing();
        let intro = match missing.len() {
            0 => " Dans l’ordre du formulaire du site. Entrée copie le champ et passe au suivant.",
            _ => " Il manque encore des champs demandés par le site.",
        };
        let changes = self.event.to_correct(&session.references);
        let change_of = |field| match field {
            SiteField::Event(field) => changes.iter().find(|change| change.is_about(field)),
            _ => None,
        };
        let selected = self.fields.get(self.selection.index());
        let (intro, look) = match selected.and_then(|&field| change_of(field)) {
            Some(change) => (format!(" ↻ {}", change.sentence()), theme.awaiting()),
            None if changes.is_empty() => (intro.to_owned(), theme.muted()),
            None => (
                format!(" À corriger sur le site{NARROW}: les champs marqués ↻."),
                theme.awaiting(),
            ),
        };
        canvas.text(area.x, area.y + 1, area.width, &intro, look);
        let labels = MAX_LABEL_WIDTH.min(area.width * 2 / 5);
        let width = area.width.saturating_sub(labels + 4);
        let mut lines = Lines::default();
        for (index, &field) in self.fields.iter().enumerate() {
            let group = self.group(index);
            if !group.is_empty() {
                lines.title(&[("  ", theme.muted()), (group, theme.quiet_title())]);
            }
            let is_selected = index == self.selection.index();
            let look = match field {
                SiteField::Event(field) if missing.contains(&field) => theme.awaiting(),
                _ => theme.muted(),
            };
            let mark = match (self.copied.contains(&field), change_of(field)) {
                (true, _) => ("✓ ", theme.done()),
                (false, Some(_)) => ("↻ ", theme.awaiting()),
                (false, None) => ("  ", theme.muted()),
            };
            let label = Self::label(field, session);
            let label = wrap(&label, usize::from(labels) - 1);
            let (value, is_not_given) = self.shown(field, session);
            let value_look = if is_not_given {
                theme.muted()
            } else {
                theme.text()
            };
            let value = wrap(&value, usize::from(width));
            // The selected field gets up to four lines.
            let shown = value.len().min(if is_selected { 4 } else { 1 });
            for line in 0..label.len().max(shown) {
                let name = label.get(line).map_or("", String::as_str);
                let name = format!("{name:<0$}", usize::from(labels));
                let text = value.get(line).filter(|_| line < shown);
                let is_cut = line + 1 == shown && value.len() > shown;
                let pieces = [
                    if line == 0 {
                        mark
                    } else {
                        ("  ", theme.muted())
                    },
                    (&*name, look),
                    (text.map_or("", String::as_str), value_look),
                    (if is_cut { " …" } else { "" }, theme.text()),
                ];
                match line {
                    0 => lines.row(&pieces),
                    _ => lines.more(&pieces),
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

/// The maximum width of the labels.
const MAX_LABEL_WIDTH: u16 = 34;

/// Whether the event was entered on the site.
fn is_entered(event: &Event) -> bool {
    matches!(
        event.publication,
        Publication::Submitted | Publication::Published
    )
}

/// Whether a field is one of the event, or else of its attestation.
fn is_of_event(field: Option<SiteField>) -> Option<bool> {
    field.map(|field| matches!(field, SiteField::Event(_)))
}

/// Returns the fields to copy, in the order of the site's forms.
fn fields(event: &Event, session: &Session) -> Vec<SiteField> {
    let published = EventField::ALL.into_iter().take(EventField::PUBLISHED);
    let mut fields: Vec<SiteField> = published.map(SiteField::Event).collect();
    let Some(attestation) = &event.attestation else {
        return fields;
    };
    let asked = session.questions.iter();
    let asked = asked.filter(|asked| !asked.retired || attestation.answers.contains_key(&asked.id));
    let mut declared = vec![SiteField::Attendees];
    declared.extend(asked.map(|question| SiteField::Answer(question.id)));
    let first = if is_entered(event) { 0 } else { fields.len() };
    fields.splice(first..first, declared);
    fields
}
