//! What the list's commands ask, and what is done with the answers.

use super::{Events, filters, models, publish};
use crate::actions::records;
use crate::domain::event::Event;
use crate::domain::id::EventId;
use crate::domain::listing::{Column, Direction, Filter, Period, Sort};
use crate::domain::text::typography::{NARROW, count, quoted, typeset};
use crate::domain::time::typed_date::parse_date;
use crate::domain::view::{Layout, SavedView};
use crate::screens::import;
use crate::store::Result;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::dialog::picker::{Item, Picker};
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Answer, Choice, Effect, Outcome, Question, Route, Start};
use crate::ui::keymap::Action;
use crate::ui::session::Session;

impl Events {
    pub(super) fn command(&mut self, action: Action, session: &mut Session) -> Outcome {
        if matches!(action, Action::Filter | Action::Views) {
            session.store.prepare_filter()?;
        }
        let layer = match action {
            Action::Filter => {
                let filter = &self.query().filter;
                Effect::open(filters::facets(filter, &session.references))
            }
            Action::Search => {
                session.store.prepare_search()?;
                self.remember();
                let hint = typeset(
                    "Titre, lieu, commune, description et notes ; sans accents ni majuscules.",
                );
                let words = &self.query().filter.words;
                let prompt = Prompt::new(Question::Search, "Chercher", hint, words);
                // Other words take the place of those searched.
                Effect::open(prompt.selected().live())
            }
            Action::ClearFilters => {
                self.requery(|query| query.filter = Filter::default(), session)?;
                return Ok(Vec::new());
            }
            Action::Sort => Effect::open(self.sorts()),
            Action::Columns => {
                self.remember();
                Effect::open(self.columns())
            }
            Action::Views => Effect::open(self.views(session)?),
            Action::Models => Effect::open(models::pick(self.current(), session)?),
            Action::Export => Effect::open(self.export_columns()),
            Action::Import => Effect::open(import::ask_path(import::HINT, "")),
            action => return self.command_on_rows(action),
        };
        Ok(vec![layer])
    }

    /// The commands that are about the event in hand, or those marked.
    fn command_on_rows(&mut self, action: Action) -> Outcome {
        let Some(event) = self.current() else {
            let text = format!("Aucun événement ici{NARROW}; N en crée un.");
            return Ok(vec![Effect::info(text)]);
        };
        Ok(vec![match action {
            Action::Accept => Effect::Navigate(Route::Detail(event.id, self.query().clone())),
            Action::Modify => Effect::Navigate(Route::Form(Start::Event(event.id))),
            Action::Attest => Effect::Navigate(Route::Attest(event.id)),
            Action::Clone => Effect::Navigate(Route::Form(Start::Copy(event.id))),
            Action::Checklist => Effect::Navigate(Route::Checklist(event.id)),
            Action::Repeat => Effect::Navigate(Route::Series(event.id)),
            Action::Sheet => Effect::Navigate(Route::Sheet(event.id)),
            Action::Publication => {
                Effect::open(publish::states(event.publication, &self.subject(event)))
            }
            Action::Delete => {
                let title = format!("Supprimer {}{NARROW}?", self.subject(event));
                let text = "Ctrl+Z pourra rétablir ce qui est supprimé, même plus tard.";
                Effect::open(Confirm::new(
                    Question::Delete,
                    title,
                    text,
                    "Supprimer",
                    "Garder",
                ))
            }
            _ => return Ok(Vec::new()),
        }])
    }

