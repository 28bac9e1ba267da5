//! Demonstration data: plausible events, the same for the same seed and the same day.
//!
//! `carnet demo` and `carnet --demo` write it; tests, benches and the picture of the README start from it.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use fastrand::Rng;
use uuid::Builder;

use crate::actions;
use crate::domain::event::attestation::Attestation;
use crate::domain::event::publication::Publication;
use crate::domain::event::step::{Step, StepRole};
use crate::domain::event::{EventContent, EventVenue};
use crate::domain::id::{EntryId, EventId};
use crate::domain::profile::Profile;
use crate::domain::record::Stored;
use crate::domain::reference::{ListKind, References};
use crate::domain::time::calendar::{
    SchoolHoliday, public_holiday, published_holidays, school_year,
};
use crate::store::{Change, Moment, Result, Store};

/// How many events a mediator has in a year; more are spread over earlier years.
const EVENTS_PER_YEAR: usize = 80;

/// The maximum number of school years of the events.
const MAX_YEARS: usize = 12;

/// Returns the profile of the fictitious mediator.
pub fn profile() -> Profile {
    Profile {
        structure: "Association Clic et Familles".to_owned(),
        departement: "25".to_owned(),
        zone: "A".to_owned(),
        time_zone: "Europe/Paris".to_owned(),
        mediator: "Camille Durand".to_owned(),
        contact: "03 81 00 00 00".to_owned(),
    }
}

/// Writes the profile and `count` events into a store; no action is left to undo.
///
/// # Errors
/// The store could not be written.
pub fn fill(store: &mut Store, count: usize, seed: u64, moment: Moment) -> Result<()> {
    let references = store.references()?;
    let holidays = published_holidays();
    let mut generator = Generator {
        rng: Rng::with_seed(seed),
        references: &references,
        holidays: &holidays,
        venues: Vec::new(),
        moment,
        years: count.div_ceil(EVENTS_PER_YEAR).clamp(1, MAX_YEARS),
    };
    generator.venues = generator.venues(12 + count / 60);
    let steps = store.steps()?;
    // Its own random numbers, so that ticks do not change the events generated.
    let mut ticker = Ticker {
        rng: Rng::with_seed(seed ^ 0x7469_636b),
        steps: &steps,
        moment,
    };
    // As if entered at the beginning of the term.
    let created = moment.now - TimeDelta::days(60);
    actions::demo::begin(store, created, |change| {
        change.set_profile(&profile())?;
        change.in_bulk(count, || {
            (0..count).try_for_each(|_| {
                let id = generator.id();
                let (content, publication) = generator.event();
                let link = (publication == Publication::Published).then(|| {
                    format!(
                        "https://tne.trousseaprojets.fr/evenement/{}",
                        generator.rng.u32(1_000..99_999)
                    )
                });
                let link = link.as_deref();
                change.create_event_with_page(id, &content, publication, link, "Europe/Paris")?;
                if let Some(attestation) = generator.attestation(&content, publication) {
                    change.attest(id, &attestation)?;
                }
                ticker.tick(change, id, &content)
            })
        })
    })
}

/// Ticks the check-list steps of an event, forgetting a few.
struct Ticker<'s> {
    rng: Rng,
    steps: &'s [Stored<Step>],
    moment: Moment,
}

impl Ticker<'_> {
    fn tick(&mut self, change: &Change<'_>, id: EventId, content: &EventContent) -> Result<()> {
        let Some(date) = content.date else {
            return Ok(());
        };
        let days = (date - self.moment.today).num_days();
        // Older check-lists are not shown, later ones not started.
        if !(-30..=60).contains(&days) {
            return Ok(());
        }
        let mut announced = false;
        for step in self.steps {
            let by_hand = matches!(step.role, None | Some(StepRole::Announce));
            let is_due = step
                .due(content)
                .is_some_and(|due| due <= self.moment.today);
            if !by_hand || !is_due || self.rng.u32(..8) == 0 {
                continue;
            }
            change.tick(id, step.id)?;
            announced |= step.role == Some(StepRole::Announce);
        }
        // One event in six is moved by half an hour after it was announced.
        if announced && days > 0 && self.rng.u32(..6) == 0 {
            let half = TimeDelta::minutes(30);
            let later = EventContent {
                starts: content.starts.map(|starts| starts + half),
                ends: content.ends.map(|ends| ends + half),
                ..content.clone()
            };
            change.modify_event(id, 1, &later)?;
        }
        Ok(())
    }
}

