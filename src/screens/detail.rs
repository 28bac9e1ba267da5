//! An event in full: the lines drawn beside the list, and the screen of one event.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::events::on_event;
use super::open_event::{draw_deleted, due, is_about_event};
use crate::actions::Targets;
use crate::domain::event::announced;
use crate::domain::event::attestation::{Attestation, NOT_GIVEN};
use crate::domain::event::checklist;
use crate::domain::event::checklist::StepState;
use crate::domain::event::step::StepRole;
use crate::domain::event::{Event, EventContent, EventField};
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
    let mut lines = facts(event, session, width);
    let texts = texts(event, session, width);
    if !texts.is_empty() {
        lines.push(Vec::new());
        lines.extend(texts);
    }
    lines
}

/// Returns what is short about an event: its title, its states, its fields.
fn facts(event: &Event, session: &Session, width: usize) -> Vec<StyledLine> {
    let mut detail = DetailLines::new(session, width);
    detail.add_title(event);
    if !detail.is_roomy() {
        detail.add_place(event);
    }
    detail.gap();
    detail.add_states(event);
    detail.add_fields(event);
    detail.lines
}

/// Returns what is long about an event: its description, then what is internal.
fn texts(event: &Event, session: &Session, width: usize) -> Vec<StyledLine> {
    let mut detail = DetailLines::new(session, width);
    detail.add_texts(event);
    detail.lines
}

/// The minimum width at which the fields have the labels of the site, rather than short ones.
const ROOMY: usize = 54;

/// The lines about an event, being written.
struct DetailLines<'s> {
    lines: Vec<StyledLine>,
    width: usize,
    session: &'s Session,
}

impl<'s> DetailLines<'s> {
    fn new(session: &'s Session, width: usize) -> Self {
        Self {
            lines: Vec::new(),
            width,
            session,
        }
    }

    fn is_roomy(&self) -> bool {
        self.width >= ROOMY
    }

    /// Adds a text, wrapped.
    fn text(&mut self, text: &str, style: Style) {
        let lines = wrap(text, self.width).into_iter();
        self.lines.extend(lines.map(|line| vec![(line, style)]));
    }

    /// Adds an empty line.
    fn gap(&mut self) {
        self.lines.push(Vec::new());
    }

    fn add_title(&mut self, event: &Event) {
        let theme = self.session.theme;
        let content = &event.content;
        self.text(&content.title, theme.heading());
        self.gap();
        let when = when(content, self.session);
        let hours = content.hours().unwrap_or_default();
        let whole = join(&[&when, &hours], " · ");
        if width(&whole) <= self.width {
            self.text(&whole, theme.text());
        } else {
            self.text(&when, theme.text());
            self.text(&hours, theme.text());
        }
    }

    fn add_place(&mut self, event: &Event) {
        let theme = self.session.theme;
        let venue = &event.content.venue;
        let place = join(&[&venue.name, &venue.commune], ", ");
        if !place.is_empty() {
            self.text(&place, theme.text());
        }
        let address = join(&[&venue.address, &venue.postcode], ", ");
        if !address.is_empty() {
            self.text(&address, theme.muted());
        }
    }

