//! What this room adds to a worker's page: where the worker works now.

use diesel_async::AsyncPgConnection;
use futures_util::FutureExt as _;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::queries::{self, Job};
use crate::access::caller::{Principal, WarungsRead};
use crate::domain::Day;
use crate::platform::http::Problem;
use crate::register::workers::expand::{Expanded, Expander, WorkerKey};

/// `expand=warungs` of a worker.
pub const WARUNGS: Expander = Expander {
    name: "warungs",
    may: |caller| caller.may::<WarungsRead>(),
    load: |conn, caller, workers, _today| load(conn, caller, workers).boxed_local(),
    none: || json!([]),
};

/// A warung in which a worker works now.
#[derive(Serialize, ToSchema)]
pub struct WorkerWarungResponse {
    /// The link between the warung and the worker.
    id: Uuid,
    /// The warung.
    warung_id: Uuid,
    /// What it is called; null if it lies outside the caller's regions.
    #[schema(required, example = "Warung Kopi Pelabuhan")]
    warung_name: Option<String>,
    /// A code of the list `warung_role`.
    #[schema(example = "owner")]
    role: String,
    /// The first day in this role.
    #[schema(value_type = chrono::NaiveDate, example = "2024-02-01")]
    since_on: Day,
}

/// One query for all the workers.
async fn load(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    workers: &[WorkerKey],
) -> Result<Expanded, Problem> {
    let ids: Vec<Uuid> = workers.iter().map(|worker| worker.id).collect();
    let mut found = Expanded::new();
    for Job { worker_id, id, warung_id, warung_name, role, since_on } in
        queries::jobs_of(conn, &caller.scope, ids).await?
    {
        let job = WorkerWarungResponse { id, warung_id, warung_name, role, since_on };
        let job = serde_json::to_value(job).map_err(Problem::internal)?;
        let jobs = found.entry(worker_id).or_insert_with(|| json!([]));
        jobs.as_array_mut().ok_or_else(|| Problem::internal("jobs are a list"))?.push(job);
    }
    Ok(found)
}
