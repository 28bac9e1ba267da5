//! Saves the form.

use super::content::{for_next_similar, texts_of};
use super::{EventForm, Scope, is_long};
use crate::actions;
use crate::actions::events::{Origin, Saved};
use crate::actions::series::Sharing;
use crate::domain::event::checklist::StepState;
use crate::domain::event::publication::Publication;
use crate::domain::event::step::StepRole;
use crate::domain::event::{EventContent, EventField, children};
use crate::domain::id::EventId;
use crate::domain::text::typography::{NARROW, count, list, quoted, quoted_in_brief};
use crate::domain::time::day_span::DaySpan;
use crate::store::{Result, StoreError};
use crate::ui::dialog::confirm::Confirm;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::form::FormOwner as _;
use crate::ui::route::{Route, Start};
use crate::ui::session::Session;

impl EventForm {
    /// Saves the event; opens a form for another similar one if one follows.
    pub(super) fn save_event(&mut self, session: &mut Session) -> Outcome {
        self.give_to_others(self.field(), session);
        let (content, problems) = self.content(session);
        self.form.clear_problems();
        for (field, sentence) in problems {
            self.form.add_problem(field.key(), sentence);
        }
        if self.form.go_to_problem() {
            let text = match self.form.problems() {
                1 => "Un champ est à corriger. Rien n’est perdu.".to_owned(),
                count => format!("{count} champs sont à corriger. Rien n’est perdu."),
            };
            return Ok(vec![Effect::error(text)]);
        }
        if !self.length_asked && is_long(&content) {
            return Ok(vec![Effect::open(ask_about_length(&content))]);
        }
        if !self.children_asked && session.asks_about_children(&content) {
            return Ok(vec![Effect::open(ask_about_children(&content))]);
        }
        let is_ready = self.publication.is_ready(&content);
        let is_offered = is_ready && self.enter != Some(false);
        let is_same = self.event.is_some() && !self.form.is_changed();
        if is_same && !is_offered && !self.is_followed {
            self.form.forget(session)?;
            return Ok(vec![Effect::Navigate(Route::Back)]);
        }
        let sharing = match self.event {
            Some((id, _)) => actions::series::sharing(&session.store, id, &content)?,
            None => None,
        };
        if let (Some(sharing), None) = (&sharing, self.scope) {
            return Ok(vec![Effect::open(ask_scope(sharing))]);
        }
        if is_ready && self.enter.is_none() {
            return Ok(vec![Effect::open(ask_to_enter(&content, self.is_followed))]);
        }
        let sharing = sharing.filter(|_| self.scope == Some(Scope::AllToCome));
        let followers = sharing.as_ref().map_or(0, |sharing| sharing.members.len());
        let saved = match self.write(&content, sharing.as_ref(), session) {
            Err(StoreError::Stale) => return self.changed_elsewhere(&content, session),
            saved => saved?,
        };
        let id = saved.id;
        // The event is saved: a draft that could not be deleted must not make the user save it
        // twice.
        let _ = self.form.forget(session);
        let mut said = sentence(&content, saved.publication);
        if followers > 0 {
            let others = count(followers as u64, "autre", "autres");
            said.push_str(&format!(" {others} de la série aussi."));
        }
        if self.event.is_some() && has_to_announce(id, session)? {
            said.push_str(&format!(" Contacts à prévenir{NARROW}: K dit de quoi."));
        }
        let mut effects = vec![Effect::Changed, Effect::success(said)];
        if self.is_followed {
            let next = for_next_similar(self.form.texts());
            let (enter, children_asked) = (self.enter, self.children_asked);
            *self = Self::new(Start::Blank, session)?;
            // Asked once for events typed in a row.
            self.enter = enter;
            self.children_asked = children_asked;
            self.form.open_with(next);
            self.is_alike = true;
            self.known_venue = Some(content.venue.clone());
        } else {
            effects.push(Effect::Navigate(Route::Back));
        }
        session.last_saved = Some(id);
        Ok(effects)
    }

    /// Continues to save with the chosen members of the series.
    fn save_in(&mut self, scope: Scope, session: &mut Session) -> Outcome {
        self.scope = Some(scope);
        self.save(session)
    }

    /// Continues to save, once it is known whether parents may come with their children.
    fn save_with(&mut self, children: bool, session: &mut Session) -> Outcome {
        self.children_asked = true;
        if children {
            self.set(EventField::ChildrenWelcome, "oui");
        }
        self.save(session)
    }

    /// Continues to save, once it is known that the event lasts so many days.
    fn save_long(&mut self, session: &mut Session) -> Outcome {
        self.length_asked = true;
        self.save(session)
    }

    /// Continues to save, once it is known whether the event is to be entered on the site.
    fn save_as(&mut self, enter: bool, session: &mut Session) -> Outcome {
        self.enter = Some(enter);
        self.save(session)
    }

