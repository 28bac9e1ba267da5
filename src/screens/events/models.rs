//! The list of models: create an event from one, or save the selected event as one.

use crate::actions::records;
use crate::domain::event::{Event, EventContent};
use crate::domain::id::ModelId;
use crate::domain::model::Model;
use crate::domain::text::typography::{quoted, typeset};
use crate::store::Result;
use crate::ui::dialog::AnyScreen;
use crate::ui::dialog::picker::{Item, Picker};
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::route::{Route, Start};
use crate::ui::session::Session;

/// An item of the list of models.
#[derive(Clone, PartialEq)]
enum ModelChoice {
    /// Creates an event from a model.
    Create(ModelId),
    /// Saves the selected event as a model.
    Save(Box<EventContent>),
}

/// Asks for a model to create an event from; the last item saves the selected event as a model.
pub(super) fn pick(selected: Option<&Event>, session: &Session) -> Result<Effect> {
    let models = session.store.models()?;
    let mut items: Vec<Item<ModelChoice>> = models
        .into_iter()
        .map(|model| {
            Item::new(ModelChoice::Create(model.id), &model.name).detail(format!(
                "{}\n\n{}",
                model.content.title, model.content.description
            ))
        })
        .collect();
    if let Some(event) = selected {
        let title = quoted(&event.content.title);
        let label = format!("Garder {title} comme modèle…");
        let choice = ModelChoice::Save(Box::new(event.content.clone()));
        items.push(
            Item::new(choice, label)
                .detail("Tout est gardé, sauf la date, l’attestation et la publication."),
        );
    }
    Ok(Effect::open(Picker::pick_or_delete(
        "Nouvel événement d’après un modèle",
        items,
        |_: &mut AnyScreen, _, choice| {
            Ok(vec![match choice {
                ModelChoice::Create(id) => Effect::Navigate(Route::Form(Start::Model(id))),
                ModelChoice::Save(content) => ask_name(*content),
            }])
        },
        |_: &mut AnyScreen, session, choice| match choice {
            ModelChoice::Create(id) => delete(id, session),
            ModelChoice::Save(_) => Ok(Vec::new()),
        },
    )))
}

fn ask_name(content: EventContent) -> Effect {
    let hint = typeset("Sous quel nom le retrouver ? Un modèle du même nom est remplacé.");
    let title = content.title.clone();
    let prompt = Prompt::ask(
        "Garder comme modèle",
        hint,
        &title,
        move |_: &mut AnyScreen, session, name| save(name.trim(), &content, session),
    );
    Effect::open(prompt.selected())
}

fn delete(id: ModelId, session: &mut Session) -> Outcome {
    let now = session.now();
    if let Some(model) = session.store.row::<Model>(id)? {
        records::delete(&mut session.store, now, &model)?;
    }
    Ok(vec![Effect::success(
        "Modèle supprimé. Ctrl+Z le rétablit.",
    )])
}

fn save(name: &str, content: &EventContent, session: &mut Session) -> Outcome {
    if name.is_empty() {
        return Ok(vec![Effect::error("Un modèle a besoin d’un nom.")]);
    }
    let now = session.now();
    records::save_by_name(&mut session.store, now, &Model::of(name, content))?;
    let text = format!("Modèle {} gardé. O le propose.", quoted(name));
    Ok(vec![Effect::success(text)])
}