    /// Adds the publication, the attestation, the check-list, and what is missing.
    fn add_states(&mut self, event: &Event) {
        let theme = self.session.theme;
        let publication = event.publication;
        self.lines.push(vec![
            (self.label("Publication"), theme.muted()),
            (
                format!("{} {}", publication.sign(), publication.label()),
                theme.publication(publication),
            ),
        ]);
        if event.is_to_correct() {
            let changes = announced::sentences(&event.to_correct(&self.session.references));
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
            (self.label("Attestation"), theme.muted()),
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
            (self.label("Check-list"), theme.muted()),
            (bar(done, all), theme.done()),
            (format!(" {done}/{all}"), theme.muted()),
            (late, theme.awaiting()),
        ]);
        let steps = self.session.active_steps();
        let to_announce = steps.iter().zip(&checklist).find(|(step, line)| {
            step.role == Some(StepRole::Changes) && line.state == StepState::Late
        });
        if let Some((_, line)) = to_announce {
            let sentence = format!("↻ À annoncer aux contacts{NARROW}: {}.", line.why);
            self.text(&sentence, theme.awaiting());
        }
    }

    /// Adds the fields that have a value, in the order of the site and with its labels.
    fn add_fields(&mut self, event: &Event) {
        let content = &event.content;
        let references = &self.session.references;
        let seats = content.seats.map(|seats| typography::number(seats.into()));
        let seats = seats.unwrap_or_default();
        // After « Enfants bienvenus » where there is room for it, after « Enfants » elsewhere.
        let children = match (content.children_welcome, self.is_roomy()) {
            (true, true) => "oui",
            (true, false) => "bienvenus",
            (false, _) => "",
        };
        let venue = &content.venue;
        // In a narrow panel, the place stands below the title.
        let labelled = |text: &'_ str| match self.is_roomy() {
            true => text.to_owned(),
            false => String::new(),
        };
        let place = [&venue.name, &venue.address, &venue.postcode, &venue.commune];
        let [name, address, postcode, commune] = place.map(|text| labelled(text));
        for (field, short, value) in [
            (EventField::VenueKind, "Lieu", references.label(venue.kind)),
            (EventField::VenueName, "", &name),
            (EventField::Address, "", &address),
            (EventField::Postcode, "", &postcode),
            (EventField::Commune, "", &commune),
            (
                EventField::Audience,
                "Public-cible",
                references.label(content.audience),
            ),
            (
                EventField::Category,
                "Type",
                references.label(content.category),
            ),
            (
                EventField::Theme,
                "Thématique",
                references.label(content.theme),
            ),
            (
                EventField::SecondTheme,
                "Secondaire",
                references.label(content.second_theme),
            ),
            (EventField::Seats, "Places", &seats),
            (EventField::ChildrenWelcome, "Enfants", children),
            (EventField::SignupLink, "Inscription", &content.signup_link),
        ] {
            let label = if self.is_roomy() {
                field.label()
            } else {
                short
            };
            self.field(label, value);
        }
        self.field("Page", &event.public_link);
    }

    /// Returns a label, as wide as the others.
    fn label(&self, label: &str) -> String {
        let width = if self.is_roomy() { 28 } else { 14 };
        format!("{label:width$}")
    }

    /// Adds a field, unless it is empty.
    fn field(&mut self, label: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        let theme = self.session.theme;
        let room = self.width.saturating_sub(self.label("").len()).max(8);
        let compact = format!("{label}  ");
        if width(value) > room
            && !value.contains(' ')
            && width(&compact) + width(value) <= self.width
        {
            // A link is not cut in two.
            let pieces = [(compact, theme.muted()), (value.to_owned(), theme.text())];
            self.lines.push(pieces.into());
            return;
        }
        for (index, part) in wrap(value, room).into_iter().enumerate() {
            let label = if index == 0 { label } else { "" };
            self.lines.push(vec![
                (self.label(label), theme.muted()),
                (part, theme.text()),
            ]);
        }
    }

    /// Adds a text below its title, unless it is empty.
    fn titled(&mut self, title: &str, text: &str, style: Style) {
        let theme = self.session.theme;
        if text.trim().is_empty() {
            return;
        }
        if !self.lines.is_empty() {
            self.gap();
        }
        self.text(title, theme.quiet_title());
        self.text(text.trim_end(), style);
    }

    /// Adds the description, the answers of the attestation, then what is never published.
    fn add_texts(&mut self, event: &Event) {
        let theme = self.session.theme;
        let content = &event.content;
        let description = EventField::Description.label();
        self.titled(description, &content.description, theme.text());
        let sentences = event.attestation.as_ref();
        let sentences = sentences.map(|it| attestation_sentences(it, self.session));
        let sentences = sentences.unwrap_or_default().join("\n");
        self.titled("Attestation", &sentences, theme.text());
        // A series with one member left is not shown as a series.
        let members = event
            .series
            .and_then(|series| self.session.store.members(series).ok())
            .filter(|members| *members > 1)
            .map(|members| format!("Série de {members} événements."))
            .unwrap_or_default();
        let internal = join(&[content.notes.trim(), &members], "\n");
        self.titled(EventField::Notes.group(), &internal, theme.note());
    }
}

