//! The import of a .csv: which column gives what, what would be done row by row, and only then
//! the writing.

mod draw;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ratatui::layout::Rect;

use crate::actions;
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, count, quoted};
use crate::exchange::csv::columns::CsvColumn;
use crate::exchange::csv::import::{Mapping, NO_TITLE, Plan, PlannedRow, RowOutcome, Tally};
use crate::exchange::csv::text_table::TextTable;
use crate::explain::{Explain, shown, unreadable};
use crate::store::{Result, StoreError};
use crate::ui::canvas::{Canvas, ClickTarget};
use crate::ui::dialog::AnyScreen;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::dialog::picker::{Item, Picker, open_at};
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::paths;
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::work::{Finish, Work};

/// An import not written yet.
pub struct Import {
    path: PathBuf,
    table: Arc<TextTable>,
    mapping: Mapping,
    plan: Arc<Plan>,
    /// The plan made anew and the mapping it is made with, handed over by the thread that made it.
    planned: Arc<Mutex<Option<Planned>>>,
    /// The store has changed since the plan was made.
    is_outdated: bool,
    /// The new events left out or taken by hand, by their line: a plan made anew keeps to it.
    chosen: HashMap<u64, bool>,
    /// The rows of the plan, those that deserve a look first.
    order: Vec<usize>,
    on_rows: bool,
    column: usize,
    row: usize,
}

/// A mapping and its plan, taken together or not at all: the screen shows what is written.
type Planned = (Mapping, Plan);

/// What is said before a file is chosen.
pub const HINT: &str =
    "Un fichier .csv de n’importe quelle origine. Rien n’est écrit avant votre accord.";

/// Goes to the import of the file that was typed, if one was.
fn go(typed: &str, session: &Session) -> Vec<Effect> {
    if typed.trim().is_empty() {
        return Vec::new();
    }
    let path = paths::typed(typed, &session.documents);
    vec![Effect::Navigate(Route::Import(path))]
}

/// Asks which file to import.
pub fn ask_path(hint: impl Into<String>, path: &str) -> Prompt {
    Prompt::ask(
        "Importer un fichier",
        hint,
        path,
        |_: &mut AnyScreen, session, typed| Ok(go(&typed, session)),
    )
}

/// Reads a file to import and shows what it would do, or says why it can't be read and asks for
/// another.
pub fn read(path: PathBuf, session: &Session) -> Effect {
    let at = session.at();
    Effect::Work(Work::on_store(
        "Lecture du fichier",
        move |store, progress| -> Finish {
            let import = read_table(&path).map(|table| {
                let mapping = Mapping::by_name(&table.header);
                let plan = Plan::new(&table, &mapping, store, at, progress)?;
                Ok::<_, StoreError>(Import::new(path.clone(), table, mapping, plan))
            });
            Box::new(move |_| {
                Ok(vec![match import {
                    Ok(import) => Effect::Show(Box::new(import?)),
                    Err(why) => Effect::open(ask_path(why, &path.to_string_lossy()).wrong()),
                }])
            })
        },
    ))
}

fn taken(planned: &Mutex<Option<Planned>>) -> Option<Planned> {
    planned
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take()
}

/// The table of a file, or why there is none, in a sentence.
fn read_table(path: &Path) -> std::result::Result<TextTable, String> {
    let table = TextTable::open(path).map_err(|error| unreadable(path, &error))?;
    table.map_err(|problem| problem.explain())
}

impl Import {
    fn new(path: PathBuf, table: TextTable, mapping: Mapping, plan: Plan) -> Self {
        let mut import = Self {
            path,
            table: Arc::new(table),
            mapping,
            plan: Arc::new(plan),
            planned: Arc::default(),
            is_outdated: false,
            chosen: HashMap::new(),
            order: Vec::new(),
            on_rows: false,
            column: 0,
            row: 0,
        };
        import.reorder();
        import
    }

