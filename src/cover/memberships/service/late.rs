//! The way back for public money that came late: the insurer counts the months as paid in time, in a fact with its
//! evidence, and may take that back.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::MembershipRow;
use super::super::queries;
use super::super::rules::{self, LateMonths};
use crate::access::caller::RegionScope;
use crate::cover::closes::rules::ReopenCause;
use crate::cover::closes::service::came_late;
use crate::cover::contributions::obligations::queries::{LateMonth, clear_correction, correct, paid_months};
use crate::cover::coverages::queries::lock_persons;
use crate::cover::trail;
use crate::domain::{Month, MonthRange};
use crate::platform::changes::{self, Change, Origin};
use crate::platform::db::columns::AsFirstDay;
use crate::platform::http::{FieldError, IfMatch, Issues, Problem, Text};

/// Counts months that were paid late as paid in time, on the evidence of a fact that calls the membership active.
/// 422 where a month of the fact's programmes is not paid or was paid in time.
pub async fn correct_late_months(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    months: MonthRange,
) -> Result<MembershipRow, Problem> {
    let (before, village_code) = lock(conn, scope, id, held, LateMonths::Open).await?;
    if months.until() > Month::from_date(before.as_of) {
        return Err(Problem::invalid_field(FieldError::new("/until_month", "after_as_of", AFTER_WORD)));
    }
    let person = (before.person_id, before.regency_id);
    let paid = paid_months(conn, person, before.programmes.0, months).await?;
    check(&before, &paid, months)?;
    correct(conn, person, before.programmes.0, months, before.id, trail::instant(origin)).await?;
    let after = MembershipRow {
        corrected_from_month: Some(AsFirstDay(months.from())),
        corrected_until_month: Some(AsFirstDay(months.until())),
        ..before.clone()
    };
    write(conn, origin, (&before, after), village_code, "late_months_corrected").await
}

/// Takes a correction back: the months count from the day of their transfer again.
pub async fn withdraw_late_months(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
) -> Result<MembershipRow, Problem> {
    let (before, village_code) = lock(conn, scope, id, held, LateMonths::Corrected).await?;
    clear_correction(conn, (before.id, before.regency_id), trail::instant(origin)).await?;
    let after = MembershipRow { corrected_from_month: None, corrected_until_month: None, ..before.clone() };
    write(conn, origin, (&before, after), village_code, "late_months_withdrawn").await
}

async fn lock(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
    held: &IfMatch,
    needed: LateMonths,
) -> Result<(MembershipRow, String), Problem> {
    let (row, village_code) = queries::lock(conn, scope, id).await?.ok_or_else(Problem::not_found)?;
    held.check(row.version)?;
    // The person before the months in the ledger, as everybody who changes more than one of them.
    lock_persons(conn, &[row.person_id]).await?;
    let stands = row.standing_of_months();
    if stands != needed {
        return Err(Problem::invalid_state(rules::allowed(&stands)));
    }
    Ok((row, village_code))
}

async fn write(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    (before, after): (&MembershipRow, MembershipRow),
    village_code: String,
    action: &'static str,
) -> Result<MembershipRow, Problem> {
    let after = MembershipRow { version: before.version + 1, updated_at: trail::instant(origin), ..after };
    queries::update(conn, &after).await?;
    let change = Change::updated(before, &after, action, None).map_err(Problem::internal)?;
    changes::record(conn, origin, &[Change { region_code: Some(village_code), ..change }]).await?;
    if let Some(AsFirstDay(from)) = before.corrected_from_month.or(after.corrected_from_month) {
        came_late(conn, origin, after.regency_id, from, ReopenCause::Correction).await?;
    }
    Ok(after)
}

/// Every month of every programme of the fact is paid, late, and corrected by no other fact.
fn check(row: &MembershipRow, paid: &[LateMonth], months: MonthRange) -> Result<(), Problem> {
    let mut issues = Issues::new();
    for month in months.iter() {
        let is_wrong = row.programmes.0.iter().any(|programme| {
            let found = paid.iter().find(|one| one.month == month && one.programme == programme);
            found.is_none_or(|one| one.is_corrected || !rules::is_late(month, one.paid_on))
        });
        if is_wrong {
            let text = Text::new(
                format!("Iuran {month} belum dibayar, dibayar tepat waktu, atau sudah dikoreksi."),
                format!(
                    "The contribution of {month} is not paid, was paid in time, or is corrected already."
                ),
            );
            issues.push("/from_month", "month_not_late", text);
        }
    }
    issues.finish()
}

const AFTER_WORD: Text = Text::fixed(
    "Bulan terakhir tidak boleh setelah hari keterangan BPJS.",
    "The last month cannot lie after the day of which the insurer spoke.",
);
