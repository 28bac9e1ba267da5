//! The tabs of the title bar: the places that keep their own screen, and those opened from it above.

/// A tab; its name and its keys are in [`super::place::PLACES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tab {
    /// Accueil: what awaits.
    Home,
    /// Mes événements.
    Events,
    /// The attestations, those to fill first.
    Attestations,
    /// Coming events against steps.
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

    /// Its place from the left.
    pub fn index(self) -> usize {
        self as usize
    }
}
