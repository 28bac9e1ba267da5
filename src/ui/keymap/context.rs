//! Where a key has its meaning.

use crate::domain::kinds::{IN_SETTINGS, KINDS};
use crate::domain::record::RecordKind;

/// Where a key is bound: a kind of screen or of dialog, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// On every screen, unless a more specific context binds the key.
    Everywhere,
    /// On screens where no text is being typed.
    Commands,
    /// Accueil.
    Home,
    /// The list of events, while a filter hides some.
    Filtered,
    /// The list of events, while some are marked.
    Marked,
    /// The list of events.
    List,
    /// An event in full.
    Detail,
    /// The event's form.
    Form,
    /// A short form: profile, entry of a list.
    Fields,
    /// A field of it that is a text of several lines.
    Paragraph,
    /// A field of it that is picked from a list or a month.
    Picked,
    /// The list of attestations.
    Attestations,
    /// The form of an attestation.
    Attest,
    /// A question of an attestation with answers to choose from.
    Options,
    /// The check-list of one event.
    Checklist,
    /// Upcoming events against the steps of the check-list.
    Steps,
    /// A series, before it is created.
    Series,
    /// An event's fields in the order of the national site.
    Sheet,
    /// Réglages.
    Settings,
    /// The place of a kind of record.
    Records(&'static RecordKind),
    /// The import of records, before it is written.
    RecordImport,
    /// The backups of the carnet.
    Backups,
    /// A purge, before it is done.
    Purge,
    /// The import, before it is written.
    Import,
    /// The columns of the import.
    ImportColumns,
    /// The rows of the import.
    ImportRows,
    /// A list to choose from.
    Picker,
    /// A list or a month that a field of a form opened.
    FieldPicker,
    /// A list to tick.
    Ticks,
    /// A list whose items can also be moved.
    Order,
    /// A list to choose from, whose items can also be deleted.
    Deletable,
    /// A month to pick a day from.
    Month,
    /// Two versions of the same record.
    Versions,
    /// The history.
    History,
    /// A question.
    Confirm,
    /// A line to type.
    Prompt,
    /// The help.
    Help,
    /// Shared: commands on the event shown or selected.
    Event,
    /// Shared: moving by a line.
    Lines,
    /// Shared: moving by a page.
    Pages,
    /// Shared: moving to the ends.
    Ends,
    /// Shared: moving sideways in a table wider than the screen.
    Sideways,
    /// Shared: moving from field to field.
    Walk,
}

impl Context {
    /// Every context, in the order of the help.
    pub fn all() -> impl Iterator<Item = Self> {
        let records = IN_SETTINGS.iter().chain(KINDS);
        let records = records.map(|kind| Self::Records(kind));
        let before = Self::BEFORE_RECORDS.into_iter();
        before.chain(records).chain(Self::AFTER_RECORDS)
    }

    const BEFORE_RECORDS: [Self; 30] = [
        Self::Everywhere,
        Self::Commands,
        Self::Home,
        Self::Filtered,
        Self::Marked,
        Self::List,
        Self::Detail,
        Self::Event,
        Self::Form,
        Self::Attestations,
        Self::Attest,
        Self::Options,
        Self::Checklist,
        Self::Steps,
        Self::Series,
        Self::Sheet,
        Self::History,
        Self::Fields,
        Self::Paragraph,
        Self::Picked,
        Self::Picker,
        Self::FieldPicker,
        Self::Ticks,
        Self::Order,
        Self::Deletable,
        Self::Month,
        Self::Versions,
        Self::Confirm,
        Self::Prompt,
        Self::Settings,
    ];

    const AFTER_RECORDS: [Self; 12] = [
        Self::RecordImport,
        Self::Backups,
        Self::Purge,
        Self::Import,
        Self::ImportColumns,
        Self::ImportRows,
        Self::Help,
        Self::Lines,
        Self::Pages,
        Self::Ends,
        Self::Sideways,
        Self::Walk,
    ];

    /// Returns the shared contexts whose keys are bound in this one too.
    pub fn shared(self) -> &'static [Self] {
        use Context::{Ends, Event, Lines, Pages, Sideways, Walk};
        match self {
            Self::List => &[Event, Lines, Pages, Ends, Sideways],
            Self::Records(_) => &[Lines, Pages, Ends, Sideways],
            Self::Attestations => &[Lines, Pages, Ends, Sideways],
            Self::Steps | Self::History | Self::Backups | Self::Purge => &[Lines, Pages, Ends],
            Self::Settings => &[Lines, Ends],
            Self::Series | Self::Import | Self::RecordImport | Self::Help => &[Lines, Pages],
            Self::Detail => &[Event, Lines],
            Self::Home | Self::Checklist | Self::Sheet | Self::Versions => &[Lines],
            Self::Attest | Self::Fields => &[Walk],
            _ => &[],
        }
    }

    /// Returns its title in the help.
    pub fn title(self) -> &'static str {
        match self {
            Self::Everywhere => "Partout",
            Self::Commands => "Hors des champs de texte",
            Self::Filtered => "Mes événements, filtrés",
            Self::Marked => "Mes événements, lignes marquées",
            Self::List => "Mes événements",
            Self::Detail => "Événement",
            Self::Form => "Formulaire",
            Self::Home => "Accueil",
            Self::Attestations => "Attestations",
            Self::Attest => "Attestation d’un événement",
            Self::Options => "Réponse à choisir",
            Self::Checklist => "Check-list d’un événement",
            Self::Steps => "Check-list des événements à venir",
            Self::Series => "Série",
            Self::Sheet => "Fiche de saisie",
            Self::Fields => "Petits formulaires",
            Self::Paragraph => "Texte de plusieurs lignes",
            Self::Picked => "Champ à choisir",
            Self::Settings => "Réglages",
            Self::Records(kind) => kind.place,
            Self::RecordImport => "Import d’une liste",
            Self::Backups => "Sauvegardes",
            Self::Purge => "Notes anciennes",
            Self::Import => "Import",
            Self::ImportColumns => "Colonnes de l’import",
            Self::ImportRows => "Lignes de l’import",
            Self::Picker => "Choix dans une liste",
            Self::FieldPicker => "Choix pour un champ",
            Self::Ticks => "Cases à cocher",
            Self::Order => "Colonnes",
            Self::Deletable => "Vues et modèles",
            Self::Month => "Mois",
            Self::Versions => "Deux versions",
            Self::History => "Historique",
            Self::Confirm => "Question",
            Self::Prompt => "Ligne à remplir",
            Self::Help => "Aide",
            Self::Event => "Événement affiché ou sélectionné",
            Self::Lines | Self::Pages | Self::Ends => "Listes et textes",
            Self::Sideways => "Tableaux",
            Self::Walk => "Attestation et petits formulaires",
        }
    }
}