struct Generator<'r> {
    rng: Rng,
    references: &'r References,
    holidays: &'r [SchoolHoliday],
    venues: Vec<EventVenue>,
    moment: Moment,
    years: usize,
}

const SCHOOLS: [&str; 16] = [
    "Jean Jaurès",
    "Jules Ferry",
    "Victor Hugo",
    "Les Lilas",
    "Marie Curie",
    "Louis Pasteur",
    "Simone Veil",
    "Jean Macé",
    "Les Tilleuls",
    "Paul Éluard",
    "Jacques Prévert",
    "Rosa Parks",
    "Diderot",
    "La Fontaine",
    "Lucie Aubrac",
    "Pergaud",
];

const COMMUNES: [(&str, &str); 14] = [
    ("25000", "Besançon"),
    ("25200", "Montbéliard"),
    ("25300", "Pontarlier"),
    ("25400", "Audincourt"),
    ("25700", "Valentigney"),
    ("25500", "Morteau"),
    ("25110", "Baume-les-Dames"),
    ("25290", "Ornans"),
    ("25120", "Maîche"),
    ("25800", "Valdahon"),
    ("25200", "Béthoncourt"),
    ("25660", "Saône"),
    ("25440", "Quingey"),
    ("25320", "Montferrand-le-Château"),
];

const STREETS: [&str; 8] = [
    "rue de l’École",
    "place de la Mairie",
    "avenue de la République",
    "rue des Écoliers",
    "chemin des Vignes",
    "rue du Stade",
    "boulevard Léon Blum",
    "rue de la Liberté",
];

const TITLES: [&str; 10] = [
    "Bourses et cantine : faire ses demandes sans stress",
    "Cyberharcèlement : repérer, en parler, agir",
    "Educonnect : mon compte pas à pas",
    "L’ENT et Pronote, mode d’emploi pour les parents",
    "À quoi jouent nos enfants ?",
    "La tablette de l’école à la maison",
    "Réseaux sociaux : protéger la vie privée de la famille",
    "Temps d’écran, en parler sans se fâcher",
    "Suivre la scolarité de son enfant en ligne",
    "Grandir avec les écrans",
];

const GOALS: [&str; 5] = [
    "Repartez avec des réponses à vos questions et des outils simples à utiliser dès ce soir.",
    "Un moment convivial, sans jugement, pour échanger entre parents.",
    "On manipule ensemble, chacun à son rythme ; le matériel est fourni.",
    "Vous saurez où trouver l’information et à qui la demander.",
    "Aucune connaissance en informatique n’est nécessaire.",
];

const NOTES: [&str; 4] = [
    "Demander la clé de la salle au secrétariat.",
    "Prévoir le vidéoprojecteur.",
    "Affiches déposées à l’accueil.",
    "Café offert par l’association des parents d’élèves.",
];

