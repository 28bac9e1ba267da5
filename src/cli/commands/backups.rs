//! `carnet sauvegardes`: the copies that are kept, each checked.

use std::path::Path;

use serde_json::{Value, json};

use crate::cli::command::Prepared;
use crate::cli::context::{Failure, Outcome, notify, print};
use crate::cli::values::Values;
use crate::domain::text::typography::{self, NARROW, count, quoted};
use crate::domain::time::zone::Zone;
use crate::explain::shown;
use crate::store::{Checked, StoreError, check_backup, recognise, restorable, zone_of};

pub(in crate::cli) fn prepare(values: &mut Values) -> Prepared {
    let as_json = values.switch("json");
    Ok(Box::new(move |context| {
        let path = context.path()?;
        run(&path, zone_of(&path), as_json)
    }))
}

fn run(store: &Path, zone: Zone, as_json: bool) -> Outcome {
    let copies = restorable(store)?;
    // Copies outlive their store; without any, what is named must be one.
    if copies.is_empty() {
        recognise(store)?;
    }
    let mut altered = 0;
    let mut objects: Vec<Value> = Vec::new();
    let mut text = String::new();
    for copy in &copies {
        let checked = check_backup(&copy.path).map_err(StoreError::Io)?;
        altered += u64::from(checked == Checked::Altered);
        let state = match checked {
            Checked::Intact => "✓ intacte",
            Checked::Altered => "✗ abîmée",
            Checked::Unknown => "? sans empreinte",
        };
        let hour = copy.hour(zone);
        objects.push(json!({
            "fichier": copy.path.to_string_lossy(),
            "date": copy.taken.date,
            "heure": hour.map(|hour| hour.format("%H:%M").to_string()),
            "raison": copy.taken.reason.key(),
            "octets": copy.size,
            "etat": match checked {
                Checked::Intact => "intacte",
                Checked::Altered => "abimee",
                Checked::Unknown => "sans_empreinte",
            },
        }));
        text.push_str(&format!(
            "{:<19}  {:<7}  {:<23}  {:>9}  {state:<17}  {}\n",
            typography::long_date(copy.taken.date),
            hour.map(typography::hour).unwrap_or_default(),
            copy.taken.reason.label(),
            typography::size(copy.size),
            shown(&copy.path)
        ));
    }
    if copies.is_empty() && !as_json {
        notify(&format!(
            "Aucune copie pour l’instant. {} en fait une.",
            quoted("carnet sauvegarder")
        ));
    }
    if as_json {
        print(&format!("{:#}\n", Value::Array(objects)))?;
    } else {
        print(&text)?;
    }
    if altered > 0 {
        return Err(Failure::Refused(format!(
            "{}{NARROW}: ne comptez pas dessus. {} en fait une autre.",
            count(altered, "copie est abîmée", "copies sont abîmées"),
            quoted("carnet sauvegarder")
        )));
    }
    Ok(())
}
