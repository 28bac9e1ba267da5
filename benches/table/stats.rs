//! Samples, and their statistics.

use std::time::Instant;

use crate::terminal::Result;

/// What one round cost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sample {
    /// What a user waits, in milliseconds.
    pub wall: f64,
    /// What the program worked, in milliseconds: nearly immune to a busy machine.
    pub cpu: f64,
    /// What it sent to the terminal.
    pub bytes: usize,
}

/// Runs some work in this process. Returns how long it took.
pub fn timed(work: impl FnOnce() -> Result<()>) -> Result<Sample> {
    let begun = Instant::now();
    work()?;
    Ok(Sample {
        wall: begun.elapsed().as_secs_f64() * 1e3,
        ..Sample::default()
    })
}

/// The samples of one measure.
#[derive(Clone, Debug, Default)]
pub struct Samples(Vec<Sample>);

impl Samples {
    pub fn push(&mut self, sample: Sample) {
        self.0.push(sample);
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The wait below which a share of the samples lies.
    pub fn wall(&self, share: f64) -> f64 {
        quantile(self.0.iter().map(|sample| sample.wall), share)
    }

    /// The work below which a share of the samples lies.
    pub fn cpu(&self, share: f64) -> f64 {
        quantile(self.0.iter().map(|sample| sample.cpu), share)
    }

    /// The bytes below which a share of the samples lies.
    pub fn bytes(&self, share: f64) -> f64 {
        quantile(self.0.iter().map(|sample| sample.bytes as f64), share)
    }
}

impl FromIterator<Sample> for Samples {
    fn from_iter<I: IntoIterator<Item = Sample>>(samples: I) -> Self {
        Self(samples.into_iter().collect())
    }
}

/// The smallest value that a share of the values does not exceed.
fn quantile(values: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let rank = (values.len() as f64 * share).ceil() as usize;
    let place = rank.clamp(1, values.len().max(1)) - 1;
    values.get(place).copied().unwrap_or(f64::NAN)
}
