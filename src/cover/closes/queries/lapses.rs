//! Who lapsed: the people to be looked at, and what runs found.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Date, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::super::model::CloseRow;
use super::super::rules::{Lapse, LapseKind};
use crate::cover::standing::rules::Basis;
use crate::domain::{Day, Month};
use crate::platform::db::columns::{AsFirstDay, AsText};
use crate::platform::db::schema::{monthly_close_lapses as lapses, workers};

#[derive(QueryableByName)]
struct Person {
    #[diesel(sql_type = SqlUuid)]
    person_id: Uuid,
}

/// The next people of a regency of whose membership anything is known by the day, and those of whom a close of that month
/// recorded a lapse, though what was known of them went over to another person since: in the order of their ids.
pub async fn people(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    by: Day,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<Uuid>> {
    let rows: Vec<Person> = sql_query(
        "SELECT person_id FROM (\
           (SELECT DISTINCT person_id FROM coverages WHERE regency_id = $1 AND effective_on <= $2 AND person_id > $3 \
            ORDER BY person_id LIMIT $4) \
           UNION (SELECT DISTINCT person_id FROM memberships WHERE regency_id = $1 AND as_of <= $2 AND person_id > $3 \
            ORDER BY person_id LIMIT $4) \
           UNION (SELECT DISTINCT l.person_id FROM monthly_closes AS k \
            JOIN monthly_close_lapses AS l ON l.close_id = k.id AND l.regency_id = k.regency_id \
            WHERE k.regency_id = $1 AND k.month = date_trunc('month', $2)::date AND l.person_id > $3 \
            ORDER BY l.person_id LIMIT $4)) AS known ORDER BY person_id LIMIT $4",
    )
    .bind::<Integer, _>(regency_id)
    .bind::<Date, _>(by)
    .bind::<SqlUuid, _>(after.unwrap_or(Uuid::nil()))
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

/// What earlier runs of a close recorded last of these people.
pub async fn recorded(
    conn: &mut AsyncPgConnection,
    close: &CloseRow,
    people: &[Uuid],
) -> QueryResult<HashMap<Uuid, LapseKind>> {
    let rows: Vec<(Uuid, AsText<LapseKind>)> = lapses::table
        .filter(lapses::close_id.eq(close.id))
        .filter(lapses::regency_id.eq(close.regency_id))
        .filter(lapses::person_id.eq_any(people))
        .distinct_on(lapses::person_id)
        .order((lapses::person_id, lapses::run.desc()))
        .select((lapses::person_id, lapses::kind))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(person, kind)| (person, kind.0)).collect())
}

/// What a run found of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// The person.
    pub person_id: Uuid,
    /// What was found.
    pub kind: LapseKind,
    /// Why, for a lapse.
    pub lapse: Option<Lapse>,
}

/// Writes what a run found, under the person's open registration in the regency or else the newest one.
pub async fn insert_findings(
    conn: &mut AsyncPgConnection,
    close: &CloseRow,
    findings: &[Finding],
) -> QueryResult<usize> {
    let last_paid = |finding: &Finding| finding.lapse.and_then(|lapse| lapse.last_paid_month);
    let unpaid =
        |finding: &Finding| finding.lapse.map(|lapse| i32::try_from(lapse.unpaid_months).unwrap_or(i32::MAX));
    sql_query(
        "INSERT INTO monthly_close_lapses (close_id, regency_id, run, worker_id, person_id, kind, last_paid_month, \
           unpaid_months, basis) \
         SELECT $1, $2, $3, w.id, f.person_id, f.kind, f.last_paid_month, f.unpaid_months, f.basis \
         FROM unnest($4, $5, $6, $7, $8) AS f (person_id, kind, last_paid_month, unpaid_months, basis) \
         JOIN persons AS p ON p.id = f.person_id \
         CROSS JOIN LATERAL (SELECT w.id FROM workers AS w WHERE w.person_id = f.person_id AND w.regency_id = $2 \
           ORDER BY (w.id IS NOT DISTINCT FROM p.open_worker_id) DESC, w.id DESC LIMIT 1) AS w",
    )
    .bind::<SqlUuid, _>(close.id)
    .bind::<Integer, _>(close.regency_id)
    .bind::<Integer, _>(close.run)
    .bind::<Array<SqlUuid>, _>(findings.iter().map(|one| one.person_id).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(findings.iter().map(|one| one.kind.as_str()).collect::<Vec<_>>())
    .bind::<Array<Nullable<Date>>, _>(
        findings.iter().map(|one| last_paid(one).map(Month::first_day)).collect::<Vec<_>>(),
    )
    .bind::<Array<Nullable<Integer>>, _>(findings.iter().map(unpaid).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(
        findings.iter().map(|one| one.lapse.map(|lapse| lapse.basis.as_str())).collect::<Vec<_>>(),
    )
    .execute(conn)
    .await
}

#[derive(QueryableByName)]
struct FirstMonth {
    #[diesel(sql_type = Nullable<Date>)]
    month: Option<Day>,
}

/// The first month of a regency ($1) that is closed with a lapse of somebody of whom `told` gives `person_id` and the `day` from
/// which on something else is said now: what is said of a membership that ran then takes the lapse back.
fn first_lapse_sql(told: &str) -> String {
    format!(
        "SELECT min(f.month) AS month FROM (\
           SELECT DISTINCT ON (l.close_id, l.person_id) k.month, l.kind \
           FROM ({told}) AS a \
           JOIN monthly_close_lapses AS l ON l.person_id = a.person_id AND l.regency_id = $1 \
           JOIN monthly_closes AS k ON k.id = l.close_id AND k.regency_id = l.regency_id \
           WHERE k.status = 'closed' AND k.month >= date_trunc('month', a.day)::date \
           ORDER BY l.close_id, l.person_id, l.run DESC) AS f WHERE f.kind = 'lapsed'"
    )
}

/// The first closed month with a lapse that words of the insurer take back, each of a person and from a day on.
pub async fn first_lapse(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    people: &[(Uuid, Day)],
) -> QueryResult<Option<Day>> {
    let told = "SELECT * FROM unnest($2, $3) AS t (person_id, day)";
    let found: FirstMonth = sql_query(first_lapse_sql(told))
        .bind::<Integer, _>(regency_id)
        .bind::<Array<SqlUuid>, _>(people.iter().map(|(person, _)| *person).collect::<Vec<_>>())
        .bind::<Array<Date>, _>(people.iter().map(|(_, day)| *day).collect::<Vec<_>>())
        .get_result(conn)
        .await?;
    Ok(found.month)
}

/// The same for the words of a staged list.
pub async fn first_lapse_of_list(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    load_id: Uuid,
) -> QueryResult<Option<Day>> {
    let told = "SELECT s.person_id, s.since_on AS day FROM staged_memberships AS s WHERE s.load_id = $2 \
                AND s.regency_id = $1 AND s.problems IS NULL AND s.state IN ('active', 'in_arrears') \
                AND s.since_on IS NOT NULL";
    let found: FirstMonth = sql_query(first_lapse_sql(told))
        .bind::<Integer, _>(regency_id)
        .bind::<SqlUuid, _>(load_id)
        .get_result(conn)
        .await?;
    Ok(found.month)
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Integer)]
    number: i32,
}