    fn reorder(&mut self) {
        let rank = |row: &PlannedRow| match row.outcome {
            RowOutcome::Refuse(_) => 0,
            _ if !row.remarks.is_empty() => 1,
            RowOutcome::Update { .. } => 2,
            RowOutcome::Create(_) => 3,
            RowOutcome::Same => 4,
        };
        self.order = (0..self.plan.rows.len()).collect();
        self.order
            .sort_by_key(|&index| rank(&self.plan.rows[index]));
    }

    /// Plans anew, beside the screen: [`Screen::refresh`] takes the plan and its mapping in.
    fn replan(&self, mapping: Mapping, session: &Session) -> Effect {
        let (table, at) = (Arc::clone(&self.table), session.at());
        let planned = Arc::clone(&self.planned);
        Effect::Work(Work::on_store(
            "Lecture du fichier",
            move |store, progress| -> Finish {
                let plan = Plan::new(&table, &mapping, store, at, progress);
                Box::new(move |_| {
                    *planned.lock().unwrap_or_else(PoisonError::into_inner) =
                        Some((mapping, plan?));
                    Ok(vec![Effect::Changed])
                })
            },
        ))
    }

    /// Leaves out a row that would be a new event, or takes it in again.
    fn leave_or_take(&mut self) -> Outcome {
        let row = self.order.get(self.row);
        let row = row.and_then(|&index| Arc::make_mut(&mut self.plan).rows.get_mut(index));
        let Some(row) = row.filter(|row| matches!(row.outcome, RowOutcome::Create(_))) else {
            let told = "Seule une ligne nouvelle se laisse de côté.";
            return Ok(vec![Effect::info(told)]);
        };
        row.is_skipped = !row.is_skipped;
        self.chosen.insert(row.line, row.is_skipped);
        Ok(Vec::new())
    }

    fn go(&mut self, by: isize) {
        let (at, many) = if self.on_rows {
            (&mut self.row, self.order.len())
        } else {
            (&mut self.column, self.table.header.len())
        };
        *at = at.saturating_add_signed(by).min(many.saturating_sub(1));
    }

    /// Asks what a column of the file gives.
    fn ask_target(&self, index: usize) -> Effect {
        let present = self.mapping.targets().get(index).copied().flatten();
        let mut items = vec![Item::new(None, "Ne pas importer")];
        items.extend(CsvColumn::importable().map(|column| {
            let taken = self.mapping.has(column) && Some(column) != present;
            let hint = if taken { "déjà donné" } else { "" };
            Item::new(Some(column), column.header()).hint(hint)
        }));
        let name = self.table.header.get(index).map_or("", String::as_str);
        Effect::open(Picker::pick(
            format!("La colonne {} donne", quoted(name)),
            open_at(items, &present),
            move |import: &mut Self, session, target| {
                Ok(vec![import.remap(index, target, session)])
            },
        ))
    }

    /// Has a column of the file give something else.
    fn remap(&self, index: usize, target: Option<CsvColumn>, session: &Session) -> Effect {
        let mut mapping = self.mapping.clone();
        mapping.set(index, target);
        self.replan(mapping, session)
    }

    fn ask(&self) -> Effect {
        let tally = self.plan.tally();
        if tally.created + tally.updated == 0 {
            if self.mapping.names_no_event() {
                return Effect::info(format!("{NO_TITLE}. Choisissez-la parmi les colonnes."));
            }
            if tally.skipped > 0 {
                let left = count(tally.skipped as u64, "ligne laissée", "lignes laissées");
                let told =
                    format!("Rien à importer{NARROW}: {left}. Espace, sur une ligne, la prend.");
                return Effect::info(told);
            }
            let why = if tally.same > 0 {
                "aucune ligne n’est nouvelle ou modifiée"
            } else {
                "aucune ligne ne peut être un événement"
            };
            return Effect::info(format!("Rien à importer{NARROW}: {why}."));
        }
        let text = format!("{}. Un seul Ctrl+Z annulera tout l’import.", told(tally));
        let write = |import: &mut Self, session: &mut Session| Ok(vec![import.write(session)]);
        Effect::open(Confirm::ask("Importer", text, "Importer", write).or_stay("Pas encore"))
    }

