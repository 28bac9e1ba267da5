//! The details of an event announced to contacts, and what has changed since (memento, last page:
//! « tenir informés vos contacts de tout changement »).

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::content::EventContent;
use super::field::EventField;
use super::publication::Publication;
use super::schedule::Schedule;
use crate::domain::id::EntryId;
use crate::domain::reference::References;
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, quoted};
use crate::domain::time::day_span::DaySpan;

/// The details of an event at the time they were announced or published. Older versions recorded the
/// date, the hours and the place alone: what they did not record is not compared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Announced {
    /// Its date.
    pub date: Option<NaiveDate>,
    /// The day it ends, when it is said.
    pub end_date: Option<NaiveDate>,
    /// Its beginning.
    pub starts: Option<NaiveTime>,
    /// Its end.
    pub ends: Option<NaiveTime>,
    /// Nom du lieu.
    pub venue: String,
    /// Adresse.
    pub address: String,
    /// Commune.
    pub commune: String,
    /// Whether it was cancelled.
    pub cancelled: bool,
    /// What the planning gives besides.
    pub planning: Option<PlanningDetails>,
    /// What the site shows besides: not recorded when contacts are informed.
    pub site: Option<SiteDetails>,
}

/// What the planning of the memento gives to contacts besides the date, the hours and the place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanningDetails {
    /// Titre.
    pub title: String,
    /// Thématique principale.
    pub theme: Option<EntryId>,
    /// Thématique secondaire.
    pub second_theme: Option<EntryId>,
    /// Public cible.
    pub audience: Option<EntryId>,
    /// Enfants bienvenus.
    pub children_welcome: bool,
}

/// The other fields of the site's form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SiteDetails {
    /// Type d'événement.
    pub category: Option<EntryId>,
    /// Typologie du lieu.
    pub venue_kind: Option<EntryId>,
    /// Code postal.
    pub postcode: String,
    /// Nombre de places.
    pub seats: Option<u32>,
    /// Lien d'inscription.
    pub signup_link: String,
    /// Description.
    pub description: String,
}

/// The names of the details that are several fields.
const HOURS: &str = "Heures";
const PLACE: &str = "Lieu";

/// The name of the detail that says whether the event takes place.
const TAKES_PLACE: &str = "Événement";

/// How many characters of a long text are shown from its first difference.
const EXCERPT_LENGTH: usize = 40;

/// A detail that was announced and has changed since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetailChange {
    /// « Date », « Heures », « Lieu », « Événement », or the label of a field.
    pub what: &'static str,
    /// As it was announced.
    pub from: String,
    /// As it is now.
    pub to: String,
}

impl Announced {
    /// Returns the present details of an event.
    pub fn of(content: &EventContent, publication: Publication) -> Self {
        Self {
            date: content.date,
            end_date: content.end_date,
            starts: content.starts,
            ends: content.ends,
            venue: content.venue.name.clone(),
            address: content.venue.address.clone(),
            commune: content.venue.commune.clone(),
            cancelled: publication == Publication::Cancelled,
            planning: Some(PlanningDetails {
                title: content.title.clone(),
                theme: content.theme,
                second_theme: content.second_theme,
                audience: content.audience,
                children_welcome: content.children_welcome,
            }),
            site: Some(SiteDetails {
                category: content.category,
                venue_kind: content.venue.kind,
                postcode: content.venue.postcode.clone(),
                seats: content.seats,
                signup_link: content.signup_link.clone(),
                description: content.description.clone(),
            }),
        }
    }

    /// Whether a recorded detail is another `now`.
    pub fn is_changed(&self, now: &Self) -> bool {
        let recorded = Self {
            planning: self.planning.as_ref().and(now.planning.clone()),
            site: self.site.as_ref().and(now.site.clone()),
            ..now.clone()
        };
        *self != recorded
    }

    /// Returns what has changed between these details and `now`.
    pub fn changes(&self, now: &Self, references: &References) -> Vec<DetailChange> {
        // Compared part by part, as the store does: two different places may read alike.
        let place = |details: &Self| {
            let parts = [&details.venue, &details.address, &details.commune];
            parts.map(String::clone)
        };
        let mut changes = Changes(Vec::new());
        changes.compare(
            EventField::Date.label(),
            (self.date, self.end_date),
            (now.date, now.end_date),
            |_| [self.day(), now.day()],
        );
        changes.compare(
            HOURS,
            (self.starts, self.ends),
            (now.starts, now.ends),
            |_| [self.hours(), now.hours()],
        );
        changes.compare(PLACE, place(self), place(now), |_| {
            [self.place(), now.place()]
        });
        changes.compare(TAKES_PLACE, self.cancelled, now.cancelled, |cancelled| {
            cancelled.map(|it| if it { "annulé" } else { "maintenu" }.to_owned())
        });
        let entry = |ids: [Option<EntryId>; 2]| ids.map(|id| shown(references.short_label(id)));
        let text = |texts: [&String; 2]| texts.map(|text| shown(text));
        if let (Some(old), Some(new)) = (&self.planning, &now.planning) {
            changes.compare(EventField::Title.label(), &old.title, &new.title, text);
            for (field, old, new) in [
                (EventField::Theme, old.theme, new.theme),
                (EventField::SecondTheme, old.second_theme, new.second_theme),
                (EventField::Audience, old.audience, new.audience),
            ] {
                changes.compare(field.label(), old, new, entry);
            }
            let field = EventField::ChildrenWelcome;
            let (old, new) = (old.children_welcome, new.children_welcome);
            changes.compare(field.label(), old, new, |flags| {
                flags.map(|flag| if flag { "oui" } else { "non" }.to_owned())
            });
        }
        if let (Some(old), Some(new)) = (&self.site, &now.site) {
            for (field, old, new) in [
                (EventField::Category, old.category, new.category),
                (EventField::VenueKind, old.venue_kind, new.venue_kind),
            ] {
                changes.compare(field.label(), old, new, entry);
            }
            for (field, old, new) in [
                (EventField::Postcode, &old.postcode, &new.postcode),
                (EventField::SignupLink, &old.signup_link, &new.signup_link),
            ] {
                changes.compare(field.label(), old, new, text);
            }
            let seats = |seats: [Option<u32>; 2]| {
                let number = |seats: u32| typography::number(seats.into());
                seats.map(|seats| shown(&seats.map(number).unwrap_or_default()))
            };
            changes.compare(EventField::Seats.label(), old.seats, new.seats, seats);
            let (old, new) = (&old.description, &new.description);
            changes.compare(EventField::Description.label(), old, new, |[old, new]| {
                excerpts(old, new)
            });
        }
        changes.0
    }

