//! The statements of messages.

pub mod causes;
mod dead;
pub mod locks;
pub mod periods;
mod print;
pub mod returns;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

pub use dead::{
    for_the_dead, is_dead, registrations, registrations_everywhere, registrations_of, the_dead, village_of,
};
pub use print::{Places, places};

use super::model::{MessageRow, Shift};
use super::rules::{MessageCancelReason, MessageChannel, MessageKind, MessageRecipient, MessageStatus};
use crate::access::caller::RegionScope;
use crate::domain::{Day, RegionCode};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::{messages, workers};
use crate::register::workers::rules::{DeactivationReason, WorkerStatus};

/// Which messages a list shows.
#[derive(Debug, Clone, Default)]
pub struct MessageFilter {
    /// About people in this region.
    pub region: Option<RegionCode>,
    /// In this state.
    pub status: Option<MessageStatus>,
    /// That go out this way.
    pub channel: Option<MessageChannel>,
    /// That tell this.
    pub kind: Option<MessageKind>,
    /// About this registration.
    pub worker_id: Option<Uuid>,
    /// About this claim, period or transfer.
    pub subject_id: Option<Uuid>,
    /// That may go out on this day.
    pub due_on: Option<Day>,
}

type Listed = messages::BoxedQuery<'static, diesel::pg::Pg>;

fn listed(scope: &RegionScope, filter: &MessageFilter) -> Listed {
    let own = scope.filter(messages::regency_id, messages::village_code);
    let mut query = messages::table.filter(own).into_boxed();
    if let Some(region) = &filter.region {
        query = query.filter(messages::village_code.like(region.prefix_pattern()));
    }
    if let Some(status) = filter.status {
        query = query.filter(messages::status.eq(AsText(status)));
    }
    if let Some(channel) = filter.channel {
        query = query.filter(messages::channel.eq(AsText(channel)));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(messages::kind.eq(AsText(kind)));
    }
    if let Some(id) = filter.worker_id {
        query = query.filter(messages::worker_id.eq(id));
    }
    if let Some(id) = filter.subject_id {
        query = query.filter(messages::subject_id.eq(id));
    }
    if let Some(day) = filter.due_on {
        query = query
            .filter(messages::not_before.le(day))
            .filter(messages::not_after.is_null().or(messages::not_after.ge(day)));
    }
    query
}

