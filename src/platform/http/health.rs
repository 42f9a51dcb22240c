//! `/livez` says that the process runs, `/readyz` that it can serve: the database answers, its schema is current.

use std::fmt;
use std::time::{Duration, Instant};

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use futures_util::future::{LocalBoxFuture, join_all};
use serde::Serialize;
use tokio::sync::Mutex;
use utoipa::ToSchema;

use super::codes::Code;
use super::problem::{FieldError, Problem, Reply};
use crate::platform::i18n::Text;

/// How long a check may take before it counts as failed.
const BOUND: Duration = Duration::from_secs(2);

/// How long a verdict holds.
const GOOD_FOR: Duration = Duration::from_secs(1);

type Check = Box<dyn Fn() -> LocalBoxFuture<'static, Result<(), Text>> + Send + Sync>;

/// What must hold for the service to be ready. Put it into the app's data, wrapped in `Data`.
#[derive(Default)]
pub struct Readiness {
    checks: Vec<(&'static str, Check)>,
    last: Mutex<Option<(Instant, Vec<FieldError>)>>,
}

impl fmt::Debug for Readiness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.checks.iter().map(|(name, _)| name)).finish()
    }
}

impl Readiness {
    /// Adds a check. Its text tells the operator what is wrong, without addresses or credentials.
    #[must_use]
    pub fn with<F>(mut self, name: &'static str, check: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), Text>> + 'static,
    {
        self.checks.push((name, Box::new(move || Box::pin(check()))));
        self
    }

    /// What is wrong, as found within the last second: whoever asks meanwhile hears the same, so that asking often costs
    /// no connections.
    async fn verdict(&self) -> Vec<FieldError> {
        let mut last = self.last.lock().await;
        if let Some((_, failures)) = last.as_ref().filter(|(at, _)| at.elapsed() < GOOD_FOR) {
            return failures.clone();
        }
        let failures = self.failures(BOUND).await;
        *last = Some((Instant::now(), failures.clone()));
        failures
    }

    async fn failures(&self, bound: Duration) -> Vec<FieldError> {
        let checked = join_all(self.checks.iter().map(async |(name, check)| {
            let late =
                || Text::fixed("Tidak menjawab dalam dua detik.", "Did not answer within two seconds.");
            let verdict = tokio::time::timeout(bound, check()).await.unwrap_or_else(|_| Err(late()));
            verdict.err().map(|text| FieldError::new(format!("/{name}"), "not_ready", text))
        }));
        checked.await.into_iter().flatten().collect()
    }
}

/// The state of the service.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct HealthResponse {
    /// Always `ok`; anything else is an error answer.
    pub status: HealthStatus,
}

/// The only good state.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HealthStatus {
    /// All is well.
    Ok,
}

const OK: HealthResponse = HealthResponse { status: HealthStatus::Ok };

/// Check that the process runs
///
/// Asks nothing of the database: a process whose database is away is alive and must not be restarted.
#[utoipa::path(
    tag = "operation",
    security(()),
    responses((status = 200, description = "The process runs", body = HealthResponse))
)]
#[get("/livez")]
pub async fn get_liveness() -> HttpResponse {
    HttpResponse::Ok().json(OK)
}

/// Check that the service can serve
///
/// Looks once a second at the most. The database answers within two seconds and its schema is the one of this version. On 503, `errors` names each
/// check that failed.
#[utoipa::path(
    tag = "operation",
    security(()),
    responses((status = 200, description = "The service can serve", body = HealthResponse))
)]
#[get("/readyz")]
pub async fn get_readiness(readiness: Data<Readiness>) -> Reply {
    let failures = readiness.verdict().await;
    if failures.is_empty() {
        Ok(HttpResponse::Ok().json(OK))
    } else {
        Err(Problem::new(Code::Unavailable).retry_after(2).errors(failures))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn every_failing_check_is_named_and_a_hanging_one_is_cut_off() {
        let readiness = Readiness::default()
            .with("database", std::future::pending)
            .with("schema", || std::future::ready(Err(Text::fixed("lama", "old"))))
            .with("key", || std::future::ready(Ok(())));
        let pointers: Vec<_> =
            readiness.failures(Duration::from_millis(10)).await.into_iter().map(|e| e.pointer).collect();
        assert_eq!(pointers, ["/database", "/schema"]);
    }
}