    fn write(&self, session: &Session) -> Effect {
        let now = session.now();
        let (plan, path) = (Arc::clone(&self.plan), self.path.clone());
        Effect::Work(Work::on_store("Import", move |store, progress| -> Finish {
            let written = actions::import::write(store, now, &plan, progress);
            let notes = store.take_notes();
            Box::new(move |session| {
                session.store.add_notes(notes);
                let text = format!("{} depuis {}.", told(written?), shown(&path));
                Ok(vec![
                    Effect::Changed,
                    Effect::success(text),
                    Effect::Navigate(Route::Back),
                ])
            })
        }))
    }
}

/// « 12 nouveaux, 1 modifié, 3 lignes refusées ».
fn told(tally: Tally) -> String {
    let parts: Vec<String> = [
        (tally.created, "nouveau", "nouveaux"),
        (tally.updated, "modifié", "modifiés"),
        (tally.same, "inchangé", "inchangés"),
        (tally.skipped, "ligne laissée", "lignes laissées"),
        (tally.refused, "ligne refusée", "lignes refusées"),
    ]
    .into_iter()
    .filter(|&(number, ..)| number > 0)
    .map(|(number, one, several)| count(number as u64, one, several))
    .collect();
    if parts.is_empty() {
        "Aucune ligne".to_owned()
    } else {
        parts.join(", ")
    }
}

