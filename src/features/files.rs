//! The files of any kind of record: exports where the user asks, and imports after showing
//! each row.

use std::path::{Path, PathBuf};

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::actions;
use crate::domain::record::{Entity, Stored};
use crate::domain::text::displayable;
use crate::domain::text::typography::{self, NARROW, count, list};
use crate::exchange::csv::export::ExportError;
use crate::exchange::csv::records::{self, RecordOutcome, RecordPlan, RecordRow, RecordTally};
use crate::exchange::safe_file::{self, WriteProblem};
use crate::exchange::table::Table;
use crate::explain::{Explain as _, shown};
use crate::store::{Result, StoreError};
use crate::ui::canvas::{Canvas, ClickTarget, wrap};
use crate::ui::dialog::AnyScreen;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::dialog::picker::{Item, Picker};
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::import_source::ImportSource;
use crate::ui::keymap::{Action, Context};
use crate::ui::list::row::draw_row;
use crate::ui::list::selection::Selection;
use crate::ui::paths;
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;
use crate::ui::theme::{Theme, over};

/// Asks where to export the rows of the place of that name.
pub fn ask_export<R: Entity>(place: &str, rows: Vec<Stored<R>>, session: &Session) -> Effect {
    let name = format!("{}-{}.csv", place.to_lowercase(), session.today());
    let path = safe_file::free_name(&session.documents.join(name));
    let hint = format!(
        "Un nom en .xlsx donne un classeur, en .csv du texte{NARROW}; un nom seul va dans {}.",
        shown(&session.documents)
    );
    Effect::open(export_prompt(hint, &path, rows))
}

fn export_prompt<R: Entity>(hint: impl Into<String>, path: &Path, rows: Vec<Stored<R>>) -> Prompt {
    Prompt::ask(
        format!("Exporter {}", counted::<R>(rows.len())),
        hint,
        &path.to_string_lossy(),
        move |_: &mut AnyScreen, session, text| {
            let path = paths::table_name(paths::expand(&text, &session.documents));
            Ok(vec![export(&path, &rows, false, session)])
        },
    )
    .before_extension()
}

fn export<R: Entity>(
    path: &Path,
    rows: &[Stored<R>],
    overwrite: bool,
    session: &Session,
) -> Effect {
    let written = safe_file::write_table(path, overwrite, |out| {
        records::write(rows, &session.references, out).map_err(ExportError::from)
    });
    match written {
        Ok(()) => {
            let rows = counted::<R>(rows.len());
            Effect::success(format!("{rows} dans {}.", shown(path)))
        }
        Err(WriteProblem::AlreadyThere(path)) => ask_over(path, rows.to_vec()),
        Err(problem) => Effect::open(export_prompt(problem.explain(), path, rows.to_vec()).wrong()),
    }
}

/// Asks whether to overwrite a file.
fn ask_over<R: Entity>(path: PathBuf, rows: Vec<Stored<R>>) -> Effect {
    let text = format!("{} existe déjà. Le remplacer{NARROW}?", shown(&path));
    let (over, others) = (path.clone(), rows.clone());
    let confirm = Confirm::ask(
        "Remplacer le fichier",
        text,
        "Remplacer",
        move |_: &mut AnyScreen, session| Ok(vec![export(&over, &others, true, session)]),
    )
    .or_stay("Garder l’ancien")
    .on_close(move |_: &mut AnyScreen, _| {
        let hint = "Sous un autre nom, l’ancien fichier reste comme il est.";
        Ok(vec![Effect::open(export_prompt(hint, &path, rows.clone()))])
    });
    Effect::open(confirm)
}

/// Asks which file to import; a new row begins as `blank`.
pub fn ask_import<R: Entity>(blank: R) -> Effect {
    let hint = "Un tableau .xlsx, .xls, .ods ou .csv, de n’importe quelle origine, ou des lignes copiées d’un tableur, collées ici. Rien n’est écrit avant votre accord.";
    Effect::open(import_prompt(hint, "", blank))
}

fn import_prompt<R: Entity>(hint: impl Into<String>, path: &str, blank: R) -> Prompt {
    let of_rows = blank.clone();
    Prompt::ask(
        format!("Importer des {}", R::NOUN.several),
        hint,
        path,
        move |_: &mut AnyScreen, session, typed| {
            if typed.trim().is_empty() {
                return Ok(Vec::new());
            }
            let path = paths::expand(&typed, &session.documents);
            show_import(ImportSource::File(path), None, blank.clone(), session)
        },
    )
    .or_rows(move |_: &mut AnyScreen, session, rows| {
        let source = ImportSource::Pasted(rows.into());
        show_import(source, None, of_rows.clone(), session)
    })
}

