//! The import of a .csv: which column gives what, what would be done row by row, and only then
//! the writing.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Screen;
use crate::domain::french::{self, NARROW, count, quoted};
use crate::exchange::columns::CsvColumn;
use crate::exchange::import::{Mapping, Outcome as RowOutcome, Plan, PlannedRow, Tally};
use crate::exchange::text_table::{LARGEST_FILE, TableProblem, TextTable};
use crate::explain::{Explain, shown, unreadable};
use crate::store::{Result, StoreError};
use crate::tui::canvas::{Canvas, Hit, wrap};
use crate::tui::effect::{Answer, Choice, Effect, Outcome, Place, Question};
use crate::tui::keymap::{Action, Context};
use crate::tui::paths;
use crate::tui::session::Session;
use crate::tui::theme::over;
use crate::tui::widgets::confirm::Confirm;
use crate::tui::widgets::picker::{Item, Picker};
use crate::tui::widgets::prompt::Prompt;
use crate::tui::work::{Finish, Work};

/// An import not written yet.
pub struct Import {
    path: PathBuf,
    table: Arc<TextTable>,
    mapping: Mapping,
    plan: Arc<Plan>,
    /// The plan made anew, handed over by the thread that made it.
    planned: Arc<Mutex<Option<Plan>>>,
    /// The store has changed since the plan was made.
    is_outdated: bool,
    /// The rows of the plan, those that deserve a look first.
    order: Vec<usize>,
    on_rows: bool,
    column: usize,
    row: usize,
}

/// What is said before a file is chosen.
pub const HINT: &str =
    "Un fichier .csv de n’importe quelle origine. Rien n’est écrit avant votre accord.";

/// Goes to the import of the file that was typed, if one was.
pub fn go(typed: &str, session: &Session) -> Vec<Effect> {
    if typed.trim().is_empty() {
        return Vec::new();
    }
    let path = paths::typed(typed, &session.documents);
    vec![Effect::Go(Place::Import(path))]
}

