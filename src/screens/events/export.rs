//! The export of the list to a .csv file: columns, path, overwriting.

use std::path::{Path, PathBuf};

use super::{Events, filters};
use crate::domain::event::Event;
use crate::domain::text::typography::{NARROW, count};
use crate::exchange::csv::columns::CsvColumn;
use crate::exchange::csv::export::write_events;
use crate::exchange::safe_file::{self, WriteProblem};
use crate::explain::{Explain, shown};
use crate::ui::dialog::confirm::Confirm;
use crate::ui::dialog::picker::{Item, Picker};
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::Effect;
use crate::ui::list::cursor::count_label;
use crate::ui::paths;
use crate::ui::session::Session;
use crate::ui::work::{Finish, Work};

impl Events {
    pub(super) fn export_columns(&self) -> Effect {
        let what = match self.marks.len() {
            0 => count_label(self.cursor.count(), "événement", "événements"),
            marks => count(marks as u64, "événement marqué", "événements marqués"),
        };
        let of_list = CsvColumn::of_list(&self.layout.columns);
        let items = vec![
            Item::new(of_list, "Les colonnes affichées"),
            Item::new(CsvColumn::ALL.to_vec(), "Toutes les colonnes"),
        ];
        Effect::open(Picker::pick(
            format!("Exporter {what}"),
            items,
            |_: &mut Events, session, columns| Ok(vec![ask_path(columns, session)]),
        ))
    }

    fn export(
        &self,
        path: &Path,
        columns: &[CsvColumn],
        overwrite: bool,
        session: &Session,
    ) -> Effect {
        let columns = columns.to_vec();
        let (marks, query) = (self.marks.clone(), self.layout.query.clone());
        let (path, moment) = (path.to_owned(), session.moment());
        let mut which: Vec<String> = filters::chips(&query.filter, &session.references)
            .into_iter()
            .map(|chip| chip.label)
            .collect();
        let column = query.sort.column.label().to_lowercase();
        let arrow = query.sort.direction.arrow();
        which.push(format!("tri{NARROW}: {column} {arrow}"));
        let which = which.join(" · ");
        let total = match marks.len() {
            0 => self.cursor.count().unwrap_or(0),
            marks => marks,
        };
        Effect::Work(Work::on_store("Export", move |store, progress| -> Finish {
            progress.start(total);
            let wanted = |event: &Event| marks.is_empty() || marks.contains(&event.id);
            let written = safe_file::write_table(&path, overwrite, |out| {
                write_events(store, &query, moment, &columns, &wanted, progress, out)
            });
            Box::new(move |_| {
                Ok(vec![match written {
                    Ok(rows) => {
                        let rows = count(rows, "événement écrit", "événements écrits");
                        Effect::success(format!("{rows} ({which}) dans {}.", shown(&path)))
                    }
                    Err(WriteProblem::AlreadyThere(path)) => ask_to_overwrite(path, columns),
                    Err(problem) => {
                        Effect::open(export_prompt(problem.explain(), &path, columns).wrong())
                    }
                }])
            })
        }))
    }
}

/// Asks for the path of the file.
fn ask_path(columns: Vec<CsvColumn>, session: &Session) -> Effect {
    let name = format!("evenements-{}.csv", session.today());
    let name = safe_file::free_name(&session.documents.join(name));
    let hint = format!(
        "Un nom en .xlsx donne un classeur, en .csv du texte{NARROW}; un nom seul va dans {}.",
        shown(&session.documents)
    );
    Effect::open(export_prompt(hint, &name, columns))
}

/// Asks whether to replace an existing file.
fn ask_to_overwrite(path: PathBuf, columns: Vec<CsvColumn>) -> Effect {
    let text = format!(
        "{} existe déjà. Le remplacer par cette liste{NARROW}?",
        shown(&path)
    );
    let (existing, chosen) = (path.clone(), columns.clone());
    let confirm = Confirm::ask(
        "Remplacer le fichier",
        text,
        "Remplacer",
        move |list: &mut Events, session| Ok(vec![list.export(&existing, &chosen, true, session)]),
    )
    .or_stay("Garder l’ancien")
    .on_close(move |_: &mut Events, _| {
        let hint = "Sous un autre nom, l’ancien fichier reste comme il est.";
        Ok(vec![Effect::open(export_prompt(
            hint,
            &path,
            columns.clone(),
        ))])
    });
    Effect::open(confirm)
}

fn export_prompt(hint: impl Into<String>, path: &Path, columns: Vec<CsvColumn>) -> Prompt {
    let path = path.to_string_lossy();
    Prompt::ask(
        "Exporter la liste",
        hint,
        &path,
        move |list: &mut Events, session, text| {
            let path = paths::table_name(paths::expand(&text, &session.documents));
            Ok(vec![list.export(&path, &columns, false, session)])
        },
    )
    .before_extension()
}
