//! Naming, approving, billing, paying and cancelling.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::BatchRow;
use super::super::queries;
use super::super::rules::{self, Action, BatchStatus, Rights};
use super::transition::{check_state, lock_for, possible, write};
use crate::access::caller::RegionScope;
use crate::cover::contributions::obligations;
use crate::cover::trail;
use crate::domain::Day;
use crate::platform::changes::{Actor, Origin};
use crate::platform::db::columns::AsText;
use crate::platform::http::{Code, FieldError, IfMatch, Problem, Text};

/// The code under which a batch is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillingCode {
    /// As the insurer gave it.
    pub code: String,
    /// The last day on which it can be used.
    pub expires_on: Option<Day>,
}

/// Names a batch anew. `name` is absent where nothing is said about it.
pub async fn rename(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    name: Option<Option<String>>,
) -> Result<BatchRow, Problem> {
    let before = lock_for(conn, scope, id, held, Action::Update).await?;
    let after = BatchRow { name: name.unwrap_or_else(|| before.name.clone()), ..before.clone() };
    if after == before {
        return Ok(before);
    }
    write(conn, origin, &before, after, Action::Update, None).await
}

/// Approves a batch as a second person: a person with an account who neither prepared it nor changed its lines.
pub async fn approve(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    note: Option<String>,
) -> Result<BatchRow, Problem> {
    let Actor::User(approver) = origin.actor else {
        return Err(Problem::new(Code::SecondPersonRequired));
    };
    let before = lock_for(conn, scope, id, held, Action::Approve).await?;
    if !before.is_second_person(approver) {
        let left = Rights { prepare: true, bill: true, pay: true, ..Rights::default() };
        return Err(Problem::new(Code::SecondPersonRequired).allowing(rules::allowed(before.status.0, left)));
    }
    check_lines(conn, &before).await?;
    let after = BatchRow {
        status: AsText(BatchStatus::Approved),
        approved_by: Some(approver),
        approved_at: Some(trail::instant(origin)),
        ..before.clone()
    };
    write(conn, origin, &before, after, Action::Approve, note).await
}

/// Records the code under which an approved batch is paid, in the place of one that has expired.
pub async fn issue_billing_code(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    (id, today): (Uuid, Day),
    held: &IfMatch,
    given: BillingCode,
) -> Result<BatchRow, Problem> {
    let before = lock_for(conn, scope, id, held, Action::IssueBillingCode).await?;
    check_old_code(&before, today)?;
    check_lines(conn, &before).await?;
    let after = BatchRow {
        status: AsText(BatchStatus::BillingCodeIssued),
        billing_code: Some(given.code),
        billing_code_expires_on: given.expires_on,
        ..before.clone()
    };
    write(conn, origin, &before, after, Action::IssueBillingCode, None).await
}

/// Two codes that can both be used are two payments of the same months: one that still can is taken back first.
fn check_old_code(batch: &BatchRow, today: Day) -> Result<(), Problem> {
    if !batch.has_valid_code(today) {
        return Ok(());
    }
    let text = Text::fixed(
        "Kode iuran yang lama masih berlaku. Tarik kembali kode itu lebih dahulu.",
        "The code before can still be used. Take it back first.",
    );
    let left = possible(batch).into_iter().filter(|action| *action != Action::IssueBillingCode.as_str());
    let error = FieldError::new("/billing_code", "billing_code_valid", text);
    Err(Problem::new(Code::Conflict).allowing(left).errors(vec![error]))
}

/// Calls a batch off before it is paid: its months can be taken up again, and those after the end of their period
/// are waived.
pub async fn cancel(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    reason: String,
) -> Result<BatchRow, Problem> {
    let before = lock_for(conn, scope, id, held, Action::Cancel).await?;
    queries::close_lines(conn, &before).await?;
    obligations::service::waive_of_batch(conn, origin, (before.id, before.regency_id)).await?;
    let after = BatchRow {
        status: AsText(BatchStatus::Cancelled),
        cancel_reason: Some(reason.clone()),
        ..before.clone()
    };
    write(conn, origin, &before, after, Action::Cancel, Some(reason)).await
}

/// Takes the code back under which a batch was to be paid: it was mistyped, or the need is gone.
pub async fn revoke_billing_code(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    reason: String,
) -> Result<BatchRow, Problem> {
    let before = lock_for(conn, scope, id, held, Action::RevokeBillingCode).await?;
    let after = BatchRow {
        status: AsText(BatchStatus::Approved),
        billing_code: None,
        billing_code_expires_on: None,
        ..before.clone()
    };
    write(conn, origin, &before, after, Action::RevokeBillingCode, Some(reason)).await
}

/// Lets locked batches wait for their transfer again.
pub async fn unpay(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    batches: &[BatchRow],
    reason: &str,
) -> Result<(), Problem> {
    for before in batches {
        check_state(before, Action::VoidPayment)?;
        let after = BatchRow {
            status: AsText(BatchStatus::BillingCodeIssued),
            payment_id: None,
            paid_on: None,
            ..before.clone()
        };
        write(conn, origin, before, after, Action::VoidPayment, Some(reason.to_owned())).await?;
    }
    Ok(())
}

/// Marks locked batches as paid by a transfer that is written already.
pub async fn pay(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    batches: &[BatchRow],
    payment_id: Uuid,
    paid_on: Day,
) -> Result<(), Problem> {
    for before in batches {
        check_state(before, Action::Pay)?;
        let after = BatchRow {
            status: AsText(BatchStatus::Paid),
            payment_id: Some(payment_id),
            paid_on: Some(paid_on),
            ..before.clone()
        };
        write(conn, origin, before, after, Action::Pay, None).await?;
    }
    Ok(())
}

/// Whether what was prepared may still be paid: since then periods end, people die, and people move.
async fn check_lines(conn: &mut AsyncPgConnection, batch: &BatchRow) -> Result<(), Problem> {
    if queries::stale_lines(conn, batch).await? {
        return Err(not_any_more("period_ended_meanwhile", PERIOD_ENDED).allowing(possible(batch)));
    }
    if queries::paid_elsewhere(conn, batch).await? {
        return Err(not_any_more("paid_elsewhere", PAID_ELSEWHERE).allowing(possible(batch)));
    }
    Ok(())
}

fn not_any_more(code: &'static str, text: Text) -> Problem {
    Problem::new(Code::Conflict).errors(vec![FieldError::new("", code, text)])
}

const PERIOD_ENDED: Text = Text::fixed(
    "Kelompok ini memuat bulan setelah periode pendanaan berakhir atau setelah seseorang meninggal. Batalkan dan \
     siapkan kembali.",
    "This batch has months after the end of a funded period or after a death. Cancel it and prepare another one.",
);
const PAID_ELSEWHERE: Text = Text::fixed(
    "Kelompok ini memuat bulan yang untuk orang yang sama sudah atau sedang dibayar pihak lain. Batalkan dan siapkan \
     kembali.",
    "This batch has months that somebody else has paid, or is paying, for the same person. Cancel it and prepare \
     another one.",
);