    pub(super) fn answered(
        &mut self,
        question: Question,
        answer: Answer,
        session: &mut Session,
    ) -> Outcome {
        let filter = &self.layout.query.filter;
        match (question, answer) {
            (Question::Search, Answer::Text(words)) => self.search(words, session)?,
            (Question::Search | Question::Values(_) | Question::Columns, Answer::Closed) => {
                self.restore(session)?;
            }
            (Question::Facet, Answer::One(Choice::Chip(index))) => self.take_off(index, session)?,
            (Question::Facet, Answer::One(Choice::Facet(facet))) => {
                self.remember();
                let values = filters::values(facet, &self.query().filter, session)?;
                return Ok(vec![Effect::open(values)]);
            }
            (Question::Values(_), Answer::One(Choice::PeriodBetween)) => {
                return Ok(vec![Effect::open(filters::between(filter.period, session))]);
            }
            (Question::Values(facet), Answer::One(choice)) => {
                self.requery(
                    |query| filters::apply(facet, &[choice], &mut query.filter),
                    session,
                )?;
            }
            (Question::Values(facet), Answer::Many(choices)) => {
                self.marks.clone_from(&self.before.marks);
                self.requery(
                    |query| filters::apply(facet, &choices, &mut query.filter),
                    session,
                )?;
            }
            (Question::PeriodBetween, Answer::Texts(texts)) => {
                let today = session.today();
                let day = |index: usize| parse_date(texts.get(index)?, today).ok();
                let period = Period::Between(day(0), day(1));
                self.requery(|query| query.filter.period = Some(period), session)?;
            }
            (Question::Sort, Answer::One(Choice::Column(column))) => {
                self.sort_by(column, session)?
            }
            (Question::Columns, Answer::Many(choices)) => {
                let columns = choices.iter().filter_map(|choice| match choice {
                    Choice::Column(column) => Some(*column),
                    _ => None,
                });
                let layout = Layout {
                    columns: columns.collect(),
                    ..self.layout.clone()
                };
                self.relayout(layout, session)?;
            }
            (Question::View, answer) => return self.view_answered(answer, session),
            (Question::ViewName, Answer::Text(name)) => {
                return self.save_view(name.trim(), session);
            }
            (Question::Model | Question::ModelName, answer) => {
                return models::answered(answer, self.current(), session);
            }
            (
                question
                @ (Question::Publication | Question::PublishBack(_) | Question::PublicLink),
                answer,
            ) => {
                return self.publication_answered(question, answer, session);
            }
            (Question::Delete, Answer::Yes) => return self.delete(session),
            (
                question @ (Question::ExportColumns
                | Question::ExportPath
                | Question::ExportOver(_)),
                answer,
            ) => return Ok(self.export_answered(question, answer, session)),
            (Question::ImportPath, Answer::Text(text)) => return Ok(import::go(&text, session)),
            _ => {}
        }
        Ok(Vec::new())
    }

    fn search(&mut self, words: String, session: &mut Session) -> Result<()> {
        self.marks.clone_from(&self.before.marks);
        self.requery(|query| query.filter.words = words, session)
    }

    /// Takes a part of the filter off.
    pub(super) fn take_off(&mut self, index: usize, session: &mut Session) -> Result<()> {
        let chips = filters::chips(&self.layout.query.filter, &session.references);
        if let Some(chip) = chips.into_iter().nth(index) {
            self.requery(|query| query.filter = chip.without, session)?;
        }
        Ok(())
    }

    fn sorts(&self) -> Picker {
        let sort = self.query().sort;
        let items = Column::ALL.map(|column| {
            let hint = if column == sort.column {
                sort.direction.arrow()
            } else {
                ""
            };
            Item::new(Choice::Column(column), column.label()).hint(hint)
        });
        Picker::new(Question::Sort, "Trier par", items.to_vec()).at(&Choice::Column(sort.column))
    }

    /// Orders by a column, or the other way round when it already does.
    pub(super) fn sort_by(&mut self, column: Column, session: &mut Session) -> Result<()> {
        let present = self.query().sort;
        let direction = if present.column == column {
            present.direction.reversed()
        } else {
            Direction::Ascending
        };
        self.requery(|query| query.sort = Sort { column, direction }, session)
    }

    fn columns(&self) -> Picker {
        let shown = self.layout.columns.iter().copied();
        let hidden = Column::ALL
            .into_iter()
            .filter(|column| !self.layout.columns.contains(column));
        let items = shown
            .map(|column| (column, true))
            .chain(hidden.map(|column| (column, false)));
        let items = items.filter(|(column, _)| !super::FROZEN.contains(column));
        let items = items.map(|(column, ticked)| {
            Item::new(Choice::Column(column), column.label()).ticked(ticked)
        });
        Picker::new(
            Question::Columns,
            "Colonnes, après la date et le titre",
            items.collect(),
        )
        .order()
    }

