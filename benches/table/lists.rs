//! A sort by any column, a filter from any facet, a view: from Entrée to the last byte on the terminal.

use crate::data::{Carnet, QUIT, show_all, shows_all};
use crate::report::Row;
use crate::stats::Samples;
use crate::terminal::{KEY, Result};

/// The columns as they are typed, and as the screen then names them.
const COLUMNS: [(&str, &str); 12] = [
    ("date", "date"),
    ("heure", "heure"),
    ("titre", "titre"),
    ("type", "type"),
    ("thema", "thématique(s)"),
    ("public", "public"),
    ("lieu", "lieu"),
    ("commune", "commune"),
    ("places", "places"),
    ("publication", "publication"),
    ("attestation", "attestation"),
    ("presents", "présents"),
];

/// The facets as they are typed, and some of their values.
const FACETS: [(&str, &[&str]); 8] = [
    ("periode", &["a venir", "passes", "ce mois", "cette annee"]),
    ("type d", &["cafe", "conference"]),
    ("thema", &["pronote", "harcelement"]),
    ("public cible", &["parents", "mediateurs"]),
    ("typologie", &["college", "mediatheque"]),
    ("commune", &["besancon", "valdahon"]),
    ("publication", &["publie", "brouillon"]),
    ("attestation", &["a remplir", "transmise"]),
];

/// The views but the one that shows everything.
const VIEWS: [&str; 4] = ["a venir", "a attester", "a saisir", "annee"];

/// Sorts by each column, both ways.
pub fn sorts(carnet: &Carnet, rounds: usize) -> Result<Samples> {
    let mut terminal = carnet.open_list()?;
    let mut samples = Samples::default();
    for _ in 0..rounds {
        for (typed, shown) in COLUMNS {
            for arrow in ["↑", "↓"] {
                let expected = format!("Tri : {shown} {arrow}");
                terminal.press_all(&["t", typed])?;
                let answer =
                    terminal.press_until("\r", KEY, |screen| screen.contains(&expected))?;
                samples.push(answer.sample);
            }
        }
    }
    show_all(&mut terminal)?;
    terminal.leave(QUIT)?;
    Ok(samples)
}

/// Filters by values of each facet, and takes the filter off, under an order that changes with the round.
fn filters(carnet: &Carnet, rounds: usize) -> Result<Samples> {
    let mut terminal = carnet.open_list()?;
    let mut samples = Samples::default();
    let mut named = Vec::new();
    for round in 0..rounds {
        let (order, _) = COLUMNS[round * 7 % COLUMNS.len()];
        show_all(&mut terminal)?;
        terminal.press_all(&["t", order, "\r"])?;
        for (facet, values) in FACETS {
            for value in values {
                terminal.press_all(&["f", facet, "\r", value])?;
                let filtered =
                    |screen: &str| screen.contains("Filtres : ") && !screen.contains('╭');
                let on = terminal.press_until("\r", KEY, filtered);
                let on = on
                    .map_err(|error| format!("{facet}, {value}: {error}"))?
                    .sample;
                let off = terminal.press_until("e", KEY, shows_all)?.sample;
                named.push((
                    on.wall,
                    format!("{facet} « {value} », in the order of {order}"),
                ));
                named.push((off.wall, format!("the end of that of {facet}")));
                samples.push(on);
                samples.push(off);
            }
        }
    }
    show_all(&mut terminal)?;
    terminal.leave(QUIT)?;
    tell_slowest(named);
    Ok(samples)
}

/// Tells which filters cost most: where to look.
fn tell_slowest(mut named: Vec<(f64, String)>) {
    named.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (wall, name) in named.iter().take(8) {
        eprintln!("    {wall:.1} ms: {name}");
    }
}

/// Goes from view to view.
fn views(carnet: &Carnet, rounds: usize) -> Result<Samples> {
    let mut terminal = carnet.open_list()?;
    let mut samples = Samples::default();
    for _ in 0..rounds {
        for view in VIEWS {
            terminal.press_all(&["v", view])?;
            let answer = terminal.press_until("\r", KEY, |screen| !screen.contains('╭'))?;
            samples.push(answer.sample);
        }
        samples.push(show_all(&mut terminal)?.sample);
    }
    terminal.leave(QUIT)?;
    Ok(samples)
}

/// Measures the three.
pub fn measure(carnet: &Carnet, rounds: usize) -> Result<Vec<Row>> {
    Ok(vec![
        Row::within(
            "A sort, by each column both ways",
            &sorts(carnet, rounds)?,
            10.0,
        ),
        Row::within(
            "A filter, from each facet, and its end",
            &filters(carnet, rounds)?,
            10.0,
        ),
        Row::within("A view", &views(carnet, rounds * 2)?, 10.0),
    ])
}
