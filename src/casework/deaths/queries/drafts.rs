//! What has become of the drafts that reports opened, and which claims stand in the way of taking a death back.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Bool, Integer, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::casework::deaths::model::DeathRow;
use crate::claims::cases::codes::{ClaimKind, ClaimStatus};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::claims;

/// Whether there is a change.
#[derive(QueryableByName)]
struct Touched {
    #[diesel(sql_type = Bool)]
    is_touched: bool,
}

/// Whether a claim has changed otherwise than with a report of its regency, in the request that recorded, decided or corrected
/// that.
pub async fn is_touched(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    (death_id, claim_id): (Uuid, Uuid),
) -> QueryResult<bool> {
    let found: Touched = sql_query(
        "SELECT EXISTS (SELECT FROM changes AS c \
           WHERE c.regency_id = $1 AND c.subject = 'claim' AND c.subject_id = $2 \
             AND NOT EXISTS (SELECT FROM changes AS d \
               WHERE d.regency_id = $1 AND d.subject = 'death' AND d.subject_id = $3 \
                 AND d.request_id = c.request_id AND d.recorded_at = c.recorded_at)) AS is_touched",
    )
    .bind::<Integer, _>(regency_id)
    .bind::<SqlUuid, _>(claim_id)
    .bind::<SqlUuid, _>(death_id)
    .get_result(conn)
    .await?;
    Ok(found.is_touched)
}

/// Which of these reports a claim binds: it is under way or paid, whichever regency has it, so that the death is not taken back.
pub async fn bound(conn: &mut AsyncPgConnection, rows: &[&DeathRow]) -> QueryResult<Vec<Uuid>> {
    let persons: Vec<Uuid> = rows.iter().filter_map(|row| row.person_id).collect();
    if persons.is_empty() {
        return Ok(Vec::new());
    }
    let claims: Vec<(Uuid, Uuid, AsText<ClaimStatus>)> = claims::table
        .filter(claims::person_id.eq_any(&persons))
        .filter(claims::kind.eq(AsText(ClaimKind::Death)).or(claims::died_on.is_not_null()))
        .select((claims::person_id, claims::id, claims::status))
        .load(conn)
        .await?;
    let is_bound = |row: &&&DeathRow| {
        let mut own = claims.iter().filter(|(person_id, ..)| row.person_id == Some(*person_id));
        own.any(|(_, id, status)| !row.is_let_go_by(*id, status.0))
    };
    Ok(rows.iter().filter(is_bound).map(|row| row.id).collect())
}
