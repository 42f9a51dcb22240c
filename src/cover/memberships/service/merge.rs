//! What the insurer said goes over with the registration of which it was said, when two registrations of one person become
//! one.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use crate::cover::member_numbers;
use crate::cover::memberships::model::MembershipRow;
use crate::cover::memberships::queries;
use crate::cover::trail;
use crate::platform::changes::{self, Change, Origin};
use crate::platform::http::Problem;

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

/// Writes the facts of a registration, or of these only, under another one of its regency. The caller holds both. Gives them
/// as they were.
pub async fn repoint(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    ((worker_id, regency_id), only): ((Uuid, i32), Option<&[Uuid]>),
    under: Under<'_>,
    (done, reason): (&'static str, &str),
) -> Result<Vec<MembershipRow>, Problem> {
    let rows = queries::lock_of_worker(conn, (worker_id, regency_id)).await?;
    let rows: Vec<MembershipRow> =
        rows.into_iter().filter(|row| only.is_none_or(|only| only.contains(&row.id))).collect();
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