    fn day(&self) -> String {
        let days = self.when().days();
        days.map_or_else(|| "sans date".to_owned(), DaySpan::long)
    }

    fn hours(&self) -> String {
        let hours = self.when().hours();
        hours.unwrap_or_else(|| "sans heure".to_owned())
    }

    fn when(&self) -> Schedule {
        Schedule {
            date: self.date,
            end_date: self.end_date,
            starts: self.starts,
            ends: self.ends,
        }
    }

    fn place(&self) -> String {
        let parts: Vec<&str> = [&self.venue, &self.address, &self.commune]
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        if parts.is_empty() {
            "sans lieu".to_owned()
        } else {
            parts.join(", ")
        }
    }
}

/// The changes found so far.
struct Changes(Vec<DetailChange>);

impl Changes {
    /// Adds a change when the values differ; `words` are both values as they are shown.
    fn compare<T: PartialEq>(
        &mut self,
        what: &'static str,
        old: T,
        new: T,
        words: impl Fn([T; 2]) -> [String; 2],
    ) {
        if old != new {
            let [from, to] = words([old, new]);
            self.0.push(DetailChange { what, from, to });
        }
    }
}

/// Returns a value, or « rien ».
fn shown(value: &str) -> String {
    if value.is_empty() { "rien" } else { value }.to_owned()
}

/// Returns the beginning of two long texts from where they differ.
fn excerpts(old: &str, new: &str) -> [String; 2] {
    let same = old.chars().zip(new.chars()).take_while(|(a, b)| a == b);
    let same: String = same.map(|(same, _)| same).collect();
    // From the beginning of the word that differs.
    let start = same.rfind(char::is_whitespace).map_or(0, |blank| {
        same[blank..]
            .chars()
            .next()
            .map_or(0, |c| blank + c.len_utf8())
    });
    [old, new].map(|text| {
        let rest = &text[start..];
        if rest.trim().is_empty() {
            return "rien".to_owned();
        }
        let mut excerpt: String = rest.chars().take(EXCERPT_LENGTH).collect();
        if excerpt.len() < rest.len() {
            excerpt = format!("{}…", excerpt.trim_end());
        }
        let excerpt = excerpt.split_whitespace().collect::<Vec<_>>().join(" ");
        let before = if start == 0 { "" } else { "… " };
        quoted(&format!("{before}{excerpt}"))
    })
}

impl DetailChange {
    /// Whether that field is part of the detail.
    pub fn is_about(&self, field: EventField) -> bool {
        let what = match field {
            EventField::EndDate => EventField::Date.label(),
            EventField::Starts | EventField::Ends => HOURS,
            EventField::VenueName | EventField::Address | EventField::Commune => PLACE,
            field => field.label(),
        };
        self.what == what
    }

    /// Returns the change in words: « date : mar. 24 nov. 2026 → jeu. 26 nov. 2026 ».
    pub fn sentence(&self) -> String {
        let what = self.what.to_lowercase();
        if self.what == TAKES_PLACE {
            return format!("{what} {}", self.to);
        }
        format!("{what}{NARROW}: {} → {}", self.from, self.to)
    }
}

/// Returns changes in words, one after the other.
pub fn sentences(changes: &[DetailChange]) -> String {
    let changes: Vec<String> = changes.iter().map(DetailChange::sentence).collect();
    changes.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_last_day_is_a_change_of_the_date() {
        let date = NaiveDate::from_ymd_opt(2026, 12, 3);
        let announced = Announced {
            date,
            ..Announced::default()
        };
        let now = Announced {
            end_date: NaiveDate::from_ymd_opt(2026, 12, 4),
            ..announced.clone()
        };
        assert!(announced.is_changed(&now));
        let changes = announced.changes(&now, &References::default());
        let said = sentences(&changes).replace(NARROW, " ");
        assert_eq!(said, "date : jeu. 3 déc. 2026 → 3–4 déc. 2026");
    }

    #[test]
    fn text_moved_from_one_part_of_the_place_to_another_is_a_change() {
        let announced = Announced {
            venue: "École Jaurès, 3 rue Haute".to_owned(),
            ..Announced::default()
        };
        let now = Announced {
            venue: "École Jaurès".to_owned(),
            address: "3 rue Haute".to_owned(),
            ..Announced::default()
        };
        let references = References::default();
        let changed = announced.changes(&now, &references);
        assert_eq!(changed.len(), 1);
        assert_eq!(changed.first().map(|changed| changed.what), Some("Lieu"));
        assert!(announced.is_changed(&now));
        assert_eq!(announced.changes(&announced, &references), []);
        assert!(!announced.is_changed(&announced));
    }
}
