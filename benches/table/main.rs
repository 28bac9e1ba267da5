//! What Carnet costs, beside what the same costs at least; `benches/README.md` says how it is measured.
//!
//! ```text
//! cargo bench                          takes the table and prints it
//! cargo bench --bench table -- --write     also writes it, and the plot, in benches/
//! cargo bench --bench table -- keys save   takes these parts alone
//! cargo bench --bench table -- --million   draws the plot up to a million events
//! ```

mod data;
mod files;
mod floor;
mod growth;
mod idle;
mod keys;
mod lists;
mod memory;
mod plot;
mod process;
mod report;
mod save;
mod search;
mod size;
mod start;
mod stats;
mod terminal;

use std::env;
use std::fs;
use std::process::ExitCode;

use data::Carnet;
use report::Row;
use terminal::Result;

/// The events of the table.
const MANY: usize = 100_000;

/// Those that it is compared with.
const FEW: usize = 100;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let done = if arguments.iter().any(|argument| argument == floor::ARGUMENT) {
        floor::run().map_err(Into::into)
    } else {
        measure(&arguments)
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(arguments: &[String]) -> Result<()> {
    let has = |option: &str| arguments.iter().any(|argument| argument == option);
    let parts: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let wanted = |part: &str| parts.is_empty() || parts.contains(&part);
    if has("--write") && !parts.is_empty() {
        return Err("a table is written whole".into());
    }
    let mut rows = Vec::new();
    let mut report = |more: Vec<Row>| {
        for row in &more {
            println!("{}", row.line());
        }
        rows.extend(more);
    };
    let (small, large) = (Carnet::of(FEW)?, Carnet::of(MANY)?);
    // It sleeps while the others are measured.
    let unfocused = wanted("idle")
        .then(|| idle::Unfocused::leave_alone(&large))
        .transpose()?;
    if wanted("start") {
        report(start::measure(&small, &large, 25)?);
    }
    if wanted("keys") {
        report(keys::measure(&large, 12)?);
    }
    if wanted("lists") {
        report(lists::measure(&large, 4)?);
    }
    if wanted("search") {
        report(search::measure(&large, 2)?);
    }
    if wanted("save") {
        report(save::measure(&Carnet::of(MANY)?, 200)?);
    }
    if wanted("files") {
        report(files::measure_export(&large, 7)?);
        report(files::measure_import(&large, 3)?);
    }
    if wanted("memory") {
        report(memory::measure(&small, &large)?);
    }
    if let Some(unfocused) = unfocused {
        report(vec![idle::measure(&large)?, unfocused.measure()?]);
    }
    if wanted("leave") {
        report(start::measure_leaving(&large, 25)?);
    }
    if wanted("size") {
        report(size::measure()?);
    }
    if !rows.is_empty() {
        println!("\n{}", report::table(&rows));
    }
    drop((small, large));
    if wanted("growth") {
        let growth = growth::measure(has("--million"))?;
        println!("{}", growth.table());
        if has("--write") {
            fs::write(report::beside("growth.svg"), growth.plot())?;
            report::write_between("growth", &growth.table())?;
        }
    }
    if has("--write") {
        report::write_between("table", &report::table(&rows))?;
    }
    Ok(())
}
