//! What is done with messages: saying what became of them, keeping them from going out.

mod sets;
mod taking;

use std::collections::HashSet;
use std::slice::from_ref;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

pub use sets::{deployment, release, shift, withhold};
pub use taking::{Outgoing, alert_after, shown_fields, take, without_sheet};

use super::model::MessageRow;
use super::queries;
use super::rules::{
    self, Action, AfterFailure, MessageCancelReason, MessageChannel, MessageKind, MessageStatus, Rights,
};
use super::texts::at_other_office;
use crate::access::caller::{AccountKind, MessagesCancel, MessagesReport, Principal};
use crate::cover::trail;
use crate::domain::Day;
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsText;
use crate::platform::http::{IfMatch, Problem};

/// Who does something with messages, and when.
#[derive(Clone, Copy)]
pub struct Acting<'a> {
    /// Who.
    pub caller: &'a Principal,
    /// As the history names them.
    pub origin: &'a Origin,
    /// The business day.
    pub today: Day,
}

/// Where a caller stands to a message.
pub fn rights_of(caller: &Principal, row: &MessageRow) -> Rights {
    Rights {
        report: caller.may::<MessagesReport>(),
        cancel: caller.may::<MessagesCancel>(),
        is_person: caller.kind == AccountKind::User,
        holds: row.leased_by == Some(caller.account_id),
    }
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It went out, under this number of the sender's.
    Sent(Option<String>),
    /// It did not: why, and whether it never will.
    Failed {
        /// Why.
        reason: String,
        /// Whether there is no point in trying again.
        is_permanent: bool,
    },
}

impl Outcome {
    fn action(&self) -> Action {
        match self {
            Self::Sent(_) => Action::Sent,
            Self::Failed { .. } => Action::Failed,
        }
    }
}

/// Says what became of a message. 409 with the allowed actions where somebody else has it, or has said so before.
pub async fn report(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    (id, lease_id): (Uuid, Option<Uuid>),
    outcome: Outcome,
) -> Result<MessageRow, Problem> {
    let Acting { caller, origin, .. } = acting;
    let before = queries::lock(conn, &caller.scope, id).await?.ok_or_else(Problem::not_found)?;
    let rights = rights_of(caller, &before);
    let holds = rights.holds && before.lease_id == lease_id;
    check(conn, &before, acting, Rights { holds, ..rights }, outcome.action()).await?;
    let now = trail::instant(origin);
    let mut after = MessageRow {
        lease_id: None,
        leased_by: None,
        leased_until: None,
        reported_by: origin.actor.id(),
        ..before.clone()
    };
    match outcome {
        Outcome::Sent(reference) => {
            after.status = AsText(MessageStatus::Sent);
            after.sent_at = Some(now);
            after.sent_reference = reference;
            after.cancel_reason = None;
            write(conn, origin, &before, after, "sent", None).await
        }
        Outcome::Failed { reason, is_permanent } => {
            after.failures = before.failures.saturating_add(1);
            after.failure_reason = Some(reason.clone());
            after.status = AsText(MessageStatus::Ready);
            match rules::after_failure(before.channel.0, after.failures, is_permanent) {
                AfterFailure::Again(pause) => after.try_at = now + pause,
                AfterFailure::Letter => {
                    after.channel = AsText(MessageChannel::Letter);
                    after = at_home(conn, after).await?;
                }
                AfterFailure::GivenUp => after.status = AsText(MessageStatus::Failed),
            }
            if after.cancel_reason.is_none()
                && after.status.0 == MessageStatus::Ready
                && is_for_the_dead(conn, &before).await?
            {
                after.cancel_reason = Some(AsText(MessageCancelReason::RecipientDied));
            }
            if after.cancel_reason.is_some() {
                after.status = AsText(MessageStatus::Cancelled);
            }
            write(conn, origin, &before, after, "failed", Some(reason)).await
        }
    }
}

