//! Where events stand on the national site, changed from the list.

use super::Events;
use crate::domain::event::publication::{Publication, Step};
use crate::domain::event::{Field, is_link};
use crate::domain::id::EventId;
use crate::domain::text::typography::{NARROW, count, list, quoted};
use crate::store::Result;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::dialog::picker::{Item, Picker};
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::session::Session;

/// The states to choose from, that of the event in hand first in hand: Entrée alone changes nothing
/// of it.
pub(super) fn states(present: Publication, subject: &str) -> Picker<Publication> {
    let items = Publication::ALL.map(|state| {
        let hint = if state == present { "actuel" } else { "" };
        Item::new(state, format!("{} {}", state.sign(), state.label())).hint(hint)
    });
    let title = format!("Publication de {subject}");
    let publish = |list: &mut Events, session: &mut Session, state| list.publish(state, session);
    Picker::pick(title, items.to_vec(), publish).at(&present)
}

/// What giving a state to some events would do.
#[derive(Default)]
struct Reach {
    onward: Vec<EventId>,
    back: Vec<EventId>,
    /// How many lack something that the site asks for, and what the last of them lacks.
    too_early: usize,
    missing: Vec<Field>,
}

impl Events {
    fn publish(&mut self, state: Publication, session: &mut Session) -> Outcome {
        let is_one = self.marks.is_empty();
        if let Some(event) = self.current()
            && is_one
            && state == Publication::Published
        {
            return Ok(vec![Effect::open(ask_link(
                event.id,
                "L’adresse de la page de l’événement, ou rien.",
                &event.public_link,
            ))]);
        }
        let reach = self.reach(state, session)?;
        let (onward, back) = (reach.onward.len(), reach.back.len());
        if onward + back == 0 && reach.too_early > 0 {
            return Ok(vec![Effect::error(incomplete(&reach, is_one))]);
        }
        let all = [reach.onward.clone(), reach.back].concat();
        if onward == 0 || back == 0 {
            return self.write_publication(state, None, &all, reach.too_early, session);
        }
        let text = format!(
            "{} plus loin que {}, ou {}. Les y ramener aussi{NARROW}?",
            count(
                back as u64,
                "événement marqué est",
                "événements marqués sont"
            ),
            quoted(state.label()),
            if back < 2 { "annulé" } else { "annulés" },
        );
        let (onward, too_early) = (reach.onward, reach.too_early);
        let confirm = Confirm::ask(
            "Publication",
            text,
            "Seulement les autres",
            move |list: &mut Self, session| {
                list.write_publication(state, None, &onward, too_early, session)
            },
        )
        .or("Tous", move |list: &mut Self, session| {
            list.write_publication(state, None, &all, too_early, session)
        });
        Ok(vec![Effect::open(confirm)])
    }

    fn publish_at(&mut self, id: EventId, link: &str, session: &mut Session) -> Outcome {
        if link.is_empty() || is_link(link) {
            let state = Publication::Published;
            return self.write_publication(state, Some(link), &[id], 0, session);
        }
        let hint = "Une adresse commence par https://. Corrigez-la, ou laissez vide.";
        Ok(vec![Effect::open(ask_link(id, hint, link))])
    }

    fn reach(&self, state: Publication, session: &Session) -> Result<Reach> {
        let mut reach = Reach::default();
        for id in self.targets() {
            let Some(event) = session.store.event(id)? else {
                continue;
            };
            match event.publication.step_to(state, &event.content) {
                Step::Onward => reach.onward.push(id),
                Step::Back => reach.back.push(id),
                Step::TooEarly => {
                    reach.too_early += 1;
                    reach.missing = event.content.missing();
                }
            }
        }
        Ok(reach)
    }

    fn write_publication(
        &mut self,
        state: Publication,
        link: Option<&str>,
        events: &[EventId],
        too_early: usize,
        session: &mut Session,
    ) -> Outcome {
        let Some(event) = self.current() else {
            return Ok(Vec::new());
        };
        let subject = if self.marks.is_empty() {
            quoted(&event.content.title)
        } else {
            count(
                events.len() as u64,
                "événement marqué",
                "événements marqués",
            )
        };
        let label = format!("passage à {} de {subject}", quoted(state.label()));
        session
            .store
            .record(&label, session.clock.now(), |change| {
                events
                    .iter()
                    .try_for_each(|&id| change.publish_event(id, state, link))
            })?;
        self.marks.clear();
        let mut text = format!("{subject}{NARROW}: {} {}.", state.sign(), state.label());
        if too_early > 0 {
            let left = count(
                too_early as u64,
                "incomplet est laissé",
                "incomplets sont laissés",
            );
            text.push_str(&format!(" {left}."));
        }
        Ok(vec![Effect::Changed, Effect::success(text)])
    }
}

fn ask_link(id: EventId, hint: &str, link: &str) -> Prompt {
    Prompt::ask(
        "Page publique",
        hint,
        link,
        move |list: &mut Events, session, link| list.publish_at(id, link.trim(), session),
    )
}

/// Why none of the events can be entered on the site.
fn incomplete(reach: &Reach, is_one: bool) -> String {
    if is_one {
        let missing: Vec<String> = reach
            .missing
            .iter()
            .map(|field| field.label().to_lowercase())
            .collect();
        format!("Pas encore à saisir{NARROW}: il manque {}.", list(&missing))
    } else {
        format!("Pas encore à saisir{NARROW}: ces événements sont incomplets.")
    }
}
