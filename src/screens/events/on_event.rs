//! What is done to one event, or to those marked: the same from the list and from the screen of one event.

use super::{models, publish};
use crate::actions::{self, Targets};
use crate::domain::event::Event;
use crate::domain::listing::Query;
use crate::domain::text::typography::NARROW;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::effect::{Answer, Effect, Outcome, Question, Route, Start};
use crate::ui::keymap::Action;
use crate::ui::session::Session;

/// Does what a key says of the selected event, shown in the list that `query` gives; `targets` are those marked, or itself.
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
        Action::Models => Effect::open(models::pick(Some(event), session)?),
        Action::Publication => Effect::open(publish::states(event.publication, &targets.subject())),
        Action::Delete => {
            let title = format!("Supprimer {}{NARROW}?", targets.subject());
            let text = "Ctrl+Z pourra rétablir ce qui est supprimé, même plus tard.";
            Effect::open(Confirm::new(
                Question::Delete,
                title,
                text,
                "Supprimer",
                "Garder",
            ))
        }
        _ => return Ok(Vec::new()),
    }])
}

/// Goes on with what was answered to what [`act`] asked.
pub fn answered(
    question: Question,
    answer: Answer,
    event: Option<&Event>,
    targets: Option<&Targets>,
    session: &mut Session,
) -> Outcome {
    match (question, targets) {
        (Question::Model | Question::ModelName, _) => models::answered(answer, event, session),
        (Question::Delete, Some(targets)) if answer == Answer::Yes => delete(targets, session),
        (question, Some(targets)) => publish::answered(question, answer, targets, session),
        (_, None) => Ok(Vec::new()),
    }
}

fn delete(targets: &Targets, session: &mut Session) -> Outcome {
    let now = session.now();
    actions::events::delete(&mut session.store, now, targets)?;
    let text = format!("Suppression de {}. Ctrl+Z rétablit.", targets.subject());
    Ok(vec![Effect::Changed, Effect::success(text)])
}
