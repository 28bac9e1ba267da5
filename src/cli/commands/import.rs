//! `carnet importer`: events from a table, written as one action after saying what each row does.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::actions;
use crate::cli::command::Prepared;
use crate::cli::context::{Context, Failure, Outcome, close, notify, print};
use crate::cli::values::Values;
use crate::domain::text::typography::{count, list, quoted};
use crate::exchange::csv::columns::{CsvColumn, header_key, header_score};
use crate::exchange::csv::import::{Mapping, NO_TITLE, Plan, RowOutcome, Tally};
use crate::exchange::table::{Table, TableProblem};
use crate::explain::unreadable;
use crate::store::{Progress, Store};

struct ImportOptions {
    file: PathBuf,
    /// The sheet of a workbook.
    sheet: Option<String>,
    mapping: Option<String>,
    /// Whether to import probable duplicates too.
    duplicates: bool,
    /// Whether to declare doubtful attestations too.
    is_confirmed: bool,
    is_trial: bool,
    json: bool,
}

pub(in crate::cli) fn prepare(values: &mut Values) -> Prepared {
    let options = ImportOptions {
        file: values.path_argument().unwrap_or_default(),
        sheet: values.text("feuille"),
        mapping: values.text("correspondance"),
        duplicates: values.switch("doublons"),
        is_confirmed: values.switch("oui"),
        is_trial: values.switch("essai"),
        json: values.switch("json"),
    };
    Ok(Box::new(move |context| run(context, &options)))
}

fn run(context: &Context, options: &ImportOptions) -> Outcome {
    let table = read(&options.file, options.sheet.as_deref())
        .map_err(|error| Failure::Refused(unreadable(&options.file, &error)))??;
    let (mapping, notes) = match &options.mapping {
        Some(text) => (parse_mapping(text, &table.header)?, Vec::new()),
        None => Mapping::guess(&table, context.clock.now().date_naive()),
    };
    if mapping.names_no_event() {
        return Err(no_title(&table.header));
    }
    if options.sheet.is_none() {
        notify_sheets(&table);
    }
    for note in table.notes.iter().chain(&notes) {
        notify(note);
    }
    // A trial creates no carnet.
    let (mut store, moment) = if options.is_trial && !context.path()?.exists() {
        context.opened(Store::in_memory()?)?
    } else {
        context.open_or_create()?
    };
    let unused = mapping.unused_columns(&table);
    let mut plan = Plan::consuming(table.rows, &mapping, &store, moment, &Progress::default())?;
    if options.duplicates {
        plan.rows.iter_mut().for_each(|row| row.is_skipped = false);
    }
    if options.is_confirmed {
        plan.confirm_doubtful();
    }
    if !unused.is_empty() {
        let columns: Vec<String> = unused
            .iter()
            .map(|(name, cells)| match cells {
                0 => format!("{name} (vide)"),
                &cells => format!("{name} ({})", count(cells as u64, "valeur", "valeurs")),
            })
            .collect();
        notify(&format!(
            "{}\u{202f}: {}.",
            if unused.len() == 1 {
                "Colonne laissée de côté"
            } else {
                "Colonnes laissées de côté"
            },
            columns.join(", ")
        ));
    }
    notify_rows(&plan);
    let tally = plan.tally();
    if tally.refused == plan.rows.len() && tally.doubtful == 0 {
        return Err(Failure::Refused(
            "Aucune ligne ne peut être un événement. Rien n’a été changé.".to_owned(),
        ));
    }
    if !options.is_trial {
        actions::import::write(&mut store, moment.now, &plan, &Progress::default())?;
    }
    close(store);
    if options.json {
        print(&format!("{}\n", report(&plan, tally, &unused)))?;
    }
    let sentence = sentence(tally, options.is_trial);
    if tally.refused + tally.skipped + tally.doubtful > 0 {
        // A script must learn that not everything is imported.
        return Err(Failure::Refused(sentence));
    }
    if !options.json {
        notify(&sentence);
    }
    Ok(())
}

/// Reads the table of a file, or of standard input for `-`.
fn read(file: &Path, sheet: Option<&str>) -> io::Result<Result<Table, TableProblem>> {
    match file.as_os_str() == "-" {
        true => Table::from_reader(io::stdin().lock(), sheet, header_score),
        false => Table::open(file, sheet, header_score),
    }
}

/// Says which sheet of a workbook was read, where another could be.
pub(super) fn notify_sheets(table: &Table) {
    let others = table.sheets.iter().filter(|&name| *name != table.sheet);
    let others: Vec<String> = others.map(|name| quoted(name)).collect();
    if !others.is_empty() {
        notify(&format!(
            "Feuille {} lue\u{202f}; --feuille en lit une autre\u{202f}: {}.",
            quoted(&table.sheet),
            list(&others)
        ));
    }
}

fn no_title(header: &[String]) -> Failure {
    Failure::Refused(format!(
        "{NO_TITLE}. Ajoutez --correspondance titre=COLONNE\u{202f}; le fichier a {}. Rien n’a été changé.",
        names(header)
    ))
}

fn names(header: &[String]) -> String {
    list(&header.iter().map(|name| quoted(name)).collect::<Vec<_>>())
}

