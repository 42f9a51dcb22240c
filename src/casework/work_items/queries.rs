//! Items by sets, and what people noted on them.

mod cover;
mod people;
mod scholarships;

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{BoxedSqlQuery, SqlQuery};
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::model::MarkRow;
use super::rules::{Owner, WorkItemKind, WorkItemState};
use crate::access::caller::RegionScope;
use crate::cover::contributions::batches::rules::{RefusalAction, RefusalReason};
use crate::cover::gaps::queries::{Limits, gaps};
use crate::domain::{Day, Month, RegionCode};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::work_item_marks as marks;

/// So many months after this one are looked at for members who are cut off.
const MONTHS_AHEAD: i32 = 2;

/// Which items are asked for.
#[derive(Debug, Clone)]
pub struct ItemFilter {
    /// In this region and those in it.
    pub region: Option<RegionCode>,
    /// Of these kinds.
    pub kinds: Vec<WorkItemKind>,
    /// The work of this owner.
    pub owner: Option<Owner>,
    /// In this state.
    pub state: Option<WorkItemState>,
    /// Given to this account.
    pub assigned_to: Option<Uuid>,
    /// Due on this day or before.
    pub due_until: Option<Day>,
    /// Only this one.
    pub key: Option<String>,
}

/// The dated numbers that items need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// When members are cut off.
    pub limits: Limits,
    /// So many working days has the insurer for a death.
    pub death_days: i32,
    /// And so many for a work accident.
    pub accident_days: i32,
}

/// Where a page begins: after this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its day.
    pub due_on: Day,
    /// Its key.
    pub key: String,
}

/// An item with what people noted on it.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ItemRow {
    /// Its kind and what it is about.
    #[diesel(sql_type = Text)]
    pub key: String,
    /// What is to be done.
    #[diesel(sql_type = Text)]
    pub kind: AsText<WorkItemKind>,
    /// The regency.
    #[diesel(sql_type = Integer)]
    pub regency_id: i32,
    /// Where.
    #[diesel(sql_type = Text)]
    pub region_code: String,
    /// The id of what it is about, or the code of the region with what else its list is narrowed by.
    #[diesel(sql_type = Text)]
    pub subject: String,
    /// Since when its cause stands.
    #[diesel(sql_type = Timestamptz)]
    pub caused_at: DateTime<Utc>,
    /// Until when it is to be done.
    #[diesel(sql_type = Date)]
    pub due_on: Day,
    /// How many people it is about.
    #[diesel(sql_type = BigInt)]
    pub people: i64,
    /// How much money.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub amount_idr: Option<i64>,
    /// A name, a number or a code that says which, or how many things of theirs.
    #[diesel(sql_type = Text)]
    pub detail: String,
    /// Put off until this day.
    #[diesel(sql_type = Nullable<Date>)]
    pub snoozed_until: Option<Day>,
    /// When somebody said that nothing is left to do.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub done_at: Option<DateTime<Utc>>,
    /// Who.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub done_by: Option<Uuid>,
    /// To whom it was given.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub assigned_to: Option<Uuid>,
    /// Why.
    #[diesel(sql_type = Nullable<Text>)]
    pub note: Option<String>,
}

impl ItemRow {
    /// Where it stands today.
    pub fn state(&self, today: Day) -> WorkItemState {
        match (self.done_at, self.snoozed_until) {
            (Some(_), _) => WorkItemState::Done,
            (None, Some(until)) if until > today => WorkItemState::Snoozed,
            _ => WorkItemState::Open,
        }
    }

    /// Whose work it is.
    pub fn owner(&self) -> Owner {
        self.kind.0.owner_by(&self.detail)
    }

    /// Where a page that ends with it goes on.
    pub fn place(&self) -> Place {
        Place { due_on: self.due_on, key: self.key.clone() }
    }
}

/// The items of a caller's regions, each with its mark if that was made on the present cause. Binds: $1 to $9 those of the
/// gaps, $10 kinds, $11 to $13 reasons of refusals by their default action, $14 and $15 working days of the insurer,
/// $16 state, $17 account, $18 day, $19 key, $20 owner, of which the kinds tell but where it changes with the claim.
fn items() -> String {
    let (unclaimed, letters, duplicates) = (people::unclaimed(), people::letters(), people::duplicates());
    let (reports, ended, gaps) = (people::reports(), cover::ended(), gaps());
    let all = [
        cover::PLANS,
        cover::COVERAGES,
        cover::BATCHES,
        cover::REFUSED_LINES,
        &ended,
        cover::GAPS,
        cover::MONTHS,
        people::WORKERS,
        people::CLAIMS,
        people::ACCOUNTS,
        people::ACCOUNT_CHANGES,
        people::SHARED_ACCOUNTS,
        people::DOCUMENTS,
        &reports,
        &unclaimed,
        people::TRANSFERS,
        &letters,
        &duplicates,
        scholarships::DUE,
        scholarships::STEPS,
    ];
    format!(
        "WITH {gaps}, items (key, kind, regency_id, region_code, subject, caused_at, due_on, people, amount_idr, detail) \
           AS ({}), \
         marked AS (SELECT i.*, m.snoozed_until, m.done_at, m.done_by, m.assigned_to, m.note \
           FROM items AS i LEFT JOIN work_item_marks AS m ON m.item_key = i.key AND m.regency_id = i.regency_id \
             AND m.caused_at = i.caused_at \
           WHERE i.region_code LIKE ANY ($2) AND ($3 IS NULL OR i.region_code = $3 OR i.region_code LIKE $3 || '.%') \
             AND ($16 IS NULL OR $16 = CASE WHEN m.done_at IS NOT NULL THEN 'done' \
               WHEN m.snoozed_until > $9 THEN 'snoozed' ELSE 'open' END) \
             AND ($17 IS NULL OR m.assigned_to = $17) AND ($18 IS NULL OR i.due_on <= $18) \
             AND ($19 IS NULL OR i.key = $19) \
             AND ($20 IS NULL OR i.kind <> 'claim_without_account' OR i.detail = $20))",
        all.join(" UNION ALL ")
    )
}

