//! Changing the publication state of events: asks for the state, and for a confirmation when some would move back.

use crate::actions::publication::StateChange;
use crate::actions::{self, Targets};
use crate::domain::event::is_link;
use crate::domain::event::publication::Publication;
use crate::domain::id::EventId;
use crate::domain::text::typography::{NARROW, count, list, quoted};
use crate::store::Result;
use crate::ui::dialog::AnyScreen;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::dialog::picker::{Item, Picker, at_present};
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::session::Session;

/// Asks for a publication state. That of the selected event is selected first, so that Entrée alone
/// changes nothing.
pub(super) fn ask_state(present: Publication, targets: &Targets) -> Effect {
    let items = Publication::ALL
        .map(|state| Item::new(state, format!("{} {}", state.sign(), state.label())));
    let title = format!("Publication de {}", targets.subject());
    let targets = targets.clone();
    Effect::open(Picker::pick(
        title,
        at_present(items, &present),
        move |screen: &mut AnyScreen, session, state| publish(state, &targets, screen, session),
    ))
}

fn publish(
    state: Publication,
    targets: &Targets,
    screen: &mut AnyScreen,
    session: &mut Session,
) -> Outcome {
    if let (Targets::One { id, .. }, Publication::Published) = (targets, state) {
        let event = session.store.event(*id)?;
        let link = event.map(|event| event.public_link).unwrap_or_default();
        let hint = "L’adresse de la page de l’événement, ou rien.";
        return Ok(vec![ask_link(hint, &link, targets.clone())]);
    }
    let changes = StateChange::of(state, targets, &session.store)?;
    let (onward, back, too_early) = (changes.onward.len(), changes.back.len(), changes.too_early);
    if onward + back == 0 && too_early > 0 {
        return Ok(vec![Effect::error(incomplete(&changes, targets))]);
    }
    if onward > 0 && back > 0 {
        return Ok(vec![ask_back(state, targets.clone(), changes)]);
    }
    write_all(state, targets, &changes.all(), too_early, screen, session)
}

/// Asks whether to move back the events that are already further.
fn ask_back(state: Publication, targets: Targets, changes: StateChange) -> Effect {
    let back = changes.back.len();
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
    let too_early = changes.too_early;
    let write = move |ids: &[EventId], screen: &mut AnyScreen, session: &mut Session| {
        write_all(state, &targets, ids, too_early, screen, session)
    };
    let (onward, all) = (changes.onward.clone(), changes.all());
    let others = write.clone();
    let confirm = Confirm::ask(
        "Publication",
        text,
        "Seulement les autres",
        move |screen: &mut AnyScreen, session| others(&onward, screen, session),
    )
    .or("Tous", move |screen: &mut AnyScreen, session| {
        write(&all, screen, session)
    });
    Effect::open(confirm)
}

fn ask_link(hint: &str, link: &str, targets: Targets) -> Effect {
    Effect::open(Prompt::ask(
        "Page publique",
        hint,
        link,
        move |screen: &mut AnyScreen, session, link| {
            publish_at(link.trim(), &targets, screen, session)
        },
    ))
}

fn publish_at(
    link: &str,
    targets: &Targets,
    screen: &mut AnyScreen,
    session: &mut Session,
) -> Outcome {
    if link.is_empty() || is_link(link) {
        let state = Publication::Published;
        let text = write(state, Some(link), targets, targets.ids(), session)?;
        screen.unmark();
        return Ok(vec![Effect::Changed, Effect::success(text)]);
    }
    let hint = "Une adresse commence par https://. Corrigez-la, ou laissez vide.";
    Ok(vec![ask_link(hint, link, targets.clone())])
}

/// Gives a state to events, and reports that `too_early` other ones are incomplete and left.
fn write_all(
    state: Publication,
    targets: &Targets,
    ids: &[EventId],
    too_early: usize,
    screen: &mut AnyScreen,
    session: &mut Session,
) -> Outcome {
    let mut text = write(state, None, targets, ids, session)?;
    screen.unmark();
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

/// Gives a state to events. Returns the sentence that reports it.
pub fn write(
    state: Publication,
    link: Option<&str>,
    targets: &Targets,
    ids: &[EventId],
    session: &mut Session,
) -> Result<String> {
    let now = session.now();
    let subject =
        actions::publication::publish(&mut session.store, now, targets, ids, state, link)?;
    Ok(format!(
        "{subject}{NARROW}: {} {}.",
        state.sign(),
        state.label()
    ))
}

/// Explains why none of the events can be entered on the site.
fn incomplete(changes: &StateChange, targets: &Targets) -> String {
    match targets {
        Targets::One { .. } => {
            let missing: Vec<String> = changes
                .missing
                .iter()
                .map(|field| field.label().to_lowercase())
                .collect();
            format!("Pas encore à saisir{NARROW}: il manque {}.", list(&missing))
        }
        Targets::Marked(_) => {
            format!("Pas encore à saisir{NARROW}: ces événements sont incomplets.")
        }
    }
}