/// Names each row refused or updated, and each remark once, with the lines it is about.
fn notify_rows(plan: &Plan) {
    let mut remarks: Vec<(&str, Vec<u64>)> = Vec::new();
    for row in &plan.rows {
        let name = if row.title.is_empty() {
            String::new()
        } else {
            format!(" {}", quoted(&row.title))
        };
        match &row.outcome {
            RowOutcome::Refuse(reason) => notify(&format!(
                "Ligne {}{name} refusée\u{202f}: {reason}.",
                row.line
            )),
            RowOutcome::Update { changed, .. } => notify(&format!(
                "Ligne {}{name} mise à jour\u{202f}: {}.",
                row.line,
                list(&headers(changed))
            )),
            RowOutcome::Create(_) | RowOutcome::Same => {}
        }
        for remark in &row.remarks {
            match remarks.iter_mut().find(|(known, _)| known == remark) {
                Some((_, lines)) => lines.push(row.line),
                None => remarks.push((remark, vec![row.line])),
            }
        }
    }
    for (remark, lines) in remarks {
        let shown: Vec<String> = lines.iter().take(MAX_LINES).map(u64::to_string).collect();
        let lines = match lines.len() {
            1 => format!("Ligne {}", shown.join("")),
            count if count <= MAX_LINES => format!("Lignes {}", list(&shown)),
            count => format!("Lignes {}… ({count} lignes)", shown.join(", ")),
        };
        notify(&format!("{lines}\u{202f}: {remark}."));
    }
}

/// How many lines a remark names.
const MAX_LINES: usize = 5;

fn headers(columns: &[CsvColumn]) -> Vec<String> {
    let headers = columns.iter().map(|column| column.header().to_lowercase());
    headers.collect()
}

/// The import as JSON: how many rows of each kind, and those refused, updated or remarked on.
fn report(plan: &Plan, tally: Tally, unused: &[(String, usize)]) -> Value {
    let rows: Vec<Value> = plan
        .rows
        .iter()
        .filter_map(|row| {
            let (outcome, columns) = match &row.outcome {
                RowOutcome::Refuse(reason) => {
                    return Some(json!({
                        "ligne": row.line, "titre": row.title, "sort": "refusee", "raison": reason,
                    }));
                }
                RowOutcome::Update { changed, .. } => ("mise_a_jour", headers(changed)),
                RowOutcome::Create(_) if row.is_skipped => ("laissee", Vec::new()),
                RowOutcome::Create(_) if !row.remarks.is_empty() => ("creee", Vec::new()),
                RowOutcome::Create(_) | RowOutcome::Same => return None,
            };
            Some(json!({
                "ligne": row.line, "titre": row.title, "sort": outcome,
                "colonnes": columns, "remarques": row.remarks,
            }))
        })
        .collect();
    json!({
        "crees": tally.created,
        "mis_a_jour": tally.updated,
        "inchanges": tally.same,
        "refuses": tally.refused,
        "laissees": tally.skipped,
        "attestations_laissees": tally.doubtful,
        "colonnes_laissees": unused.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        "lignes": rows,
    })
}

/// « 3 événements créés, 1 mis à jour, 2 inchangés, 1 ligne laissée, 1 ligne refusée. »
fn sentence(tally: Tally, is_trial: bool) -> String {
    let parts = [
        (tally.created, "événement créé", "événements créés"),
        (tally.updated, "mis à jour", "mis à jour"),
        (tally.same, "inchangé", "inchangés"),
        (tally.skipped, "ligne laissée", "lignes laissées"),
        (
            tally.doubtful,
            "attestation douteuse laissée",
            "attestations douteuses laissées",
        ),
        (tally.refused, "ligne refusée", "lignes refusées"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|&(number, ..)| number > 0)
        .map(|(number, one, several)| count(number as u64, one, several))
        .collect();
    let trial = if is_trial {
        "Essai, rien n’est écrit\u{202f}: "
    } else {
        ""
    };
    let duplicates = if tally.skipped > 0 {
        " Avec --doublons, les lignes laissées sont importées aussi."
    } else {
        ""
    };
    let doubtful = if tally.doubtful > 0 {
        " Avec --oui, les attestations douteuses sont déclarées aussi."
    } else {
        ""
    };
    format!("{trial}{}.{duplicates}{doubtful}", parts.join(", "))
}

/// Reads `titre=titre,date=date_debut`: a column of Carnet, then one of the file.
fn parse_mapping(text: &str, header: &[String]) -> Result<Mapping, Failure> {
    let mut mapping = Mapping::none(header.len());
    for pair in text.split(',').filter(|pair| !pair.trim().is_empty()) {
        let (name, source) = pair.split_once('=').ok_or_else(|| {
            Failure::Usage(format!(
                "Une correspondance s’écrit titre=colonne\u{202f}; {} n’en est pas une.",
                quoted(pair)
            ))
        })?;
        let column = CsvColumn::named(name).ok_or_else(|| {
            Failure::Usage(format!(
                "Carnet n’a pas de colonne {}. «\u{202f}carnet importer --help\u{202f}» les donne toutes.",
                quoted(name)
            ))
        })?;
        let index = header
            .iter()
            .position(|name| header_key(name) == header_key(source));
        let index = index.ok_or_else(|| {
            Failure::Usage(format!(
                "Le fichier n’a pas de colonne {}. Ses colonnes\u{202f}: {}.",
                quoted(source),
                names(header)
            ))
        })?;
        mapping.set(index, Some(column));
    }
    Ok(mapping)
}
