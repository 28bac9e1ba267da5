//! An event in full: the lines drawn beside the list, and the screen of one event.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::events::on_event;
use super::open_event::{draw_deleted, due, is_about_event};
use crate::actions::Targets;
use crate::domain::event::announced::DetailChange;
use crate::domain::event::attestation::Attestation;
use crate::domain::event::checklist;
use crate::domain::event::checklist::StepState;
use crate::domain::event::{Event, EventField};
use crate::domain::id::EventId;
use crate::domain::listing::Query;
use crate::domain::text::typography;
use crate::domain::text::typography::NARROW;
use crate::store::Result;
use crate::ui::canvas::{Canvas, bar, width, wrap};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::list::cursor::ListCursor;
use crate::ui::list::scroll::Scroll;
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;

/// A line of pieces of text, each with its style.
pub type StyledLine = Vec<(String, Style)>;

/// Returns everything about an event, in lines of at most `width` cells.
pub fn lines(event: &Event, session: &Session, width: usize) -> Vec<StyledLine> {
    let mut detail = DetailLines {
        lines: Vec::new(),
        width,
        session,
    };
    detail.add_title_and_place(event);
    detail.add_states(event);
    detail.add_fields(event);
    detail.add_texts(event);
    detail.lines
}

/// The lines about an event, being written.
struct DetailLines<'s> {
    lines: Vec<StyledLine>,
    width: usize,
    session: &'s Session,
}

