//! The table: its lines, and where it is written.

use std::fs;
use std::path::{Path, PathBuf};

use crate::stats::Samples;
use crate::terminal::Result;

/// Whether a target is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Met,
    Missed,
    /// This machine can't measure it.
    Unknown,
}

impl Verdict {
    pub fn of(is_met: bool) -> Self {
        if is_met { Self::Met } else { Self::Missed }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "**missed**",
            Self::Unknown => "unknown",
        }
    }
}

/// How many times its floor a measure may be.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    p50: Option<f64>,
    p95: Option<f64>,
}

impl Limits {
    pub fn p50(limit: f64) -> Self {
        Self {
            p50: Some(limit),
            p95: None,
        }
    }

    pub fn p95(limit: f64) -> Self {
        Self {
            p50: None,
            p95: Some(limit),
        }
    }

    pub fn both(p50: f64, p95: f64) -> Self {
        Self {
            p50: Some(p50),
            p95: Some(p95),
        }
    }
}

/// A line of the table.
pub struct Row {
    cells: [String; 8],
    verdict: Verdict,
}

impl Row {
    /// A measure beside its floor.
    pub fn against(
        measure: impl Into<String>,
        ours: &Samples,
        floor: &Samples,
        limits: Limits,
    ) -> Self {
        let ratio = |share| ours.wall(share) / floor.wall(share);
        let label =
            |name: &str, limit: Option<f64>| limit.map(|limit| format!("{name} ≤ {limit} ×"));
        let targets: Vec<String> = [label("p50", limits.p50), label("p95", limits.p95)]
            .into_iter()
            .flatten()
            .collect();
        let holds = |share, limit: Option<f64>| limit.is_none_or(|limit| ratio(share) <= limit);
        Self {
            cells: [
                measure.into(),
                waits(ours),
                work(ours),
                waits(floor),
                work(floor),
                format!("{:.2} · {:.2}", ratio(0.5), ratio(0.95)),
                targets.join(", "),
                ours.len().to_string(),
            ],
            verdict: Verdict::of(holds(0.5, limits.p50) && holds(0.95, limits.p95)),
        }
    }

    /// A measure that must end within so many milliseconds, nineteen times out of twenty.
    pub fn within(measure: impl Into<String>, ours: &Samples, limit: f64) -> Self {
        Self {
            cells: [
                measure.into(),
                waits(ours),
                work(ours),
                String::new(),
                String::new(),
                String::new(),
                format!("p95 ≤ {limit} ms"),
                ours.len().to_string(),
            ],
            verdict: Verdict::of(ours.wall(0.95) <= limit),
        }
    }

    /// What is one figure.
    pub fn fact(
        measure: impl Into<String>,
        figure: String,
        target: &str,
        verdict: Verdict,
    ) -> Self {
        let mut cells = <[String; 8]>::default();
        cells[0] = measure.into();
        cells[1] = figure;
        cells[6] = target.to_owned();
        Self { cells, verdict }
    }

    /// Returns the line to print while the others are still being measured.
    pub fn line(&self) -> String {
        format!("| {} | {} |", self.cells.join(" | "), self.verdict.word())
    }
}

const HEADER: &str = "| Measure | p50 · p95 | CPU p50 | floor p50 · p95 | floor CPU | × floor p50 · p95 | target | rounds | |\n\
    |---|---|---|---|---|---|---|---|---|";

/// The whole table, and the machine on which it was taken.
pub fn table(rows: &[Row]) -> String {
    let missed = rows
        .iter()
        .filter(|row| row.verdict == Verdict::Missed)
        .count();
    let lines: Vec<String> = rows.iter().map(Row::line).collect();
    format!(
        "{}; {missed} of {} targets missed.\n\n{HEADER}\n{}\n",
        machine(),
        rows.len(),
        lines.join("\n")
    )
}

fn waits(samples: &Samples) -> String {
    format!(
        "{} · {} ms",
        short(samples.wall(0.5)),
        short(samples.wall(0.95))
    )
}

fn work(samples: &Samples) -> String {
    let cpu = samples.cpu(0.5);
    // What is done in this very program is not distinguished.
    if cpu > 0.0 {
        format!("{} ms", short(cpu))
    } else {
        String::new()
    }
}

/// Three figures, more or less.
fn short(value: f64) -> String {
    match value {
        value if value < 10.0 => format!("{value:.2}"),
        value if value < 100.0 => format!("{value:.1}"),
        value => format!("{value:.0}"),
    }
}

/// « 2 cores, AMD EPYC, Linux 6.1.0 ».
fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let processors = read("/proc/cpuinfo");
    let model = processors
        .lines()
        .find(|line| line.starts_with("model name"));
    let model = model
        .and_then(|line| line.split_once(": "))
        .map_or("processor unknown", |(_, name)| name);
    let kernel = read("/proc/sys/kernel/osrelease");
    format!(
        "{cores} cores, {model}, {} {}",
        std::env::consts::OS,
        kernel.trim()
    )
}

/// A file of this folder.
pub fn beside(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("benches")
        .join(name)
}

/// Writes a text between the marks of that name in the README of this folder.
pub fn write_between(name: &str, text: &str) -> Result<()> {
    let path = beside("README.md");
    let readme = fs::read_to_string(&path)?;
    let (begin, end) = (
        format!("<!-- {name} -->\n"),
        format!("<!-- end of {name} -->"),
    );
    let missing = || format!("README.md has no {begin:?}");
    let (before, rest) = readme.split_once(&begin).ok_or_else(missing)?;
    let (_, after) = rest.split_once(&end).ok_or_else(missing)?;
    fs::write(path, format!("{before}{begin}{text}{end}{after}"))?;
    Ok(())
}
