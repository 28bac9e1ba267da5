//! What the settings ask, and what is done with the answers.

use super::{BACKGROUND, MOUSE, PROFILE, Row, Settings, departement_label, not_here};
use crate::domain::calendar::SchoolHoliday;
use crate::domain::departement;
use crate::domain::french::quoted;
use crate::domain::id::EntryId;
use crate::domain::profile::Profile;
use crate::domain::reference::ListKind;
use crate::domain::typed_date::parse_date;
use crate::store::{EntryText, Ordered, Result, StoreError};
use crate::tui::effect::{Effect, Outcome, Question};
use crate::tui::session::{HOLIDAYS, Session};
use crate::tui::theme::Background;
use crate::tui::widgets::fields::{Fields, Problem};

/// The short form of the first run, and of « Vous ».
pub fn introduction(session: &Session) -> Fields {
    let profile = &session.profile;
    let texts = [
        &profile.structure,
        &profile.departement,
        &profile.mediator,
        &profile.contact,
    ];
    let text = "Ces lignes servent aux dates (jours fériés, vacances) et aux documents. Échap les passe ; Réglages les change plus tard.";
    Fields::new(
        Question::Profile,
        "Bienvenue dans Carnet",
        text,
        &PROFILE,
        &texts.map(Clone::clone),
    )
    .checked(|texts| {
        let typed = texts.get(1).filter(|text| !text.is_empty())?;
        let unknown = departement::find(typed).is_none();
        unknown.then(|| {
            (
                1,
                "Tapez le numéro ou le nom d’un département, par exemple 25.".to_owned(),
            )
        })
    })
    .explained(|index, text| match index {
        1 if departement::find(text).is_some() => format!("→ {}", departement_label(text)),
        1 if text.is_empty() => tne_departements(),
        _ => String::new(),
    })
}

/// « TNE : 02, 13, 18… ».
fn tne_departements() -> String {
    let codes: Vec<String> = departement::all()
        .into_iter()
        .filter(|known| known.tne)
        .map(|known| known.code)
        .collect();
    format!("TNE : {}, ou un autre", codes.join(", "))
}

/// Keeps what the short form says; an empty one is an answer too.
pub fn set_profile(texts: &[String], session: &mut Session) -> Result<()> {
    let text = |index: usize| texts.get(index).cloned().unwrap_or_default();
    let known = departement::find(&text(1));
    let profile = Profile {
        structure: text(0),
        departement: known
            .as_ref()
            .map_or_else(String::new, |known| known.code.clone()),
        zone: known
            .as_ref()
            .map_or_else(String::new, |known| known.zone.clone()),
        time_zone: known.map_or_else(|| Profile::default().time_zone, |known| known.time_zone),
        mediator: text(2),
        contact: text(3),
    };
    let now = session.now();
    session
        .store
        .record("changement de vos coordonnées", now, |change| {
            change.set_profile(&profile)
        })
}

const ENTRY: [&str; 3] = ["Nom", "Nom court", "Définition"];
const HOLIDAY: [&str; 4] = ["Nom", "Zones", "Premier jour", "Dernier jour"];

