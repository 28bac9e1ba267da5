//! What the settings ask, and what is done with the answers.

use super::{
    BACKGROUND, MOUSE, PROFILE, Row, Settings, departement_label, drafts, lists, not_here,
};
use crate::actions;
use crate::domain::departement;
use crate::domain::profile::Profile;
use crate::domain::text::typography::typeset;
use crate::domain::time::calendar::SchoolHoliday;
use crate::domain::time::typed_date::parse_date;
use crate::screens::{backups, purge};
use crate::store::Result;
use crate::ui::dialog::AnyScreen;
use crate::ui::dialog::fields::{Fields, Problem};
use crate::ui::effect::{Effect, Outcome, Question, Route};
use crate::ui::session::Session;
use crate::ui::theme::Background;

/// The short form of the first run.
pub fn introduction(session: &Session) -> Fields {
    let text = "Ces lignes servent aux dates (jours fériés, vacances) et aux documents. Échap les passe\u{202f}; Réglages les change plus tard.";
    let keep = |texts: &[String], session: &mut Session| {
        set_profile(texts, session)?;
        Ok(vec![Effect::Changed])
    };
    profile_form(
        "Bienvenue dans Carnet",
        text,
        session,
        move |_: &mut AnyScreen, session, texts| keep(&texts, session),
    )
    // To decline is an answer too: it is not asked again.
    .on_close(move |_: &mut AnyScreen, session| keep(&[], session))
}

/// The same in Réglages, the chosen line in hand.
fn profile(line: usize, session: &Session) -> Fields {
    let text = "Ces lignes servent aux dates (jours fériés, vacances) et aux documents.";
    profile_form(
        "Vos coordonnées",
        text,
        session,
        |_: &mut AnyScreen, session, texts| {
            set_profile(&texts, session)?;
            saved()
        },
    )
    .at(line)
}

fn profile_form(
    title: &'static str,
    text: &'static str,
    session: &Session,
    on_save: impl Fn(&mut AnyScreen, &mut Session, Vec<String>) -> Outcome + 'static,
) -> Fields {
    let profile = &session.profile;
    let texts = [
        &profile.structure,
        &profile.departement,
        &profile.mediator,
        &profile.contact,
    ];
    Fields::fill(title, text, &PROFILE, &texts.map(Clone::clone), on_save)
        .checked(|texts| {
            let typed = texts.get(1).filter(|text| !text.is_empty())?;
            departement::find(typed).is_none().then(|| {
                (
                    1,
                    "Le numéro ou le nom d’un département, comme 25.".to_owned(),
                )
            })
        })
        .kept_as(drafts::PROFILE.to_owned())
        .explained(|index, text| match index {
            1 if departement::find(text).is_some() => format!("→ {}", departement_label(text)),
            1 if text.is_empty() => tne_departements(),
            _ => String::new(),
        })
}

/// « TNE : 02 13 18…, ou autre ».
fn tne_departements() -> String {
    let codes: Vec<String> = departement::all()
        .into_iter()
        .filter(|known| known.tne)
        .map(|known| known.code)
        .collect();
    format!("TNE\u{202f}: {}, ou autre", codes.join(" "))
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
    actions::settings::set_profile(&mut session.store, now, &profile)
}

const HOLIDAY: [&str; 4] = ["Nom", "Zones", "Premier jour", "Dernier jour"];

impl Settings {
    pub(super) fn modify(&mut self, session: &mut Session) -> Outcome {
        Ok(vec![match self.row() {
            Row::Profile(line) => Effect::open(profile(line, session)),
            Row::Entry(id, list) => {
                let entry = session.references.get(id);
                Effect::open(lists::entry_form(entry, list, session))
            }
            Row::Question(id) => {
                Effect::open(lists::question_form(lists::question(id, session), session))
            }
            Row::Step(id) => Effect::open(lists::step_form(lists::step(id, session), session)),
            Row::Holiday(index) => {
                let Some(holiday) = session.holidays.get(index) else {
                    return Ok(Vec::new());
                };
                Effect::open(holiday_form(Some(index), Some(holiday)))
            }
            Row::AddHoliday => return self.add(session),
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
                // Tried again as it is where the store is held.
                let other = !self.has_mouse;
                session.store.remember(MOUSE, &other, session.now())?;
                self.has_mouse = other;
                Effect::Mouse(other)
            }
            Row::Backups => Effect::Navigate(Route::Backups),
            Row::Copy => backups::ask_copy(session),
            Row::OldNotes => purge::ask_term(session),
            Row::File | Row::Title(_) | Row::Blank => {
                return not_here(&typeset(
                    "« Copier mon fichier », plus bas, en fait une copie sûre.",
                ));
            }
        }])
    }

    /// Adds to the list of the line in hand.
    pub(super) fn add(&mut self, session: &Session) -> Outcome {
        let form = match self.row() {
            Row::Entry(_, list) => lists::entry_form(None, list, session),
            Row::Question(_) => lists::question_form(None, session),
            Row::Step(_) => lists::step_form(None, session),
            Row::Holiday(_) | Row::AddHoliday => holiday_form(None, None),
            _ => return not_here("A ajoute à la liste dont une ligne est choisie, plus bas."),
        };
        Ok(vec![Effect::open(form)])
    }

    pub(super) fn delete(&mut self, session: &mut Session) -> Outcome {
        if let Some(what) = self.row().ordered() {
            return self.remove(what, session);
        }
        match self.row() {
            Row::Holiday(index) => {
                let mut holidays = session.holidays.clone();
                if index >= holidays.len() {
                    return Ok(Vec::new());
                }
                holidays.remove(index);
                let now = session.now();
                actions::settings::delete_holiday(&mut session.store, now, &holidays)?;
                Ok(vec![
                    Effect::Changed,
                    Effect::success("Vacances supprimées. Ctrl+Z les rétablit."),
                ])
            }
            _ => not_here("Cette ligne ne se supprime pas."),
        }
    }

    pub(super) fn answered(
        &mut self,
        question: Question,
        texts: &[String],
        session: &mut Session,
    ) -> Outcome {
        match question {
            Question::Entry(id, list) => lists::set_entry(id, list, texts, session)?,
            Question::AttestationQuestion(id) => lists::set_question(id, texts, session)?,
            Question::Step(id) => lists::set_step(id, texts, session)?,
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
                let now = session.now();
                actions::settings::set_holidays(&mut session.store, now, &holidays)?;
            }
            _ => return Ok(Vec::new()),
        }
        saved()
    }
}

fn saved() -> Outcome {
    Ok(vec![Effect::Changed, Effect::success("Enregistré.")])
}

fn holiday_form(index: Option<usize>, holiday: Option<&SchoolHoliday>) -> Fields {
    let day = |day: chrono::NaiveDate| day.format("%d/%m/%Y").to_string();
    let texts = holiday.map_or_else(Default::default, |holiday| {
        [
            holiday.name.clone(),
            holiday.zones.clone(),
            day(holiday.first_day),
            day(holiday.last_day),
        ]
    });
    let text = "Les zones sont séparées par des espaces\u{202f}: A B C, Corse, Guadeloupe.";
    Fields::new(
        Question::Holiday(index),
        "Vacances scolaires",
        text,
        &HOLIDAY,
        &texts,
    )
    .kept_as(drafts::of_holiday(holiday))
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