/// Shows what the import of a file would do; where several sheets of a workbook could be read and none is
/// given, asks which.
fn show_import<R: Entity>(
    source: ImportSource,
    sheet: Option<String>,
    blank: R,
    session: &Session,
) -> Outcome {
    let table = source.table(sheet.as_deref(), records::header_score::<R>);
    let sheets = table.as_ref().map_or(&[][..], |table| &table.sheets);
    if sheet.is_none() && sheets.len() > 1 {
        return Ok(vec![ask_sheet(source, sheets, blank)]);
    }
    let plan = match table {
        Ok(table) => plan(&table, &blank, session)?,
        Err(why) => Err(why),
    };
    Ok(vec![match plan {
        Ok(plan) => Effect::Show(Box::new(RecordImport::new(source, sheet, blank, plan))),
        Err(why) => Effect::open(import_prompt(why, &source.typed(), blank).wrong()),
    }])
}

/// Asks which sheet of a workbook to read.
fn ask_sheet<R: Entity>(source: ImportSource, sheets: &[String], blank: R) -> Effect {
    let items = sheets.iter();
    let items = items.map(|name| Item::new(name.clone(), displayable::line(name)));
    Effect::open(Picker::pick(
        format!("Feuille à importer de {}", source.short()),
        items.collect(),
        move |_: &mut AnyScreen, session, sheet| {
            show_import(source.clone(), Some(sheet), blank.clone(), session)
        },
    ))
}

/// Returns what the import of a table would do, where a new row begins as `blank`, or why it has none of the
/// records, in a sentence.
///
/// # Errors
/// The store could not be read.
fn plan<R: Entity>(
    table: &Table,
    blank: &R,
    session: &Session,
) -> Result<std::result::Result<RecordPlan<R>, String>> {
    let known = session.store.rows::<R>()?;
    let plan = RecordPlan::new(table, &known, blank, &session.references, session.today());
    Ok(plan.ok_or_else(|| {
        let name = R::FIELDS.first().map_or("", |field| field.label);
        format!(
            "Aucune colonne du fichier n’est reconnue comme {}.",
            typography::quoted(name)
        )
    }))
}

/// « 12 lieux ».
fn counted<R: Entity>(rows: usize) -> String {
    count(rows as u64, R::NOUN.one, R::NOUN.several)
}

/// « 3 nouveaux, 1 modifié, 2 inchangés, 1 refusé ».
fn tally_sentence<R: Entity>(tally: RecordTally) -> String {
    let noun = R::NOUN;
    let (new, several_new) = match noun.feminine {
        true => ("nouvelle", "nouvelles"),
        false => ("nouveau", "nouveaux"),
    };
    let agreed = |rows, word| (rows, noun.agree(word), noun.agree_several(word));
    let parts = [
        (tally.created, new.to_owned(), several_new.to_owned()),
        agreed(tally.updated, "modifié"),
        agreed(tally.same, "inchangé"),
        agreed(tally.refused, "refusé"),
    ];
    let parts = parts.into_iter().filter(|(rows, ..)| *rows > 0);
    let parts: Vec<String> = parts
        .map(|(rows, one, several)| count(rows as u64, &one, &several))
        .collect();
    match parts.is_empty() {
        true => "rien à lire".to_owned(),
        false => list(&parts),
    }
}

/// An import that is shown before it is written.
pub struct RecordImport<R: Entity> {
    source: ImportSource,
    /// The sheet that was asked for, of a workbook.
    sheet: Option<String>,
    /// What a new row begins as.
    blank: R,
    plan: RecordPlan<R>,
    /// The rows of the plan, those that need attention first.
    order: Vec<usize>,
    selection: Selection,
}

impl<R: Entity> RecordImport<R> {
    fn new(source: ImportSource, sheet: Option<String>, blank: R, plan: RecordPlan<R>) -> Self {
        let rank = |row: &RecordRow<R>| match row.outcome {
            RecordOutcome::Refuse(_) => 0,
            _ if !row.remarks.is_empty() => 1,
            RecordOutcome::Update { .. } => 2,
            RecordOutcome::Create { .. } => 3,
            RecordOutcome::Same => 4,
        };
        let mut order: Vec<usize> = (0..plan.rows.len()).collect();
        order.sort_by_key(|&index| rank(&plan.rows[index]));
        Self {
            source,
            sheet,
            blank,
            plan,
            selection: Selection::new(order.len()),
            order,
        }
    }

    fn write(&self, session: &mut Session) -> Outcome {
        let now = session.now();
        let tally = match actions::records::import(&mut session.store, now, &self.plan) {
            Err(StoreError::Stale) => {
                let text = "Le carnet a changé depuis la lecture du fichier. Rien n’a été écrit ; relisez-le.";
                return Ok(vec![Effect::error(typography::typeset(text))]);
            }
            written => written?,
        };
        let sentence = tally_sentence::<R>(tally);
        if tally.created + tally.updated == 0 {
            let text = format!("Rien à écrire{NARROW}: {sentence}.");
            return Ok(vec![Effect::info(text)]);
        }
        Ok(vec![
            Effect::Navigate(Route::Back),
            Effect::Changed,
            Effect::success(format!("Import{NARROW}: {sentence}. Ctrl+Z l’annule.")),
        ])
    }
}

