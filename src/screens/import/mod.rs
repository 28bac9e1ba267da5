//! The import of a table: maps its columns, shows what each row would do, then writes.

mod draw;
mod rows;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use ratatui::layout::Rect;

use crate::actions;
use crate::domain::text::displayable;
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, count, quoted};
use crate::exchange::csv::columns::{CsvColumn, header_score};
use crate::exchange::csv::import::{Mapping, NO_TITLE, Plan, PlannedRow, RowOutcome, Tally};
use crate::exchange::table::Table;
use crate::store::{Result, StoreError};
use crate::ui::canvas::{Canvas, ClickTarget};
use crate::ui::dialog::AnyScreen;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::dialog::picker::{Item, Picker, at_present};
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::import_source::ImportSource;
use crate::ui::keymap::{Action, Context};
use crate::ui::list::selection::Selection;
use crate::ui::paths;
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::work::{Finish, Work};

/// An import to review before it is written.
pub struct Import {
    source: ImportSource,
    table: Arc<Table>,
    /// What was read otherwise than written in the file as a whole, each a sentence.
    notes: Vec<String>,
    mapping: Mapping,
    plan: Arc<Plan>,
    /// The new plan and its mapping, handed over by the thread that made them.
    planned: Arc<Mutex<Option<Planned>>>,
    /// Whether the store has changed since the plan was made.
    is_outdated: bool,
    /// Whether the user skipped each new event, by line number: kept when the plan is recomputed.
    chosen: HashMap<u64, bool>,
    /// The indexes of the rows of the plan, the ones to review first.
    order: Vec<usize>,
    /// Whether the focus is on the rows, or else on the columns.
    on_rows: bool,
    /// The selected column.
    column: Selection,
    /// The selected row in `order`.
    row: Selection,
}

/// A mapping and its plan, always replaced together: the screen shows exactly what would be written.
type Planned = (Mapping, Plan);

/// The hint of the prompt for the file.
pub const PATH_HINT: &str = "Un tableau .xlsx, .xls, .ods ou .csv, un agenda .ics, de n’importe quelle origine, ou des lignes copiées d’un tableur, collées ici. Rien n’est écrit avant votre accord.";

/// Opens the import of the file that was typed, if any.
fn open(typed: &str, session: &Session) -> Vec<Effect> {
    if typed.trim().is_empty() {
        return Vec::new();
    }
    let path = paths::expand(typed, &session.documents);
    vec![Effect::Navigate(Route::Import(ImportSource::File(path)))]
}

/// Asks which file to import.
pub fn ask_path(hint: impl Into<String>, path: &str) -> Prompt {
    Prompt::ask(
        "Importer un fichier",
        hint,
        path,
        |_: &mut AnyScreen, session, typed| Ok(open(&typed, session)),
    )
    .or_rows(|_: &mut AnyScreen, _, rows| {
        let source = ImportSource::Pasted(rows.into());
        Ok(vec![Effect::Navigate(Route::Import(source))])
    })
}

/// Reads what is to be imported and shows what it would do, or explains why it can't be read and asks for
/// another; where several sheets of a workbook could be read and none is given, asks which.
pub fn read(source: ImportSource, sheet: Option<String>, session: &Session) -> Effect {
    let moment = session.moment();
    Effect::Work(Work::on_store(
        "Lecture du fichier",
        move |store, progress| -> Finish {
            let table = source.table(sheet.as_deref(), header_score);
            if let Ok(table) = &table
                && sheet.is_none()
                && table.sheets.len() > 1
            {
                let sheets = table.sheets.clone();
                return Box::new(move |_| Ok(vec![ask_sheet(source, sheets)]));
            }
            let import = table.map(|table| {
                let (mapping, notes) = Mapping::guess(&table, moment.today);
                let plan = Plan::new(&table, &mapping, store, moment, progress)?;
                let notes = [table.notes.clone(), notes].concat();
                Ok::<_, StoreError>(Import::new(source.clone(), table, notes, mapping, plan))
            });
            Box::new(move |_| {
                Ok(vec![match import {
                    Ok(import) => Effect::Show(Box::new(import?)),
                    Err(why) => Effect::open(ask_path(why, &source.typed()).wrong()),
                }])
            })
        },
    ))
}