impl DetailLines<'_> {
    /// Adds a text, wrapped.
    fn text(&mut self, text: &str, style: Style) {
        let lines = wrap(text, self.width).into_iter();
        self.lines.extend(lines.map(|line| vec![(line, style)]));
    }

    /// Adds an empty line.
    fn gap(&mut self) {
        self.lines.push(Vec::new());
    }

    fn add_title_and_place(&mut self, event: &Event) {
        let theme = self.session.theme;
        let content = &event.content;
        self.text(&content.title, theme.heading());
        self.gap();
        let when = match content.date {
            Some(date) => {
                format!(
                    "{}, {}",
                    typography::long_date(date),
                    typography::relative_day(date, self.session.today())
                )
            }
            None => "Sans date".to_owned(),
        };
        let hours = content
            .starts
            .map(|starts| typography::hours(starts, content.ends))
            .unwrap_or_default();
        let whole = join(&[&when, &hours], " · ");
        if width(&whole) <= self.width {
            self.text(&whole, theme.text());
        } else {
            self.text(&when, theme.text());
            self.text(&hours, theme.text());
        }
        let place = [content.venue.name.as_str(), &content.venue.commune];
        let place = join(&place, ", ");
        if !place.is_empty() {
            self.text(&place, theme.text());
        }
        let address = [content.venue.address.as_str(), &content.venue.postcode];
        let address = join(&address, ", ");
        if !address.is_empty() {
            self.text(&address, theme.muted());
        }
        self.gap();
    }

    /// Adds the publication, the attestation, the check-list, and what is missing.
    fn add_states(&mut self, event: &Event) {
        let theme = self.session.theme;
        let publication = event.publication;
        self.lines.push(vec![
            ("Publication   ".to_owned(), theme.muted()),
            (
                format!("{} {}", publication.sign(), publication.label()),
                theme.publication(publication),
            ),
        ]);
        let to_correct: Vec<String> = event
            .to_correct()
            .iter()
            .map(DetailChange::sentence)
            .collect();
        if !to_correct.is_empty() {
            let changes = to_correct.join(" · ");
            let sentence = format!("↻ À corriger sur le site{NARROW}: {changes}.");
            self.text(&sentence, theme.awaiting());
        }
        let state = event.attestation_state(self.session.now());
        let attendees = event.attestation.as_ref().map(|attestation| {
            format!(
                " · {}",
                typography::count(attestation.attendees.into(), "présent", "présents")
            )
        });
        let attestation = format!(
            "{} {}{}",
            state.sign(),
            state.label(),
            attendees.unwrap_or_default()
        );
        self.lines.push(vec![
            ("Attestation   ".to_owned(), theme.muted()),
            (attestation, theme.attestation(state)),
        ]);
        self.add_checklist(event);
        let missing: Vec<String> = event
            .content
            .missing()
            .into_iter()
            .map(|field| field.label().to_lowercase())
            .collect();
        if !missing.is_empty() {
            let sentence = format!(
                "Manque pour le site{NARROW}: {}.",
                typography::list(&missing)
            );
            self.text(&sentence, theme.draft());
        }
        self.gap();
    }

    fn add_checklist(&mut self, event: &Event) {
        let theme = self.session.theme;
        let Ok(checklist) = self.session.checklist(event) else {
            return;
        };
        let (done, all) = (checklist::done(&checklist), checklist.len());
        let late = checklist
            .iter()
            .filter(|line| line.state == StepState::Late)
            .count();
        let late = match late {
            0 => String::new(),
            late => format!(" ! {}", typography::count(late as u64, "retard", "retards")),
        };
        self.lines.push(vec![
            ("Check-list    ".to_owned(), theme.muted()),
            (bar(done, all), theme.done()),
            (format!(" {done}/{all}"), theme.muted()),
            (late, theme.awaiting()),
        ]);
    }

    /// Adds the fields that have a value, with their labels.
    fn add_fields(&mut self, event: &Event) {
        let theme = self.session.theme;
        let content = &event.content;
        // A series with one member left is not shown as a series.
        let members = event
            .series
            .and_then(|series| self.session.store.members(series).ok())
            .filter(|members| *members > 1)
            .map(|members| format!("{members} événements"))
            .unwrap_or_default();
        let references = &self.session.references;
        let seats = content
            .seats
            .map(|seats| typography::number(seats.into()))
            .unwrap_or_default();
        let children = if content.children_welcome {
            "bienvenus"
        } else {
            ""
        };
        for (label, value) in [
            ("Type", references.label(content.category)),
            ("Thématique", references.label(content.theme)),
            ("Secondaire", references.label(content.second_theme)),
            ("Public", references.label(content.audience)),
            ("Lieu", references.label(content.venue.kind)),
            ("Places", &seats),
            ("Série", &members),
            ("Enfants", children),
            ("Inscription", &content.signup_link),
            ("Page", &event.public_link),
        ] {
            if value.is_empty() {
                continue;
            }
            let room = self.width.saturating_sub(14).max(8);
            for (index, part) in wrap(value, room).into_iter().enumerate() {
                let label = if index == 0 { label } else { "" };
                self.lines.push(vec![
                    (format!("{label:14}"), theme.muted()),
                    (part, theme.text()),
                ]);
            }
        }
    }

    /// Adds the description, the notes, and the answers of the attestation.
    fn add_texts(&mut self, event: &Event) {
        let theme = self.session.theme;
        let content = &event.content;
        for (field, value, style) in [
            (EventField::Description, &content.description, theme.text()),
            (EventField::Notes, &content.notes, theme.note()),
        ] {
            if !value.trim().is_empty() {
                self.gap();
                self.text(field.label(), theme.muted());
                self.text(value, style);
            }
        }
        let attestation = event.attestation.as_ref();
        let sentences = attestation
            .map(|attestation| attestation_sentences(attestation, self.session))
            .unwrap_or_default();
        if !sentences.is_empty() {
            self.gap();
            self.text("Attestation", theme.muted());
            for sentence in sentences {
                self.text(&sentence, theme.text());
            }
        }
    }
}

/// Returns the answers and the remark of an attestation, a sentence each.
fn attestation_sentences(attestation: &Attestation, session: &Session) -> Vec<String> {
    let mut sentences: Vec<String> = session
        .questions
        .iter()
        .filter_map(|question| Some((&question.label, attestation.answers.get(&question.id)?)))
        .filter(|(_, answer)| !answer.is_empty())
        .map(|(label, answer)| match label.ends_with('?') {
            true => format!("{label} {answer}"),
            false => format!("{label}{NARROW}: {answer}"),
        })
        .collect();
    sentences.extend(Some(attestation.remark.clone()).filter(|remark| !remark.trim().is_empty()));
    sentences
}

