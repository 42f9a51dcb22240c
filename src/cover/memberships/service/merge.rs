//! What the insurer said goes over with the registration of which it was said, when two registrations of one person become
//! one.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use crate::cover::member_numbers;
use crate::cover::memberships::model::MembershipRow;
use crate::cover::memberships::queries;
use crate::cover::merged::took_a_month;
use crate::cover::trail;
use crate::platform::changes::{self, Change, Origin};
use crate::platform::http::Problem;
use crate::register::workers::model::WorkerRow;

/// The registration under which facts are to stand.
#[derive(Debug, Clone, Copy)]
pub struct Under<'a> {
    /// The registration.
    pub worker_id: Uuid,
    /// The person behind it.
    pub person_id: Uuid,
    /// Where it lies.
    pub village_code: &'a str,
}

/// The facts of a registration that go over to the one into which it is merged: all of them, unless they only say that nobody is a
/// member under a NIK that stays with the tombstone and of which the insurer took no month. That is no word about the one that
/// stays, under whose own NIK nobody may have asked. The caller holds the registration and its months.
pub async fn going_over(conn: &mut AsyncPgConnection, worker: &WorkerRow) -> QueryResult<Vec<Uuid>> {
    let rows = queries::lock_of_worker(conn, (worker.id, worker.regency_id)).await?;
    let is_slip = worker.nik_hash.is_some()
        && rows.iter().all(MembershipRow::is_of_nobody)
        && !took_a_month(conn, (worker.person_id, worker.regency_id)).await?;
    Ok(if is_slip { Vec::new() } else { rows.iter().map(|row| row.id).collect() })
}

/// Writes these facts of a registration under another one of its regency. The caller holds both. Gives them as they were.
pub async fn repoint(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    ((worker_id, regency_id), only): ((Uuid, i32), &[Uuid]),
    under: Under<'_>,
    (done, reason): (&'static str, &str),
) -> Result<Vec<MembershipRow>, Problem> {
    let rows = queries::lock_of_worker(conn, (worker_id, regency_id)).await?;
    let rows: Vec<MembershipRow> = rows.into_iter().filter(|row| only.contains(&row.id)).collect();
    if rows.is_empty() {
        return Ok(rows);
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    // A number is one person's at any moment: it is put aside while the rows that bear it change persons one by one.
    member_numbers::lock_regency(conn, regency_id).await?;
    queries::put_numbers_aside(conn, regency_id, &ids).await?;
    let mut recorded = Vec::with_capacity(rows.len());
    for before in &rows {
        let after = MembershipRow {
            worker_id: under.worker_id,
            person_id: under.person_id,
            version: before.version + 1,
            updated_at: trail::instant(origin),
            ..before.clone()
        };
        queries::update(conn, &after).await?;
        let change =
            Change::updated(before, &after, done, Some(reason.to_owned())).map_err(Problem::internal)?;
        recorded.push(Change { region_code: Some(under.village_code.to_owned()), ..change });
    }
    changes::record(conn, origin, &recorded).await?;
    Ok(rows)
}
