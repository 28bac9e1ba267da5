//! What merging a copy takes and leaves, in sentences.

use std::io;
use std::path::PathBuf;

use super::{reason, shown};
use crate::domain::text::typography::{NARROW, count, list, number, quoted};
use crate::store::registry::Table;
use crate::store::{MergePlan, MergeRow, MergeTally, PROFILE, RowChange, TableTally};

/// How many names are listed for each kind of change.
const MAX_NAMES: usize = 5;

/// Returns the counts of a merge: « 3 événements ajoutés, 1 modifié, 2 laissés ».
pub fn counts(tally: &MergeTally) -> String {
    let parts: Vec<String> = tally.tables().iter().flat_map(table_counts).collect();
    match parts.is_empty() {
        true => "rien à prendre".to_owned(),
        false => parts.join(", "),
    }
}

/// Returns the counts of a table; only the first one names it.
fn table_counts(tally: &TableTally) -> Vec<String> {
    let noun = tally.table.noun;
    let parts = [
        (tally.added, "ajouté"),
        (tally.modified, "modifié"),
        (tally.deleted, "supprimé"),
        (tally.left, "laissé"),
    ];
    let parts = parts.into_iter().filter(|(rows, _)| *rows > 0);
    let parts = parts.enumerate().map(|(index, (rows, word))| {
        let word = match rows {
            1 => noun.agree(word),
            _ => noun.agree_several(word),
        };
        match index {
            0 => format!("{} {word}", count(rows, noun.one, noun.several)),
            _ => format!("{} {word}", number(rows)),
        }
    });
    parts.collect()
}

/// Returns a line for each kind of change that is made without asking, with the names of the first.
pub fn lines(plan: &MergePlan) -> Vec<String> {
    let mut lines = Vec::new();
    let mut tables: Vec<&'static Table> = Vec::new();
    for row in &plan.rows {
        if !tables.contains(&row.table) {
            tables.push(row.table);
        }
    }
    tables.sort_by_key(|table| table.name != "event");
    for table in tables {
        for (change, word) in [
            (RowChange::Added, "ajouté"),
            (RowChange::Modified, "modifié"),
            (RowChange::Deleted, "supprimé"),
        ] {
            let rows = plan.rows.iter().filter(|row| row.asked.is_none());
            let rows = rows.filter(|row| row.table == table && row.change == change);
            let rows: Vec<&MergeRow> = rows.collect();
            if rows.is_empty() {
                continue;
            }
            let word = match rows.len() {
                1 => table.noun.agree(word),
                _ => table.noun.agree_several(word),
            };
            let number = count(rows.len() as u64, table.noun.one, table.noun.several);
            let mut names: Vec<String> = rows
                .iter()
                .take(MAX_NAMES)
                .filter(|row| !row.name.is_empty() && table.name != "setting")
                .map(|row| quoted(&row.name))
                .collect();
            let more = rows.len().saturating_sub(MAX_NAMES) as u64;
            if more > 0 && !names.is_empty() {
                names.push(count(more, "autre", "autres"));
            }
            lines.push(match names.is_empty() {
                true => format!("{number} {word}."),
                false => format!("{number} {word}{NARROW}: {}.", list(&names)),
            });
        }
    }
    if plan.kept > 0 {
        let missing = count(
            plan.kept as u64,
            "ligne du carnet manque dans la copie sans y avoir été supprimée",
            "lignes du carnet manquent dans la copie sans y avoir été supprimées",
        );
        let stay = if plan.kept < 2 {
            "elle reste"
        } else {
            "elles restent"
        };
        lines.push(format!("{missing}{NARROW}: {stay}."));
    }
    lines
}

/// Names a row: « l’événement « Café des parents » ».
pub fn named(row: &MergeRow) -> String {
    match (row.table.name, row.name.as_str()) {
        ("setting", PROFILE) => "vos coordonnées".to_owned(),
        ("setting", _) | (_, "") => row.table.noun.the(),
        (_, name) => format!("{} {}", row.table.noun.the(), quoted(name)),
    }
}

/// Says why a row is asked: « changé des deux côtés (Titre, Date) ».
pub fn why_asked(row: &MergeRow) -> String {
    let noun = row.table.noun;
    let Some(asked) = &row.asked else {
        return String::new();
    };
    let (changed, deleted) = (noun.agree("changé"), noun.agree("supprimé"));
    if asked.fields.is_empty() {
        return match (row.is_deleted_here(), asked.is_theirs_alone) {
            (true, true) => format!("{deleted} ici, {} dans la copie", noun.agree("remis")),
            (true, false) => format!("{deleted} ici, {changed} dans la copie"),
            (false, true) => format!("{deleted} dans la copie, mais l’événement est attesté"),
            (false, false) => format!("{changed} ici, {deleted} dans la copie"),
        };
    }
    let labels: Vec<String> = asked
        .fields
        .iter()
        .map(|it| it.column.label.to_owned())
        .collect();
    let labels = labels.join(", ");
    match asked.is_theirs_alone {
        true => format!("{changed} dans la copie, mais l’événement est attesté ({labels})"),
        false => format!("{changed} des deux côtés ({labels})"),
    }
}

/// Says where the copy is now, or why it could not be moved: the merge is written all the same.
pub fn put_away(result: &io::Result<Option<PathBuf>>) -> Option<String> {
    match result {
        Ok(None) => None,
        Ok(Some(path)) => Some(format!(
            "La copie est rangée parmi les sauvegardes{NARROW}: {}.",
            shown(path)
        )),
        Err(error) => Some(format!(
            "La fusion est enregistrée, mais la copie n’a pas pu être rangée ({}){NARROW}: elle reste à côté du carnet.",
            reason(error)
        )),
    }
}
