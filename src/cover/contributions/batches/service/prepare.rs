//! Preparing a batch from what is due.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::BatchRow;
use super::super::queries::{self, Wanted};
use super::super::rules::BatchStatus;
use crate::access::caller::RegionScope;
use crate::cover::funding::{self, model::SourceRow};
use crate::cover::trail;
use crate::domain::Month;
use crate::platform::changes::Origin;
use crate::platform::db::columns::{AsFirstDay, AsText};
use crate::platform::db::transaction::take_time;
use crate::platform::http::{Code, FieldError, Issues, Problem, Text};

/// A batch to be prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBatch {
    /// Its id.
    pub id: Uuid,
    /// From which source it is paid.
    pub funding_source_id: Uuid,
    /// Which months to take up.
    pub months: Vec<Month>,
    /// What people call it.
    pub name: Option<String>,
    /// What else decides about the lines.
    pub wanted: Wanted,
}

/// Prepares a batch: everything that is due in its months and in no other batch under way.
pub async fn prepare(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    new: NewBatch,
) -> Result<BatchRow, Problem> {
    let source = match scope.whole_regencies() {
        true => funding::queries::lock(conn, scope, new.funding_source_id).await?,
        false => None,
    };
    let (source, _) = source.ok_or_else(unknown_source)?;
    check_months(&source, &new.months)?;
    take_time(conn).await?;
    let number = queries::next_number(conn, (source.id, source.regency_id)).await?;
    let mut batch = empty(&new, &source, number, origin);
    queries::insert(conn, &batch).await?;
    let totals = queries::fill(conn, &batch, &new.wanted).await?;
    if totals.lines == 0 {
        return Err(nothing_due());
    }
    batch.lines_total = totals.lines;
    batch.people_total = totals.people;
    batch.amount_idr = totals.amount_idr;
    queries::update(conn, &batch).await?;
    trail::created(conn, origin, &batch).await?;
    Ok(batch)
}

fn empty(new: &NewBatch, source: &SourceRow, number: i32, origin: &Origin) -> BatchRow {
    let now = trail::instant(origin);
    BatchRow {
        id: new.id,
        regency_id: source.regency_id,
        funding_source_id: source.id,
        number,
        name: new.name.clone(),
        months: new.months.iter().copied().map(AsFirstDay).collect(),
        status: AsText(BatchStatus::Draft),
        lines_total: 0,
        people_total: 0,
        amount_idr: 0,
        accepted_lines: 0,
        accepted_idr: 0,
        refused_lines: 0,
        refused_idr: 0,
        prepared_by: origin.actor.id(),
        approved_by: None,
        approved_at: None,
        billing_code: None,
        billing_code_expires_on: None,
        paid_on: None,
        reconciled_at: None,
        cancel_reason: None,
        version: 1,
        created_at: now,
        updated_at: now,
        payment_id: None,
        revised_by: Vec::new(),
    }
}

fn check_months(source: &SourceRow, months: &[Month]) -> Result<(), Problem> {
    let mut issues = Issues::new();
    let (first, last) = (source.from_month.0, source.until_month.0);
    if months.iter().any(|month| *month < first || last < *month) {
        let text = Text::new(
            format!("Sumber ini membayar bulan {first} sampai {last}."),
            format!("This source pays from {first} to {last}."),
        );
        issues.push("/months", "outside_funding_source", text);
    }
    issues.finish()
}

fn nothing_due() -> Problem {
    Problem::new(Code::Conflict).errors(vec![FieldError::new(
        "/months",
        "nothing_due",
        Text::fixed(
            "Tidak ada iuran terutang yang belum masuk kelompok iuran lain.",
            "Nothing is due that is not in another batch already.",
        ),
    )])
}

fn unknown_source() -> Problem {
    Problem::new(Code::UnknownReference).errors(vec![FieldError::new(
        "/funding_source_id",
        "unknown_funding_source",
        Text::fixed(
            "Sumber pendanaan ini tidak ada, atau berada di luar wilayah Anda.",
            "This funding source does not exist or lies outside your regions.",
        ),
    )])
}
