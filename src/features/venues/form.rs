//! Stub until the form engine is merged.
use super::Venues;
use crate::ui::effect::Effect;
use crate::ui::session::Session;

impl Venues {
    pub(super) fn create(&self, _session: &Session) -> Effect {
        Effect::info("stub")
    }
    pub(super) fn modify(&self, _session: &Session) -> Vec<Effect> {
        Vec::new()
    }
}
