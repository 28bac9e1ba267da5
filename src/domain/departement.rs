//! The départements: their académie, school zone and time zone.

use serde::Deserialize;

use super::text::fold::plain_key;

/// A département.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Departement {
    /// « 25 », « 2A », « 971 ».
    pub code: String,
    /// « Doubs ».
    pub name: String,
    /// « Besançon ».
    pub academy: String,
    /// `A`, `B`, `C`, or the name of a calendar of its own.
    pub zone: String,
    /// IANA name of the time zone.
    pub time_zone: String,
    /// One of the twelve Territoires Numériques Éducatifs.
    #[serde(deserialize_with = "yes")]
    pub tne: bool,
}

fn yes<'de, D: serde::Deserializer<'de>>(text: D) -> Result<bool, D::Error> {
    Ok(String::deserialize(text)? == "oui")
}

/// Returns every département: the twelve territories first, then the others, each by code.
pub fn all() -> Vec<Departement> {
    let mut all: Vec<Departement> =
        super::asset::records(include_str!("../../assets/departements.csv"));
    all.sort_by_key(|departement| !departement.tne);
    all
}

/// Finds a département by its code or name, without regard to accents, case and hyphens; the
/// beginning of a name is enough when only one has it.
pub fn find(text: &str) -> Option<Departement> {
    let typed = plain_key(text);
    if typed.is_empty() {
        return None;
    }
    let all = all();
    let is_it =
        |known: &Departement| plain_key(&known.code) == typed || plain_key(&known.name) == typed;
    if let Some(found) = all.iter().find(|known| is_it(known)) {
        return Some(found.clone());
    }
    let mut begins = all
        .iter()
        .filter(|known| typed.len() >= 3 && plain_key(&known.name).starts_with(&typed));
    match (begins.next(), begins.next()) {
        (Some(found), None) => Some(found.clone()),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::time::zone::Zone;

    #[test]
    fn the_twelve_come_first_and_none_is_lost() {
        let all = all();
        assert_eq!(all.len(), 101);
        assert_eq!(all.iter().filter(|departement| departement.tne).count(), 12);
        assert!(all[..12].iter().all(|departement| departement.tne));
        for departement in &all {
            assert!(departement.time_zone.parse::<Zone>().is_ok());
        }
    }

    #[test]
    fn a_departement_is_found_by_code_or_name() {
        assert_eq!(find("doubs").unwrap().zone, "A");
        assert_eq!(find("2a").unwrap().name, "Corse-du-Sud");
        assert_eq!(find("971").unwrap().time_zone, "America/Guadeloupe");
        for (text, code) in [
            ("bouches du rhone", Some("13")),
            ("Val d'Oise", Some("95")),
            ("guad", Some("971")),
            ("corse", Some("2A")),
            ("haute", None),
            ("nulle part", None),
            ("", None),
        ] {
            assert_eq!(
                find(text).map(|found| found.code).as_deref(),
                code,
                "{text}"
            );
        }
    }
}
