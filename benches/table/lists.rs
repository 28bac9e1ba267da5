//! A sort by any column, a filter from any facet, a view: from Entrée to the last byte on the terminal.

use crate::data::{Carnet, QUIT};
use crate::report::Row;
use crate::stats::Samples;
use crate::terminal::{KEY, Result, Terminal};

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

const VIEWS: [&str; 5] = ["a venir", "a attester", "a saisir", "annee", "tout"];

/// Sorts by each column, both ways.
pub fn sorts(carnet: &Carnet, rounds: usize) -> Result<Samples> {
    let mut terminal = carnet.open_list()?;
    let mut samples = Samples::default();
    for _ in 0..rounds {
        for (typed, shown) in COLUMNS {
            for _ in 0..2 {
                samples.push(terminal.press_all(&["t", typed, "\r"])?.sample);
                terminal.expect(&format!("Tri : {shown}"))?;
            }
        }
    }
    terminal.press_all(&["v", "tout", "\r"])?;
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
        terminal.press_all(&["v", "tout", "\r"])?;
        terminal.press_all(&["t", order, "\r"])?;
        for (facet, values) in FACETS {
            for value in values {
                let on = terminal.press_all(&["f", facet, "\r", value, "\r"])?.sample;
                let filtered = terminal.expect("Filtres : ");
                filtered.map_err(|error| format!("{facet}, {value}: {error}"))?;
                let off = terminal.press("e", KEY)?.sample;
                expect_all(&mut terminal)?;
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
    terminal.press_all(&["v", "tout", "\r"])?;
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
            samples.push(terminal.press_all(&["v", view, "\r"])?.sample);
        }
        expect_all(&mut terminal)?;
    }
    terminal.leave(QUIT)?;
    Ok(samples)
}

/// Refuses a list that hides something.
fn expect_all(terminal: &mut Terminal) -> Result<()> {
    if terminal.text().contains("Filtres") {
        return Err(format!("the list is still filtered\n{}", terminal.text()).into());
    }
    Ok(())
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
