//! The values that the form begins with.

use crate::domain::event::EventContent;
use crate::domain::text::typography;
use crate::store::Result;
use crate::ui::route::Start;
use crate::ui::session::Session;

/// The values that a clone or a model gives to a new event.
#[derive(Default)]
pub(super) struct Given {
    /// The content of the new event.
    pub(super) content: Option<EventContent>,
    /// Where it comes from, in a sentence.
    pub(super) origin: Option<String>,
    /// The title of the cloned event.
    pub(super) cloned: Option<String>,
}

/// Returns the values for a way to start the form.
pub(super) fn given(start: Start, session: &Session) -> Result<Given> {
    match start {
        Start::Copy(id) => {
            let Some(event) = session.store.event(id)? else {
                return Ok(Given::default());
            };
            let title = typography::quoted(&event.content.title);
            Ok(Given {
                origin: Some(format!(
                    "Copie, sans attestation ni publication, de {title}."
                )),
                content: Some(event.content.cloned_on(session.today())),
                cloned: Some(event.content.title),
            })
        }
        Start::Model(id) => {
            let models = session.store.models()?;
            let Some(model) = models.into_iter().find(|model| model.id == id) else {
                return Ok(Given::default());
            };
            let name = typography::quoted(&model.name);
            Ok(Given {
                origin: Some(format!("D’après le modèle {name}.")),
                content: Some(model.record.content),
                cloned: None,
            })
        }
        Start::Blank | Start::Event(_) | Start::Draft(_) => Ok(Given::default()),
    }
}
