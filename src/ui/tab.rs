//! The tabs of the title bar. Each keeps its own stack of screens.

/// A tab; its name and its keys are in [`super::place::PLACES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tab {
    /// Accueil: what there is to do.
    Home,
    /// Mes événements.
    Events,
    /// The attestations, the ones to fill first.
    Attestations,
    /// Upcoming events against the steps of the check-list.
    Checklist,
    /// Réglages.
    Settings,
}

impl Tab {
    /// Every tab, from the left.
    pub const ALL: [Self; 5] = [
        Self::Home,
        Self::Events,
        Self::Attestations,
        Self::Checklist,
        Self::Settings,
    ];

    /// Returns its position from the left.
    pub fn index(self) -> usize {
        self as usize
    }
}
