//! Months that were paid late and that the insurer counts all the same.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::super::rules::ObligationStatus;
use crate::domain::{Day, Month, MonthRange, Programme, ProgrammeSet};
use crate::platform::db::columns::{AsFirstDay, AsText};
use crate::platform::db::schema::contribution_obligations as obligations;

/// A paid month of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateMonth {
    /// The programme.
    pub programme: Programme,
    /// The month.
    pub month: Month,
    /// The day of the transfer.
    pub paid_on: Option<Day>,
    /// Whether a fact of the insurer counts it as paid in time already.
    pub is_corrected: bool,
}

/// A person in a regency.
pub type Owner = (Uuid, i32);

/// The paid months of a person in these programmes and months, locked until the transaction ends.
pub async fn paid_months(
    conn: &mut AsyncPgConnection,
    (person_id, regency_id): Owner,
    programmes: ProgrammeSet,
    months: MonthRange,
) -> QueryResult<Vec<LateMonth>> {
    type Row = (AsText<Programme>, AsFirstDay, Option<Day>, Option<Uuid>);
    let rows: Vec<Row> = obligations::table
        .filter(obligations::person_id.eq(person_id))
        .filter(obligations::regency_id.eq(regency_id))
        .filter(obligations::programme.eq_any(programmes.codes()))
        .filter(obligations::month.between(months.from().first_day(), months.until().first_day()))
        .filter(obligations::status.eq(ObligationStatus::Paid.as_str()))
        .order((obligations::programme, obligations::month))
        .select((
            obligations::programme,
            obligations::month,
            obligations::paid_on,
            obligations::correction_id,
        ))
        .for_no_key_update()
        .load(conn)
        .await?;
    let month = |(programme, month, paid_on, correction): Row| LateMonth {
        programme: programme.0,
        month: month.0,
        paid_on,
        is_corrected: correction.is_some(),
    };
    Ok(rows.into_iter().map(month).collect())
}

/// Lets months that [`paid_months`] has locked name the fact that counts them.
pub async fn correct(
    conn: &mut AsyncPgConnection,
    (person_id, regency_id): Owner,
    programmes: ProgrammeSet,
    months: MonthRange,
    correction_id: Uuid,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let these = obligations::table
        .filter(obligations::person_id.eq(person_id))
        .filter(obligations::regency_id.eq(regency_id))
        .filter(obligations::programme.eq_any(programmes.codes()))
        .filter(obligations::month.between(months.from().first_day(), months.until().first_day()))
        .filter(obligations::status.eq(ObligationStatus::Paid.as_str()));
    diesel::update(these)
        .set((
            obligations::correction_id.eq(correction_id),
            obligations::version.eq(obligations::version + 1),
            obligations::updated_at.eq(now),
        ))
        .execute(conn)
        .await
}

/// Takes back what a fact counts.
pub async fn clear_correction(
    conn: &mut AsyncPgConnection,
    (correction_id, regency_id): (Uuid, i32),
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let these = obligations::table
        .filter(obligations::correction_id.eq(correction_id))
        .filter(obligations::regency_id.eq(regency_id));
    diesel::update(these)
        .set((
            obligations::correction_id.eq(None::<Uuid>),
            obligations::version.eq(obligations::version + 1),
            obligations::updated_at.eq(now),
        ))
        .execute(conn)
        .await
}
