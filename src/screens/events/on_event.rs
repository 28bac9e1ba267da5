//! The commands on one event or on the marked ones, shared by the list and the screen of an event.

use super::{models, publish};
use crate::actions::{self, Targets};
use crate::domain::event::Event;
use crate::domain::listing::Query;
use crate::domain::text::typography::NARROW;
use crate::ui::dialog::AnyScreen;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::Action;
use crate::ui::route::{Route, Start};
use crate::ui::session::Session;

/// Runs an action on the event shown or selected. `targets` are the marked events, or else itself; `query` is the list it is in.
pub fn act(
    action: Action,
    event: &Event,
    targets: &Targets,
    query: &Query,
    session: &Session,
) -> Outcome {
    Ok(vec![match action {
        Action::Accept => Effect::Navigate(Route::Detail(event.id, query.clone())),
        Action::Modify => Effect::Navigate(Route::Form(Start::Event(event.id))),
        Action::Attest => Effect::Navigate(Route::Attest(event.id)),
        Action::Clone => Effect::Navigate(Route::Form(Start::Copy(event.id))),
        Action::Checklist => Effect::Navigate(Route::Checklist(event.id)),
        Action::Repeat => Effect::Navigate(Route::Series(event.id)),
        Action::Sheet => Effect::Navigate(Route::Sheet(event.id)),
        Action::Models => models::pick(Some(event), session)?,
        Action::Publication => publish::ask_state(event.publication, targets),
        Action::Delete => {
            let title = format!("Supprimer {}{NARROW}?", targets.subject());
            let text = "Ctrl+Z pourra rétablir ce qui est supprimé, même plus tard.";
            let targets = targets.clone();
            let confirm = Confirm::ask(
                title,
                text,
                "Supprimer",
                move |screen: &mut AnyScreen, session| delete(&targets, screen, session),
            );
            Effect::open(confirm.or_stay("Garder"))
        }
        _ => return Ok(Vec::new()),
    }])
}

fn delete(targets: &Targets, screen: &mut AnyScreen, session: &mut Session) -> Outcome {
    let now = session.now();
    actions::events::delete(&mut session.store, now, targets)?;
    screen.unmark();
    let text = format!("Suppression de {}. Ctrl+Z rétablit.", targets.subject());
    let mut effects = vec![Effect::Changed, Effect::success(text)];
    if screen.subject().is_some() {
        // The screen of the deleted event has nothing to show any more.
        effects.push(Effect::Navigate(Route::Back));
    }
    Ok(effects)
}
