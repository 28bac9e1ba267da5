//! Where events stand on the national site: the state is asked, then what it would undo.

use crate::actions::publication::Reach;
use crate::actions::{self, Targets};
use crate::domain::event::is_link;
use crate::domain::event::publication::Publication;
use crate::domain::id::EventId;
use crate::domain::text::typography::{NARROW, count, list, quoted};
use crate::store::Result;
use crate::ui::dialog::AnyScreen;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::dialog::picker::{Item, Picker, open_at};
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::session::Session;

/// Asks which state to give, that of the selected event selected first: Entrée alone changes nothing
/// of it.
pub(super) fn ask_state(present: Publication, targets: &Targets) -> Effect {
    let items = Publication::ALL.map(|state| {
        let hint = if state == present { "actuel" } else { "" };
        Item::new(state, format!("{} {}", state.sign(), state.label())).hint(hint)
    });
    let title = format!("Publication de {}", targets.subject());
    let targets = targets.clone();
    Effect::open(Picker::pick(
        title,
        open_at(items, &present),
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
    let reach = Reach::of(state, targets, &session.store)?;
    let (onward, back, too_early) = (reach.onward.len(), reach.back.len(), reach.too_early);
    if onward + back == 0 && too_early > 0 {
        return Ok(vec![Effect::error(incomplete(&reach, targets))]);
    }
    if onward > 0 && back > 0 {
        return Ok(vec![ask_back(state, targets.clone(), reach)]);
    }
    write_all(state, targets, &reach.all(), too_early, screen, session)
}

/// Asks whether to move those too that are further already.
fn ask_back(state: Publication, targets: Targets, reach: Reach) -> Effect {
    let back = reach.back.len();
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
    let too_early = reach.too_early;
    let write = move |ids: &[EventId], screen: &mut AnyScreen, session: &mut Session| {
        write_all(state, &targets, ids, too_early, screen, session)
    };
    let (onward, all) = (reach.onward.clone(), reach.all());
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

/// Moves events to a state; `too_early` others are left, which lack something.
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

/// Moves events to a state, and returns the sentence that says so.
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

/// Why none of the events can be entered on the site.
fn incomplete(reach: &Reach, targets: &Targets) -> String {
    match targets {
        Targets::One { .. } => {
            let missing: Vec<String> = reach
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
