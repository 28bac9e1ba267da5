//! How each cost grows with the number of events.

use crate::data::Carnet;
use crate::plot::{Curve, Panel, draw};
use crate::stats::Samples;
use crate::terminal::Result;
use crate::{files, lists, memory, search, start};

const SIZES: [usize; 5] = [100, 1_000, 10_000, 100_000, 1_000_000];

/// What is measured at each size, and its unit.
const COSTS: [(&str, &str); 6] = [
    ("start", "ms"),
    ("search", "ms"),
    ("sort", "ms"),
    ("export", "ms"),
    ("browsing", "MB"),
    ("after a search", "MB"),
];

/// The costs at each size.
pub struct Growth(Vec<(usize, [f64; 6])>);

/// Measures them, up to a hundred thousand events or a million.
pub fn measure(million: bool) -> Result<Growth> {
    let sizes = if million { &SIZES[..] } else { &SIZES[..4] };
    let mut points = Vec::new();
    for &size in sizes {
        let carnet = Carnet::of(size)?;
        start::of_carnet(&carnet)?;
        let starts = (0..5).map(|_| start::of_carnet(&carnet));
        let starts: Samples = starts.collect::<Result<_>>()?;
        let search = search::typed(&carnet, 6)?;
        let (export, _) = files::exports(&carnet, 3)?;
        let (browsing, searched) = memory::peaks(&carnet)?;
        points.push((
            size,
            [
                starts.wall(0.5),
                search.rows.wall(0.5),
                lists::sorts(&carnet, 1)?.wall(0.5),
                export.wall(0.5),
                browsing,
                searched,
            ],
        ));
    }
    Ok(Growth(points))
}

impl Growth {
    /// The figures under the plot.
    pub fn table(&self) -> String {
        let names: Vec<String> = COSTS
            .iter()
            .map(|(name, unit)| format!("{name}, {unit}"))
            .collect();
        let mut table = format!(
            "| events | {} |\n|---:|{}\n",
            names.join(" | "),
            "---:|".repeat(COSTS.len())
        );
        for (size, costs) in &self.0 {
            let costs: Vec<String> = costs.iter().map(|cost| format!("{cost:.1}")).collect();
            table += &format!("| {size} | {} |\n", costs.join(" | "));
        }
        table
    }

    /// The plot: the waits, then the memory.
    pub fn plot(&self) -> String {
        let curves = |wanted: &str| -> Vec<Curve> {
            let places = COSTS
                .iter()
                .enumerate()
                .filter(|(_, (_, unit))| *unit == wanted);
            places
                .map(|(place, (name, _))| Curve {
                    name,
                    points: self
                        .0
                        .iter()
                        .map(|(size, costs)| (*size as f64, costs[place]))
                        .collect(),
                })
                .collect()
        };
        draw(&[
            Panel {
                title: "Wait, median, milliseconds",
                curves: curves("ms"),
            },
            Panel {
                title: "Peak memory, megabytes",
                curves: curves("MB"),
            },
        ])
    }
}