impl Settings {
    pub(super) fn modify(&mut self, session: &mut Session) -> Outcome {
        Ok(vec![match self.row() {
            Row::Profile(_) => Effect::open(introduction(session)),
            Row::Entry(id, list) => {
                let Some(entry) = session.references.get(id) else {
                    return Ok(Vec::new());
                };
                let texts = [&entry.label, &entry.short, &entry.definition].map(Clone::clone);
                Effect::open(entry_form(Some(id), list, &texts))
            }
            Row::Holiday(index) => {
                let Some(holiday) = session.holidays.get(index) else {
                    return Ok(Vec::new());
                };
                let day = |day: chrono::NaiveDate| day.format("%d/%m/%Y").to_string();
                let texts = [
                    holiday.name.clone(),
                    holiday.zones.clone(),
                    day(holiday.first_day),
                    day(holiday.last_day),
                ];
                Effect::open(holiday_form(Some(index), &texts))
            }
            Row::AddHoliday => return self.add(),
            Row::Look => {
                let other = match session.theme.background() {
                    Background::Dark => Background::Light,
                    Background::Light => Background::Dark,
                };
                session.store.remember(BACKGROUND, &other, session.now())?;
                session.theme = session.theme.on(other);
                return Ok(Vec::new());
            }
            Row::Mouse => {
                self.has_mouse = !self.has_mouse;
                session
                    .store
                    .remember(MOUSE, &self.has_mouse, session.now())?;
                Effect::Mouse(self.has_mouse)
            }
            Row::File | Row::Title(_) => {
                return not_here("Une copie de ce fichier, Carnet fermé, garde tout.");
            }
        }])
    }

    /// Adds to the list of the line in hand.
    pub(super) fn add(&mut self) -> Outcome {
        match self.row() {
            Row::Entry(_, list) => Ok(vec![Effect::open(entry_form(
                None,
                list,
                &[const { String::new() }; 3],
            ))]),
            Row::Holiday(_) | Row::AddHoliday => Ok(vec![Effect::open(holiday_form(
                None,
                &[const { String::new() }; 4],
            ))]),
            _ => not_here("A ajoute à la liste dont une ligne est choisie, plus bas."),
        }
    }

    pub(super) fn retire(&mut self, session: &mut Session) -> Outcome {
        let Row::Entry(id, _) = self.row() else {
            return not_here("R retire une entrée d’une liste, plus bas.");
        };
        let Some(entry) = session.references.get(id) else {
            return Ok(Vec::new());
        };
        let (retired, name) = (!entry.retired, quoted(&entry.label));
        let what = if retired { "retrait" } else { "retour" };
        let now = session.now();
        session
            .store
            .record(&format!("{what} de {name}"), now, |change| {
                change.retire(Ordered::Entry(id), retired)
            })?;
        let told = if retired {
            "n’est plus proposé"
        } else {
            "est proposé à nouveau"
        };
        Ok(vec![
            Effect::Changed,
            Effect::say(format!("{name} {told}.")),
        ])
    }

    pub(super) fn delete(&mut self, session: &mut Session) -> Outcome {
        let now = session.now();
        match self.row() {
            Row::Entry(id, _) => {
                let name = quoted(session.references.label(Some(id)));
                let label = format!("suppression de {name}");
                match session
                    .store
                    .record(&label, now, |change| change.remove(Ordered::Entry(id)))
                {
                    Err(StoreError::InUse) => {
                        let text = format!(
                            "Des événements portent {name} : R le retire sans le supprimer."
                        );
                        Ok(vec![Effect::say(text.replace(" :", "\u{202f}:"))])
                    }
                    deleted => {
                        deleted?;
                        Ok(vec![
                            Effect::Changed,
                            Effect::say(format!("{name} supprimé. Ctrl+Z le rétablit.")),
                        ])
                    }
                }
            }
            Row::Holiday(index) => {
                let mut holidays = session.holidays.clone();
                holidays.remove(index);
                self.set_holidays("suppression de vacances scolaires", &holidays, session)?;
                Ok(vec![
                    Effect::Changed,
                    Effect::say("Vacances supprimées. Ctrl+Z les rétablit."),
                ])
            }
            _ => Ok(Vec::new()),
        }
    }

    pub(super) fn shift(&mut self, up: bool, session: &mut Session) -> Outcome {
        let Row::Entry(id, _) = self.row() else {
            return Ok(Vec::new());
        };
        let label = format!(
            "déplacement de {}",
            quoted(session.references.label(Some(id)))
        );
        let now = session.now();
        session
            .store
            .record(&label, now, |change| change.shift(Ordered::Entry(id), up))?;
        Ok(vec![Effect::Changed])
    }