/// Keeps a message from going out.
pub async fn cancel(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    (id, held): (Uuid, &IfMatch),
    note: String,
) -> Result<MessageRow, Problem> {
    let before = lock_as_read(conn, acting, (id, held), Action::Cancel).await?;
    let after = MessageRow {
        status: AsText(MessageStatus::Cancelled),
        lease_id: None,
        leased_by: None,
        leased_until: None,
        reported_by: acting.origin.actor.id(),
        cancel_reason: Some(AsText(MessageCancelReason::ByHand)),
        cancel_note: Some(note.clone()),
        ..before.clone()
    };
    write(conn, acting.origin, &before, after, "cancelled", Some(note)).await
}

/// Lets a message go out after all, from now on and as often as a new one. 409 where its recipient died, where what has happened
/// since made it wrong, and where its last day is over.
pub async fn reopen(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    (id, held): (Uuid, &IfMatch),
) -> Result<MessageRow, Problem> {
    let before = lock_as_read(conn, acting, (id, held), Action::Reopen).await?;
    let after = MessageRow {
        status: AsText(MessageStatus::Ready),
        failures: 0,
        try_at: trail::instant(acting.origin),
        reported_by: acting.origin.actor.id(),
        cancel_reason: None,
        cancel_note: None,
        ..before.clone()
    };
    write(conn, acting.origin, &before, after, "reopened", None).await
}

async fn lock_as_read(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    (id, held): (Uuid, &IfMatch),
    action: Action,
) -> Result<MessageRow, Problem> {
    let row = queries::lock(conn, &acting.caller.scope, id).await?.ok_or_else(Problem::not_found)?;
    held.check(row.version)?;
    check(conn, &row, acting, rights_of(acting.caller, &row), action).await?;
    Ok(row)
}

async fn check(
    conn: &mut AsyncPgConnection,
    row: &MessageRow,
    acting: Acting<'_>,
    rights: Rights,
    action: Action,
) -> Result<(), Problem> {
    let is_wrong = !not_to_reopen(conn, from_ref(row), acting.today).await?.is_empty();
    let allowed = rules::allowed(row.state((acting.origin.now, acting.today), is_wrong), rights);
    if allowed.contains(&action) {
        return Ok(());
    }
    Err(Problem::invalid_state(allowed.into_iter().map(Action::as_str)))
}

/// Which of these do not go out, and are not to be opened again because their recipients died, or because they warn of a lapse
/// that is averted since. Whatever else made one wrong has cancelled it.
pub async fn not_to_reopen(
    conn: &mut AsyncPgConnection,
    rows: &[MessageRow],
    today: Day,
) -> Result<HashSet<Uuid>, Problem> {
    let over = [MessageStatus::Failed, MessageStatus::Cancelled];
    let closed: Vec<MessageRow> = rows.iter().filter(|row| over.contains(&row.status.0)).cloned().collect();
    let mut found = queries::for_the_dead(conn, &closed).await?;
    if closed.iter().any(|row| row.kind.0 == MessageKind::NearLapse) {
        let alert_after = alert_after(conn, today).await?;
        found.extend(queries::paid_since(conn, &closed, alert_after).await?);
    }
    Ok(found)
}

async fn is_for_the_dead(conn: &mut AsyncPgConnection, row: &MessageRow) -> Result<bool, Problem> {
    Ok(!queries::for_the_dead(conn, from_ref(row)).await?.is_empty())
}

/// The same for the village in which the person lives now: whoever moved while a sender had it left the one that it names.
async fn at_home(conn: &mut AsyncPgConnection, row: MessageRow) -> Result<MessageRow, Problem> {
    let home = queries::village_of(conn, (row.worker_id, row.regency_id)).await?;
    let Some(village_code) = home.filter(|home| *home != row.village_code) else { return Ok(row) };
    let [text_id, text_en] =
        at_other_office([&row.text_id, &row.text_en], (&row.village_code, &village_code));
    Ok(MessageRow { village_code, text_id, text_en, ..row })
}

async fn write(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    before: &MessageRow,
    after: MessageRow,
    action: &'static str,
    reason: Option<String>,
) -> Result<MessageRow, Problem> {
    let after = MessageRow { version: before.version + 1, updated_at: trail::instant(origin), ..after };
    queries::update(conn, &after).await?;
    trail::updated(conn, origin, before, &after, action, reason).await?;
    Ok(after)
}