/// Joins the parts that are not empty.
fn join(parts: &[&str], separator: &str) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect();
    parts.join(separator)
}

/// Draws lines, from the one of index `top`.
pub fn draw_lines(canvas: &mut Canvas<'_>, area: Rect, lines: &[StyledLine], top: usize) {
    for (y, line) in (area.y..area.bottom()).zip(lines.iter().skip(top)) {
        let pieces: Vec<_> = line
            .iter()
            .map(|(text, style)| (text.as_str(), *style))
            .collect();
        canvas.pieces(area.x, y, area.width, &pieces);
    }
    let hidden = lines.len().saturating_sub(top + usize::from(area.height));
    if hidden > 0 && area.height > 0 {
        let last = Rect::new(area.x, area.bottom() - 1, area.width, 1);
        canvas.fill(last, Style::new());
        canvas.text(
            last.x,
            last.y,
            last.width,
            "↓ la suite",
            canvas.theme.muted(),
        );
    }
}

/// The screen of one event; ← and → go through the list it was opened from.
pub struct Detail {
    id: EventId,
    list: ListCursor,
    event: Option<Event>,
    scroll: Scroll,
}

impl Detail {
    /// Opens an event of the list of a query.
    pub fn new(id: EventId, query: Query, session: &mut Session) -> Result<Self> {
        let mut list = ListCursor::new(query, session)?;
        list.show(id, session)?;
        Ok(Self {
            id,
            list,
            event: session.store.event(id)?,
            scroll: Scroll::default(),
        })
    }

    fn step(&mut self, action: Action, session: &mut Session) -> Result<()> {
        let row = self.list.current().map(|event| event.id);
        // When the filter hides the event shown, the cursor is already on the next one.
        if row == Some(self.id) || action != Action::Down {
            self.list.act(action, session)?;
        }
        if let Some(event) = self.list.current() {
            self.id = event.id;
            self.scroll = Scroll::default();
        }
        self.read(session)
    }

    fn read(&mut self, session: &Session) -> Result<()> {
        self.event = session.store.event(self.id)?;
        Ok(())
    }
}

impl Screen for Detail {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Detail, Context::Commands, Context::Everywhere]
    }

    fn subject(&self) -> Option<EventId> {
        Some(self.id)
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        self.list.refresh(session)?;
        self.read(session)
    }

    fn is_available(&self, action: Action) -> bool {
        self.event.is_some() || !is_about_event(action)
    }

    fn due(&self, session: &Session) -> Option<Action> {
        let event = self.event.as_ref();
        event.and_then(|event| due(event, session.now()))
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        let Some(event) = &self.event else {
            return Ok(vec![Effect::Navigate(Route::Back)]);
        };
        match action {
            Action::Back => return Ok(vec![Effect::Navigate(Route::Back)]),
            _ if self.scroll.act(action) => {}
            Action::Left => self.step(Action::Up, session)?,
            Action::Right => self.step(Action::Down, session)?,
            other => {
                let targets = Targets::one(event);
                return on_event::act(other, event, &targets, self.list.query(), session);
            }
        }
        Ok(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let Some(event) = &self.event else {
            draw_deleted(canvas, area);
            return;
        };
        let width = area.width.saturating_sub(4).min(96);
        let lines = lines(event, session, usize::from(width));
        let room = Rect::new(area.x + 2, area.y + 1, width, area.height.saturating_sub(1));
        let top = self.scroll.visible(room.height, lines.len()).start;
        draw_lines(canvas, room, &lines, top);
        if top > 0 {
            canvas.right(
                Rect {
                    height: 1.min(area.height),
                    ..area
                },
                "↑ ",
                canvas.theme.muted(),
            );
        }
    }
}
