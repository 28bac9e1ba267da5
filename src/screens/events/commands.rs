//! The commands of the list: filter, search, sort, columns, views.

use std::rc::Rc;

use super::{Events, filters, models, on_event};
use crate::actions::{self, Targets};
use crate::domain::listing::{Column, Direction, Filter, Sort};
use crate::domain::text::typography::{NARROW, quoted, typeset};
use crate::domain::view::{Layout, SavedView, View};
use crate::screens::import;
use crate::store::Result;
use crate::ui::dialog::picker::{Item, Picker, at_present};
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::Action;
use crate::ui::session::Session;

impl Events {
    pub(super) fn command(&mut self, action: Action, session: &mut Session) -> Outcome {
        if matches!(action, Action::Filter | Action::Views) {
            session.store.prepare_filter()?;
        }
        let layer = match action {
            Action::Filter => filters::facets(&self.query().filter, &session.references),
            Action::Search => {
                session.store.prepare_search()?;
                self.search()
            }
            Action::ClearFilters => {
                return self.refilter(|filter| *filter = Filter::default(), session);
            }
            Action::Sort => Effect::open(self.sorts()),
            Action::Columns => Effect::open(self.columns()),
            Action::Views => views(session)?,
            Action::Models => models::pick(self.current(), session)?,
            Action::Export => self.export_columns(),
            Action::Import => Effect::open(import::ask_path(import::PATH_HINT, "")),
            action => {
                let (Some(event), Some(targets)) = (self.current(), self.targets()) else {
                    let text = match session.store.is_read_only() {
                        true => "Aucun événement ici.".to_owned(),
                        false => format!("Aucun événement ici{NARROW}; N en crée un."),
                    };
                    return Ok(vec![Effect::info(text)]);
                };
                return on_event::act(action, event, &targets, self.query(), session);
            }
        };
        Ok(vec![layer])
    }

    fn search(&self) -> Effect {
        let hint =
            typeset("Titre, lieu, commune, description et notes ; sans accents ni majuscules.");
        let before = Rc::new(self.snapshot());
        let present = Rc::clone(&before);
        let prompt = Prompt::ask(
            "Chercher",
            hint,
            &self.query().filter.words,
            move |list: &mut Self, session, words| {
                list.marks.clone_from(&present.marks);
                list.refilter(|filter| filter.words = words, session)
            },
        )
        .live(move |list: &mut Self, session| list.restore(&before, session));
        // Typing replaces the words of the last search.
        Effect::open(prompt.selected())
    }

    /// Removes a part of the filter.
    pub(super) fn remove_chip(&mut self, index: usize, session: &mut Session) -> Outcome {
        let chips = filters::chips(&self.layout.query.filter, &session.references);
        match chips.into_iter().nth(index) {
            Some(chip) => self.refilter(|filter| *filter = chip.without, session),
            None => Ok(Vec::new()),
        }
    }

    fn sorts(&self) -> Picker {
        let sort = self.query().sort;
        let items = Column::ALL.map(|column| {
            let hint = if column == sort.column {
                sort.direction.arrow()
            } else {
                ""
            };
            Item::new(column, column.label()).hint(hint)
        });
        Picker::pick(
            "Trier par",
            at_present(items, &sort.column),
            |list: &mut Self, session, column| list.sort_by(column, session),
        )
    }

    /// Sorts by a column, in reverse order when it already does.
    pub(super) fn sort_by(&mut self, column: Column, session: &mut Session) -> Outcome {
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
        let items = items.map(|(column, ticked)| Item::new(column, column.label()).ticked(ticked));
        let before = self.snapshot();
        Picker::order(
            "Colonnes, après la date et le titre",
            items.collect(),
            |list: &mut Self, session, columns| {
                let layout = Layout {
                    columns,
                    ..list.layout.clone()
                };
                list.relayout(layout, session)?;
                Ok(Vec::new())
            },
            move |list: &mut Self, session| list.restore(&before, session),
        )
    }

    fn show_view(&mut self, view: View, session: &mut Session) -> Outcome {
        self.set_layout(view.layout);
        // Starts at the first row, or at the next event when all dates are shown.
        self.cursor.restart(self.layout.query.clone(), session)?;
        self.go_to_today(session)?;
        self.unmark_hidden(session)?;
        self.view = Some(view.name);
        Ok(Vec::new())
    }

    fn delete_view(&mut self, view: &View, session: &mut Session) -> Outcome {
        let Some(id) = view.id else {
            return Ok(vec![Effect::info(
                "Cette vue est celle de Carnet et ne se supprime pas.",
            )]);
        };
        let now = session.now();
        if let Some(saved) = session.store.row::<SavedView>(id)? {
            actions::records::delete(&mut session.store, now, &saved)?;
        }
        if self.view.as_ref() == Some(&view.name) {
            self.view = None;
        }
        Ok(vec![Effect::success("Vue supprimée. Ctrl+Z la rétablit.")])
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
        actions::records::save_by_name(&mut session.store, now, &view)?;
        Ok(vec![Effect::success(format!(
            "Vue {} enregistrée.",
            quoted(name)
        ))])
    }

    /// Returns the events that a command is about: the marked ones, or else the selected one.
    pub(super) fn targets(&self) -> Option<Targets> {
        if self.marks.is_empty() {
            self.current().map(Targets::one)
        } else {
            Some(Targets::Marked(self.marks.iter().copied().collect()))
        }
    }
}

/// An item of the list of views.
#[derive(Clone, PartialEq)]
enum ViewChoice {
    /// Shows a view.
    Show(Box<View>),
    /// Saves the current layout as a view.
    Save,
}

fn views(session: &Session) -> Result<Effect> {
    let views = session.store.views()?.into_iter();
    let mut items: Vec<Item<ViewChoice>> = views
        .map(|view| {
            let hint = if view.id.is_some() { "à vous" } else { "" };
            let name = view.name.clone();
            Item::new(ViewChoice::Show(Box::new(view)), name).hint(hint)
        })
        .collect();
    if !session.store.is_read_only() {
        items.push(Item::new(ViewChoice::Save, "Enregistrer la vue actuelle…"));
    }
    Ok(Effect::open(Picker::pick_or_delete(
        "Vues",
        items,
        |list: &mut Events, session, choice| match choice {
            ViewChoice::Show(view) => list.show_view(*view, session),
            ViewChoice::Save => Ok(vec![ask_name()]),
        },
        |list: &mut Events, session, choice| match choice {
            ViewChoice::Show(view) => list.delete_view(&view, session),
            ViewChoice::Save => Ok(vec![Effect::info(
                "Cette vue est celle de Carnet et ne se supprime pas.",
            )]),
        },
    )))
}

fn ask_name() -> Effect {
    Effect::open(Prompt::ask(
        "Enregistrer la vue",
        "Filtres, ordre et colonnes sont gardés sous ce nom.",
        "",
        |list: &mut Events, session, name| list.save_view(name.trim(), session),
    ))
}
