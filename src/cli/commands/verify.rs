//! `carnet verifier`: checks the carnet, and repairs what can be.

use std::path::Path;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::restore;
use crate::cli::command::Prepared;
use crate::cli::context::{Failure, Outcome, print};
use crate::cli::values::Values;
use crate::domain::text::typography::{NARROW, count, list, number, quoted};
use crate::explain::{Explain as _, rows_of, shown};
use crate::store::{Finding, Repaired, Report, Salvaged, SalvagedTable, repair, verify};

struct VerifyOptions {
    repair: bool,
    json: bool,
}

pub(in crate::cli) fn prepare(values: &mut Values) -> Prepared {
    let options = VerifyOptions {
        repair: values.switch("reparer"),
        json: values.switch("json"),
    };
    Ok(Box::new(move |context| {
        run(&context.path()?, context.clock.now(), &options)
    }))
}

fn run(base: &Path, now: DateTime<Utc>, options: &VerifyOptions) -> Outcome {
    let before = verify(base)?;
    let wants_repair = options.repair && !before.is_sound();
    let repaired = match wants_repair {
        true => Some(repair(base, &before.findings, now)?),
        false => None,
    };
    let after = match repaired {
        Some(_) => verify(base)?,
        None => before.clone(),
    };
    if options.json {
        print(&format!(
            "{:#}\n",
            object(base, &before, repaired.as_ref(), &after)
        ))?;
    } else {
        print(&text(base, &before, repaired.as_ref(), &after))?;
    }
    if after.is_sound() {
        return Ok(());
    }
    Err(Failure::Refused(ending(base, &after, repaired.as_ref())))
}

/// What to do about what is still wrong.
fn ending(base: &Path, after: &Report, repaired: Option<&Repaired>) -> String {
    if let Some(salvaged) = repaired.and_then(|it| it.salvaged.as_ref()) {
        return format!(
            "Le carnet est abîmé et n’a pas été touché. Regardez le carnet récupéré avec --base, puis remettez-le à sa place{NARROW}: {}",
            restore::command(&salvaged.path, base)
        );
    }
    let is_damaged = |finding: &Finding| matches!(finding, Finding::Damaged(_));
    let is_damaged = after.findings.iter().any(is_damaged);
    if repaired.is_some_and(|it| it.is_lost) {
        return format!(
            "Plus rien ne se lit dans ce carnet{NARROW}: remettez une copie avec {}.",
            quoted("carnet restaurer")
        );
    }
    if is_damaged {
        return format!(
            "Le carnet est abîmé. {} récupère ce qui se lit, {} remet une copie à sa place.",
            quoted("carnet verifier --reparer"),
            quoted("carnet restaurer")
        );
    }
    if repaired.is_none() && after.findings.iter().any(Finding::is_repairable) {
        return format!(
            "Quelque chose ne va pas. {} refait ce qui peut l’être.",
            quoted("carnet verifier --reparer")
        );
    }
    "Quelque chose ne va pas, que Carnet ne peut pas refaire seul.".to_owned()
}

fn text(base: &Path, before: &Report, repaired: Option<&Repaired>, after: &Report) -> String {
    let events = match before.events {
        Some(events) => count(events, "événement", "événements"),
        None => "événements illisibles".to_owned(),
    };
    let copies = count(before.backups as u64, "copie gardée", "copies gardées");
    let mut text = format!("{}{NARROW}: {events}, {copies}.\n", shown(base));
    if before.is_sound() {
        text.push_str("✓ Tout va bien.\n");
    }
    for finding in &before.findings {
        let is_repaired = repaired.is_some() && !after.findings.contains(finding);
        let (sign, end) = if is_repaired {
            ("✓", " Réparé.")
        } else {
            ("✗", "")
        };
        text.push_str(&format!("{sign} {}{end}\n", finding.explain()));
    }
    if let Some(salvaged) = repaired.and_then(|it| it.salvaged.as_ref()) {
        text.push_str(&salvaged_text(salvaged));
    }
    text
}

fn salvaged_text(salvaged: &Salvaged) -> String {
    let mut text = format!(
        "Carnet récupéré dans {}{NARROW}: {}.\n",
        shown(&salvaged.path),
        count(salvaged.events, "événement", "événements")
    );
    for table in &salvaged.tables {
        text.push_str(&format!("  {}.\n", saved(table, salvaged.events)));
    }
    text.push_str("L’historique (Ctrl+Z) de l’ancien carnet n’est pas repris.\n");
    text
}

/// « 299 événements, dont 1 supprimé et 3 en partie ; perte de 2 ; d’autres manquent peut-être ».
fn saved(table: &SalvagedTable, events: u64) -> String {
    let mut parts = Vec::new();
    let deleted = table.saved.saturating_sub(events);
    if table.name == "event" && deleted > 0 {
        parts.push(count(deleted, "supprimé", "supprimés"));
    }
    if table.partial > 0 {
        parts.push(format!("{} en partie", number(table.partial)));
    }
    let mut text = rows_of(&table.name, table.saved);
    if !parts.is_empty() {
        text.push_str(&format!(", dont {}", list(&parts)));
    }
    if table.lost > 0 {
        text.push_str(&format!("{NARROW}; perte de {}", number(table.lost)));
    }
    if table.has_holes {
        text.push_str(&format!("{NARROW}; d’autres manquent peut-être"));
    }
    text
}

fn object(base: &Path, before: &Report, repaired: Option<&Repaired>, after: &Report) -> Value {
    let findings: Vec<Value> = before
        .findings
        .iter()
        .map(|finding| {
            json!({
                "genre": kind(finding),
                "phrase": finding.explain(),
                "reparable": finding.is_repairable(),
                "repare": repaired.is_some() && !after.findings.contains(finding),
            })
        })
        .collect();
    let salvaged = repaired
        .and_then(|it| it.salvaged.as_ref())
        .map(|salvaged| {
            let tables: Vec<Value> = salvaged
                .tables
                .iter()
                .map(|table| {
                    json!({
                        "table": table.name,
                        "reprises": table.saved,
                        "en_partie": table.partial,
                        "perdues": table.lost,
                        "trous": table.has_holes,
                    })
                })
                .collect();
            json!({
                "fichier": salvaged.path.to_string_lossy(),
                "evenements": salvaged.events,
                "tables": tables,
            })
        });
    json!({
        "fichier": base.to_string_lossy(),
        "sain": after.is_sound(),
        "evenements": before.events,
        "sauvegardes": before.backups,
        "constats": findings,
        "recupere": salvaged,
    })
}

fn kind(finding: &Finding) -> &'static str {
    match finding {
        Finding::Damaged(_) => "abime",
        Finding::StrayLog => "journal",
        Finding::Open(_) => "droits",
        Finding::Dangling { .. } => "lien",
        Finding::Derived { .. } => "liste_calculee",
        Finding::Schema(_) => "schema",
        Finding::OpenAction => "action_ouverte",
        Finding::History { .. } => "historique",
        Finding::Value { .. } => "valeur",
        Finding::AlteredBackup(_) => "sauvegarde_abimee",
    }
}
