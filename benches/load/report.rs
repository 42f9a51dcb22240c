//! What is printed.

use std::io::Write;

use super::Outcome;
use super::client::Served;
use super::jobs::{JobKind, Timed};
use super::operations::OperationKind;
use super::service::Memory;

/// One pair.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// Statements a second in pgbench.
    pub limit: f64,
    /// The service.
    pub served: Served,
}

/// Everything measured in a run.
pub struct Report {
    lines: Vec<String>,
}

impl Report {
    /// A table with its head.
    pub fn new(workers: u32, concurrency: usize) -> Self {
        let title =
            format!("{workers} workers with a coverage each, {concurrency} connections, median of the pairs");
        let head = format!(
            "{:<28}{:>10}{:>10}{:>8}{:>16}{:>7}{:>10}{:>10}",
            "operation", "limit/s", "served/s", "ratio", "(min - max)", "bar", "p50 ms", "p99 ms"
        );
        Self { lines: vec![title, head] }
    }

    /// An operation's row.
    pub fn add(&mut self, kind: OperationKind, measured: Vec<Measured>) {
        let ratios = sorted(measured.iter().map(|pair| pair.served.rate / pair.limit));
        let median_of = |read: fn(&Measured) -> f64| median(&sorted(measured.iter().map(read)));
        let range = range(&ratios);
        self.lines.push(format!(
            "{:<28}{:>10.0}{:>10.0}{:>8.2}{range:>16}{:>7.2}{:>10.2}{:>10.2}",
            kind.title(),
            median_of(|pair| pair.limit),
            median_of(|pair| pair.served.rate),
            median(&ratios),
            kind.bar(),
            median_of(|pair| pair.served.p50.as_secs_f64() * 1000.0),
            median_of(|pair| pair.served.p99.as_secs_f64() * 1000.0),
        ));
    }

    /// The head of the jobs.
    pub fn jobs(&mut self) {
        self.lines.push(format!(
            "{:<28}{:>10}{:>10}{:>10}{:>8}{:>16}{:>7}",
            "job", "rows", "limit s", "served s", "ratio", "(min - max)", "bar"
        ));
    }

    /// A job's row.
    pub fn add_job(&mut self, kind: JobKind, timed: &[Timed]) {
        let ratios = sorted(timed.iter().map(|pair| pair.served.as_secs_f64() / pair.limit.as_secs_f64()));
        let median_of = |read: fn(&Timed) -> f64| median(&sorted(timed.iter().map(read)));
        let range = range(&ratios);
        self.lines.push(format!(
            "{:<28}{:>10}{:>10.2}{:>10.2}{:>8.2}{range:>16}{:>7.2}",
            kind.title(),
            timed.first().map_or(0, |pair| pair.rows),
            median_of(|pair| pair.limit.as_secs_f64()),
            median_of(|pair| pair.served.as_secs_f64()),
            median(&ratios),
            kind.bar(),
        ));
    }

    /// The service's memory so far.
    pub fn memory(&mut self, memory: Memory) {
        self.lines.push(format!(
            "resident memory of the service: {} MiB, at most {} MiB (bar: 64 under load)",
            memory.now_mib, memory.peak_mib
        ));
    }

    /// Prints the table.
    pub fn print(&self) -> Outcome<()> {
        let mut out = std::io::stdout().lock();
        self.lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
        Ok(())
    }
}

fn range(ratios: &[f64]) -> String {
    let at = |value: Option<&f64>| value.copied().unwrap_or(f64::NAN);
    format!("({:.2} - {:.2})", at(ratios.first()), at(ratios.last()))
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

fn median(sorted: &[f64]) -> f64 {
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}
