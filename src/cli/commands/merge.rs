//! `carnet fusionner`: merges a copy that was changed elsewhere into the carnet.

use std::path::PathBuf;

use crate::actions;
use crate::cli::command::Prepared;
use crate::cli::context::{Context, Failure, Outcome, close, notify};
use crate::cli::values::Values;
use crate::domain::text::typography::{NARROW, capitalised, count};
use crate::explain::{merge as sentences, shown};
use crate::store::{Candidate, Choice, MergeTally};

/// Which version of a row that both sides have changed is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Preferred {
    Copy,
    Carnet,
}

/// The words for them.
pub(in crate::cli) const PREFERRED: &[&str] = &["copie", "carnet"];

struct MergeOptions {
    file: PathBuf,
    /// Only says what would be taken.
    is_trial: bool,
    preferred: Option<Preferred>,
}

pub(in crate::cli) fn prepare(values: &mut Values) -> Prepared {
    let preferred = match values.text("prendre").as_deref() {
        None => None,
        Some("copie") => Some(Preferred::Copy),
        Some("carnet") => Some(Preferred::Carnet),
        Some(other) => {
            return Err(Failure::Usage(format!(
                "--prendre veut «\u{202f}copie\u{202f}» ou «\u{202f}carnet\u{202f}», pas «\u{202f}{other}\u{202f}»."
            )));
        }
    };
    let options = MergeOptions {
        file: values.path_argument().unwrap_or_default(),
        is_trial: values.switch("essai"),
        preferred,
    };
    Ok(Box::new(move |context| run(context, &options)))
}

fn run(context: &Context, options: &MergeOptions) -> Outcome {
    let (mut store, moment) = context.open()?;
    let candidate = Candidate::read(&options.file, store.path())?;
    let plan = candidate.plan_merge(&store)?;
    notify(&format!(
        "{}{NARROW}: {}.",
        shown(&options.file),
        count(candidate.events, "événement", "événements")
    ));
    // Its private copy is of no more use.
    drop(candidate);
    for line in sentences::lines(&plan) {
        notify(&format!("  {line}"));
    }
    for row in plan.asked() {
        notify(&format!(
            "  {}{NARROW}: {}.",
            capitalised(&sentences::named(row)),
            sentences::why_asked(row)
        ));
    }
    let choices: Vec<Choice> = plan
        .rows
        .iter()
        .map(|row| match (&row.asked, options.preferred) {
            (None, _) | (_, Some(Preferred::Copy)) => Choice::Theirs,
            (Some(_), _) => Choice::Mine,
        })
        .collect();
    let left = match options.preferred {
        None => plan.asked().count() as u64,
        Some(_) => 0,
    };
    let tally = MergeTally::of(&plan, &choices);
    if options.is_trial {
        let counts = sentences::counts(&tally);
        notify(&format!("Essai, rien n’est écrit{NARROW}: {counts}."));
        return Ok(());
    }
    let copy = &options.file;
    let merged = actions::merge::merge(&mut store, moment.now, copy, &plan, &choices, left == 0)?;
    close(store);
    let counts = capitalised(&sentences::counts(&merged.tally));
    if left > 0 {
        // A script must learn that not everything is merged.
        return Err(Failure::Refused(format!(
            "{counts}. --prendre copie prend dans la copie ce qui est laissé, --prendre carnet le garde comme il est{NARROW}; la copie reste où elle est."
        )));
    }
    notify(&format!("{counts}."));
    if let Some(sentence) = sentences::put_away(&merged.put_away) {
        notify(&sentence);
    }
    Ok(())
}
