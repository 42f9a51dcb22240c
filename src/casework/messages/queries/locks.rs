//! The messages that are to go out, and those that are not any more, locked until the transaction ends.

use chrono::{DateTime, Utc};
use diesel::dsl::{AsSelect, sql};
use diesel::expression::SqlLiteral;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::casework::messages::model::MessageRow;
use crate::casework::messages::rules::{MessageCancelReason, MessageKind, MessageRecipient, MessageStatus};
use crate::domain::Day;
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::messages;
use crate::register::workers::queries::SURVIVOR;

/// What is to go out, also of what a sender has.
const WAITING: [AsText<MessageStatus>; 2] = [AsText(MessageStatus::Ready), AsText(MessageStatus::Taken)];

/// What is not to go out any more, also of what a sender has.
const STOPPED: [AsText<MessageStatus>; 2] = [AsText(MessageStatus::Cancelled), AsText(MessageStatus::Taken)];

/// What is to go out, also of what a sender has.
const WAITS: &str = "(messages.status IN ('ready', 'taken') AND messages.cancel_reason IS NULL)";

/// What is to go out or may yet: what failed and what somebody cancelled can be opened again, and what was kept back only because
/// its recipient died goes out where that is taken back.
const MAY_GO_OUT: &str = "(messages.status IN ('ready', 'taken', 'failed') AND messages.cancel_reason IS NULL \
    OR messages.status IN ('cancelled', 'taken') AND messages.cancel_reason IN ('by_hand', 'recipient_died'))";

/// What was kept back only because its recipient died, also of what a sender has.
const KEPT_FROM_THE_DEAD: &str =
    "(messages.status IN ('cancelled', 'taken') AND messages.cancel_reason = 'recipient_died')";

/// Messages in the order of their ids, in which everybody locks them.
#[diesel::dsl::auto_type]
fn locked() -> _ {
    let columns: AsSelect<MessageRow, Pg> = MessageRow::as_select();
    messages::table.order(messages::id).for_no_key_update().select(columns)
}

/// Locks what is to go to the worker of registrations.
pub async fn lock_for_worker(
    conn: &mut AsyncPgConnection,
    registrations: &[(Uuid, i32)],
) -> QueryResult<Vec<MessageRow>> {
    of_worker(conn, registrations, MessageRecipient::Worker, sql(WAITS)).await
}

/// What a family hears only because the worker is held to be dead: what was passed on, whose cause ends with those of the worker
/// and of whom the worker wanted to be asked, and what tells of a claim that is not for a death.
const INSTEAD_OF_THE_WORKER: &str = "(messages.cause LIKE '%.%.%.%.00000000-0000-0000-0000-000000000000' \
    OR EXISTS (SELECT FROM claims AS k WHERE k.id = messages.subject_id AND k.regency_id = messages.regency_id \
      AND k.kind <> 'death' AND k.died_on IS NULL))";

/// Locks what is to go to the family instead of the worker of registrations, or may yet.
pub async fn lock_for_family(
    conn: &mut AsyncPgConnection,
    registrations: &[(Uuid, i32)],
) -> QueryResult<Vec<MessageRow>> {
    let which = sql(&format!("{MAY_GO_OUT} AND {INSTEAD_OF_THE_WORKER}"));
    of_worker(conn, registrations, MessageRecipient::Family, which).await
}

/// Locks what was not sent to the worker of registrations because of a death.
pub async fn lock_of_dead(
    conn: &mut AsyncPgConnection,
    registrations: &[(Uuid, i32)],
) -> QueryResult<Vec<MessageRow>> {
    of_worker(conn, registrations, MessageRecipient::Worker, sql(KEPT_FROM_THE_DEAD)).await
}

async fn of_worker(
    conn: &mut AsyncPgConnection,
    registrations: &[(Uuid, i32)],
    recipient: MessageRecipient,
    which: SqlLiteral<Bool>,
) -> QueryResult<Vec<MessageRow>> {
    let (ids, regencies): (Vec<Uuid>, Vec<i32>) = registrations.iter().copied().unzip();
    locked()
        .filter(messages::worker_id.eq_any(ids))
        .filter(messages::regency_id.eq_any(regencies))
        .filter(messages::recipient.eq(AsText(recipient)))
        .filter(which)
        .load(conn)
        .await
}

/// Locks what did not go out because it was wrong by then, by its causes; nothing that somebody had cancelled before.
pub async fn lock_superseded(
    conn: &mut AsyncPgConnection,
    (causes, regency_id): (&[String], i32),
) -> QueryResult<Vec<MessageRow>> {
    locked()
        .filter(messages::cause.eq_any(causes))
        .filter(messages::regency_id.eq(regency_id))
        .filter(messages::status.eq_any(STOPPED))
        .filter(messages::cancel_reason.eq(AsText(MessageCancelReason::Superseded)))
        .filter(messages::cancel_note.is_null())
        .load(conn)
        .await
}

