//! What the wing adds to a worker's page: the newest word of the insurer, and the standing of today.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use serde_json::Value;
use uuid::Uuid;

use super::memberships;
use super::memberships::dto::MembershipResponse;
use super::standing::Asked;
use super::standing::dto::StandingResponse;
use super::standing::service::standings;
use crate::access::caller::{CoveragesRead, MembershipsRead, MembershipsWrite, Principal};
use crate::domain::Day;
use crate::platform::http::Problem;
use crate::register::workers::expand::{Expanded, Expander, WorkerKey};

/// The newest thing the insurer said of a worker's membership; null where it said nothing.
pub const MEMBERSHIP: Expander = Expander {
    name: "membership",
    may: |caller| caller.may::<MembershipsRead>(),
    load: load_memberships,
    none: || Value::Null,
};

/// How a worker stands with the insurer today.
pub const STANDING: Expander = Expander {
    name: "standing",
    may: |caller| caller.may::<CoveragesRead>(),
    load: load_standings,
    none: || Value::Null,
};

fn load_memberships<'a>(
    conn: &'a mut AsyncPgConnection,
    caller: &'a Principal,
    workers: &'a [WorkerKey],
    _today: Day,
) -> LocalBoxFuture<'a, Result<Expanded, Problem>> {
    async move {
        let ids: Vec<Uuid> = workers.iter().map(|worker| worker.id).collect();
        let rows = memberships::queries::newest(conn, &caller.scope.regency_ids, &ids).await?;
        let may_write = caller.may::<MembershipsWrite>();
        rows.into_iter()
            .map(|row| {
                let id = row.worker_id;
                let shown = serde_json::to_value(MembershipResponse::new(row, may_write));
                Ok((id, shown.map_err(Problem::internal)?))
            })
            .collect()
    }
    .boxed_local()
}

fn load_standings<'a>(
    conn: &'a mut AsyncPgConnection,
    caller: &'a Principal,
    workers: &'a [WorkerKey],
    today: Day,
) -> LocalBoxFuture<'a, Result<Expanded, Problem>> {
    async move {
        let asked: Vec<Asked<'_>> =
            workers.iter().map(|worker| Asked::person(worker.person_id, today)).collect();
        let found = standings(conn, &caller.scope.regency_ids, &asked).await?;
        let mut expanded = HashMap::with_capacity(workers.len());
        for (worker, standing) in workers.iter().zip(found) {
            let shown = StandingResponse::new(worker.id, today, &standing);
            expanded.insert(worker.id, serde_json::to_value(shown).map_err(Problem::internal)?);
        }
        Ok(expanded)
    }
    .boxed_local()
}