impl Generator<'_> {
    fn pick<'t, T: ?Sized>(&mut self, items: &[&'t T]) -> &'t T {
        items[self.rng.usize(..items.len())]
    }

    fn one_in(&mut self, chances: u32) -> bool {
        self.rng.u32(..chances) == 0
    }

    fn id(&mut self) -> EventId {
        let millis = u64::try_from(self.moment.now.timestamp_millis()).unwrap_or(0);
        let mut random = [0; 10];
        self.rng.fill(&mut random);
        EventId::from_uuid(Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    fn entry(&mut self, list: ListKind, among: usize) -> Option<EntryId> {
        let entries: Vec<_> = self.references.offered(list).take(among).collect();
        let index = self.rng.usize(..entries.len().max(1));
        entries.get(index).map(|entry| entry.id)
    }

    fn venues(&mut self, count: usize) -> Vec<EventVenue> {
        (0..count)
            .map(|index| {
                let (postcode, commune) = COMMUNES[self.rng.usize(..COMMUNES.len())];
                let street = self.pick(&STREETS);
                let number = self.rng.u32(1..90);
                let round = index / SCHOOLS.len();
                let name = match round {
                    0 => SCHOOLS[index % SCHOOLS.len()].to_owned(),
                    _ => format!("{} {}", SCHOOLS[index % SCHOOLS.len()], round + 1),
                };
                EventVenue {
                    kind: self.entry(ListKind::VenueKind, 9),
                    name,
                    address: format!("{number} {street}"),
                    postcode: postcode.to_owned(),
                    commune: commune.to_owned(),
                }
            })
            .collect()
    }

    /// Returns a day when schools are open, in this school year or an earlier one.
    fn day(&mut self) -> NaiveDate {
        let newest = school_year(self.moment.today);
        let back = 365 * u64::try_from(self.rng.usize(..self.years)).unwrap_or(0);
        loop {
            // Until mid-July: there is no event in summer.
            let date = newest.first_day() + Days::new(self.rng.u64(7..315)) - Days::new(back);
            let closed = date.weekday() == Weekday::Sun
                || date.weekday() == Weekday::Sat && !self.one_in(4)
                || public_holiday(date, "25").is_some()
                || self
                    .holidays
                    .iter()
                    .any(|holiday| holiday.covers(date, "A"));
            if !closed {
                return date;
            }
        }
    }

    fn event(&mut self) -> (EventContent, Publication) {
        let date = self.day();
        let theme = self.rng.usize(..TITLES.len());
        let entries: Vec<EntryId> = self
            .references
            .offered(ListKind::Theme)
            .map(|entry| entry.id)
            .collect();
        let second = (theme + 1 + self.rng.usize(..TITLES.len() - 1)) % TITLES.len();
        let venue = self.rng.usize(..self.venues.len());
        let (starts, minutes) = *self.pick(&[
            &((8, 30), 60),
            &((9, 0), 90),
            &((14, 0), 90),
            &((16, 45), 60),
            &((17, 30), 90),
            &((18, 0), 90),
            &((18, 30), 90),
            &((20, 0), 120),
        ]);
        let starts = NaiveTime::from_hms_opt(starts.0, starts.1, 0).unwrap_or_default();
        let category = self.entry(ListKind::Category, 4);
        let coffee = category.is_some() && self.references.short_label(category) == "Café";
        let title = TITLES[theme].to_owned();
        let (goal, other) = (self.pick(&GOALS), self.pick(&GOALS));
        let description = if goal == other {
            goal.to_owned()
        } else {
            format!("{goal}\n\n{other}")
        };
        let mut content = EventContent {
            title: if coffee {
                format!("Café des parents – {title}")
            } else {
                title
            },
            category,
            theme: entries.get(theme).copied(),
            second_theme: if self.one_in(3) {
                entries.get(second).copied()
            } else {
                None
            },
            audience: self.entry(ListKind::Audience, 1),
            description,
            venue: self.venues[venue].clone(),
            date: Some(date),
            end_date: None,
            starts: Some(starts),
            ends: Some(starts + TimeDelta::minutes(minutes)),
            seats: Some(self.rng.u32(2..7) * 4),
            children_welcome: self.one_in(3),
            signup_link: String::new(),
            notes: if self.one_in(4) {
                self.pick(&NOTES).to_owned()
            } else {
                String::new()
            },
        };
        let publication = self.publication(&mut content, date);
        (content, publication)
    }

    fn publication(&mut self, content: &mut EventContent, date: NaiveDate) -> Publication {
        let days = (date - self.moment.today).num_days();
        match (days, self.rng.u32(..100)) {
            (_, 0..4) => Publication::Cancelled,
            (..=0, _) => Publication::Published,
            (1..=30, 4..80) => Publication::Published,
            (31..=90, 4..45) => Publication::Published,
            (_, 45..65) => Publication::Submitted,
            (_, 65..85) => Publication::ToEnter,
            _ => {
                // A draft still lacks something.
                content.description.clear();
                if self.one_in(2) {
                    content.starts = None;
                    content.ends = None;
                }
                Publication::Draft
            }
        }
    }

    fn attestation(
        &mut self,
        content: &EventContent,
        publication: Publication,
    ) -> Option<Attestation> {
        let days = (self.moment.today - content.date?).num_days();
        let forgotten = days < 12 || days < 60 && self.one_in(6);
        if publication == Publication::Cancelled || days < 1 || forgotten {
            return None;
        }
        let seats = content.seats.unwrap_or(12);
        let attendees = (seats * self.rng.u32(25..75) / 100).max(2);
        let filled_at: DateTime<Utc> = self.moment.now - TimeDelta::days(days - 1);
        let transmitted = days > 40 || self.one_in(3);
        Some(Attestation {
            attendees,
            answers: Default::default(),
            remark: String::new(),
            filled_at,
            corrected_at: None,
            transmitted_on: if transmitted {
                content.date?.checked_add_days(Days::new(2))
            } else {
                None
            },
        })
    }
}
