//! What has become of the drafts that reports opened.

use diesel::sql_types::{Bool, Integer, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName, sql_query};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

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
                 AND d.request_id = c.request_id)) AS is_touched",
    )
    .bind::<Integer, _>(regency_id)
    .bind::<SqlUuid, _>(claim_id)
    .bind::<SqlUuid, _>(death_id)
    .get_result(conn)
    .await?;
    Ok(found.is_touched)
}
