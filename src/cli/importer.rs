//! `carnet importer`: events from a .csv, planned, told, and written as one action.

use std::path::Path;

use serde_json::json;

use super::arguments::ImportOptions;
use super::{Failure, Outcome, moment, read_file, say, tell};
use crate::clock::Clock;
use crate::domain::french::{count, quoted};
use crate::exchange::columns::{CsvColumn, header_key};
use crate::exchange::import::{Mapping, Outcome as RowOutcome, Plan, Tally};
use crate::exchange::text_table::TextTable;
use crate::store::Store;

pub(super) fn run(base: &Path, clock: Clock, options: &ImportOptions) -> Outcome {
    let table = TextTable::read(&read_file(&options.file)?)?;
    let mapping = match &options.mapping {
        Some(text) => parse_mapping(text, &table.header)?,
        None => Mapping::by_name(&table.header),
    };
    let mut store = Store::open_or_create(base)?;
    let at = moment(&store, clock)?;
    let plan = Plan::new(&table, &mapping, &store, at)?;
    for row in &plan.rows {
        let name = if row.title.is_empty() {
            String::new()
        } else {
            format!(" {}", quoted(&row.title))
        };
        match &row.outcome {
            RowOutcome::Refuse(reason) => {
                tell(&format!(
                    "Ligne {}{name} refusée\u{202f}: {reason}.",
                    row.line
                ));
            }
            RowOutcome::Update { changed, .. } => {
                let changed: Vec<String> = changed
                    .iter()
                    .map(|column| column.header().to_lowercase())
                    .collect();
                let changed = crate::domain::french::list(&changed);
                tell(&format!(
                    "Ligne {}{name} mise à jour\u{202f}: {changed}.",
                    row.line
                ));
            }
            _ => {}
        }
        for remark in &row.remarks {
            tell(&format!("Ligne {}{name}\u{202f}: {remark}.", row.line));
        }
    }
    let tally = plan.tally();
    if tally.created + tally.updated + tally.same == 0 {
        return Err(Failure::Refused(
            "Aucune ligne ne peut être un événement. Rien n’a été changé.".to_owned(),
        ));
    }
    if !options.trial {
        let profile = store.profile()?.unwrap_or_default();
        plan.apply(&mut store, &profile.time_zone, at.now)?;
    }
    store.close()?;
    if options.json {
        let Tally {
            created,
            updated,
            same,
            refused,
        } = tally;
        return say(&format!(
            "{}\n",
            json!({ "crees": created, "mis_a_jour": updated, "inchanges": same, "refuses": refused })
        ));
    }
    tell(&sentence(tally, options.trial));
    Ok(())
}

/// « 3 événements créés, 1 mis à jour, 2 inchangés, 1 ligne refusée. »
fn sentence(tally: Tally, trial: bool) -> String {
    let parts = [
        (tally.created, "événement créé", "événements créés"),
        (tally.updated, "mis à jour", "mis à jour"),
        (tally.same, "inchangé", "inchangés"),
        (tally.refused, "ligne refusée", "lignes refusées"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|&(number, ..)| number > 0)
        .map(|(number, one, several)| count(number as u64, one, several))
        .collect();
    let essay = if trial {
        "Essai, rien n’est écrit\u{202f}: "
    } else {
        ""
    };
    format!("{essay}{}.", parts.join(", "))
}

/// `titre=titre,date=date_debut`: a column of Carnet, then the file's.
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
                "Carnet n’a pas de colonne {}. « carnet importer --help » les donne toutes.",
                quoted(name)
            ))
        })?;
        let index = header
            .iter()
            .position(|name| header_key(name) == header_key(source));
        let index = index.ok_or_else(|| {
            let names: Vec<String> = header.iter().map(|name| quoted(name)).collect();
            Failure::Usage(format!(
                "Le fichier n’a pas de colonne {}. Il a {}.",
                quoted(source),
                crate::domain::french::list(&names)
            ))
        })?;
        mapping.set(index, Some(column));
    }
    Ok(mapping)
}