impl<R: Entity> Screen for RecordImport<R> {
    fn contexts(&self) -> &'static [Context] {
        &[
            Context::RecordImport,
            Context::Commands,
            Context::Everywhere,
        ]
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        // The file may be gone: the plan made from it is still shown.
        let score = records::header_score::<R>;
        if let Ok(table) = self.source.table(self.sheet.as_deref(), score)
            && let Ok(plan) = plan(&table, &self.blank, session)?
        {
            let mut selection = self.selection;
            let (source, sheet) = (self.source.clone(), self.sheet.clone());
            *self = Self::new(source, sheet, self.blank.clone(), plan);
            selection.reload(self.order.len(), None);
            self.selection = selection;
        }
        Ok(())
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            Action::Save => return self.write(session),
            Action::Back => return Ok(vec![Effect::Navigate(Route::Back)]),
            _ => {
                self.selection.act(action);
            }
        }
        Ok(Vec::new())
    }

    fn click(&mut self, target: &ClickTarget, _session: &mut Session) -> Outcome {
        self.selection.click(target);
        Ok(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, _session: &Session) {
        let theme = canvas.theme;
        let title = format!(" Importer {}", self.source.shown());
        let tally = format!(" · {}", tally_sentence::<R>(self.plan.tally()));
        let pieces = [
            (title.as_str(), theme.heading()),
            (tally.as_str(), theme.muted()),
        ];
        canvas.pieces(area.x, area.y, area.width, &pieces);
        let mut y = area.y + 1;
        if !self.plan.ignored.is_empty() {
            let ignored: Vec<String> = self
                .plan
                .ignored
                .iter()
                .map(|name| typography::quoted(name))
                .collect();
            let text = format!(" Colonnes laissées de côté{NARROW}: {}", list(&ignored));
            canvas.text(area.x, y, area.width, &text, theme.note());
            y += 1;
        }
        // The reason of the selected row, in full.
        let whole = if area.bottom().saturating_sub(y) > 6 {
            2
        } else {
            0
        };
        let bottom = area.bottom() - whole;
        let selected = self.selection.index();
        let visible = self.selection.visible_in(bottom.saturating_sub(y));
        for (y, place) in (y..bottom).zip(visible) {
            let line = Rect::new(area.x, y, area.width, 1);
            let base = draw_row(canvas, line, place, place == selected);
            draw_planned(canvas, line, &self.plan.rows[self.order[place]], base);
        }
        let row = self
            .order
            .get(selected)
            .map(|&index| &self.plan.rows[index]);
        if let Some(row) = row {
            let (_, _, style, why) = describe(row, theme);
            let lines = wrap(&why, usize::from(area.width.saturating_sub(2)));
            for (y, line) in (bottom..area.bottom()).zip(&lines) {
                canvas.text(area.x + 1, y, area.width - 1, line, style);
            }
        }
    }
}

/// The width of a name, before the reason.
const NAME_WIDTH: u16 = 28;

fn draw_planned<R: Entity>(canvas: &mut Canvas<'_>, line: Rect, row: &RecordRow<R>, base: Style) {
    let theme = canvas.theme;
    let (sign, word, style, why) = describe(row, theme);
    let number = format!("ligne {:<5}", row.line);
    let word = format!("{sign} {word:10}");
    let pieces = [
        (number.as_str(), over(base, theme.muted())),
        (word.as_str(), over(base, style)),
    ];
    let used = canvas.pieces(line.x + 2, line.y, line.width.saturating_sub(2), &pieces);
    let x = line.x + 2 + used;
    let rest = line.right().saturating_sub(x);
    let name = if why.is_empty() {
        rest
    } else {
        NAME_WIDTH.min(rest / 2)
    };
    canvas.text(x, line.y, name, &row.name, over(base, theme.text()));
    canvas.text(
        x + name,
        line.y,
        rest - name,
        &format!("  {why}"),
        over(base, style),
    );
}

/// Returns what is done with a row: a sign, a word, a style, and why.
fn describe<R: Entity>(
    row: &RecordRow<R>,
    theme: Theme,
) -> (&'static str, &'static str, Style, String) {
    let [new, modified, unchanged] = match R::NOUN.feminine {
        true => ["nouvelle", "modifiée", "inchangée"],
        false => ["nouveau", "modifié", "inchangé"],
    };
    match &row.outcome {
        RecordOutcome::Refuse(why) => ("✗", "refusée", theme.awaiting(), why.clone()),
        RecordOutcome::Create { .. } if !row.remarks.is_empty() => {
            ("⚠", new, theme.note(), row.remarks.join(" · "))
        }
        RecordOutcome::Create { .. } => ("+", new, theme.done(), String::new()),
        RecordOutcome::Update { changed, .. } => {
            let changed: Vec<String> = changed.iter().map(|label| label.to_lowercase()).collect();
            ("~", modified, theme.accent(), list(&changed))
        }
        RecordOutcome::Same => ("=", unchanged, theme.muted(), String::new()),
    }
}
