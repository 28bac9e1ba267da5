//! The attestation of an event: how many came, the further questions, a remark.

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use super::Screen;
use crate::domain::attestation::{Attestation, Doubt, MOST_ATTENDEES};
use crate::domain::event::Event;
use crate::domain::french::{self, NARROW, count, quoted};
use crate::domain::id::{EventId, QuestionId};
use crate::domain::listing::Query;
use crate::domain::question::Question as Asked;
use crate::store::{Result, StoreError};
use crate::tui::canvas::{Canvas, Hit, clamp, wrap};
use crate::tui::effect::{Answer, Effect, Outcome, Place, Question};
use crate::tui::key::{Code, Key};
use crate::tui::keymap::{Action, Context};
use crate::tui::session::Session;
use crate::tui::widgets::confirm::Confirm;
use crate::tui::widgets::text_field::TextField;

/// What a field is about.
enum About {
    Attendees,
    /// A question, and the place of the answer among its options, when it has some.
    Asked(Asked),
    Remark,
}

struct AttestField {
    about: About,
    text: TextField,
    problem: Option<String>,
}

/// The form of an attestation.
pub struct Attest {
    event: Event,
    fields: Vec<AttestField>,
    /// As it was opened.
    opened: Vec<String>,
    at: usize,
    /// The doubts were told and set aside.
    is_sure: bool,
    /// How many others wait.
    waiting: usize,
}

/// The form of the oldest attestation to fill, if there is one.
///
/// # Errors
/// The store could not be read.
pub fn next(session: &mut Session) -> Result<Option<Attest>> {
    let oldest = session
        .store
        .window(&Query::to_attest(), session.at(), 0, 1)?;
    match oldest.first() {
        Some(event) => Attest::new(event.id, session).map(Some),
        None => Ok(None),
    }
}

impl Attest {
    /// The form of an event's attestation, as it was declared, or with the usual answers.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the event is not there any more.
    pub fn new(id: EventId, session: &mut Session) -> Result<Self> {
        let event = session.store.event(id)?.ok_or(StoreError::Stale)?;
        let known = event.attestation.as_ref();
        let field = |about, text: &str| AttestField {
            about,
            text: TextField::line(text),
            problem: None,
        };
        let attendees = known.map(|known| known.attendees.to_string());
        let mut fields = vec![field(
            About::Attendees,
            attendees.as_deref().unwrap_or_default(),
        )];
        for asked in &session.questions {
            let answer = known.and_then(|known| known.answers.get(&asked.id));
            // A question no longer asked is shown where it was answered.
            if asked.retired && answer.is_none() {
                continue;
            }
            let text = match (known, answer) {
                (_, Some(answer)) => answer,
                (None, None) => &asked.usual,
                (Some(_), None) => "",
            };
            fields.push(field(About::Asked(asked.clone()), text));
        }
        fields.push(field(
            About::Remark,
            known.map_or("", |known| known.remark.as_str()),
        ));
        let waiting = session
            .store
            .count(&Query::to_attest(), session.at())?
            .saturating_sub(usize::from(known.is_none()));
        Ok(Self {
            opened: fields.iter().map(|field| field.text.text()).collect(),
            event,
            fields,
            at: 0,
            is_sure: false,
            waiting,
        })
    }

    fn texts(&self) -> Vec<String> {
        let texts = self.fields.iter().map(|field| field.text.text());
        texts.map(|text| text.trim().to_owned()).collect()
    }

    fn is_changed(&self) -> bool {
        self.texts() != self.opened
    }

    fn go(&mut self, to: usize) -> Outcome {
        let field = &mut self.fields[self.at];
        field.problem = problem(field);
        self.at = to % self.fields.len();
        Ok(Vec::new())
    }

