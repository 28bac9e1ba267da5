//! The command of any kind of record that has a place: lists, exports and imports them. `carnet lieux`
//! is one.

use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::import::notify_sheets;
use crate::actions;
use crate::cli::command::Prepared;
use crate::cli::context::{Failure, Outcome, close, ignore_broken_pipe, notify};
use crate::cli::values::Values;
use crate::domain::record::{FieldKind, Placed, Stored, Value};
use crate::domain::reference::References;
use crate::domain::text::fold::plain_key;
use crate::domain::text::typography::{NARROW, count, list, quoted};
use crate::exchange::csv::export::ExportError;
use crate::exchange::csv::records::{self, RecordOutcome, RecordPlan, RecordTally};
use crate::exchange::safe_file::{self, WriteProblem};
use crate::exchange::table::Table;
use crate::exchange::table_writer::{TableFormat, TableWriter};
use crate::explain::{shown, unreadable};
use crate::store::{Moment, Store};

struct Options {
    import: Option<PathBuf>,
    /// The sheet of a workbook.
    sheet: Option<String>,
    is_trial: bool,
    /// `-` for standard output.
    export: Option<PathBuf>,
    overwrite: bool,
    json: bool,
}

pub(in crate::cli) fn prepare<R: Placed>(values: &mut Values) -> Prepared {
    let options = Options {
        import: values.path("importer"),
        sheet: values.text("feuille"),
        is_trial: values.switch("essai"),
        export: values.path("exporter"),
        overwrite: values.switch("remplacer"),
        json: values.switch("json"),
    };
    Ok(Box::new(move |context| {
        if options.import.is_some() && options.export.is_some() {
            return Err(Failure::Usage(
                "--importer ou --exporter, pas les deux à la fois.".to_owned(),
            ));
        }
        let (store, moment) = context.open()?;
        match (&options.import, &options.export) {
            (Some(file), _) => import::<R>(store, moment, file, &options),
            (None, Some(file)) => export::<R>(&store, file, options.overwrite),
            (None, None) => print_all::<R>(&store, options.json),
        }
    }))
}

fn print_all<R: Placed>(store: &Store, is_json: bool) -> Outcome {
    let rows = store.rows::<R>()?;
    if rows.is_empty() && !is_json {
        let none = if R::NOUN.feminine { "Aucune" } else { "Aucun" };
        notify(&format!("{none} {} à afficher.", R::NOUN.one));
    }
    let references = store.references()?;
    let uses = store.uses_of::<R>()?;
    let uses = |row: &Stored<R>| uses.get(&row.id).copied().unwrap_or(0);
    let mut out = BufWriter::new(std::io::stdout().lock());
    let written = if is_json {
        let objects = rows.iter().map(|row| object(row, uses(row), &references));
        let objects: Vec<_> = objects.collect();
        writeln!(out, "{:#}", Json::from(objects))
    } else {
        let mut lines = rows.iter().map(|row| line(row, uses(row), &references));
        lines.try_for_each(|line| writeln!(out, "{line}"))
    };
    written
        .and_then(|()| out.flush())
        .or_else(ignore_broken_pipe)
}

