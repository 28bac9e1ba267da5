//! Places where events take place, as the mediator knows them.
//!
//! An event has its own copy of the place, which is what was attested and published. A place is
//! matched with events by name and commune, without regard to accents and case, and renaming it
//! changes no event by itself.

use super::event::EventVenue;
use super::id::{EntryId, Id};
use super::record::{Entity, Field, FieldKind, Noun, Placed, Record, RecordKind, Value, field};
use super::reference::ListKind;
use super::text::fold::sort_key;

/// Identifies a place.
pub type VenueId = Id<Venue>;

/// A place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Venue {
    /// Its name: « Jean Jaurès » for a school.
    pub name: String,
    /// Its kind: « Typologie du lieu » on the national site.
    pub kind: Option<EntryId>,
    /// Street address.
    pub address: String,
    /// Postcode, as text: it may begin with a zero.
    pub postcode: String,
    /// Commune.
    pub commune: String,
    /// The national number of a school: seven digits and a letter.
    pub uai: String,
    /// The contact on site, and how to reach them.
    pub contact: String,
    /// How to get there and in.
    pub access: String,
    /// The equipment available there.
    pub equipment: String,
    /// A free remark.
    pub remark: String,
}

impl Record for Venue {
    const NOUN: Noun = Noun {
        one: "lieu",
        several: "lieux",
        feminine: false,
    };
    const FIELDS: &'static [Field<Self>] = &[
        field!(name, "Nom du lieu", FieldKind::Line)
            .required()
            .json("nom")
            .csv(&["nom", "lieu", "nomlieu", "etablissement", "ecole"]),
        field!(
            kind,
            "Typologie du lieu",
            FieldKind::Entry(ListKind::VenueKind)
        )
        .listed()
        .json("typologie")
        .csv(&["typologie", "typedelieu", "typelieu"]),
        field!(address, "Adresse", FieldKind::Line).csv(&["adressedulieu", "rue", "adresse1"]),
        field!(postcode, "Code postal", FieldKind::Line).csv(&["cp", "codepostaldulieu"]),
        field!(commune, "Commune", FieldKind::Line)
            .listed()
            .identifying()
            .csv(&["ville", "nomcommune", "communedulieu"]),
        Field::<Self>::new(
            "uai",
            "UAI",
            FieldKind::Line,
            |it| Value::text(&it.uai),
            |it, value| it.uai = value.into_text().to_uppercase(),
        )
        .hint("Le numéro d’un établissement scolaire : sept chiffres et une lettre.")
        .csv(&["rne", "codeuai", "numerouai"]),
        field!(contact, "Contact sur place", FieldKind::Line)
            .personal()
            .hint("Qui demander, et comment.")
            .json("contact")
            .csv(&["contact"]),
        field!(access, "Accès", FieldKind::Lines)
            .hint("Comment venir, par où entrer.")
            .csv(&["acces"]),
        field!(equipment, "Équipement", FieldKind::Lines)
            .hint("Vidéoprojecteur, tables, Wi-Fi…")
            .csv(&["materiel"]),
        field!(remark, "Remarque", FieldKind::Lines).csv(&["remarques", "notes", "commentaire"]),
    ];

    fn problems(&self) -> Vec<(&'static str, String)> {
        let mut problems = Vec::new();
        let is_digit = |byte: u8| byte.is_ascii_digit();
        let postcode = &self.postcode;
        if !postcode.is_empty() && (postcode.len() != 5 || !postcode.bytes().all(is_digit)) {
            let sentence = "Un code postal a cinq chiffres, par exemple 25000.";
            problems.push(("postcode", sentence.to_owned()));
        }
        if !self.uai.is_empty() && !is_uai(&self.uai) {
            let sentence =
                "Un UAI a sept chiffres et une lettre qui en découle, par exemple 0750655E.";
            problems.push(("uai", sentence.to_owned()));
        }
        problems
    }
}

impl Entity for Venue {
    const TABLE: &'static str = "venue";
    /// The key by which the place of an event is looked up.
    const HIDDEN: &'static [Field<Self>] = &[
        Field::<Self>::new(
            "name_key",
            "",
            FieldKind::Line,
            |it| Value::text(sort_key(&it.name)),
            |_, _| {},
        ),
        Field::<Self>::new(
            "commune_key",
            "",
            FieldKind::Line,
            |it| Value::text(sort_key(&it.commune)),
            |_, _| {},
        ),
    ];
}

impl Placed for Venue {
    const KIND: &'static RecordKind = &RecordKind::of::<Self>(
        "Lieux",
        "Les lieux connus, à compléter, fusionner, exporter",
    )
    .keys(&["F7"])
    .used_by(Noun {
        one: "événement",
        several: "événements",
        feminine: false,
    });
}

impl Venue {
    /// Returns the place as an event has it.
    pub fn of_event(&self) -> EventVenue {
        EventVenue {
            kind: self.kind,
            name: self.name.clone(),
            address: self.address.clone(),
            postcode: self.postcode.clone(),
            commune: self.commune.clone(),
        }
    }

    /// Fills the empty fields with those of another place.
    pub fn complete_with(&mut self, other: &Self) {
        for field in Self::FIELDS {
            if (field.get)(self) == Value::Empty {
                (field.set)(self, (field.get)(other));
            }
        }
    }
}

impl From<&EventVenue> for Venue {
    fn from(venue: &EventVenue) -> Self {
        Self {
            name: venue.name.clone(),
            kind: venue.kind,
            address: venue.address.clone(),
            postcode: venue.postcode.clone(),
            commune: venue.commune.clone(),
            ..Self::default()
        }
    }
}

/// The check letters of a UAI, by the remainder of its number divided by their count.
const UAI_LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

/// Whether a text is the number of a school: seven digits and their check letter.
fn is_uai(text: &str) -> bool {
    let Some((digits, letter)) = text.split_at_checked(7) else {
        return false;
    };
    let number: Option<usize> = digits.parse().ok();
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let expected = number.and_then(|number| UAI_LETTERS.get(number % UAI_LETTERS.len()));
    is_number && letter.as_bytes() == expected.map_or(&[][..], std::slice::from_ref)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_of_a_uai_comes_from_its_number() {
        for uai in ["0750655E", "0750654D"] {
            assert!(is_uai(uai), "{uai}");
        }
        for other in [
            "",
            "0750655",
            "0750655F",
            "750655E",
            "0750655EE",
            "+750655E",
            "075é655E",
        ] {
            assert!(!is_uai(other), "{other}");
        }
    }

    #[test]
    fn a_place_is_known_by_its_name_and_commune() {
        let venue = |name: &str, commune: &str| Venue {
            name: name.to_owned(),
            commune: commune.to_owned(),
            ..Venue::default()
        };
        assert_eq!(
            venue("École Pergaud", "Ornans").identity(),
            venue("ecole pergaud", "ORNANS").identity()
        );
        assert_ne!(
            venue("Pergaud", "Ornans").identity(),
            venue("Pergaud", "Vesoul").identity()
        );
        let mut kept = venue("Pergaud", "");
        kept.complete_with(&venue("Autre", "Ornans"));
        assert_eq!(kept, venue("Pergaud", "Ornans"));
    }
}