    fn views(&self, session: &Session) -> Result<Picker> {
        let views = session.store.views()?.into_iter().enumerate();
        let mut items: Vec<Item> = views
            .map(|(index, view)| match view.id {
                Some(id) => Item::new(Choice::SavedView(id), view.name).hint("à vous"),
                None => Item::new(Choice::View(index), view.name),
            })
            .collect();
        items.push(Item::new(Choice::SaveView, "Enregistrer la vue actuelle…"));
        Ok(Picker::new(Question::View, "Vues", items).deletable())
    }

    fn view_answered(&mut self, answer: Answer, session: &mut Session) -> Outcome {
        let views = session.store.views()?;
        let chosen = match &answer {
            Answer::One(Choice::View(index)) => views.get(*index),
            Answer::One(Choice::SavedView(id)) => views.iter().find(|view| view.id == Some(*id)),
            _ => None,
        };
        if let Some(view) = chosen {
            let (layout, name) = (view.layout.clone(), view.name.clone());
            self.set_layout(layout);
            // Read from its beginning, or from today where all is shown.
            self.window.begin(self.layout.query.clone(), session)?;
            self.go_to_today(session)?;
            self.unmark_hidden(session)?;
            self.view = Some(name);
            return Ok(Vec::new());
        }
        match answer {
            Answer::One(Choice::SaveView) => {
                let hint = "Filtres, ordre et colonnes sont gardés sous ce nom.";
                Ok(vec![Effect::open(Prompt::new(
                    Question::ViewName,
                    "Enregistrer la vue",
                    hint,
                    "",
                ))])
            }
            Answer::Delete(Choice::SavedView(id)) => {
                if let Some(view) = session.store.row::<SavedView>(id)? {
                    records::delete(&mut session.store, &view, session.clock.now())?;
                    self.view.take_if(|shown| *shown == view.name);
                }
                Ok(vec![Effect::success("Vue supprimée. Ctrl+Z la rétablit.")])
            }
            Answer::Delete(_) => Ok(vec![Effect::info(
                "Cette vue est celle de Carnet et ne se supprime pas.",
            )]),
            _ => Ok(Vec::new()),
        }
    }

    fn save_view(&mut self, name: &str, session: &mut Session) -> Outcome {
        if name.is_empty() {
            return Ok(vec![Effect::error("Une vue a besoin d’un nom.")]);
        }
        let now = session.now();
        let view = SavedView {
            name: name.to_owned(),
            layout: self.layout.clone(),
        };
        records::keep(&mut session.store, &view, now)?;
        Ok(vec![Effect::success(format!(
            "Vue {} enregistrée.",
            quoted(name)
        ))])
    }

    /// The events a command is about: those marked, or the one in hand.
    pub(super) fn targets(&self) -> Vec<EventId> {
        if self.marks.is_empty() {
            self.current().map(|event| event.id).into_iter().collect()
        } else {
            self.marks.iter().copied().collect()
        }
    }

    /// What they are called.
    pub(super) fn subject(&self, event: &Event) -> String {
        match self.marks.len() {
            0 => quoted(&event.content.title),
            marks => count(marks as u64, "événement marqué", "événements marqués"),
        }
    }

    fn delete(&mut self, session: &mut Session) -> Outcome {
        let Some(event) = self.current() else {
            return Ok(Vec::new());
        };
        let subject = self.subject(event);
        let targets = self.targets();
        session.store.record(
            &format!("suppression de {subject}"),
            session.clock.now(),
            |change| targets.iter().try_for_each(|&id| change.delete_event(id)),
        )?;
        self.marks.clear();
        Ok(vec![
            Effect::Changed,
            Effect::success(format!("Suppression de {subject}. Ctrl+Z rétablit.")),
        ])
    }
}
