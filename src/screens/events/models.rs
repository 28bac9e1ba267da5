//! Models: an event kept under a name, to begin others with.

use crate::actions::records;
use crate::domain::event::Event;
use crate::domain::model::Model;
use crate::domain::text::typography::{quoted, typeset};
use crate::store::Result;
use crate::ui::dialog::picker::{Item, Picker};
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Answer, Choice, Effect, Outcome, Question, Route, Start};
use crate::ui::session::Session;

/// The models to begin an event with, and the event in hand to keep as one.
pub(super) fn pick(in_hand: Option<&Event>, session: &Session) -> Result<Picker> {
    let models = session.store.models()?;
    let mut items: Vec<Item> = models
        .into_iter()
        .map(|model| {
            Item::new(Choice::Model(model.id), &model.name).detail(format!(
                "{}\n\n{}",
                model.content.title, model.content.description
            ))
        })
        .collect();
    if let Some(event) = in_hand {
        let title = quoted(&event.content.title);
        let label = format!("Garder {title} comme modèle…");
        items.push(
            Item::new(Choice::KeepModel, label)
                .detail("Tout est gardé, sauf la date, l’attestation et la publication."),
        );
    }
    Ok(Picker::new(Question::Model, "Nouvel événement d’après un modèle", items).deletable())
}

pub(super) fn answered(answer: Answer, in_hand: Option<&Event>, session: &mut Session) -> Outcome {
    match (answer, in_hand) {
        (Answer::One(Choice::Model(id)), _) => {
            Ok(vec![Effect::Navigate(Route::Form(Start::Model(id)))])
        }
        (Answer::One(Choice::KeepModel), Some(event)) => {
            let hint = typeset("Sous quel nom le retrouver ? Un modèle du même nom est remplacé.");
            let prompt = Prompt::new(
                Question::ModelName,
                "Garder comme modèle",
                hint,
                &event.content.title,
            )
            .selected();
            Ok(vec![Effect::open(prompt)])
        }
        (Answer::Text(name), Some(event)) => keep(name.trim(), event, session),
        (Answer::Delete(Choice::Model(id)), _) => {
            let now = session.now();
            if let Some(model) = session.store.row::<Model>(id)? {
                records::delete(&mut session.store, &model, now)?;
            }
            Ok(vec![Effect::success(
                "Modèle supprimé. Ctrl+Z le rétablit.",
            )])
        }
        _ => Ok(Vec::new()),
    }
}

fn keep(name: &str, event: &Event, session: &mut Session) -> Outcome {
    if name.is_empty() {
        return Ok(vec![Effect::error("Un modèle a besoin d’un nom.")]);
    }
    let now = session.now();
    records::keep(&mut session.store, &Model::of(name, &event.content), now)?;
    let text = format!("Modèle {} gardé. O le propose.", quoted(name));
    Ok(vec![Effect::success(text)])
}