    /// What is declared, or the first field that is wrong.
    fn declared(&mut self, session: &Session) -> std::result::Result<Attestation, usize> {
        for field in &mut self.fields {
            field.problem = problem(field);
        }
        if let Some(wrong) = self.fields.iter().position(|field| field.problem.is_some()) {
            return Err(wrong);
        }
        let attendees = self.fields[0]
            .text
            .text()
            .trim()
            .parse()
            .map_err(|_| 0usize)?;
        let mut answers: BTreeMap<QuestionId, String> = BTreeMap::new();
        let mut remark = String::new();
        for field in &self.fields {
            let text = field.text.text().trim().to_owned();
            match &field.about {
                About::Asked(asked) if !text.is_empty() => drop(answers.insert(asked.id, text)),
                About::Remark => remark = text,
                About::Asked(_) | About::Attendees => {}
            }
        }
        let before = self.event.attestation.as_ref();
        Ok(Attestation::declared(
            before,
            attendees,
            answers,
            remark,
            session.now(),
        ))
    }

    fn save(&mut self, session: &mut Session) -> Outcome {
        let attestation = match self.declared(session) {
            Ok(attestation) => attestation,
            Err(wrong) => {
                self.at = wrong;
                return Ok(Vec::new());
            }
        };
        let doubts = Doubt::of(&self.event, attestation.attendees, session.now());
        if !doubts.is_empty() && !self.is_sure {
            let sentences: Vec<String> = doubts.into_iter().map(Doubt::sentence).collect();
            let confirm = Confirm::new(
                Question::Doubt,
                "Est-ce bien cela\u{202f}?",
                sentences.join("\n"),
                "Oui, enregistrer",
                "Corriger",
            );
            return Ok(vec![Effect::open(confirm)]);
        }
        let (id, title) = (self.event.id, quoted(&self.event.content.title));
        let corrects = self.event.attestation.is_some();
        let label = if corrects {
            format!("correction de l’attestation de {title}")
        } else {
            format!("attestation de {title}")
        };
        session
            .store
            .record(&label, session.clock.now(), |change| {
                change.attest(id, &attestation)
            })?;
        session.last_saved = Some(id);
        let attendees = count(attestation.attendees.into(), "présent", "présents");
        let mut said = format!("{title}{NARROW}: {attendees}.");
        let transmitted_before = self
            .event
            .attestation
            .as_ref()
            .is_some_and(|known| known.transmitted_on.is_some());
        if transmitted_before && attestation.transmitted_on.is_none() {
            said.push_str(" À transmettre de nouveau sur le site.");
        }
        let mut effects = vec![Effect::Changed];
        // Whoever corrects one has not come for the others.
        match next(session)? {
            Some(next) if !corrects => {
                *self = next;
                said.push_str(" Voici la suivante.");
            }
            _ => effects.push(Effect::Go(Place::Back)),
        }
        effects.push(Effect::say(said));
        Ok(effects)
    }

    fn leave(&self) -> Outcome {
        if !self.is_changed() {
            return Ok(vec![Effect::Go(Place::Back)]);
        }
        let confirm = Confirm::new(
            Question::Leave,
            "Quitter l’attestation",
            "Ce qui est tapé n’est pas enregistré.",
            "Enregistrer",
            "Ne pas enregistrer",
        );
        Ok(vec![Effect::open(confirm.or_stay("Rester"))])
    }

    /// Takes the next option (or the one before) of a field that has some.
    fn turn(&mut self, forward: bool) -> bool {
        let field = &mut self.fields[self.at];
        let options = options(field);
        if options.is_empty() {
            return false;
        }
        let text = field.text.text();
        let present = options.iter().position(|option| *option == text);
        let next = match (present, forward) {
            (None, _) => 0,
            (Some(at), true) => (at + 1) % options.len(),
            (Some(at), false) => (at + options.len() - 1) % options.len(),
        };
        field.text.set(&options[next]);
        field.problem = None;
        self.is_sure = false;
        true
    }

    /// In a field that has options, a letter takes the one that begins so.
    fn choose_by_letter(&mut self, letter: char) {
        let field = &mut self.fields[self.at];
        let typed = crate::domain::fold::fold(&letter.to_string());
        let options = options(field);
        let found = options
            .iter()
            .find(|option| crate::domain::fold::fold(option).starts_with(&typed));
        if let Some(option) = found {
            field.text.set(option);
            field.problem = None;
        }
    }

