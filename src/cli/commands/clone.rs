//! `carnet cloner`: copies an event to another day.

use serde_json::json;

use crate::actions::events::{self, Origin, Saved};
use crate::cli::command::Prepared;
use crate::cli::context::{Outcome, close, notify, print};
use crate::cli::lookup;
use crate::cli::values::Values;
use crate::domain::text::typography::quoted;
use crate::domain::time::date_warning::DateWarning;
use crate::store::{Moment, Store};

struct CloneOptions {
    /// The end of the identifier of the event.
    id: String,
    date: Option<String>,
    json: bool,
}

pub(in crate::cli) fn prepare(values: &mut Values) -> Prepared {
    let options = CloneOptions {
        id: values.text_argument().unwrap_or_default(),
        date: values.text("date"),
        json: values.switch("json"),
    };
    Ok(Box::new(move |context| {
        let (store, moment) = context.open()?;
        run(store, moment, &options)
    }))
}

fn run(mut store: Store, moment: Moment, options: &CloneOptions) -> Outcome {
    let original = lookup::event(&store, &options.id)?;
    let content = match &options.date {
        Some(text) => {
            let days = lookup::days(text, moment.today)?;
            let mut content = original.content.copied_to(Some(days.first));
            if days.is_several() {
                content.end_date = Some(days.last);
                content.simplify_end();
            }
            content
        }
        None => original.content.cloned_on(moment.today),
    };
    let profile = store.profile()?.unwrap_or_default();
    let holidays = store.school_holidays()?;
    let warnings = events::date_warnings(&store, &profile, &holidays, &content, moment.today)?;
    let title = quoted(&content.title);
    let origin = Origin::Clone(&original.content.title);
    let Saved { id, .. } = events::create(&mut store, moment.now, origin, &content, false)?;
    close(store);
    let warnings: Vec<String> = warnings.iter().map(DateWarning::sentence).collect();
    for warning in &warnings {
        notify(warning);
    }
    if options.json {
        return print(&format!(
            "{}\n",
            json!({
                "identifiant": id,
                "titre": content.title,
                "date": content.date,
                "date_de_fin": content.other_last_day(),
                "original": original.id,
                "avertissements": warnings,
            })
        ));
    }
    let date = match content.days() {
        Some(days) if days.is_several() => days.full(),
        Some(days) => format!("pour le {}", days.full()),
        None => "sans date".to_owned(),
    };
    notify(&format!(
        "{title} est cloné {date}\u{202f}: c’est un brouillon. L’attestation de l’original n’a pas été reprise."
    ));
    print(&format!("{id}\n"))
}
