//! Who died, by any register, by a report that stands or by a claim that got past its draft. The dead are dead everywhere, also in
//! a regency that they had left; and where the registration was merged into that of the dead since, what hangs on the tombstone is
//! of whoever it leads to.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, Integer, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::casework::messages::model::MessageRow;
use crate::casework::messages::rules::MessageRecipient;
use crate::cover::deaths::TELLS_DEATH;
use crate::register::workers::queries::SURVIVOR;

/// Whether a row `d` of `workers` is of somebody who died: by a registration of the same person, by a report or by a claim, in
/// whatever regency. Where it is from does not show.
pub fn is_dead() -> String {
    format!(
        "(d.status = 'inactive' AND d.status_reason = 'deceased' \
         OR EXISTS (SELECT FROM workers AS o WHERE o.person_id = d.person_id AND o.status = 'inactive' \
           AND o.status_reason = 'deceased') \
         OR EXISTS (SELECT FROM deaths AS r WHERE r.person_id = d.person_id AND r.status = 'recorded') \
         OR EXISTS (SELECT FROM claims AS k WHERE k.person_id = d.person_id AND {TELLS_DEATH}))"
    )
}

/// From registrations back to all that were merged into them. $1 and $2 registrations.
const REGISTRATIONS: &str = "WITH RECURSIVE stands (asked, id, regency_id, steps) AS (\
      SELECT a.id, a.id, a.regency_id, 0 FROM unnest($1, $2) AS a (id, regency_id) \
      UNION ALL \
      SELECT s.asked, w.id, w.regency_id, s.steps + 1 \
      FROM stands AS s JOIN workers AS w ON w.merged_into_id = s.id AND w.regency_id = s.regency_id \
      WHERE s.steps < 16) \
    SELECT DISTINCT asked, id, regency_id FROM stands ORDER BY id";

/// All registrations of the person of one, in whatever regency, and all that were merged into them. What a tombstone says of its
/// person may be a slip, so that it leads to no others. $1 and $2 the registration.
const EVERYWHERE: &str = "WITH RECURSIVE stands (id, regency_id, steps) AS (\
      SELECT a.id, a.regency_id, 0 FROM (\
        SELECT w.id, w.regency_id FROM workers AS w WHERE w.id = $1 AND w.regency_id = $2 \
        UNION \
        SELECT o.id, o.regency_id FROM workers AS w JOIN workers AS o ON o.person_id = w.person_id \
        WHERE w.id = $1 AND w.regency_id = $2 AND w.status <> 'merged' AND o.status <> 'merged') AS a \
      UNION ALL \
      SELECT w.id, w.regency_id, s.steps + 1 \
      FROM stands AS s JOIN workers AS w ON w.merged_into_id = s.id AND w.regency_id = s.regency_id \
      WHERE s.steps < 16) \
    SELECT DISTINCT id, regency_id FROM stands ORDER BY id";

#[derive(QueryableByName)]
struct Merged {
    #[diesel(sql_type = SqlUuid)]
    asked: Uuid,
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Integer)]
    regency_id: i32,
}

#[derive(QueryableByName)]
struct Registration {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Integer)]
    regency_id: i32,
}

/// Which of these registrations are those of the dead.
pub async fn the_dead(
    conn: &mut AsyncPgConnection,
    keys: &[(Uuid, i32)],
) -> QueryResult<HashSet<(Uuid, i32)>> {
    if keys.is_empty() {
        return Ok(HashSet::new());
    }
    let (ids, regencies): (Vec<Uuid>, Vec<i32>) = keys.iter().copied().unzip();
    let is_dead = is_dead();
    let rows: Vec<Registration> = sql_query(format!(
        "SELECT w.id, w.regency_id FROM unnest($1, $2) AS a (id, regency_id) \
         JOIN workers AS w ON w.id = a.id AND w.regency_id = a.regency_id \
         JOIN workers AS d ON d.id = {SURVIVOR} AND d.regency_id = w.regency_id WHERE {is_dead}"
    ))
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<Integer>, _>(regencies)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.regency_id)).collect())
}

#[derive(QueryableByName)]
struct Home {
    #[diesel(sql_type = Text)]
    village_code: String,
}

/// Where the worker of a registration lives by the one to which it leads now.
pub async fn village_of(
    conn: &mut AsyncPgConnection,
    (id, regency_id): (Uuid, i32),
) -> QueryResult<Option<String>> {
    let found: Option<Home> = sql_query(format!(
        "SELECT d.village_code FROM workers AS w \
         JOIN workers AS d ON d.id = {SURVIVOR} AND d.regency_id = w.regency_id \
         WHERE w.id = $1 AND w.regency_id = $2"
    ))
    .bind::<SqlUuid, _>(id)
    .bind::<Integer, _>(regency_id)
    .get_result(conn)
    .await
    .optional()?;
    Ok(found.map(|home| home.village_code))
}

/// Which of these messages would go to the dead.
pub async fn for_the_dead(conn: &mut AsyncPgConnection, rows: &[MessageRow]) -> QueryResult<HashSet<Uuid>> {
    let own: Vec<&MessageRow> =
        rows.iter().filter(|row| row.recipient.0 == MessageRecipient::Worker).collect();
    let keys: Vec<(Uuid, i32)> = own.iter().map(|row| (row.worker_id, row.regency_id)).collect();
    let dead = the_dead(conn, &keys).await?;
    let is_dead = |row: &&MessageRow| dead.contains(&(row.worker_id, row.regency_id));
    Ok(own.into_iter().filter(is_dead).map(|row| row.id).collect())
}

/// A registration and all that were merged into it, which hold what was written before.
pub async fn registrations(conn: &mut AsyncPgConnection, key: (Uuid, i32)) -> QueryResult<Vec<Uuid>> {
    let found = registrations_of(conn, &[key]).await?;
    Ok(found.into_values().flatten().collect())
}

/// Every registration of the person of one, in whatever regency, and all that were merged into them. For whoever keeps messages
/// from the dead; nothing of it is shown.
pub async fn registrations_everywhere(
    conn: &mut AsyncPgConnection,
    (id, regency_id): (Uuid, i32),
) -> QueryResult<Vec<(Uuid, i32)>> {
    let rows: Vec<Registration> =
        sql_query(EVERYWHERE).bind::<SqlUuid, _>(id).bind::<Integer, _>(regency_id).load(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.regency_id)).collect())
}

/// A registration and all that were merged into it, of many.
pub async fn registrations_of(
    conn: &mut AsyncPgConnection,
    keys: &[(Uuid, i32)],
) -> QueryResult<HashMap<(Uuid, i32), Vec<Uuid>>> {
    let mut found: HashMap<(Uuid, i32), Vec<Uuid>> = HashMap::new();
    if keys.is_empty() {
        return Ok(found);
    }
    let (ids, regencies): (Vec<Uuid>, Vec<i32>) = keys.iter().copied().unzip();
    let rows: Vec<Merged> = sql_query(REGISTRATIONS)
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Array<Integer>, _>(regencies)
        .load(conn)
        .await?;
    for row in rows {
        found.entry((row.asked, row.regency_id)).or_default().push(row.id);
    }
    Ok(found)
}
