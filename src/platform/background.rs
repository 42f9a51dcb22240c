//! Work that no request asks for: stamping the feed, reading revocations, forgetting what is too old.
//!
//! All of it runs on one thread of its own, so that it never stands in a request's way, and ends with the process. Any
//! number of processes run the same tasks; what only one may do at a time is elected in the database, by the task.

use std::io;
use std::thread::JoinHandle;
use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use tokio::sync::watch;
use tokio::task::LocalSet;

use crate::platform::http::Problem;

/// What a task does after a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// More is waiting: go on at once.
    Again,
    /// Rest until the next round.
    Rest,
}

type Round = Box<dyn Fn() -> LocalBoxFuture<'static, Result<Pace, Problem>> + Send>;

/// One repeated piece of work.
pub struct Task {
    name: &'static str,
    rest: Duration,
    round: Round,
}

impl Task {
    /// Work that is repeated with a rest in between.
    pub fn new<F>(name: &'static str, rest: Duration, round: impl Fn() -> F + Send + 'static) -> Self
    where
        F: Future<Output = Result<Pace, Problem>> + 'static,
    {
        Self { name, rest, round: Box::new(move || Box::pin(round())) }
    }
}

/// The running tasks. Stopping waits for the rounds that are under way.
pub struct Background {
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

/// After a failure the rest grows up to this, so that a database that is away is not asked ten times a second.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

impl Background {
    /// Starts the tasks.
    pub fn start(tasks: Vec<Task>) -> io::Result<Self> {
        let (stop, stopped) = watch::channel(false);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let thread = std::thread::Builder::new().name("background".into()).spawn(move || {
            let local = LocalSet::new();
            for task in tasks {
                local.spawn_local(repeat(task, stopped.clone()));
            }
            runtime.block_on(local);
        })?;
        Ok(Self { stop, thread: Some(thread) })
    }

    /// Starts no new round and waits for the running ones, but no longer than `patience`: what is cut off then is taken up
    /// by the next process, as after a crash.
    pub async fn stop(mut self, patience: Duration) {
        self.stop.send_replace(true);
        let Some(thread) = self.thread.take() else { return };
        let ended = tokio::task::spawn_blocking(move || thread.join().is_ok());
        match tokio::time::timeout(patience, ended).await {
            Ok(Ok(true)) => {}
            Ok(_) => tracing::error!("a background task panicked"),
            Err(_) => tracing::warn!("background work was cut off by the end of the process"),
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

async fn repeat(task: Task, mut stopped: watch::Receiver<bool>) {
    let mut failures: u32 = 0;
    while !*stopped.borrow() {
        let rest = match (task.round)().await {
            Ok(pace) => {
                if failures > 0 {
                    tracing::info!(task = task.name, failures, "a background task works again");
                }
                failures = 0;
                if pace == Pace::Again { Duration::ZERO } else { task.rest }
            }
            Err(problem) => {
                if failures == 0 {
                    tracing::error!(task = task.name, error = %problem, cause = %problem.source_chain(), "a background task failed");
                }
                failures = failures.saturating_add(1);
                pause(failures)
            }
        };
        if rest.is_zero() {
            tokio::task::yield_now().await;
            continue;
        }
        // An error means that the sender is gone, which is a stop, too.
        if let Ok(changed) = tokio::time::timeout(rest, stopped.wait_for(|stop| *stop)).await {
            drop(changed);
            return;
        }
    }
}

fn pause(failures: u32) -> Duration {
    let factor = 2_u32.saturating_pow(failures.min(10));
    Duration::from_millis(50).saturating_mul(factor).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::platform::http::Code;

    #[tokio::test]
    async fn a_failing_task_goes_on_and_all_end_when_stopped() {
        let rounds = Arc::new(AtomicU32::new(0));
        let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
        let counter = Arc::clone(&rounds);
        let failing = Task::new("failing", Duration::from_secs(3600), move || {
            let round = counter.fetch_add(1, Ordering::SeqCst);
            let told = told.clone();
            async move {
                if round == 0 {
                    return Err(Problem::new(Code::Internal));
                }
                if round == 5 {
                    told.send(()).unwrap();
                    return Ok(Pace::Rest);
                }
                Ok(Pace::Again)
            }
        });
        let background = Background::start(vec![failing]).unwrap();
        heard.recv().await.unwrap();
        background.stop(Duration::from_secs(60)).await;
        assert_eq!(rounds.load(Ordering::SeqCst), 6);
    }

    #[test]
    fn the_pause_grows_to_its_bound() {
        assert_eq!(pause(1), Duration::from_millis(100));
        assert_eq!(pause(3), Duration::from_millis(400));
        assert_eq!(pause(4_000_000), LONGEST_PAUSE);
    }
}