/// Asks which file to import.
pub fn ask_path(hint: impl Into<String>, path: &str) -> Prompt {
    Prompt::new(Question::ImportPath, "Importer un fichier", hint, path)
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

fn taken(plan: &Mutex<Option<Plan>>) -> Option<Plan> {
    plan.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// The table of a file, or why there is none, in a sentence.
fn read_table(path: &Path) -> std::result::Result<TextTable, String> {
    let too_large = |length: u64| length > LARGEST_FILE;
    if std::fs::metadata(path).is_ok_and(|metadata| too_large(metadata.len())) {
        return Err(TableProblem::TooLarge.explain());
    }
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
    TextTable::read(&bytes).map_err(|problem| problem.explain())
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

    /// Plans anew, beside the screen: [`Screen::refresh`] takes the plan in.
    fn replan(&self, session: &Session) -> Effect {
        let (table, mapping, at) = (Arc::clone(&self.table), self.mapping.clone(), session.at());
        let planned = Arc::clone(&self.planned);
        Effect::Work(Work::on_store(
            "Lecture du fichier",
            move |store, progress| -> Finish {
                let plan = Plan::new(&table, &mapping, store, at, progress);
                Box::new(move |_| {
                    *planned.lock().unwrap_or_else(PoisonError::into_inner) = Some(plan?);
                    Ok(vec![Effect::Changed])
                })
            },
        ))
    }

    fn go(&mut self, by: isize) {
        let (at, many) = if self.on_rows {
            (&mut self.row, self.order.len())
        } else {
            (&mut self.column, self.table.header.len())
        };
        *at = at.saturating_add_signed(by).min(many.saturating_sub(1));
    }

    fn targets(&self, index: usize) -> Picker {
        let present = self.mapping.targets().get(index).copied().flatten();
        let mut items = vec![Item::new(Choice::Nothing, "Ne pas importer")];
        items.extend(CsvColumn::importable().map(|column| {
            let taken = self.mapping.has(column) && Some(column) != present;
            Item::new(Choice::CsvColumn(column), column.header()).hint(if taken {
                "déjà donné"
            } else {
                ""
            })
        }));
        let name = self.table.header.get(index).map_or("", String::as_str);
        let at = present.map_or(Choice::Nothing, Choice::CsvColumn);
        Picker::new(
            Question::ImportTarget(index),
            format!("La colonne {} donne", quoted(name)),
            items,
        )
        .at(&at)
    }

    fn ask(&self) -> Effect {
        let tally = self.plan.tally();
        if tally.created + tally.updated == 0 {
            let why = if tally.same > 0 {
                "aucune ligne n’est nouvelle ou modifiée"
            } else {
                "aucune ligne ne peut être un événement"
            };
            return Effect::tell(format!("Rien à importer{NARROW}: {why}."));
        }
        let alike = match tally.alike {
            0 => String::new(),
            many => format!(
                "\n{}{NARROW}: même titre, même date.",
                count(
                    many as u64,
                    "ressemble à un événement déjà là",
                    "ressemblent à des événements déjà là"
                )
            ),
        };
        let text = format!(
            "{}. Un seul Ctrl+Z annulera tout l’import.{alike}",
            told(tally)
        );
        Effect::open(Confirm::new(
            Question::ImportWrite,
            "Importer",
            text,
            "Importer",
            "Pas encore",
        ))
    }

    fn write(&self, session: &Session) -> Effect {
        let (zone, now) = (session.profile.time_zone.clone(), session.now());
        let (plan, path) = (Arc::clone(&self.plan), self.path.clone());
        Effect::Work(Work::on_store("Import", move |store, progress| -> Finish {
            let written = plan.apply(store, &zone, now, progress);
            let notes = store.take_notes();
            Box::new(move |session| {
                session.store.add_notes(notes);
                let text = format!("{} depuis {}.", told(written?), shown(&path));
                Ok(vec![
                    Effect::Changed,
                    Effect::say(text),
                    Effect::Go(Place::Back),
                ])
            })
        }))
    }

    fn draw_columns(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let heads = [
            ("Colonne du fichier", 26u16),
            ("donne", 24),
            ("Exemple", u16::MAX),
        ];
        let mut x = area.x + 2;
        for (head, width) in heads {
            let room = area.right().saturating_sub(x).min(width);
            canvas.text(x, area.y, room, head, theme.muted());
            x = x.saturating_add(width.saturating_add(1)).min(area.right());
        }
        let rows = usize::from(area.height.saturating_sub(1)).max(1);
        let top = (self.column + 1).saturating_sub(rows);
        let columns = self
            .table
            .header
            .iter()
            .zip(self.mapping.targets())
            .enumerate()
            .skip(top);
        for (y, (index, (name, target))) in (area.y + 1..area.bottom()).zip(columns) {
            let here = index == self.column && !self.on_rows;
            let base = if here { theme.selected() } else { Style::new() };
            canvas.tint(Rect::new(area.x, y, area.width, 1), base);
            canvas.text(
                area.x,
                y,
                1,
                if here { "▌" } else { " " },
                over(base, theme.focus()),
            );
            canvas.text(
                area.x + 2,
                y,
                26,
                &crate::domain::displayable::line(name),
                base,
            );
            let (label, style) = match target {
                Some(column) => (column.header(), theme.done()),
                None => ("— laissée de côté", theme.muted()),
            };
            canvas.text(area.x + 29, y, 24, label, over(base, style));
            let sample = self
                .table
                .rows
                .iter()
                .filter_map(|row| row.cells.as_ref().ok()?.get(index))
                .find(|cell| !cell.trim().is_empty());
            let room = area.width.saturating_sub(55);
            let sample = sample.unwrap_or_default();
            let sample: String = sample.chars().take(usize::from(room) + 1).collect();
            canvas.text(
                area.x + 54,
                y,
                room,
                &crate::domain::displayable::line(&sample),
                over(base, theme.muted()),
            );
            canvas.hit(Rect::new(area.x, y, area.width, 1), Hit::Field(index));
        }
    }

    fn draw_rows(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let title = format!(" {}", told(self.plan.tally()));
        canvas.text(area.x, area.y, area.width, &title, theme.heading());
        let rows = usize::from(area.height.saturating_sub(1)).max(1);
        let top = (self.row + 1).saturating_sub(rows);
        for (y, (place, &index)) in
            (area.y + 1..area.bottom()).zip(self.order.iter().enumerate().skip(top))
        {
            let row = &self.plan.rows[index];
            let here = place == self.row && self.on_rows;
            let base = if here { theme.selected() } else { Style::new() };
            canvas.tint(Rect::new(area.x, y, area.width, 1), base);
            canvas.text(
                area.x,
                y,
                1,
                if here { "▌" } else { " " },
                over(base, theme.focus()),
            );
            let (sign, word, style, why) = describe(row, theme);
            let line = format!("ligne {:<5}", row.line);
            let word = format!("{sign} {word:10}");
            let title = if row.title.is_empty() {
                "(sans titre)"
            } else {
                &row.title
            };
            let why = if why.is_empty() {
                String::new()
            } else {
                format!("  {why}")
            };
            let pieces = [
                (line.as_str(), over(base, theme.muted())),
                (word.as_str(), over(base, style)),
                (title, base),
                (why.as_str(), over(base, style)),
            ];
            // Reasons stand one below the other, whatever the titles.
            let [number, word, title, why] = pieces;
            let x = area.x + 2;
            let used = canvas.pieces(x, y, area.width.saturating_sub(2), &[number, word]);
            let rest = area.width.saturating_sub(used + 3);
            if why.0.is_empty() {
                canvas.text(x + used, y, rest, title.0, title.1);
            } else {
                let room = TITLE.min(rest / 2);
                canvas.text(x + used, y, room, title.0, title.1);
                let rest = rest.saturating_sub(room);
                canvas.text(x + used + room, y, rest, why.0, why.1);
            }
        }
    }
}

/// The room of a title before the reason.
const TITLE: u16 = 28;

/// What is done with a row: a sign, a word, a style, and why.
fn describe(
    row: &PlannedRow,
    theme: crate::tui::theme::Theme,
) -> (&'static str, &'static str, Style, String) {
    match &row.outcome {
        RowOutcome::Refuse(reason) => ("✗", "refusée", theme.awaiting(), reason.clone()),
        RowOutcome::Create(_) if !row.remarks.is_empty() => {
            ("⚠", "nouveau", theme.note(), row.remarks.join(" · "))
        }
        RowOutcome::Create(_) => ("+", "nouveau", theme.done(), String::new()),
        RowOutcome::Update { changed, .. } => {
            let changed: Vec<String> = changed
                .iter()
                .map(|column| column.header().to_lowercase())
                .collect();
            ("~", "modifié", theme.accent(), french::list(&changed))
        }
        RowOutcome::Same => ("=", "inchangé", theme.muted(), String::new()),
    }
}

/// « 12 nouveaux, 1 modifié, 3 lignes refusées ».
fn told(tally: Tally) -> String {
    let parts: Vec<String> = [
        (tally.created, "nouveau", "nouveaux"),
        (tally.updated, "modifié", "modifiés"),
        (tally.same, "inchangé", "inchangés"),
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
            &[Context::Import, Context::Everywhere]
        } else {
            &[Context::ImportColumns, Context::Import, Context::Everywhere]
        }
    }

    fn refresh(&mut self, _session: &mut Session) -> Result<()> {
        let planned = taken(&self.planned);
        self.is_outdated = planned.is_none();
        if let Some(plan) = planned {
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
            Action::Accept if !self.on_rows => {
                return Ok(vec![Effect::open(self.targets(self.column))]);
            }
            // What another window changed may change what is to be done.
            Action::Save if self.is_outdated => {
                let told = "Le carnet a changé : voici ce que l’import ferait maintenant.";
                return Ok(vec![
                    self.replan(session),
                    Effect::tell(french::typeset(told)),
                ]);
            }
            Action::Save => return Ok(vec![self.ask()]),
            Action::Back => return Ok(vec![Effect::Go(Place::Back)]),
            _ => {}
        }
        Ok(Vec::new())
    }

    fn hit(&mut self, hit: &Hit, _session: &mut Session) -> Outcome {
        if let Hit::Field(index) = hit {
            self.on_rows = false;
            self.column = *index;
            return Ok(vec![Effect::open(self.targets(*index))]);
        }
        Ok(Vec::new())
    }

    fn answer(&mut self, question: Question, answer: Answer, session: &mut Session) -> Outcome {
        match (question, answer) {
            (Question::ImportTarget(index), Answer::One(choice)) => {
                let target = match choice {
                    Choice::CsvColumn(column) => Some(column),
                    _ => None,
                };
                self.mapping.set(index, target);
                Ok(vec![self.replan(session)])
            }
            (Question::ImportWrite, Answer::Yes) => Ok(vec![self.write(session)]),
            _ => Ok(Vec::new()),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, _session: &Session) {
        let theme = canvas.theme;
        let separator = match self.table.delimiter {
            '\t' => "tabulations".to_owned(),
            other => quoted(&other.to_string()),
        };
        let rows = count(self.table.rows.len() as u64, "ligne", "lignes");
        let told = format!(" · {}, {separator}, {rows}", self.table.encoding);
        let title = format!(" Importer {}", shown(&self.path));
        canvas.pieces(
            area.x,
            area.y,
            area.width,
            &[(&title, theme.heading()), (&told, theme.muted())],
        );
        let room = area.height.saturating_sub(3);
        let wanted = u16::try_from(self.table.header.len() + 1).unwrap_or(u16::MAX);
        let columns = wanted.min(room / 2 + 1);
        self.draw_columns(canvas, Rect::new(area.x, area.y + 1, area.width, columns));
        let y = area.y + 1 + columns;
        canvas.rule(area.x, y, area.width);
        let rest = area.bottom().saturating_sub(y + 1);
        let whole = if self.on_rows && rest > 6 { 2 } else { 0 };
        let room = Rect::new(area.x, y + 1, area.width, rest - whole);
        self.draw_rows(canvas, room);
        // The reason of the row in hand, whole.
        let row = self
            .order
            .get(self.row)
            .map(|&index| &self.plan.rows[index]);
        if let (Some(row), true) = (row, whole > 0) {
            let (_, _, style, why) = describe(row, theme);
            let lines = wrap(&why, usize::from(area.width.saturating_sub(2)));
            for (y, line) in (area.bottom() - whole..area.bottom()).zip(&lines) {
                canvas.text(area.x + 1, y, area.width - 1, line, style);
            }
        }
    }
}