    fn draw_event(&self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) -> u16 {
        let theme = canvas.theme;
        let content = &self.event.content;
        let waiting = match self.waiting {
            0 => String::new(),
            many => format!(
                "  {}",
                count(many as u64, "autre attend", "autres attendent")
            ),
        };
        let title = format!(" Attestation de {}", quoted(&content.title));
        let pieces = [
            (title.as_str(), theme.heading()),
            (waiting.as_str(), theme.awaiting()),
        ];
        canvas.pieces(area.x, area.y, area.width, &pieces);
        let mut when = content
            .date
            .map(|date| {
                format!(
                    "{}, {}",
                    french::long_date(date),
                    french::relative_day(date, session.today())
                )
            })
            .unwrap_or_else(|| "Sans date".to_owned());
        if let Some(starts) = content.starts {
            when.push_str(&format!(" · {}", french::hours(starts, content.ends)));
        }
        for part in [&content.venue.name, &content.venue.commune] {
            if !part.is_empty() {
                when.push_str(&format!(" · {part}"));
            }
        }
        if let Some(seats) = content.seats {
            when.push_str(&format!(" · {}", count(seats.into(), "place", "places")));
        }
        canvas.text(area.x + 1, area.y + 1, area.width - 2, &when, theme.muted());
        3
    }
}

/// The options of a field that one chooses rather than types.
fn options(field: &AttestField) -> Vec<String> {
    match &field.about {
        About::Asked(asked) => asked.options(),
        About::Attendees | About::Remark => Vec::new(),
    }
}

fn label(field: &AttestField) -> &str {
    match &field.about {
        About::Attendees => "Nombre de présents",
        About::Asked(asked) => &asked.label,
        About::Remark => "Remarque",
    }
}

/// What is wrong with a field, in a sentence.
fn problem(field: &AttestField) -> Option<String> {
    let text = field.text.text();
    let text = text.trim();
    match &field.about {
        About::Attendees => {
            let number: Option<u32> = text.parse().ok();
            number
                .is_none_or(|number| number > MOST_ATTENDEES)
                .then(|| format!("Un nombre de 0 à 10{NARROW}000 est nécessaire."))
        }
        About::Asked(asked) => asked.problem(text),
        About::Remark => None,
    }
}

/// What goes without saying beside a field.
fn reminder(field: &AttestField) -> &'static str {
    match &field.about {
        About::Attendees => "Pour une animation parents/enfants, comptez le total des présents.",
        About::Asked(asked) if !asked.options().is_empty() => "Espace change la réponse.",
        About::Asked(_) => "",
        About::Remark => "Jamais de nom de parent ou d’enfant.",
    }
}