    /// Handles an event saved by another window first: nothing is overwritten silently.
    fn changed_elsewhere(&mut self, content: &EventContent, session: &mut Session) -> Outcome {
        self.form.autosave(session)?;
        let event = match self.event {
            Some((id, _)) => session.store.event(id)?,
            None => None,
        };
        let Some(theirs) = event else {
            self.form.forget(session)?;
            self.set_event(None);
            self.form.touch();
            self.form.autosave(session)?;
            return Ok(vec![Effect::error(format!(
                "L’événement a été supprimé ailleurs entre-temps. Rien n’est écrit{NARROW}; Ctrl+S encore le recrée."
            ))]);
        };
        let title = "L’événement a aussi été modifié ailleurs".to_owned();
        let texts = texts_of(&self.form, &theirs.content);
        let mine = texts_of(&self.form, content);
        let adopt = move |form: &mut Self| {
            form.set_event(Some((theirs.id, theirs.revision)));
            form.publication = theirs.publication;
        };
        self.ask_versions(title, &mine, texts, session, adopt)
    }

    fn write(
        &self,
        content: &EventContent,
        sharing: Option<&Sharing>,
        session: &mut Session,
    ) -> Result<Saved> {
        let (now, enter) = (session.now(), self.enter == Some(true));
        let store = &mut session.store;
        match (self.event, self.form.copied_from()) {
            (Some(known), _) => actions::events::modify(store, now, known, content, enter, sharing),
            (None, Some(original)) => {
                actions::events::create(store, now, Origin::Clone(original), content, enter)
            }
            (None, None) => actions::events::create(store, now, Origin::Typed, content, enter),
        }
    }
}

/// Whether contacts were given other details than the event now has.
fn has_to_announce(id: EventId, session: &Session) -> Result<bool> {
    let Some(event) = session.store.event(id)? else {
        return Ok(false);
    };
    let lines = session.checklist(&event)?;
    let steps = session.active_steps();
    Ok(steps
        .iter()
        .zip(&lines)
        .any(|(step, line)| step.role == Some(StepRole::Changes) && line.state == StepState::Late))
}

/// Asks which members of a series a change applies to.
fn ask_scope(sharing: &Sharing) -> Confirm {
    let later = count(
        sharing.members.len() as u64,
        "autre vient",
        "autres viennent",
    );
    let text = format!(
        "Cet événement fait partie d’une série{NARROW}: {later} après lui. Changement{NARROW}: {}.",
        list(&sharing.parts.labels())
    );
    Confirm::ask(
        "Changer la série",
        text,
        "Lui seul",
        |form: &mut EventForm, session| form.save_in(Scope::One, session),
    )
    .or("Tous ceux à venir", |form: &mut EventForm, session| {
        form.save_in(Scope::AllToCome, session)
    })
    .or_stay("Revenir")
}

/// Asks about an event out of school hours, as the memento advises to say of it.
fn ask_about_children(content: &EventContent) -> Confirm {
    Confirm::ask(
        "Hors temps scolaire",
        children::question(content),
        "Enfants bienvenus",
        |form: &mut EventForm, session| form.save_with(true, session),
    )
    .or("Parents seuls", |form: &mut EventForm, session| {
        form.save_with(false, session)
    })
    .or_stay("Revenir")
}

/// Asks about an event of more days than usual.
fn ask_about_length(content: &EventContent) -> Confirm {
    let days = content.days();
    let lasts = days.map_or(0, |days| days.count().unsigned_abs());
    let text = format!(
        "L’événement dure {}, {}.",
        count(lasts, "jour", "jours"),
        days.map(DaySpan::full).unwrap_or_default()
    );
    Confirm::ask(
        "Un événement de plusieurs semaines",
        text,
        "Enregistrer",
        |form: &mut EventForm, session| form.save_long(session),
    )
    .or_stay("Revenir")
}

/// Offers to enter a complete draft on the site; `again` when another event follows.
fn ask_to_enter(content: &EventContent, again: bool) -> Confirm {
    let state = quoted(Publication::ToEnter.label());
    let title = quoted_in_brief(&content.title);
    let mut text = format!("{title} devient {state}{NARROW}?");
    if again {
        text.push_str("\nLa réponse vaut aussi pour les suivants.");
    }
    Confirm::ask(
        "Complet pour le site",
        text,
        "À saisir",
        |form: &mut EventForm, session| form.save_as(true, session),
    )
    .or("Laisser en brouillon", |form: &mut EventForm, session| {
        form.save_as(false, session)
    })
    .or_stay("Revenir")
}

fn sentence(content: &EventContent, publication: Publication) -> String {
    let title = quoted_in_brief(&content.title);
    match publication {
        Publication::Draft if content.missing().is_empty() => {
            format!("{title} enregistré comme brouillon, complet pour le site.")
        }
        Publication::Draft => {
            let missing: Vec<String> = content
                .missing()
                .into_iter()
                .map(|field| field.label().to_lowercase())
                .collect();
            format!(
                "{title} enregistré comme brouillon. Manque pour le site{NARROW}: {}.",
                list(&missing)
            )
        }
        Publication::ToEnter => {
            format!("{title} enregistré, complet{NARROW}: à saisir sur le site.")
        }
        _ => format!("{title} enregistré."),
    }
}
