//! The tabs of the title bar.

/// A tab, with its own screen and those opened from it above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tab {
    /// Mon compte: what awaits.
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

    /// Its name in the title bar.
    pub fn label(self) -> &'static str {
        match self {
            Self::Home => "Accueil",
            Self::Events => "Mes événements",
            Self::Attestations => "Attestations",
            Self::Checklist => "Check-list",
            Self::Settings => "Réglages",
        }
    }

    /// Its place from the left.
    pub fn index(self) -> usize {
        self as usize
    }
}
