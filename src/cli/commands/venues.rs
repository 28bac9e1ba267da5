//! `carnet lieux`: the known places, listed, written to a .csv or read from one.

use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::actions;
use crate::cli::command::Prepared;
use crate::cli::context::{Failure, Outcome, close, ignore_broken_pipe, notify};
use crate::cli::values::Values;
use crate::domain::record::Stored;
use crate::domain::reference::References;
use crate::domain::text::typography::{NARROW, count, list, quoted};
use crate::domain::venue::Venue;
use crate::exchange::csv::export::ExportError;
use crate::exchange::csv::records::{self, RecordOutcome, RecordPlan, RecordTally};
use crate::exchange::csv::text_table::TextTable;
use crate::exchange::safe_file::{self, WriteProblem};
use crate::explain::{shown, unreadable};
use crate::store::{Moment, Store};

struct VenuesOptions {
    import: Option<PathBuf>,
    is_trial: bool,
    /// `-` for standard output.
    export: Option<PathBuf>,
    overwrite: bool,
    json: bool,
}

pub(in crate::cli) fn prepare(values: &mut Values) -> Prepared {
    let options = VenuesOptions {
        import: values.path("importer"),
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
            (Some(file), _) => import(store, moment, file, options.is_trial),
            (None, Some(file)) => export(&store, file, options.overwrite),
            (None, None) => print_all(&store, options.json),
        }
    }))
}

fn print_all(store: &Store, is_json: bool) -> Outcome {
    let venues = store.rows::<Venue>()?;
    let references = store.references()?;
    let uses = store.venue_uses()?;
    let events = |venue: &Stored<Venue>| uses.get(&venue.id).copied().unwrap_or(0);
    let mut out = BufWriter::new(std::io::stdout().lock());
    let written = if is_json {
        let objects = venues
            .iter()
            .map(|venue| object(venue, events(venue), &references));
        let objects: Vec<_> = objects.collect();
        writeln!(out, "{:#}", serde_json::Value::from(objects))
    } else {
        let mut lines = venues
            .iter()
            .map(|venue| line(venue, events(venue), &references));
        lines.try_for_each(|line| writeln!(out, "{line}"))
    };
    written
        .and_then(|()| out.flush())
        .or_else(ignore_broken_pipe)
}

/// « Pergaud · École élémentaire · Ornans · 12 événements ».
fn line(venue: &Stored<Venue>, events: usize, references: &References) -> String {
    let events = count(events as u64, "événement", "événements");
    let retired = if venue.retired { "retiré" } else { "" };
    let parts = [
        venue.name.as_str(),
        references.label(venue.kind),
        &venue.commune,
        &events,
        retired,
    ];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

fn object(venue: &Stored<Venue>, events: usize, references: &References) -> serde_json::Value {
    json!({
        "id": venue.id.to_string(),
        "nom": venue.name,
        "typologie": references.label(venue.kind),
        "adresse": venue.address,
        "code_postal": venue.postcode,
        "commune": venue.commune,
        "uai": venue.uai,
        "contact": venue.contact,
        "acces": venue.access,
        "equipement": venue.equipment,
        "remarque": venue.remark,
        "actif": !venue.retired,
        "evenements": events,
    })
}

fn export(store: &Store, file: &Path, overwrite: bool) -> Outcome {
    let venues = store.rows::<Venue>()?;
    let references = store.references()?;
    if file.as_os_str() == "-" {
        let mut out = std::io::stdout();
        return records::write(&venues, &references, &mut out).or_else(ignore_broken_pipe);
    }
    let written = safe_file::write(file, overwrite, |out| {
        records::write(&venues, &references, out).map_err(ExportError::from)
    });
    written.map_err(|problem| match problem {
        WriteProblem::AlreadyThere(path) => Failure::Refused(format!(
            "{} existe déjà et n’a pas été touché. Ajoutez --remplacer pour écrire par-dessus.",
            shown(&path)
        )),
        other => other.into(),
    })?;
    let venues = count(venues.len() as u64, "lieu écrit", "lieux écrits");
    notify(&format!("{venues} dans {}.", shown(file)));
    Ok(())
}

fn import(mut store: Store, moment: Moment, file: &Path, is_trial: bool) -> Outcome {
    let table = TextTable::open_below(file, records::is_header::<Venue>)
        .map_err(|error| Failure::Refused(unreadable(file, &error)))??;
    let (known, references) = (store.rows::<Venue>()?, store.references()?);
    let plan = RecordPlan::new(&table, &known, &references, moment.today).ok_or_else(|| {
        Failure::Refused(
            "Aucune colonne du fichier n’est reconnue comme nom de lieu. Rien n’a été changé."
                .to_owned(),
        )
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
    close(store)?;
    let sentence = sentence(tally, is_trial);
    if tally.refused > 0 {
        // A script must learn that not every row is imported.
        return Err(Failure::Refused(sentence));
    }
    notify(&sentence);
    Ok(())
}

/// Names each row refused, updated or remarked on.
fn notify_rows(plan: &RecordPlan<Venue>) {
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

/// « 3 lieux créés, 1 mis à jour, 2 inchangés, 1 ligne refusée. »
fn sentence(tally: RecordTally, is_trial: bool) -> String {
    let parts = [
        (tally.created, "lieu créé", "lieux créés"),
        (tally.updated, "mis à jour", "mis à jour"),
        (tally.same, "inchangé", "inchangés"),
        (tally.refused, "ligne refusée", "lignes refusées"),
    ];
    let parts = parts.into_iter().filter(|(rows, ..)| *rows > 0);
    let parts: Vec<String> = parts
        .map(|(rows, one, several)| count(rows as u64, one, several))
        .collect();
    let trial = if is_trial {
        format!("Essai, rien n’est écrit{NARROW}: ")
    } else {
        String::new()
    };
    format!("{trial}{}.", parts.join(", "))
}
