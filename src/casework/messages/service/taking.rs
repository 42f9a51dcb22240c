//! Giving senders what waits.

use std::collections::HashSet;

use chrono::TimeDelta;
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::{Acting, deployment, shift, withhold};
use crate::casework::messages::model::{MessageRow, Shift};
use crate::casework::messages::queries::{self, Wanted};
use crate::casework::messages::rules::{MessageCancelReason, MessageRecipient, MessageStatus};
use crate::cover::rules::parameters::ParameterKey;
use crate::cover::rules::parameters::queries::values_on;
use crate::cover::trail;
use crate::domain::{Day, Phone, new_id};
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsText;
use crate::platform::http::Problem;
use crate::platform::vault::Vault;
use crate::register::persons::access_log::{self, Opened};
use crate::register::persons::purpose::{Purpose, PurposeCode};

/// A message on its way out.
pub struct Outgoing {
    /// The message.
    pub row: MessageRow,
    /// Where it goes.
    pub phone: Option<Phone>,
}

/// Gives a sender what waits, for a time in which nobody else gets it. That the numbers were shown is written down before they
/// are.
pub async fn take(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    vault: &Vault,
    wanted: &Wanted,
    lease: TimeDelta,
) -> Result<Vec<Outgoing>, Problem> {
    let Acting { caller, origin, .. } = acting;
    let now = trail::instant(origin);
    let waiting = lock_waiting(conn, acting, wanted).await?;
    let change = Shift {
        status: AsText(MessageStatus::Taken),
        lease_id: Some(new_id(origin.now)),
        leased_by: Some(caller.account_id),
        leased_until: Some(now + lease),
        cancel_reason: None,
        updated_at: now,
    };
    let mut rows = shift(conn, origin, waiting, &change, "taken").await?;
    rows.sort_unstable_by_key(|row| row.id);
    note_shown(conn, origin, &rows).await?;
    let open = |row: MessageRow| {
        let phone = row.phone_sealed.as_ref().map(|sealed| vault.open(sealed)).transpose();
        Ok(Outgoing { phone: phone.map_err(Problem::internal)?, row })
    };
    rows.into_iter().map(open).collect()
}

/// Locks what waits and goes to nobody who died. What hangs on tombstones that lead to the dead, or on registrations that they had
/// left, is cancelled; the next ones are looked for where nothing else was found.
async fn lock_waiting(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    wanted: &Wanted,
) -> Result<Vec<MessageRow>, Problem> {
    let times = (trail::instant(acting.origin), acting.today);
    let alert_after = alert_after(conn, acting.today).await?;
    loop {
        let found = queries::lock_waiting(conn, &acting.caller.scope, wanted, times, alert_after).await?;
        let dead = queries::for_the_dead(conn, &found).await?;
        if dead.is_empty() {
            return Ok(found);
        }
        let (dead, rest): (Vec<MessageRow>, Vec<MessageRow>) =
            found.into_iter().partition(|row| dead.contains(&row.id));
        withhold(conn, &deployment(times.0), dead, MessageCancelReason::RecipientDied).await?;
        if !rest.is_empty() {
            return Ok(rest);
        }
    }
}

/// Which of these are not to be printed: those that are cancelled or are to be as soon as their sender fails, and those that
/// nobody has cancelled yet and no sender gets any more, for their last day is over, their recipients died, or they warn of a
/// lapse that is averted since.
pub async fn without_sheet(
    conn: &mut AsyncPgConnection,
    rows: &[MessageRow],
    today: Day,
) -> Result<HashSet<Uuid>, Problem> {
    let waiting: Vec<MessageRow> = rows.iter().filter(|row| row.is_waiting()).cloned().collect();
    let alert_after = alert_after(conn, today).await?;
    let mut found = queries::paid_since(conn, &waiting, alert_after).await?;
    let is_over = |row: &&MessageRow| row.not_after.is_some_and(|day| day < today);
    found.extend(waiting.iter().filter(is_over).map(|row| row.id));
    let is_stopped =
        |row: &&MessageRow| row.status.0 == MessageStatus::Cancelled || row.cancel_reason.is_some();
    found.extend(rows.iter().filter(is_stopped).map(|row| row.id));
    found.extend(queries::for_the_dead(conn, &waiting).await?);
    Ok(found)
}

/// So many unpaid months a warning of a lapse leaves; none where no rule says when a membership is cut off.
pub async fn alert_after(conn: &mut AsyncPgConnection, today: Day) -> Result<Option<i32>, Problem> {
    let months = values_on(conn, today).await?.get(ParameterKey::LapseAlertAfterUnpaidMonths);
    Ok(months.and_then(|months| i32::try_from(months).ok()))
}

async fn note_shown(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    rows: &[MessageRow],
) -> Result<(), Problem> {
    let purpose = Purpose { code: PurposeCode::Contact, note: None };
    let opened = rows.iter().map(|row| Opened {
        regency_id: row.regency_id,
        worker_id: row.worker_id,
        fields: shown_fields(row),
    });
    Ok(access_log::record(conn, origin, &purpose, opened.collect()).await?)
}

/// What the access log calls the number of a message.
pub fn shown_fields(row: &MessageRow) -> Vec<&'static str> {
    match (row.phone_sealed.is_some(), row.recipient.0) {
        (false, _) => Vec::new(),
        (true, MessageRecipient::Worker) => vec!["phone"],
        (true, MessageRecipient::Family) => vec!["next_of_kin_phone"],
    }
}