/// A statement over `marked` with the binds of [`items`].
fn asked<'q>(
    statement: &str,
    scope: &'q RegionScope,
    filter: &'q ItemFilter,
    clocks: Clocks,
) -> BoxedSqlQuery<'q, Pg, SqlQuery> {
    let Limits { alert_after, waiting, today } = clocks.limits;
    let this_month = Month::from_date(today);
    let last = this_month.plus(MONTHS_AHEAD).unwrap_or(this_month);
    let reasons = |action| RefusalReason::of_action(action);
    let kinds: Vec<&str> = filter.kinds.iter().map(|kind| kind.as_str()).collect();
    sql_query(format!("{} {statement}", items()))
        .into_boxed()
        .bind::<Array<Integer>, _>(&scope.regency_ids)
        .bind::<Array<Text>, _>(scope.patterns())
        .bind::<Nullable<Text>, _>(filter.region.as_ref().map(RegionCode::as_str))
        .bind::<Nullable<SqlUuid>, _>(None::<Uuid>)
        .bind::<Date, _>(this_month.first_day())
        .bind::<Date, _>(last.first_day())
        .bind::<Integer, _>(alert_after)
        .bind::<Integer, _>(waiting)
        .bind::<Date, _>(today)
        .bind::<Array<Text>, _>(kinds)
        .bind::<Array<Text>, _>(reasons(RefusalAction::Correct))
        .bind::<Array<Text>, _>(reasons(RefusalAction::End))
        .bind::<Array<Text>, _>(reasons(RefusalAction::SendAgain))
        .bind::<Integer, _>(clocks.death_days)
        .bind::<Integer, _>(clocks.accident_days)
        .bind::<Nullable<Text>, _>(filter.state.map(WorkItemState::as_str))
        .bind::<Nullable<SqlUuid>, _>(filter.assigned_to)
        .bind::<Nullable<Date>, _>(filter.due_until)
        .bind::<Nullable<Text>, _>(filter.key.as_deref())
        .bind::<Nullable<Text>, _>(filter.owner.map(Owner::as_str))
}

/// A page of items, the most urgent first.
pub async fn list(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    (filter, clocks): (&ItemFilter, Clocks),
    after: Option<&Place>,
    limit: i64,
) -> QueryResult<Vec<ItemRow>> {
    let page =
        "SELECT * FROM marked WHERE $21 IS NULL OR (due_on, key) > ($21, $22) ORDER BY due_on, key LIMIT $23";
    asked(page, scope, filter, clocks)
        .bind::<Nullable<Date>, _>(after.map(|place| place.due_on))
        .bind::<Nullable<Text>, _>(after.map(|place| place.key.as_str()))
        .bind::<BigInt, _>(limit)
        .load(conn)
        .await
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// How many items a list has.
pub async fn count(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    (filter, clocks): (&ItemFilter, Clocks),
) -> QueryResult<i64> {
    let counted: Counted =
        asked("SELECT count(*) AS number FROM marked", scope, filter, clocks).get_result(conn).await?;
    Ok(counted.number)
}

/// The mark of an item, locked until the transaction ends.
pub async fn lock_mark(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    key: &str,
) -> QueryResult<Option<MarkRow>> {
    marks::table
        .filter(marks::regency_id.eq(regency_id))
        .filter(marks::item_key.eq(key))
        .select(MarkRow::as_select())
        .for_no_key_update()
        .first(conn)
        .await
        .optional()
}

/// Writes a first mark; false where somebody else was first.
pub async fn insert_mark(conn: &mut AsyncPgConnection, row: &MarkRow) -> QueryResult<bool> {
    let of_item = (marks::item_key, marks::regency_id);
    let insert = diesel::insert_into(marks::table).values(row).on_conflict(of_item).do_nothing();
    Ok(insert.execute(conn).await? == 1)
}

/// Writes a locked mark.
pub async fn update_mark(conn: &mut AsyncPgConnection, row: &MarkRow) -> QueryResult<()> {
    diesel::update(marks::table.find((row.id, row.regency_id))).set(row).execute(conn).await.map(|_| ())
}
