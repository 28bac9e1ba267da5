//! `carnet exporter`: writes the events of a list to a .csv.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::PathBuf;

use crate::cli::command::Prepared;
use crate::cli::context::{Failure, Outcome, ignore_broken_pipe, notify};
use crate::cli::filters::Filters;
use crate::cli::values::Values;
use crate::domain::listing::Column;
use crate::domain::text::typography::{count, list, quoted};
use crate::exchange::csv::columns::CsvColumn;
use crate::exchange::csv::export::{ExportError, write_events};
use crate::exchange::safe_file::{self, WriteProblem};
use crate::exchange::table_writer::{TableFormat, TableWriter};
use crate::explain::shown;
use crate::store::{Moment, Progress, Store};

struct ExportOptions {
    filters: Filters,
    /// `-` for standard output.
    file: PathBuf,
    overwrite: bool,
    columns: Option<String>,
}

pub(in crate::cli) fn prepare(values: &mut Values) -> Prepared {
    let options = ExportOptions {
        filters: Filters::read(values),
        file: values.path_argument().unwrap_or_default(),
        overwrite: values.switch("remplacer"),
        columns: values.text("colonnes"),
    };
    Ok(Box::new(move |context| {
        let (store, moment) = context.open()?;
        run(&store, moment, &options)
    }))
}

fn run(store: &Store, moment: Moment, options: &ExportOptions) -> Outcome {
    let layout = options.filters.layout(store, moment)?;
    let columns = match options.columns.as_deref() {
        None | Some("toutes") => CsvColumn::ALL.to_vec(),
        Some(names) => parse_columns(names)?,
    };
    if options.file.as_os_str() == "-" {
        let mut out = std::io::stdout();
        let progress = Progress::default();
        let written = write_events(
            store,
            &layout.query,
            moment,
            &columns,
            &|_| true,
            &progress,
            TableWriter::new(TableFormat::Text, &mut out),
        );
        return match written.and_then(|_| Ok(out.flush()?)) {
            Err(ExportError::Io(error)) => ignore_broken_pipe(error),
            written => Ok(written?),
        };
    }
    let written = safe_file::write_table(&options.file, options.overwrite, |out| {
        write_events(
            store,
            &layout.query,
            moment,
            &columns,
            &|_| true,
            &Progress::default(),
            out,
        )
    });
    let rows = written.map_err(|problem| match problem {
        WriteProblem::AlreadyThere(path) => Failure::Refused(format!(
            "{} existe déjà et n’a pas été touché. Ajoutez --remplacer pour écrire par-dessus.",
            shown(&path)
        )),
        other => other.into(),
    })?;
    let rows = count(rows, "événement écrit", "événements écrits");
    notify(&format!("{rows} dans {}.", shown(&options.file)));
    Ok(())
}

/// Reads `date,titre,commune`: the columns of a list, or any that an import knows; the identifier always
/// comes with them.
fn parse_columns(names: &str) -> Result<Vec<CsvColumn>, Failure> {
    let mut columns = Vec::new();
    for name in names.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        let named = match Column::parse(name) {
            Some(column) => CsvColumn::of_list(&[column]),
            None => vec![CsvColumn::exported(name).ok_or_else(|| unknown_column(name))?],
        };
        columns.extend(named.into_iter().filter(|&column| column != CsvColumn::Id));
    }
    let mut seen = HashSet::new();
    columns.retain(|&column| seen.insert(column));
    Ok([columns, vec![CsvColumn::Id]].concat())
}

fn unknown_column(name: &str) -> Failure {
    let known = CsvColumn::ALL.into_iter().chain(CsvColumn::importable());
    let mut names: Vec<String> = Vec::new();
    for column in known {
        let name = column.header().to_lowercase();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Failure::Usage(format!(
        "Colonne inconnue\u{202f}: {}. Au choix\u{202f}: {}.",
        quoted(name),
        list(&names)
    ))
}