/// Who counts as lapsed in the month of a close, by all of its runs.
pub async fn lapsed_total(conn: &mut AsyncPgConnection, close: &CloseRow) -> QueryResult<i32> {
    let counted: Counted = sql_query(
        "SELECT count(*)::integer AS number FROM (\
           SELECT DISTINCT ON (person_id) kind FROM monthly_close_lapses WHERE close_id = $1 AND regency_id = $2 \
           ORDER BY person_id, run DESC) AS newest WHERE kind = 'lapsed'",
    )
    .bind::<SqlUuid, _>(close.id)
    .bind::<Integer, _>(close.regency_id)
    .get_result(conn)
    .await?;
    Ok(counted.number)
}

/// Which findings a list shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct LapseFilter {
    /// Of this run.
    pub run: Option<i32>,
    /// Of this kind.
    pub kind: Option<LapseKind>,
}

/// A finding with the worker.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct LapsedWorker {
    /// The run that found it.
    pub run: i32,
    /// The registration.
    pub worker_id: Uuid,
    /// What the worker is called.
    pub name: String,
    /// What may be shown of the NIK.
    pub nik_mask: Option<String>,
    /// Where the worker lives.
    pub village_code: String,
    /// What was found.
    pub kind: AsText<LapseKind>,
    /// The last month that is paid.
    pub last_paid_month: Option<AsFirstDay>,
    /// Unpaid months since.
    pub unpaid_months: Option<i32>,
    /// Who says so.
    pub basis: Option<AsText<Basis>>,
}

/// A page of findings, run by run. The caller has found the close in its own regencies.
pub async fn list_lapses(
    conn: &mut AsyncPgConnection,
    close: &CloseRow,
    filter: LapseFilter,
    after: Option<(i32, Uuid)>,
    limit: i64,
) -> QueryResult<Vec<LapsedWorker>> {
    let mut query = lapses::table
        .inner_join(
            workers::table
                .on(workers::id.eq(lapses::worker_id).and(workers::regency_id.eq(lapses::regency_id))),
        )
        .filter(lapses::close_id.eq(close.id))
        .filter(lapses::regency_id.eq(close.regency_id))
        .into_boxed();
    if let Some(run) = filter.run {
        query = query.filter(lapses::run.eq(run));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(lapses::kind.eq(kind.as_str()));
    }
    if let Some((run, worker_id)) = after {
        query =
            query.filter(lapses::run.gt(run).or(lapses::run.eq(run).and(lapses::worker_id.gt(worker_id))));
    }
    query
        .order((lapses::run, lapses::worker_id))
        .limit(limit)
        .select((
            lapses::run,
            lapses::worker_id,
            workers::name,
            workers::nik_mask,
            workers::village_code,
            lapses::kind,
            lapses::last_paid_month,
            lapses::unpaid_months,
            lapses::basis,
        ))
        .load(conn)
        .await
}

/// How many findings a list has.
pub async fn count_lapses(
    conn: &mut AsyncPgConnection,
    close: &CloseRow,
    filter: LapseFilter,
) -> QueryResult<i64> {
    let mut query = lapses::table
        .filter(lapses::close_id.eq(close.id))
        .filter(lapses::regency_id.eq(close.regency_id))
        .into_boxed();
    if let Some(run) = filter.run {
        query = query.filter(lapses::run.eq(run));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(lapses::kind.eq(kind.as_str()));
    }
    query.count().get_result(conn).await
}
