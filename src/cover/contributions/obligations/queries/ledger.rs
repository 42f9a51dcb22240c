//! The ledger of one person.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::super::model::ObligationRow;
use super::super::rules::ObligationStatus;
use crate::access::caller::RegionScope;
use crate::cover::contributions::batches::rules::{LineStatus, RefusalReason};
use crate::domain::{Day, Month, Programme};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::workers;

/// Which months a ledger shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct LedgerFilter {
    /// Of this programme.
    pub programme: Option<Programme>,
    /// In this state.
    pub status: Option<ObligationStatus>,
    /// From this month on.
    pub from_month: Option<Month>,
    /// Until this month.
    pub until_month: Option<Month>,
}

/// Where a page begins: after this programme and month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The programme's code.
    pub programme: String,
    /// The month's first day.
    pub month: Day,
}

/// The person and regency behind a worker in the caller's regions.
pub async fn owner(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    worker_id: Uuid,
) -> QueryResult<Option<(Uuid, i32)>> {
    workers::table
        .filter(workers::id.eq(worker_id))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .select((workers::person_id, workers::regency_id))
        .first(conn)
        .await
        .optional()
}

/// A month of a person.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Entry {
    /// What is owed.
    #[diesel(embed)]
    pub obligation: ObligationRow,
    /// Whether it is paid though no period takes it any more, or after a death.
    #[diesel(sql_type = Bool)]
    pub is_excess: bool,
    /// The newest batch that took it up and was not called off.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub batch_id: Option<Uuid>,
    /// What the insurer made of it there.
    #[diesel(sql_type = Nullable<Text>)]
    pub line_status: Option<AsText<LineStatus>>,
    /// Why it was refused there.
    #[diesel(sql_type = Nullable<Text>)]
    pub refusal_reason: Option<AsText<RefusalReason>>,
}

impl Entry {
    /// Where a page that ends with it goes on.
    pub fn place(&self) -> Place {
        Place {
            programme: self.obligation.programme.0.as_str().to_owned(),
            month: self.obligation.month.0.first_day(),
        }
    }
}

/// What all statements of a ledger say after FROM.
const MATCHING: &str = "contribution_obligations AS o \
     WHERE o.person_id = $1 AND o.regency_id = $2 AND ($3 IS NULL OR o.programme = $3) \
       AND ($4 IS NULL OR o.status = $4) AND ($5 IS NULL OR o.month >= $5) AND ($6 IS NULL OR o.month <= $6)";

/// A page of a person's months in a regency, programme by programme.
pub async fn list(
    conn: &mut AsyncPgConnection,
    (person_id, regency_id): (Uuid, i32),
    filter: LedgerFilter,
    after: Option<&Place>,
    limit: i64,
) -> QueryResult<Vec<Entry>> {
    sql_query(format!(
        "SELECT o.*, o.is_credit AS is_excess, newest.batch_id, \
           newest.line_status, newest.refusal_reason \
         FROM (SELECT o.* FROM {MATCHING}) AS o \
         LEFT JOIN LATERAL (\
           SELECT l.batch_id, l.status AS line_status, l.refusal_reason FROM contribution_batch_lines AS l \
           JOIN contribution_batches AS b ON b.id = l.batch_id AND b.regency_id = l.regency_id \
           WHERE l.person_id = o.person_id AND l.programme = o.programme AND l.month = o.month \
             AND l.regency_id = o.regency_id AND b.status <> 'cancelled' \
           ORDER BY b.created_at DESC LIMIT 1) AS newest ON true \
         WHERE true AND ($7 IS NULL OR (o.programme, o.month) > ($7, $8)) ORDER BY o.programme, o.month LIMIT $9"
    ))
    .bind::<SqlUuid, _>(person_id)
    .bind::<Integer, _>(regency_id)
    .bind::<Nullable<Text>, _>(filter.programme.map(Programme::as_str))
    .bind::<Nullable<Text>, _>(filter.status.map(ObligationStatus::as_str))
    .bind::<Nullable<Date>, _>(filter.from_month.map(Month::first_day))
    .bind::<Nullable<Date>, _>(filter.until_month.map(Month::first_day))
    .bind::<Nullable<Text>, _>(after.map(|place| place.programme.as_str()))
    .bind::<Nullable<Date>, _>(after.map(|place| place.month))
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// How many months a ledger has.
pub async fn count(
    conn: &mut AsyncPgConnection,
    (person_id, regency_id): (Uuid, i32),
    filter: LedgerFilter,
) -> QueryResult<i64> {
    let counted: Counted = sql_query(format!("SELECT count(*) AS number FROM {MATCHING}"))
        .bind::<SqlUuid, _>(person_id)
        .bind::<Integer, _>(regency_id)
        .bind::<Nullable<Text>, _>(filter.programme.map(Programme::as_str))
        .bind::<Nullable<Text>, _>(filter.status.map(ObligationStatus::as_str))
        .bind::<Nullable<Date>, _>(filter.from_month.map(Month::first_day))
        .bind::<Nullable<Date>, _>(filter.until_month.map(Month::first_day))
        .get_result(conn)
        .await?;
    Ok(counted.number)
}