/// Locks what is to tell this of some subjects, or may yet.
pub async fn lock_about(
    conn: &mut AsyncPgConnection,
    (subject_ids, regency_id): (&[Uuid], i32),
    kind: MessageKind,
) -> QueryResult<Vec<MessageRow>> {
    locked()
        .filter(messages::subject_id.eq_any(subject_ids))
        .filter(messages::regency_id.eq(regency_id))
        .filter(messages::kind.eq(AsText(kind)))
        .filter(sql::<Bool>(MAY_GO_OUT))
        .load(conn)
        .await
}

/// Locks what is to go out about registrations, or may yet, and is to be seen to by another village than this.
pub async fn lock_elsewhere(
    conn: &mut AsyncPgConnection,
    (ids, regency_id): (&[Uuid], i32),
    village_code: &str,
) -> QueryResult<Vec<MessageRow>> {
    locked()
        .filter(messages::worker_id.eq_any(ids))
        .filter(messages::regency_id.eq(regency_id))
        .filter(messages::village_code.ne(village_code))
        .filter(sql::<Bool>(MAY_GO_OUT))
        .load(conn)
        .await
}

/// Locks what nobody has and whose last day is over.
pub async fn lock_expired(
    conn: &mut AsyncPgConnection,
    (now, today): (DateTime<Utc>, Day),
    limit: i64,
) -> QueryResult<Vec<MessageRow>> {
    let is_left = messages::leased_until.is_null().or(messages::leased_until.le(now));
    locked()
        .filter(messages::status.eq_any(WAITING))
        .filter(messages::not_after.lt(today))
        .filter(messages::cancel_reason.is_null())
        .filter(is_left)
        .limit(limit)
        .skip_locked()
        .load(conn)
        .await
}

/// Locks what warns of a lapse that is averted since.
pub async fn lock_paid(
    conn: &mut AsyncPgConnection,
    alert_after: Option<i32>,
    limit: i64,
) -> QueryResult<Vec<MessageRow>> {
    locked()
        .filter(messages::status.eq_any(WAITING))
        .filter(messages::cancel_reason.is_null())
        .filter(is_paid_since(alert_after))
        .limit(limit)
        .skip_locked()
        .load(conn)
        .await
}

/// Whether a message warns of a lapse and is wrong by now: a month after the last one that was known to be paid is paid since
/// in our ledger, or by the insurer's word, also under a registration into which the worker's was merged: what was paid there
/// may have been known before the message was written, but not to who wrote it. The message names the last day of the last of so
/// many unpaid months.
pub fn is_paid_since(alert_after: Option<i32>) -> SqlLiteral<Bool> {
    sql(&paid_since(&alert_after.map_or_else(|| "NULL".to_owned(), |months| months.to_string())))
}

/// The same in SQL, with what stands there for the number of unpaid months that a warning leaves.
pub fn paid_since(months: &str) -> String {
    let last_paid = format!("date_trunc('month', messages.not_after) - make_interval(months => {months})");
    format!(
        "(messages.kind = 'near_lapse' AND EXISTS (SELECT FROM workers AS w \
           JOIN workers AS d ON d.id = {SURVIVOR} AND d.regency_id = w.regency_id \
           WHERE w.id = messages.worker_id AND w.regency_id = messages.regency_id AND (\
             EXISTS (SELECT FROM contribution_obligations AS o \
               WHERE o.person_id = d.person_id AND o.regency_id = d.regency_id AND o.programme = 'jkm' \
                 AND o.status = 'paid' AND (d.id <> w.id OR o.updated_at > messages.created_at) \
                 AND o.month > {last_paid}) \
             OR EXISTS (SELECT FROM memberships AS m \
               WHERE m.person_id = d.person_id AND m.regency_id = d.regency_id AND 'jkm' = ANY (m.programmes) \
                 AND m.state = 'active' AND (d.id <> w.id OR m.created_at > messages.created_at) \
                 AND coalesce(m.paid_until, date_trunc('month', m.as_of)) > {last_paid}))))"
    )
}

/// Locks what a sender has had for too long and was not to go out any more for this reason.
pub async fn lock_withheld(
    conn: &mut AsyncPgConnection,
    reason: MessageCancelReason,
    now: DateTime<Utc>,
    limit: i64,
) -> QueryResult<Vec<MessageRow>> {
    locked()
        .filter(messages::status.eq(AsText(MessageStatus::Taken)))
        .filter(messages::cancel_reason.eq(AsText(reason)))
        .filter(messages::leased_until.le(now))
        .limit(limit)
        .skip_locked()
        .load(conn)
        .await
}