/// Asks which sheet of a workbook to read.
fn ask_sheet(source: ImportSource, sheets: Vec<String>) -> Effect {
    let items = sheets
        .into_iter()
        .map(|name| Item::new(name.clone(), displayable::line(&name)));
    Effect::open(Picker::pick(
        format!("Feuille à importer de {}", source.short()),
        items.collect(),
        move |_: &mut AnyScreen, session, sheet| {
            Ok(vec![read(source.clone(), Some(sheet), session)])
        },
    ))
}

fn take(planned: &Mutex<Option<Planned>>) -> Option<Planned> {
    planned
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take()
}

impl Import {
    fn new(
        source: ImportSource,
        table: Table,
        notes: Vec<String>,
        mapping: Mapping,
        plan: Plan,
    ) -> Self {
        let columns = table.header.len();
        let mut import = Self {
            source,
            table: Arc::new(table),
            notes,
            mapping,
            plan: Arc::new(plan),
            planned: Arc::default(),
            is_outdated: false,
            chosen: HashMap::new(),
            order: Vec::new(),
            on_rows: false,
            column: Selection::new(columns),
            row: Selection::default(),
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
        self.row = Selection::new(self.plan.rows.len());
        self.order = (0..self.plan.rows.len()).collect();
        self.order
            .sort_by_key(|&index| rank(&self.plan.rows[index]));
    }

    /// Makes the plan again on another thread; [`Screen::refresh`] then takes the plan and its mapping.
    fn replan(&self, mapping: Mapping, session: &Session) -> Effect {
        let (table, moment) = (Arc::clone(&self.table), session.moment());
        let planned = Arc::clone(&self.planned);
        Effect::Work(Work::on_store(
            "Lecture du fichier",
            move |store, progress| -> Finish {
                let plan = Plan::new(&table, &mapping, store, moment, progress);
                Box::new(move |_| {
                    *planned.lock().unwrap_or_else(PoisonError::into_inner) =
                        Some((mapping, plan?));
                    Ok(vec![Effect::Changed])
                })
            },
        ))
    }

    /// Skips a row that would be a new event, or imports it again.
    fn toggle_skipped(&mut self) -> Outcome {
        let row = self.order.get(self.row.index());
        let row = row.and_then(|&index| Arc::make_mut(&mut self.plan).rows.get_mut(index));
        let Some(row) = row.filter(|row| matches!(row.outcome, RowOutcome::Create(_))) else {
            let text = "Seule une ligne nouvelle se laisse de côté.";
            return Ok(vec![Effect::info(text)]);
        };
        row.is_skipped = !row.is_skipped;
        self.chosen.insert(row.line, row.is_skipped);
        Ok(Vec::new())
    }

    /// Asks for the field that a column of the file gives.
    fn ask_target(&self, index: usize) -> Effect {
        let present = self.mapping.targets().get(index).copied().flatten();
        let mut items = vec![Item::new(None, "Ne pas importer")];
        items.extend(CsvColumn::importable().map(|column| {
            let is_used = self.mapping.has(column) && Some(column) != present;
            let hint = if is_used { "déjà pris" } else { "" };
            Item::new(Some(column), column.header()).hint(hint)
        }));
        let name = self.table.header.get(index).map_or("", String::as_str);
        Effect::open(Picker::pick(
            format!("Champ du carnet pour {}", quoted(name)),
            at_present(items, &present),
            move |import: &mut Self, session, target| {
                Ok(vec![import.remap(index, target, session)])
            },
        ))
    }

    /// Maps a column of the file to another field.
    fn remap(&self, index: usize, target: Option<CsvColumn>, session: &Session) -> Effect {
        let mut mapping = self.mapping.clone();
        mapping.set(index, target);
        self.replan(mapping, session)
    }

    fn ask(&self) -> Effect {
        let tally = self.plan.tally();
        if tally.created + tally.updated + tally.doubtful == 0 {
            if self.mapping.names_no_event() {
                return Effect::info(format!("{NO_TITLE}. Choisissez-la parmi les colonnes."));
            }
            if tally.skipped > 0 {
                let left = count(tally.skipped as u64, "ligne laissée", "lignes laissées");
                let text =
                    format!("Rien à importer{NARROW}: {left}. Espace, sur une ligne, la prend.");
                return Effect::info(text);
            }
            let why = if tally.same > 0 {
                "aucune ligne n’est nouvelle ou modifiée"
            } else {
                "aucune ligne ne peut être un événement"
            };
            return Effect::info(format!("Rien à importer{NARROW}: {why}."));
        }
        let text = format!(
            "{}. Un seul Ctrl+Z annulera tout l’import.",
            tally_sentence(tally)
        );
        let write = |import: &mut Self, session: &mut Session| Ok(vec![import.write(session)]);
        let confirm = Confirm::ask("Importer", text, "Importer", write);
        let confirm = match tally.doubtful {
            0 => confirm,
            _ => confirm.or(
                "Importer aussi les douteuses",
                |import: &mut Self, session| {
                    Arc::make_mut(&mut import.plan).confirm_doubtful();
                    Ok(vec![import.write(session)])
                },
            ),
        };
        Effect::open(confirm.or_stay("Pas encore"))
    }

    fn write(&self, session: &Session) -> Effect {
        let now = session.now();
        let (plan, source) = (Arc::clone(&self.plan), self.source.clone());
        Effect::Work(Work::on_store("Import", move |store, progress| -> Finish {
            let written = actions::import::write(store, now, &plan, progress);
            let notes = store.take_notes();
            Box::new(move |session| {
                session.store.add_notes(notes);
                let text = format!("{} depuis {}.", tally_sentence(written?), source.shown());
                Ok(vec![
                    Effect::Changed,
                    Effect::success(text),
                    Effect::Navigate(Route::Back),
                ])
            })
        }))
    }
}

/// Returns a tally in words: « 12 nouveaux, 1 modifié, 3 lignes refusées ».
fn tally_sentence(tally: Tally) -> String {
    let parts: Vec<String> = [
        (tally.created, "nouveau", "nouveaux"),
        (tally.updated, "modifié", "modifiés"),
        (tally.same, "inchangé", "inchangés"),
        (tally.skipped, "ligne laissée", "lignes laissées"),
        (
            tally.doubtful,
            "attestation douteuse laissée",
            "attestations douteuses laissées",
        ),
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
        let planned = take(&self.planned);
        self.is_outdated = planned.is_none();
        if let Some((mapping, mut plan)) = planned {
            for row in &mut plan.rows {
                let chosen = self.chosen.get(&row.line);
                row.is_skipped = *chosen.unwrap_or(&row.is_skipped);
            }
            self.mapping = mapping;
            self.plan = Arc::new(plan);
            self.reorder();
        }
        Ok(())
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            Action::Next => self.on_rows = !self.on_rows,
            Action::Tick => return self.toggle_skipped(),
            Action::Accept if !self.on_rows => {
                return Ok(vec![self.ask_target(self.column.index())]);
            }
            // A change by another process may change the plan: shows it again first.
            Action::Save if self.is_outdated => {
                let text = "Le carnet a changé : voici ce que l’import ferait maintenant.";
                return Ok(vec![
                    self.replan(self.mapping.clone(), session),
                    Effect::info(typography::typeset(text)),
                ]);
            }
            Action::Save => return Ok(vec![self.ask()]),
            Action::Back => return Ok(vec![Effect::Navigate(Route::Back)]),
            _ if self.on_rows => drop(self.row.act(action)),
            _ => drop(self.column.act(action)),
        }
        Ok(Vec::new())
    }

