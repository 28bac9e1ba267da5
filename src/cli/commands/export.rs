//! `carnet exporter`: writes the events of a list to a .csv.

use std::io::Write as _;
use std::path::PathBuf;

use super::filters::Filters;
use crate::cli::command::Prepared;
use crate::cli::context::{Failure, Outcome, ignore_broken_pipe, notify};
use crate::cli::values::Values;
use crate::domain::listing::Column;
use crate::domain::text::typography::{count, quoted};
use crate::exchange::csv::columns::CsvColumn;
use crate::exchange::csv::export::{ExportError, write_csv};
use crate::exchange::safe_file::{self, WriteProblem};
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
        Some(names) => CsvColumn::of_list(&parse_columns(names)?),
    };
    if options.file.as_os_str() == "-" {
        let mut out = std::io::stdout();
        let progress = Progress::default();
        let written = write_csv(
            store,
            &layout.query,
            moment,
            &columns,
            &|_| true,
            &progress,
            &mut out,
        );
        return match written.and_then(|_| Ok(out.flush()?)) {
            Err(ExportError::Io(error)) => ignore_broken_pipe(error),
            written => Ok(written?),
        };
    }
    let written = safe_file::write(&options.file, options.overwrite, |out| {
        write_csv(
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

fn parse_columns(names: &str) -> Result<Vec<Column>, Failure> {
    names
        .split(',')
        .map(|name| {
            Column::parse(name).ok_or_else(|| {
                Failure::Usage(format!("Colonne inconnue\u{202f}: {}.", quoted(name)))
            })
        })
        .collect()
}
