//! How close the service comes to its database: each operation over HTTP beside the same statements in pgbench, in
//! interleaved pairs of one run, so that the machine's mood falls on both sides alike.
//!
//! Requests that write a hundred thousand rows are timed beside the plain statements of the same rows.
//!
//! `cargo bench --bench load` starts a Postgres of its own (durable, as in production) and the service as a process of
//! its own, enters a million workers with a coverage each, and prints the ratios. It needs `pgbench`, which comes with
//! Postgres. `-- --data-dir DIR` keeps the loaded database for the next run; `-- --help` shows the rest.

mod client;
mod fixture;
mod jobs;
mod limit;
mod operations;
mod people;
mod report;
mod service;

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;

use fixture::Fixture;
use jobs::{JobKind, Jobs};
use limit::Pgbench;
use operations::{Operation, OperationKind};
use report::{Measured, Report};
use service::Service;

/// The bench fails in words.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// How to measure.
#[derive(Parser, Debug)]
struct Settings {
    /// Registered workers, each with a coverage
    #[arg(long, default_value_t = 1_000_000)]
    workers: u32,
    /// Interleaved pairs of each operation; the median of their ratios counts
    #[arg(long, default_value_t = 5)]
    pairs: usize,
    /// Length of each half of a pair
    #[arg(long, default_value_t = 6)]
    seconds: u64,
    /// Connections on either side
    #[arg(long, default_value_t = 16)]
    concurrency: usize,
    /// Only these operations, and of the jobs those that are named
    #[arg(long, value_enum)]
    only: Vec<OperationKind>,
    /// Only these jobs, and of the operations those that are named
    #[arg(long, value_enum)]
    job: Vec<JobKind>,
    /// Where the database is kept for the next run; without it, it is thrown away
    #[arg(long)]
    data_dir: Option<PathBuf>,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Outcome<()> {
    let settings = Settings::parse();
    let pgbench = Pgbench::find()?;
    let fixture = Fixture::prepare(settings.data_dir.clone(), settings.workers).await?;
    let outcome = measure(&settings, &pgbench, &fixture).await;
    fixture.end()?;
    outcome
}

async fn measure(settings: &Settings, pgbench: &Pgbench, fixture: &Fixture) -> Outcome<()> {
    let service = Service::start(fixture).await?;
    let mut report = Report::new(settings.workers, settings.concurrency);
    let all = settings.only.is_empty() && settings.job.is_empty();
    for kind in OperationKind::ALL {
        if all || settings.only.contains(&kind) {
            let operation = Operation::new(kind, fixture, service.sign_in(&fixture.officer).await?)?;
            report.add(kind, pairs(settings, pgbench, fixture, &service, &operation).await?);
        }
    }
    report.memory(service.memory()?);
    if all || !settings.job.is_empty() {
        let jobs = Jobs::prepare(fixture, &service).await?;
        report.jobs();
        for kind in JobKind::ALL {
            if all || settings.job.contains(&kind) {
                report.add_job(kind, &jobs.pairs(kind, settings.pairs).await?);
            }
        }
        report.memory(service.memory()?);
    }
    service.stop()?;
    report.print()
}

/// The pairs of one operation, after a warm-up of either side. Who goes first alternates.
async fn pairs(
    settings: &Settings,
    pgbench: &Pgbench,
    fixture: &Fixture,
    service: &Service,
    operation: &Operation,
) -> Outcome<Vec<Measured>> {
    let length = Duration::from_secs(settings.seconds);
    let (warm_up, many) = (Duration::from_secs(2), settings.concurrency);
    pgbench.run(&fixture.owner_url, &operation.scripts, many, warm_up)?;
    client::load(service.address, operation, many, warm_up).await?;
    let mut measured = Vec::with_capacity(settings.pairs);
    for pair in 0..settings.pairs {
        let limit_first = pair % 2 == 0;
        let mut limit = 0.0;
        if limit_first {
            fixture.settle(operation.kind).await?;
            limit = pgbench.run(&fixture.owner_url, &operation.scripts, many, length)?;
        }
        fixture.settle(operation.kind).await?;
        let served = client::load(service.address, operation, many, length).await?;
        if !limit_first {
            fixture.settle(operation.kind).await?;
            limit = pgbench.run(&fixture.owner_url, &operation.scripts, many, length)?;
        }
        measured.push(Measured { limit, served });
    }
    Ok(measured)
}