/// Returns a record on a line: « Pergaud · École élémentaire · Ornans · 12 événements ».
fn line<R: Placed>(row: &Stored<R>, uses: usize, references: &References) -> String {
    let listed = R::FIELDS.iter().filter(|field| field.listed);
    let fields = listed.map(|field| records::text(field, row, references));
    let fields = std::iter::once(row.name()).chain(fields);
    let uses = R::KIND
        .used_by
        .map(|noun| count(uses as u64, noun.one, noun.several));
    let retired = row.retired.then(|| R::NOUN.agree("retiré"));
    let parts = fields.chain(uses).chain(retired);
    let parts = parts.filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

/// Returns a record as a JSON object, with the French names of its fields.
fn object<R: Placed>(row: &Stored<R>, uses: usize, references: &References) -> Json {
    let mut object = serde_json::Map::new();
    object.insert("id".to_owned(), row.id.to_string().into());
    for field in R::FIELDS {
        let name = match field.json {
            "" => json_name(field.label),
            name => name.to_owned(),
        };
        let value = match ((field.get)(row), field.kind) {
            (Value::Number(number), _) => number.into(),
            (Value::Offset(days), _) => days.into(),
            (Value::Flag(flag), _) => flag.into(),
            (Value::Date(day), _) => day.to_string().into(),
            (Value::Empty, FieldKind::Flag) => false.into(),
            (
                Value::Empty,
                FieldKind::Number { .. } | FieldKind::Offset | FieldKind::Date | FieldKind::Time,
            ) => Json::Null,
            _ => records::text(field, row, references).into(),
        };
        object.insert(name, value);
    }
    if R::RETIRES {
        object.insert("actif".to_owned(), (!row.retired).into());
    }
    if let Some(noun) = R::KIND.used_by {
        object.insert(json_name(noun.several), uses.into());
    }
    object.into()
}

/// Returns the name of a field in JSON: `code_postal` for « Code postal ».
fn json_name(label: &str) -> String {
    plain_key(label).replace(' ', "_")
}

fn export<R: Placed>(store: &Store, file: &Path, overwrite: bool) -> Outcome {
    let rows = store.rows::<R>()?;
    let references = store.references()?;
    if file.as_os_str() == "-" {
        let mut out = std::io::stdout();
        let out = TableWriter::new(TableFormat::Text, &mut out);
        return records::write(&rows, &references, out).or_else(ignore_broken_pipe);
    }
    let written = safe_file::write_table(file, overwrite, |out| {
        records::write(&rows, &references, out).map_err(ExportError::from)
    });
    written.map_err(|problem| match problem {
        WriteProblem::AlreadyThere(path) => Failure::Refused(format!(
            "{} existe déjà et n’a pas été touché. Ajoutez --remplacer pour écrire par-dessus.",
            shown(&path)
        )),
        other => other.into(),
    })?;
    let written = counted::<R>(rows.len(), "écrit");
    notify(&format!("{written} dans {}.", shown(file)));
    Ok(())
}

fn import<R: Placed>(mut store: Store, moment: Moment, file: &Path, options: &Options) -> Outcome {
    let is_trial = options.is_trial;
    let table = Table::open(file, options.sheet.as_deref(), records::header_score::<R>)
        .map_err(|error| Failure::Refused(unreadable(file, &error)))??;
    if options.sheet.is_none() {
        notify_sheets(&table);
    }
    table.notes.iter().for_each(|note| notify(note));
    let (known, references) = (store.rows::<R>()?, store.references()?);
    let plan = RecordPlan::new(&table, &known, &R::default(), &references, moment.today)
        .ok_or_else(|| {
            Failure::Refused(format!(
                "Aucune colonne du fichier n’est reconnue comme nom {}. Rien n’a été changé.",
                R::NOUN.of()
            ))
        })?;
    if !plan.ignored.is_empty() {
        let ignored: Vec<String> = plan.ignored.iter().map(|name| quoted(name)).collect();
        notify(&format!(
            "Colonnes laissées de côté{NARROW}: {}.",
            list(&ignored)
        ));
    }
    notify_rows(&plan);
    let tally = plan.tally();
    if !is_trial {
        actions::records::import(&mut store, moment.now, &plan)?;
    }
    close(store);
    let sentence = sentence::<R>(tally, is_trial);
    if tally.refused > 0 {
        // A script must learn that not every row is imported.
        return Err(Failure::Refused(sentence));
    }
    notify(&sentence);
    Ok(())
}

/// Names each row refused, updated or remarked on.
fn notify_rows<R: Placed>(plan: &RecordPlan<R>) {
    for row in &plan.rows {
        let line = format!("Ligne {} {}", row.line, quoted(&row.name));
        match &row.outcome {
            RecordOutcome::Refuse(why) => notify(&format!("{line} refusée{NARROW}: {why}.")),
            RecordOutcome::Update { changed, .. } => {
                let changed: Vec<String> = changed.iter().map(|it| it.to_lowercase()).collect();
                notify(&format!("{line} mise à jour{NARROW}: {}.", list(&changed)));
            }
            RecordOutcome::Create { .. } | RecordOutcome::Same => {}
        }
        for remark in &row.remarks {
            notify(&format!("{line}{NARROW}: {remark}."));
        }
    }
}

/// Returns « 3 lieux créés, 1 mis à jour, 2 inchangés, 1 ligne refusée. »
fn sentence<R: Placed>(tally: RecordTally, is_trial: bool) -> String {
    let noun = R::NOUN;
    let updated = |word: String| format!("{word} à jour");
    let (one, several) = (
        updated(noun.agree("mis")),
        updated(noun.agree_several("mis")),
    );
    let (same, all_same) = (noun.agree("inchangé"), noun.agree_several("inchangé"));
    let parts = [
        (tally.created, counted::<R>(tally.created, "créé")),
        (tally.updated, count(tally.updated as u64, &one, &several)),
        (tally.same, count(tally.same as u64, &same, &all_same)),
        (
            tally.refused,
            count(tally.refused as u64, "ligne refusée", "lignes refusées"),
        ),
    ];
    let parts = parts.into_iter().filter(|(rows, _)| *rows > 0);
    let parts: Vec<String> = parts.map(|(_, part)| part).collect();
    let trial = if is_trial {
        format!("Essai, rien n’est écrit{NARROW}: ")
    } else {
        String::new()
    };
    format!("{trial}{}.", parts.join(", "))
}

/// Returns a count that agrees with the noun: « 3 lieux écrits ».
fn counted<R: Placed>(rows: usize, word: &str) -> String {
    let noun = R::NOUN;
    let one = format!("{} {}", noun.one, noun.agree(word));
    let several = format!("{} {}", noun.several, noun.agree_several(word));
    count(rows as u64, &one, &several)
}