/// Returns the answers and the remark of an attestation, a sentence each. A question asked and not
/// answered says so.
fn attestation_sentences(attestation: &Attestation, session: &Session) -> Vec<String> {
    let mut sentences: Vec<String> = attestation
        .answers_to(&session.questions)
        .map(|(question, answer)| (&question.label, answer.unwrap_or(NOT_GIVEN)))
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

/// Draws lines, from the one of index `top`; where others follow, the last row is `more`.
pub fn draw_lines(
    canvas: &mut Canvas<'_>,
    area: Rect,
    lines: &[StyledLine],
    top: usize,
    more: &str,
) {
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
        canvas.text(last.x, last.y, last.width, more, canvas.theme.accent());
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
        let room = Rect {
            x: area.x + 2,
            y: area.y + 1,
            width: area.width.saturating_sub(4),
            height: area.height.saturating_sub(1),
        };
        let columns = if area.width >= WIDE {
            let texts = texts(
                event,
                session,
                usize::from(MAX_TEXT_WIDTH.min(room.width / 2 - 2)),
            );
            let facts_width = match texts.is_empty() {
                true => room.width.min(MAX_TEXT_WIDTH),
                false => (room.width / 2 - 2).min(MAX_FACTS_WIDTH),
            };
            let facts = facts(event, session, usize::from(facts_width));
            let left = Rect {
                width: facts_width,
                ..room
            };
            let right = Rect {
                x: left.right() + 4,
                width: room.right().saturating_sub(left.right() + 4),
                ..room
            };
            vec![(left, facts), (right, texts)]
        } else {
            let width = room.width.min(MAX_TEXT_WIDTH);
            let lines = lines(event, session, usize::from(width));
            vec![(Rect { width, ..room }, lines)]
        };
        let longest = columns.iter().map(|(_, lines)| lines.len()).max();
        let top = self.scroll.visible(room.height, longest.unwrap_or(0)).start;
        if let [(left, _), (_, texts)] = columns.as_slice()
            && !texts.is_empty()
        {
            canvas.upright(left.right() + 1, left.y, left.height);
        }
        let has_more = format!("↓ la suite{NARROW}: flèche bas");
        for (area, lines) in &columns {
            // A column that is shorter stays at its end.
            let last = lines.len().saturating_sub(usize::from(area.height));
            draw_lines(canvas, *area, lines, top.min(last), &has_more);
        }
        if top > 0 {
            let first = Rect {
                height: 1.min(area.height),
                ..area
            };
            let text = format!("↑ le début{NARROW}: flèche haut ");
            canvas.right(first, &text, canvas.theme.accent());
        }
    }
}

/// The minimum width at which what is long stands beside what is short.
const WIDE: u16 = 116;
/// The maximum width of a column.
const MAX_TEXT_WIDTH: u16 = 96;
/// The maximum width of what is short, beside what is long.
const MAX_FACTS_WIDTH: u16 = 68;

/// Returns when an event takes place: « jeu. 3 déc. 2026, dans 9 jours », « du jeudi 3 au vendredi 4 décembre
/// 2026, en cours ».
pub(super) fn when(content: &EventContent, session: &Session) -> String {
    let Some(days) = content.days() else {
        return "Sans date".to_owned();
    };
    let said = match days.is_several() {
        true => typography::capitalised(&days.full()),
        false => days.long(),
    };
    format!("{said}, {}", days.relative(session.today()))
}
