//! Lieux: the places of the events, as the mediator knows them.
//!
//! ```text
//! save     saves a modified place, and renames it in the events to come if asked
//! merge    merges two places that are the same
//! ```

mod merge;
mod save;

use super::record_place::{Feature, PlaceRow, RecordPlace, labelled};
use crate::domain::record::Stored;
use crate::domain::text::typography::quoted;
use crate::domain::venue::Venue;
use crate::ui::effect::Outcome;
use crate::ui::keymap::Action;
use crate::ui::list::records::{Cell, ListColumn};
use crate::ui::session::Session;

/// The list of places.
pub type Venues = RecordPlace<Venue>;

impl Feature for Venue {
    const INTRODUCTION: &'static str = "Le nom et la commune disent de quel lieu il s’agit. Les événements gardent ce qu’ils en disent déjà.";
    const TAKEN: &'static str = "Ce lieu est déjà connu dans cette commune. F fusionne deux lieux.";
    const SEARCHED: &'static str = "Des mots du nom, de la commune, de l’adresse…";

    fn columns() -> Vec<ListColumn<PlaceRow<Self>>> {
        vec![
            PlaceRow::named("Lieu"),
            ListColumn::new("Typologie", |row: &PlaceRow<Self>, session| {
                Cell::Text(session.references.short_label(row.stored.kind).to_owned())
            }),
            ListColumn::new("Commune", |row: &PlaceRow<Self>, _| {
                Cell::Text(row.stored.commune.clone())
            }),
            PlaceRow::counted("Événements"),
            ListColumn::new("Contact sur place", |row: &PlaceRow<Self>, _| {
                Cell::Text(row.stored.contact.clone())
            }),
            ListColumn::new("Adresse", |row: &PlaceRow<Self>, _| {
                Cell::Text(row.stored.address.clone())
            }),
        ]
    }

    fn empty() -> String {
        "Aucun lieu.\n\nLes lieux des événements que vous enregistrez viennent ici d’eux-mêmes. N en ajoute un, I importe un fichier.".to_owned()
    }

    /// « 2 rue des Écoles, 25290 Ornans · UAI : 0250001A · accès : … ».
    fn summary(&self) -> String {
        let town = format!("{} {}", self.postcode, self.commune);
        let address = [self.address.as_str(), town.trim()];
        let address = address.into_iter().filter(|part| !part.is_empty());
        let address = address.collect::<Vec<_>>().join(", ");
        let named = [
            ("UAI", &self.uai),
            ("contact", &self.contact),
            ("accès", &self.access),
            ("équipement", &self.equipment),
            ("remarque", &self.remark),
        ];
        let named = named.into_iter().filter(|(_, text)| !text.is_empty());
        let named = named.map(|(label, text)| labelled(label, text));
        let address = Some(address).filter(|text| !text.is_empty());
        let parts = address.into_iter().chain(named);
        parts.collect::<Vec<_>>().join(" · ")
    }

    fn deletion(row: &PlaceRow<Self>) -> Option<String> {
        let name = quoted(&row.stored.name);
        Some(match row.uses {
            0 => format!("{name} sort de vos lieux."),
            _ => format!(
                "{name} sort de vos lieux et n’est plus proposé. Les événements qui y sont le gardent tel qu’ils le disent."
            ),
        })
    }

    fn save(known: &Stored<Self>, venue: &Self, session: &mut Session) -> Outcome {
        save::save(known, venue, session)
    }

    fn is_available(place: &Venues, action: Action) -> bool {
        action != Action::Merge || place.others(None).count() > 1
    }

    fn act(place: &Venues, action: Action, _session: &mut Session) -> Outcome {
        Ok(match action {
            Action::Merge => merge::ask(place),
            _ => Vec::new(),
        })
    }
}