/// A page of messages in the order of their ids.
pub async fn list(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &MessageFilter,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<MessageRow>> {
    let mut query = listed(scope, filter);
    if let Some(after) = after {
        query = query.filter(messages::id.gt(after));
    }
    query.order(messages::id).limit(limit).select(MessageRow::as_select()).load(conn).await
}

/// How many messages a list has.
pub async fn count(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &MessageFilter,
) -> QueryResult<i64> {
    listed(scope, filter).count().get_result(conn).await
}

/// Which of these warn of a lapse that is averted since.
pub async fn paid_since(
    conn: &mut AsyncPgConnection,
    rows: &[MessageRow],
    alert_after: Option<i32>,
) -> QueryResult<HashSet<Uuid>> {
    let warnings = rows.iter().filter(|row| row.kind.0 == MessageKind::NearLapse);
    let ids: Vec<Uuid> = warnings.map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let found = messages::table.filter(messages::id.eq_any(ids)).filter(locks::is_paid_since(alert_after));
    let found: Vec<Uuid> = found.select(messages::id).load(conn).await?;
    Ok(found.into_iter().collect())
}

/// A message of the caller's regions.
pub async fn find(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<MessageRow>> {
    let own = scope.filter(messages::regency_id, messages::village_code);
    let found = messages::table.filter(own).filter(messages::id.eq(id));
    found.select(MessageRow::as_select()).first(conn).await.optional()
}

/// Locks a message of the caller's regions until the transaction ends.
pub async fn lock(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<MessageRow>> {
    let own = scope.filter(messages::regency_id, messages::village_code);
    let found = messages::table.filter(own).filter(messages::id.eq(id));
    found.for_no_key_update().select(MessageRow::as_select()).first(conn).await.optional()
}

/// What a sender asks for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// What goes out this way.
    pub channel: MessageChannel,
    /// About people in this region.
    pub region: Option<RegionCode>,
    /// So many at most.
    pub limit: i64,
}

/// Locks what waits and nobody else is taking at this moment, the oldest first: what a sender has had for too long waits
/// again, unless it is wrong by now. Nothing goes to the dead, also where nobody has cancelled it yet; what hangs on a tombstone,
/// or on a registration that the dead had left, is for the caller to look at. Nor is anybody warned of a lapse who has paid since.
pub async fn lock_waiting(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    wanted: &Wanted,
    (now, today): (DateTime<Utc>, Day),
    alert_after: Option<i32>,
) -> QueryResult<Vec<MessageRow>> {
    let own = scope.filter(messages::regency_id, messages::village_code);
    let within = wanted.region.as_ref().map_or_else(|| "%".to_owned(), RegionCode::prefix_pattern);
    let is_ready = messages::status.eq(AsText(MessageStatus::Ready)).and(messages::try_at.le(now));
    let is_left = messages::status
        .eq(AsText(MessageStatus::Taken))
        .and(messages::leased_until.le(now).assume_not_null());
    let dead = workers::table
        .filter(workers::id.eq(messages::worker_id))
        .filter(workers::regency_id.eq(messages::regency_id))
        .filter(messages::recipient.eq(AsText(MessageRecipient::Worker)))
        .filter(workers::status.eq(WorkerStatus::Inactive.as_str()))
        .filter(workers::status_reason.eq(DeactivationReason::Deceased.as_str()));
    messages::table
        .filter(own)
        .filter(messages::village_code.like(within))
        .filter(messages::channel.eq(AsText(wanted.channel)))
        .filter(is_ready.or(is_left))
        .filter(messages::cancel_reason.is_null())
        .filter(messages::not_before.le(today))
        .filter(messages::not_after.is_null().or(messages::not_after.ge(today)))
        .filter(not(exists(dead)))
        .filter(not(locks::is_paid_since(alert_after)))
        .order(messages::id)
        .limit(wanted.limit)
        .for_no_key_update()
        .skip_locked()
        .select(MessageRow::as_select())
        .load(conn)
        .await
}

/// Whether somebody was told this of a subject, or is being told.
pub async fn is_told(
    conn: &mut AsyncPgConnection,
    (subject_id, regency_id): (Uuid, i32),
    kind: MessageKind,
) -> QueryResult<bool> {
    let out = [MessageStatus::Taken, MessageStatus::Sent].map(AsText);
    let told = messages::table
        .filter(messages::subject_id.eq(subject_id))
        .filter(messages::regency_id.eq(regency_id))
        .filter(messages::kind.eq(AsText(kind)))
        .filter(messages::status.eq_any(out));
    diesel::select(exists(told)).get_result(conn).await
}

/// Writes a locked message.
pub async fn update(conn: &mut AsyncPgConnection, row: &MessageRow) -> QueryResult<()> {
    diesel::update(messages::table.find((row.id, row.regency_id))).set(row).execute(conn).await.map(|_| ())
}

/// Writes the same of many locked messages, each as its next version.
pub async fn shift(
    conn: &mut AsyncPgConnection,
    rows: &[MessageRow],
    shift: &Shift,
) -> QueryResult<Vec<MessageRow>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let regencies: Vec<i32> = rows.iter().map(|row| row.regency_id).collect();
    diesel::update(messages::table.filter(messages::id.eq_any(ids)))
        .filter(messages::regency_id.eq_any(regencies))
        .set((shift, messages::version.eq(messages::version + 1)))
        .returning(MessageRow::as_returning())
        .get_results(conn)
        .await
}

/// Writes of locked messages whether they are not to go out any more, each as its next version. Who has them keeps them.
pub async fn mark(
    conn: &mut AsyncPgConnection,
    rows: &[MessageRow],
    reason: Option<MessageCancelReason>,
    now: DateTime<Utc>,
) -> QueryResult<Vec<MessageRow>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let regencies: Vec<i32> = rows.iter().map(|row| row.regency_id).collect();
    diesel::update(messages::table.filter(messages::id.eq_any(ids)))
        .filter(messages::regency_id.eq_any(regencies))
        .set((
            messages::cancel_reason.eq(reason.map(AsText)),
            messages::updated_at.eq(now),
            messages::version.eq(messages::version + 1),
        ))
        .returning(MessageRow::as_returning())
        .get_results(conn)
        .await
}
