//! What the form begins with.

use crate::domain::event::EventContent;
use crate::domain::text::typography;
use crate::store::Result;
use crate::ui::effect::Start;
use crate::ui::session::Session;

/// What a copy or a model gives to a new event, and what to say of it.
pub(super) fn given(
    start: Start,
    session: &Session,
) -> Result<(Option<EventContent>, Option<String>)> {
    Ok(match start {
        Start::Copy(id) => match session.store.event(id)? {
            Some(event) => {
                let told = format!(
                    "Copie, sans attestation ni publication, de {}.",
                    typography::quoted(&event.content.title)
                );
                (Some(event.content.cloned_on(session.today())), Some(told))
            }
            None => (None, None),
        },
        Start::Model(id) => {
            let models = session.store.models()?;
            let model = models.into_iter().find(|model| model.id == id);
            let told = model
                .as_ref()
                .map(|model| format!("D’après le modèle {}.", typography::quoted(&model.name)));
            (model.map(|model| model.record.content), told)
        }
        Start::Blank | Start::Event(_) | Start::Draft(_) => (None, None),
    })
}