impl Screen for Attest {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Attest, Context::Everywhere]
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        if let Some(event) = session.store.event(self.event.id)? {
            self.event = event;
        }
        Ok(())
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            Action::Save => self.save(session),
            Action::Accept if self.at + 1 == self.fields.len() => self.save(session),
            Action::Accept | Action::Next => self.go(self.at + 1),
            Action::Previous => self.go(self.at + self.fields.len() - 1),
            // The wheel, which stops at both ends.
            Action::Up => self.go(self.at.saturating_sub(1)),
            Action::Down => self.go((self.at + 1).min(self.fields.len() - 1)),
            Action::Back => self.leave(),
            _ => Ok(Vec::new()),
        }
    }

    fn key(&mut self, key: Key, _session: &mut Session) -> Outcome {
        let chooses = !options(&self.fields[self.at]).is_empty();
        match (key.code, key.text()) {
            (Code::Char(' ') | Code::Right, _) if chooses => drop(self.turn(true)),
            (Code::Left, _) if chooses => drop(self.turn(false)),
            (_, Some(letter)) if chooses => self.choose_by_letter(letter),
            (Code::Backspace | Code::Delete, _) if chooses => self.fields[self.at].text.set(""),
            _ if chooses => {}
            _ => {
                let field = &mut self.fields[self.at];
                if field.text.key(key) {
                    field.problem = None;
                    self.is_sure = false;
                }
            }
        }
        Ok(Vec::new())
    }

    fn paste(&mut self, text: &str, _session: &mut Session) -> Outcome {
        let field = &mut self.fields[self.at];
        if options(field).is_empty() {
            field.text.paste(text);
            field.problem = None;
        }
        Ok(Vec::new())
    }

    fn hit(&mut self, hit: &Hit, _session: &mut Session) -> Outcome {
        match hit {
            Hit::Field(index) if *index == self.at => {
                self.turn(true);
                Ok(Vec::new())
            }
            Hit::Field(index) => self.go(*index),
            _ => Ok(Vec::new()),
        }
    }

    fn answer(&mut self, question: Question, answer: Answer, session: &mut Session) -> Outcome {
        match (question, answer) {
            (Question::Doubt, Answer::Yes) => {
                self.is_sure = true;
                self.save(session)
            }
            (Question::Leave, Answer::Yes) => self.save(session),
            (Question::Leave, Answer::No) => Ok(vec![Effect::Go(Place::Back)]),
            _ => Ok(Vec::new()),
        }
    }

    fn holds_text(&self) -> bool {
        self.is_changed()
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        let theme = canvas.theme;
        let mut y = area.y + self.draw_event(canvas, area, session);
        // Questions are sentences: they stand above their answers.
        let fits = usize::from(area.bottom().saturating_sub(y) / 3).max(1);
        let first = (self.at + 1).saturating_sub(fits);
        let width = area.width.saturating_sub(4).min(88);
        for index in first..self.fields.len() {
            let focused = index == self.at;
            let style = if focused {
                theme.focus()
            } else {
                theme.muted()
            };
            let lines = wrap(label(&self.fields[index]), usize::from(width));
            if y + clamp(lines.len()) + 1 > area.bottom() {
                break;
            }
            let top = y;
            for line in &lines {
                let mark = if focused { "▌" } else { " " };
                canvas.text(area.x, y, 1, mark, theme.focus());
                canvas.text(area.x + 1, y, width, line, style);
                y += 1;
            }
            let about = &self.fields[index].about;
            let room = match about {
                About::Attendees => 8,
                About::Asked(asked) if asked.options().is_empty() => 24,
                About::Asked(_) => 0,
                About::Remark => width,
            };
            if focused {
                canvas.text(area.x, y, 1, "▌", theme.focus());
            }
            let value = Rect::new(area.x + 3, y, room.min(width), 1);
            let used = if room > 0 {
                self.fields[index].text.draw(canvas, value, focused);
                value.width
            } else {
                draw_options(
                    canvas,
                    &self.fields[index],
                    Rect { width, ..value },
                    focused,
                )
            };
            let field = &self.fields[index];
            let (aside, look) = match &field.problem {
                Some(problem) => (format!("✗ {problem}"), theme.awaiting()),
                None if focused => (reminder(field).to_owned(), theme.note()),
                None => (String::new(), theme.muted()),
            };
            let x = value.x + used + 2;
            if area.right().saturating_sub(x) > clamp(aside.chars().count()) {
                canvas.text(x, y, area.right().saturating_sub(x + 1), &aside, look);
            } else {
                y += 1;
                canvas.text(value.x, y, width, &aside, look);
            }
            canvas.hit(
                Rect::new(area.x, top, area.width, y + 1 - top),
                Hit::Field(index),
            );
            y += 2;
        }
    }
}

/// Draws every option, the one chosen standing out; answers how wide they are.
fn draw_options(canvas: &mut Canvas<'_>, field: &AttestField, area: Rect, focused: bool) -> u16 {
    let theme = canvas.theme;
    let chosen = field.text.text();
    let mut x = area.x;
    for option in options(field) {
        let is_chosen = option == chosen;
        let (text, style) = if is_chosen {
            (format!("(•) {option}"), theme.field(focused))
        } else {
            (format!("( ) {option}"), theme.muted())
        };
        x += canvas.text(x, area.y, area.right().saturating_sub(x), &text, style) + 2;
    }
    if focused {
        canvas.cursor = Some(ratatui::layout::Position::new(area.x + 1, area.y));
    }
    x.saturating_sub(area.x + 2)
}