impl Screen for Import {
    fn contexts(&self) -> &'static [Context] {
        if self.on_rows {
            &[Context::ImportRows, Context::Import, Context::Everywhere]
        } else {
            &[Context::ImportColumns, Context::Import, Context::Everywhere]
        }
    }

    fn refresh(&mut self, _session: &mut Session) -> Result<()> {
        let planned = taken(&self.planned);
        self.is_outdated = planned.is_none();
        if let Some((mapping, mut plan)) = planned {
            for row in &mut plan.rows {
                let chosen = self.chosen.get(&row.line);
                row.is_skipped = *chosen.unwrap_or(&row.is_skipped);
            }
            self.mapping = mapping;
            self.plan = Arc::new(plan);
            self.row = 0;
            self.reorder();
        }
        Ok(())
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            Action::Up => self.go(-1),
            Action::Down => self.go(1),
            Action::PageUp => self.go(-10),
            Action::PageDown => self.go(10),
            Action::Next => self.on_rows = !self.on_rows,
            Action::Tick => return self.leave_or_take(),
            Action::Accept if !self.on_rows => {
                return Ok(vec![self.ask_target(self.column)]);
            }
            // What another window changed may change what is to be done.
            Action::Save if self.is_outdated => {
                let told = "Le carnet a changé : voici ce que l’import ferait maintenant.";
                return Ok(vec![
                    self.replan(self.mapping.clone(), session),
                    Effect::info(typography::typeset(told)),
                ]);
            }
            Action::Save => return Ok(vec![self.ask()]),
            Action::Back => return Ok(vec![Effect::Navigate(Route::Back)]),
            _ => {}
        }
        Ok(Vec::new())
    }

    fn click(&mut self, hit: &ClickTarget, _session: &mut Session) -> Outcome {
        match hit {
            ClickTarget::Field(index) => {
                self.on_rows = false;
                self.column = *index;
                return Ok(vec![self.ask_target(*index)]);
            }
            ClickTarget::Row(row) if self.on_rows && *row == self.row => {
                return self.leave_or_take();
            }
            ClickTarget::Row(row) => {
                self.on_rows = true;
                self.row = *row;
            }
            _ => {}
        }
        Ok(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, _session: &Session) {
        self.draw_all(canvas, area);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::domain::event::EventField;
    use crate::store::{Progress, Store};
    use crate::ui::theme::{Background, Depth, Theme};

    fn session() -> Session {
        let clock = Clock::stopped_at(Some("2026-11-24T10:00:00"));
        let theme = Theme::new(Depth::True, Background::Dark);
        let store = Store::in_memory().unwrap();
        Session::new(store, clock, theme, PathBuf::from(".")).unwrap()
    }

    fn import(text: &str, session: &Session) -> Import {
        let table = TextTable::read(text.as_bytes()).unwrap();
        let mapping = Mapping::by_name(&table.header);
        let at = session.at();
        let plan = Plan::new(&table, &mapping, &session.store, at, &Progress::default());
        Import::new(PathBuf::from("x.csv"), table, mapping, plan.unwrap())
    }

    #[test]
    fn a_mapping_is_taken_with_its_plan_alone() {
        let mut session = session();
        let mut import = import("Titre;Notes\nUn;à garder\n", &session);
        let notes = CsvColumn::Field(EventField::Notes);
        // Stopped before its end: what the screen shows is still what would be written.
        drop(import.remap(1, None, &session));
        assert!(import.mapping.has(notes));
        let Effect::Work(work) = import.remap(1, None, &session) else {
            panic!("no work")
        };
        work.here(&mut session).unwrap();
        import.refresh(&mut session).unwrap();
        assert!(!import.mapping.has(notes));
        assert!(!import.is_outdated);
    }

    /// An import of two rows known already, and of a new one.
    fn again(session: &mut Session) -> Import {
        let text = "Titre;Date\nUn;24/11/2026\nDeux;25/11/2026\n";
        let first = import(text, session);
        let (now, progress) = (session.now(), Progress::default());
        let written = actions::import::write(&mut session.store, now, &first.plan, &progress);
        assert_eq!(written.unwrap().created, 2);
        import(&format!("{text}Trois;26/11/2026\n"), session)
    }

    #[test]
    fn what_is_here_already_is_left_unless_taken() {
        let mut session = session();
        let mut import = again(&mut session);
        assert_eq!(told(import.plan.tally()), "1 nouveau, 2 lignes laissées");
        // What may be here already is first.
        import.act(Action::Next, &mut session).unwrap();
        import.act(Action::Tick, &mut session).unwrap();
        assert_eq!(told(import.plan.tally()), "2 nouveaux, 1 ligne laissée");
        import.act(Action::PageDown, &mut session).unwrap();
        import.act(Action::Tick, &mut session).unwrap();
        assert_eq!(told(import.plan.tally()), "1 nouveau, 2 lignes laissées");
        // A plan made anew keeps to what was chosen.
        let Effect::Work(work) = import.replan(import.mapping.clone(), &session) else {
            panic!("no work")
        };
        work.here(&mut session).unwrap();
        import.refresh(&mut session).unwrap();
        let left: Vec<bool> = import.plan.rows.iter().map(|row| row.is_skipped).collect();
        assert_eq!(left, [false, true, true]);
        let (now, progress) = (session.now(), Progress::default());
        let written = actions::import::write(&mut session.store, now, &import.plan, &progress);
        assert_eq!(written.unwrap().created, 1);
    }

    #[test]
    fn a_click_takes_a_row_in_hand_and_another_leaves_it() {
        let mut session = session();
        let mut import = again(&mut session);
        let area = Rect::new(0, 0, 100, 30);
        let mut buf = ratatui::buffer::Buffer::empty(area);
        let mut hits = crate::ui::canvas::ClickTargets::new();
        let mut canvas = Canvas {
            buf: &mut buf,
            hits: &mut hits,
            theme: session.theme,
            cursor: None,
            defer_expensive: false,
            has_deferred: false,
        };
        import.draw(&mut canvas, area, &session);
        let rows = hits
            .iter()
            .filter(|(_, hit)| matches!(hit, ClickTarget::Row(_)));
        assert_eq!(rows.count(), 3);
        import.click(&ClickTarget::Row(2), &mut session).unwrap();
        assert!(import.on_rows && import.row == 2);
        assert_eq!(import.plan.tally().created, 1);
        import.click(&ClickTarget::Row(2), &mut session).unwrap();
        assert_eq!(import.plan.tally().created, 0);
    }
}
