//! What the maker of messages reads and writes.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, max};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Date, Integer, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;
use uuid::Uuid;

use super::the_dead;
use crate::casework::messages::model::MessageRow;
use crate::cover::coverages::model::CoverageRow;
use crate::cover::coverages::rules::CoverageStatus;
use crate::domain::{Month, Phone};
use crate::platform::db::schema::{
    change_cursors, change_positions, changes, coverages, messages, transfers, workers,
};
use crate::platform::vault::Sealed;
use crate::register::workers::rules::{DeactivationReason, WorkerStatus};

/// The reader as the table of cursors names it.
const READER: &str = "messages";

/// How far this reader has come, held until the transaction ends; none while another process reads.
pub async fn hold_cursor(conn: &mut AsyncPgConnection) -> QueryResult<Option<i64>> {
    change_cursors::table
        .find(READER)
        .for_no_key_update()
        .skip_locked()
        .select(change_cursors::position)
        .first(conn)
        .await
        .optional()
}

/// Keeps how far this reader has come.
pub async fn move_cursor(conn: &mut AsyncPgConnection, position: i64) -> QueryResult<()> {
    diesel::update(change_cursors::table.find(READER))
        .set(change_cursors::position.eq(position))
        .execute(conn)
        .await
        .map(|_| ())
}

/// The last position of the feed.
pub async fn last_position(conn: &mut AsyncPgConnection) -> QueryResult<i64> {
    let last: Option<i64> =
        change_positions::table.select(max(change_positions::position)).first(conn).await?;
    Ok(last.unwrap_or(0))
}

/// A change that may be news to somebody.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = changes, check_for_backend(diesel::pg::Pg))]
pub struct News {
    /// The regency.
    pub regency_id: i32,
    /// What kind of subject.
    pub subject: String,
    /// Which one.
    pub subject_id: Uuid,
    /// Its version after the change.
    pub version: i32,
    /// What was done.
    pub action: String,
    /// Why.
    pub reason: Option<String>,
    /// The overwritten values.
    pub before: Option<Value>,
    /// The values after the change.
    pub after: Option<Value>,
}

/// The changes after a position and up to another one, in their order: of these subjects and actions, and recorded since.
pub async fn news(
    conn: &mut AsyncPgConnection,
    (after, until): (i64, i64),
    (subjects, actions): (&[&str], &[&str]),
    since: DateTime<Utc>,
) -> QueryResult<Vec<News>> {
    change_positions::table
        .inner_join(
            changes::table.on(changes::id
                .eq(change_positions::change_id)
                .and(changes::regency_id.eq(change_positions::regency_id))),
        )
        .filter(change_positions::position.gt(after))
        .filter(change_positions::position.le(until))
        .filter(changes::subject.eq_any(subjects))
        .filter(changes::action.eq_any(actions))
        .filter(changes::recorded_at.gt(since))
        .order(change_positions::position)
        .select(News::as_select())
        .load(conn)
        .await
}

/// What is asked of a registration.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = workers, check_for_backend(diesel::pg::Pg))]
pub struct Card {
    /// The registration.
    pub id: Uuid,
    /// Its regency.
    pub regency_id: i32,
    /// Where the worker lives.
    pub village_code: String,
    /// What the worker is called.
    pub name: String,
    /// The worker's phone.
    pub phone_sealed: Option<Sealed<Phone>>,
    /// What everybody may see of it.
    pub phone_mask: Option<String>,
    /// Whom to ask when something happens.
    pub next_of_kin_name: Option<String>,
    /// That person's phone.
    pub next_of_kin_phone_sealed: Option<Sealed<Phone>>,
    /// What everybody may see of it.
    pub next_of_kin_phone_mask: Option<String>,
    /// The group of workers for contribution rates.
    pub segment: String,
    status: String,
    status_reason: Option<String>,
}

impl Card {
    /// Whether the worker died.
    pub fn is_dead(&self) -> bool {
        self.status == WorkerStatus::Inactive.as_str()
            && self.status_reason.as_deref() == Some(DeactivationReason::Deceased.as_str())
    }

    /// Its registration was merged into one whose worker died, or another registration, a report or a claim tells of the death.
    fn leads_to_the_dead(&mut self) {
        self.status = WorkerStatus::Inactive.as_str().to_owned();
        self.status_reason = Some(DeactivationReason::Deceased.as_str().to_owned());
    }
}

/// The registrations with these keys.
pub async fn cards(
    conn: &mut AsyncPgConnection,
    keys: &[(Uuid, i32)],
) -> QueryResult<HashMap<(Uuid, i32), Card>> {
    let ids: Vec<Uuid> = keys.iter().map(|(id, _)| *id).collect();
    let regencies: Vec<i32> = keys.iter().map(|(_, regency_id)| *regency_id).collect();
    let rows: Vec<Card> = workers::table
        .filter(workers::id.eq_any(ids))
        .filter(workers::regency_id.eq_any(regencies))
        .select(Card::as_select())
        .load(conn)
        .await?;
    let mut cards: HashMap<(Uuid, i32), Card> =
        rows.into_iter().map(|card| ((card.id, card.regency_id), card)).collect();
    let asked: Vec<(Uuid, i32)> =
        cards.iter().filter(|(_, card)| !card.is_dead()).map(|(key, _)| *key).collect();
    for key in the_dead(conn, &asked).await? {
        if let Some(card) = cards.get_mut(&key) {
            card.leads_to_the_dead();
        }
    }
    Ok(cards)
}

