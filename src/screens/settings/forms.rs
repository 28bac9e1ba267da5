//! The forms of Réglages: the profile, school holidays.

use super::{Row, Settings, departement_label, drafts, not_here};
use crate::actions;
use crate::domain::departement;
use crate::domain::profile::Profile;
use crate::domain::record::Record as _;
use crate::domain::time::calendar::SchoolHoliday;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::form::{Edited, RecordForm};
use crate::ui::keymap::Action;
use crate::ui::screen::Screen as _;
use crate::ui::session::Session;

/// Returns the form of the first run.
pub fn introduction(session: &Session) -> RecordForm {
    let text = "Le département donne les jours fériés et les vacances. Les autres lignes disent à qui est ce carnet, et n’en sortent pas. Échap passe tout\u{202f}; Réglages le change plus tard.";
    let form = profile_form("Bienvenue dans Carnet", text, session, Vec::new);
    // Closing it is an answer too: it is not asked again.
    form.on_close(|session| {
        let now = session.now();
        actions::settings::set_profile(&mut session.store, now, &Profile::default())?;
        Ok(vec![Effect::Changed])
    })
}

fn profile_form(
    title: &str,
    text: &str,
    session: &Session,
    said: impl Fn() -> Vec<Effect> + 'static,
) -> RecordForm {
    let edited = Edited::new(session.profile.clone(), move |profile, session| {
        let now = session.now();
        actions::settings::set_profile(&mut session.store, now, profile)?;
        let mut effects = vec![Effect::Changed];
        effects.extend(said());
        Ok(effects)
    })
    .reread_by(|session| Ok(Some(session.store.profile()?.unwrap_or_default())));
    RecordForm::new((title, text), edited, session)
        .drafted_as(drafts::PROFILE, None, session)
        .explained(|key, text| match key {
            "departement" if text.is_empty() => Some(tne_departements()),
            "departement" if departement::find(text).is_some() => {
                Some(format!("→ {}", departement_label(text)))
            }
            _ => None,
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

/// Returns the form of school holidays, or of new ones.
fn holiday_form(holiday: Option<&SchoolHoliday>, session: &Session) -> RecordForm {
    let text = "Les zones sont séparées par des espaces\u{202f}: A B C, Corse, Guadeloupe.";
    let opened = holiday.cloned();
    let edited = Edited::new(
        opened.clone().unwrap_or_default(),
        move |holiday: &SchoolHoliday, session| {
            let mut holidays = session.store.school_holidays()?;
            let known = holidays
                .iter_mut()
                .find(|known| Some(&**known) == opened.as_ref());
            match known {
                Some(known) => known.clone_from(holiday),
                None => holidays.push(holiday.clone()),
            }
            holidays.sort_by_key(|holiday| holiday.first_day);
            let now = session.now();
            actions::settings::set_holidays(&mut session.store, now, &holidays)?;
            Ok(saved())
        },
    );
    let form = RecordForm::new(("Vacances scolaires", text), edited, session);
    form.drafted_as(drafts::HOLIDAY, holiday.map(drafts::holiday_name), session)
}

fn saved() -> Vec<Effect> {
    vec![Effect::Changed, Effect::success("Enregistré.")]
}

impl Settings {
    /// Opens the form of the selected line; none where it has none.
    pub(super) fn form(&self, session: &Session) -> Option<Effect> {
        Some(match self.row() {
            Row::Profile(line) => {
                let text =
                    "Ces lignes servent aux dates (jours fériés, vacances) et aux documents.";
                let form = profile_form("Vos coordonnées", text, session, saved);
                let field = Profile::FIELDS.get(line)?;
                Effect::open(form.at(field.key))
            }
            Row::Holiday(index) => Effect::open(holiday_form(session.holidays.get(index), session)),
            Row::AddHoliday => Effect::open(holiday_form(None, session)),
            _ => return None,
        })
    }

    /// Adds school holidays.
    pub(super) fn add(&self, session: &Session) -> Outcome {
        if !self.is_available(Action::Add) {
            let text =
                "A ajoute des vacances scolaires, plus bas. Entrée ouvre une liste, et N y ajoute.";
            return not_here(text);
        }
        Ok(vec![Effect::open(holiday_form(None, session))])
    }
}