    fn click(&mut self, target: &ClickTarget, _session: &mut Session) -> Outcome {
        match target {
            ClickTarget::Field(index) => {
                self.on_rows = false;
                self.column.select(*index);
                return Ok(vec![self.ask_target(*index)]);
            }
            row => {
                let is_second = self.row.click(row) && self.on_rows;
                self.on_rows |= matches!(row, ClickTarget::Row(_));
                if is_second {
                    return self.toggle_skipped();
                }
            }
        }
        Ok(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        self.draw_all(canvas, area, session);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use std::path::PathBuf;

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
        let table = Table::read(text.as_bytes()).unwrap();
        let moment = session.moment();
        let (mapping, _) = Mapping::guess(&table, moment.today);
        let plan = Plan::new(
            &table,
            &mapping,
            &session.store,
            moment,
            &Progress::default(),
        );
        Import::new(
            ImportSource::File(PathBuf::from("x.csv")),
            table,
            Vec::new(),
            mapping,
            plan.unwrap(),
        )
    }

    #[test]
    fn a_mapping_and_its_plan_are_replaced_together() {
        let mut session = session();
        let mut import = import("Titre;Notes\nUn;à garder\n", &session);
        let notes = CsvColumn::Field(EventField::Notes);
        // Work that never ran changes neither.
        drop(import.remap(1, None, &session));
        assert!(import.mapping.has(notes));
        let Effect::Work(work) = import.remap(1, None, &session) else {
            panic!("no work")
        };
        work.run_now(&mut session).unwrap();
        import.refresh(&mut session).unwrap();
        assert!(!import.mapping.has(notes));
        assert!(!import.is_outdated);
    }

    /// An import of two rows imported before, and of a new one.
    fn second_import(session: &mut Session) -> Import {
        let text = "Titre;Date\nUn;24/11/2026\nDeux;25/11/2026\n";
        let first = import(text, session);
        let (now, progress) = (session.now(), Progress::default());
        let written = actions::import::write(&mut session.store, now, &first.plan, &progress);
        assert_eq!(written.unwrap().created, 2);
        import(&format!("{text}Trois;26/11/2026\n"), session)
    }

    #[test]
    fn rows_imported_before_are_skipped_unless_chosen() {
        let mut session = session();
        let mut import = second_import(&mut session);
        assert_eq!(
            tally_sentence(import.plan.tally()),
            "1 nouveau, 2 lignes laissées"
        );
        // The rows that may be duplicates come first.
        import.act(Action::Next, &mut session).unwrap();
        import.act(Action::Tick, &mut session).unwrap();
        assert_eq!(
            tally_sentence(import.plan.tally()),
            "2 nouveaux, 1 ligne laissée"
        );
        import.act(Action::PageDown, &mut session).unwrap();
        import.act(Action::Tick, &mut session).unwrap();
        assert_eq!(
            tally_sentence(import.plan.tally()),
            "1 nouveau, 2 lignes laissées"
        );
        // A new plan keeps the choices of the user.
        let Effect::Work(work) = import.replan(import.mapping.clone(), &session) else {
            panic!("no work")
        };
        work.run_now(&mut session).unwrap();
        import.refresh(&mut session).unwrap();
        let left: Vec<bool> = import.plan.rows.iter().map(|row| row.is_skipped).collect();
        assert_eq!(left, [false, true, true]);
        let (now, progress) = (session.now(), Progress::default());
        let written = actions::import::write(&mut session.store, now, &import.plan, &progress);
        assert_eq!(written.unwrap().created, 1);
    }

    #[test]
    fn a_click_selects_a_row_and_another_skips_it() {
        let mut session = session();
        let mut import = second_import(&mut session);
        let area = Rect::new(0, 0, 100, 30);
        let mut buf = ratatui::buffer::Buffer::empty(area);
        let mut click_targets = crate::ui::canvas::ClickTargets::new();
        let mut canvas = Canvas {
            buf: &mut buf,
            click_targets: &mut click_targets,
            theme: session.theme,
            cursor: None,
            defer_expensive: false,
            has_deferred: false,
        };
        import.draw(&mut canvas, area, &session);
        let rows = click_targets
            .iter()
            .filter(|(_, target)| matches!(target, ClickTarget::Row(_)));
        assert_eq!(rows.count(), 3);
        import.click(&ClickTarget::Row(2), &mut session).unwrap();
        assert!(import.on_rows && import.row.index() == 2);
        assert_eq!(import.plan.tally().created, 1);
        import.click(&ClickTarget::Row(2), &mut session).unwrap();
        assert_eq!(import.plan.tally().created, 0);
    }
}