/// The registrations that these transfers moved or were to move, which the history of transfers does not tell.
pub async fn asked_for(
    conn: &mut AsyncPgConnection,
    ids: &[Uuid],
) -> QueryResult<HashMap<Uuid, (Uuid, i32)>> {
    let rows: Vec<(Uuid, Option<Uuid>, Option<i32>)> = transfers::table
        .filter(transfers::id.eq_any(ids))
        .select((transfers::id, transfers::from_worker_id, transfers::from_regency_id))
        .load(conn)
        .await?;
    Ok(rows.into_iter().filter_map(|(id, worker, regency)| Some((id, worker.zip(regency)?))).collect())
}

/// The running periods of a regency whose last month lies in these and on which none joins that is approved, in the order of
/// their ids.
pub async fn ending(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    (from, until): (Month, Month),
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<CoverageRow>> {
    let ids: Vec<Ended> = sql_query(
        "SELECT c.id FROM coverages AS c WHERE c.regency_id = $1 AND c.status = 'active' \
           AND c.last_month BETWEEN $2 AND $3 AND ($4 IS NULL OR c.id > $4) \
           AND NOT EXISTS (SELECT FROM coverages AS n WHERE n.person_id = c.person_id AND n.regency_id = c.regency_id \
             AND n.status IN ('approved', 'active') AND n.last_month > c.last_month \
             AND n.from_month <= c.last_month + interval '1 month') \
         ORDER BY c.id LIMIT $5",
    )
    .bind::<Integer, _>(regency_id)
    .bind::<Date, _>(from.first_day())
    .bind::<Date, _>(until.first_day())
    .bind::<diesel::sql_types::Nullable<SqlUuid>, _>(after)
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await?;
    let ids: Vec<Uuid> = ids.into_iter().map(|one| one.id).collect();
    coverages::table
        .filter(coverages::regency_id.eq(regency_id))
        .filter(coverages::id.eq_any(ids))
        .order(coverages::id)
        .select(CoverageRow::as_select())
        .load(conn)
        .await
}

/// Whether the person has a period that joins on this one, begun or at least approved.
pub async fn is_followed(conn: &mut AsyncPgConnection, row: &CoverageRow) -> QueryResult<bool> {
    let last = row.last_month.0;
    let stands = [CoverageStatus::Approved, CoverageStatus::Active].map(CoverageStatus::as_str);
    let later = coverages::table
        .filter(coverages::person_id.eq(row.person_id))
        .filter(coverages::regency_id.eq(row.regency_id))
        .filter(coverages::status.eq_any(stands))
        .filter(coverages::last_month.gt(last.first_day()))
        .filter(coverages::from_month.le(last.plus(1).unwrap_or(last).first_day()));
    diesel::select(exists(later)).get_result(conn).await
}

/// The earlier periods of the same people on which these join, each by the one that joins.
pub async fn joined(
    conn: &mut AsyncPgConnection,
    keys: &[(Uuid, i32)],
) -> QueryResult<HashMap<(Uuid, i32), Vec<Uuid>>> {
    let mut found: HashMap<(Uuid, i32), Vec<Uuid>> = HashMap::new();
    if keys.is_empty() {
        return Ok(found);
    }
    let (ids, regencies): (Vec<Uuid>, Vec<i32>) = keys.iter().copied().unzip();
    let rows: Vec<Joined> = sql_query(
        "SELECT n.id, n.regency_id, e.id AS earlier_id FROM unnest($1, $2) AS a (id, regency_id) \
         JOIN coverages AS n ON n.id = a.id AND n.regency_id = a.regency_id \
         JOIN coverages AS e ON e.person_id = n.person_id AND e.regency_id = n.regency_id \
           AND e.last_month < n.last_month AND e.last_month >= n.from_month - interval '1 month'",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<Integer>, _>(regencies)
    .load(conn)
    .await?;
    for row in rows {
        found.entry((row.id, row.regency_id)).or_default().push(row.earlier_id);
    }
    Ok(found)
}

#[derive(QueryableByName)]
struct Joined {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Integer)]
    regency_id: i32,
    #[diesel(sql_type = SqlUuid)]
    earlier_id: Uuid,
}

#[derive(QueryableByName)]
struct Ended {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// Writes new messages; gives those whose cause nobody has told yet.
pub async fn insert(conn: &mut AsyncPgConnection, rows: &[MessageRow]) -> QueryResult<Vec<MessageRow>> {
    diesel::insert_into(messages::table)
        .values(rows)
        .on_conflict((messages::cause, messages::regency_id))
        .do_nothing()
        .returning(MessageRow::as_returning())
        .get_results(conn)
        .await
}