    pub(super) fn answered(
        &mut self,
        question: Question,
        texts: &[String],
        session: &mut Session,
    ) -> Outcome {
        match question {
            Question::Profile => set_profile(texts, session)?,
            Question::Entry(id, list) => self.set_entry(id, list, texts, session)?,
            Question::Holiday(index) => {
                let Some(holiday) = holiday(texts, session) else {
                    return Ok(Vec::new());
                };
                let mut holidays = session.holidays.clone();
                match index.and_then(|index| holidays.get_mut(index)) {
                    Some(known) => *known = holiday,
                    None => holidays.push(holiday),
                }
                holidays.sort_by_key(|holiday| holiday.first_day);
                self.set_holidays("changement des vacances scolaires", &holidays, session)?;
            }
            _ => return Ok(Vec::new()),
        }
        Ok(vec![Effect::Changed, Effect::say("Enregistré.")])
    }

    fn set_entry(
        &self,
        id: Option<EntryId>,
        list: ListKind,
        texts: &[String],
        session: &mut Session,
    ) -> Result<()> {
        let text = |index: usize| texts.get(index).cloned().unwrap_or_default();
        let entry = EntryText {
            label: text(0),
            short: text(1),
            definition: text(2),
        };
        let (now, name) = (session.now(), quoted(&entry.label));
        match id {
            Some(id) => session
                .store
                .record(&format!("changement de {name}"), now, |change| {
                    change.rename_entry(id, &entry)
                }),
            None => session
                .store
                .record(&format!("ajout de {name}"), now, |change| {
                    change.add_entry(EntryId::new(now), list, &entry)
                }),
        }
    }

    fn set_holidays(
        &self,
        label: &str,
        holidays: &[SchoolHoliday],
        session: &mut Session,
    ) -> Result<()> {
        let now = session.now();
        session
            .store
            .record(label, now, |change| change.set(HOLIDAYS, &holidays))
    }
}

fn entry_form(id: Option<EntryId>, list: ListKind, texts: &[String]) -> Fields {
    let text = "Le nom est celui du site ; le nom court sert aux colonnes étroites.";
    Fields::new(Question::Entry(id, list), list.label(), text, &ENTRY, texts).checked(|texts| {
        let unnamed = texts.first().is_none_or(String::is_empty);
        unnamed.then(|| (0, "Un nom est nécessaire.".to_owned()))
    })
}

fn holiday_form(index: Option<usize>, texts: &[String]) -> Fields {
    let text = "Les zones sont séparées par des espaces : A B C, Corse, Guadeloupe.";
    Fields::new(
        Question::Holiday(index),
        "Vacances scolaires",
        text,
        &HOLIDAY,
        texts,
    )
    .checked(check_holiday)
}

fn check_holiday(texts: &[String]) -> Option<Problem> {
    // Whole dates are asked for: what day it is does not matter.
    let day = |index: usize| {
        let text = texts.get(index).map_or("", String::as_str);
        parse_date(text, chrono::NaiveDate::default())
            .map_err(|problem| (index, problem.sentence()))
    };
    if texts.first().is_none_or(String::is_empty) {
        return Some((0, "Un nom est nécessaire.".to_owned()));
    }
    match (day(2), day(3)) {
        (Err(problem), _) | (_, Err(problem)) => Some(problem),
        (Ok(first), Ok(last)) if last < first => {
            Some((3, "Le dernier jour vient avant le premier.".to_owned()))
        }
        _ => None,
    }
}

fn holiday(texts: &[String], session: &Session) -> Option<SchoolHoliday> {
    let day = |index: usize| parse_date(texts.get(index)?, session.today()).ok();
    Some(SchoolHoliday {
        name: texts.first()?.clone(),
        zones: texts.get(1)?.clone(),
        first_day: day(2)?,
        last_day: day(3)?,
    })
}
