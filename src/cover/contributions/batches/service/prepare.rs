//! Preparing a batch from what is due.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::BatchRow;
use super::super::queries::{self, Wanted};
use super::super::rules::{BatchStatus, RefusalReason};
use crate::access::caller::RegionScope;
use crate::cover::funding::{self, model::SourceRow};
use crate::cover::trail;
use crate::domain::{Month, RegionCode};
use crate::platform::changes::Origin;
use crate::platform::db::columns::{AsFirstDay, AsText};
use crate::platform::db::transaction::take_time;
use crate::platform::http::{Code, FieldError, Issues, Problem, Text};
use crate::register::regions;

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

/// A batch as it was prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// The draft.
    pub batch: BatchRow,
    /// How many people were left out because by an earlier refusal their period should end, by its reason.
    pub left_out: Vec<(RefusalReason, i64)>,
}

/// Prepares a batch: everything that is due in its months and in no other batch under way.
pub async fn prepare(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    new: NewBatch,
) -> Result<Prepared, Problem> {
    let source = match scope.whole_regencies() {
        true => funding::queries::lock(conn, scope, new.funding_source_id).await?,
        false => None,
    };
    let (source, _) = source.ok_or_else(unknown_source)?;
    check_months(&source, &new.months)?;
    check_region(conn, &source, new.wanted.region.as_ref()).await?;
    take_time(conn).await?;
    let number = queries::next_number(conn, (source.id, source.regency_id)).await?;
    let mut batch = empty(&new, &source, number, origin);
    queries::insert(conn, &batch).await?;
    let filled = queries::fill(conn, &batch, &new.wanted).await?;
    let left_out = filled.left_out();
    if filled.lines == 0 {
        return Err(nothing_due(left_out.iter().map(|(_, people)| people).sum()));
    }
    batch.lines_total = filled.lines;
    batch.people_total = filled.people;
    batch.amount_idr = filled.amount_idr;
    queries::update(conn, &batch).await?;
    trail::created(conn, origin, &batch).await?;
    Ok(Prepared { batch, left_out })
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

/// A batch is of a part of what its source pays: of regions in its regency, or of one that holds it.
async fn check_region(
    conn: &mut AsyncPgConnection,
    source: &SourceRow,
    region: Option<&RegionCode>,
) -> Result<(), Problem> {
    let Some(region) = region else { return Ok(()) };
    let regency = source.region_code.0.regency();
    let is_near = regency.is_none_or(|regency| regency.contains(region) || region.contains(&regency));
    if is_near && regions::queries::find_region(conn, region).await?.is_some() {
        return Ok(());
    }
    Err(Problem::new(Code::UnknownReference).errors(vec![FieldError::new(
        "/region_code",
        "unknown_region",
        Text::fixed(
            "Wilayah ini tidak ada, atau berada di luar kabupaten sumber pendanaan.",
            "This region does not exist or lies outside the regency of the funding source.",
        ),
    )]))
}

/// Nothing can be taken up; of so many people only an earlier refusal keeps it out.
fn nothing_due(left_out: i64) -> Problem {
    let text = match left_out {
        0 => Text::fixed(
            "Tidak ada iuran terutang yang belum masuk kelompok iuran lain.",
            "Nothing is due that is not in another batch already.",
        ),
        people => Text::new(
            format!(
                "Tidak ada iuran terutang yang belum masuk kelompok iuran lain, selain milik {people} orang yang periodenya \
                 harus diakhiri menurut BPJS Ketenagakerjaan."
            ),
            format!(
                "Nothing is due that is not in another batch already, but for that of {people} whose periods should end by \
                 the insurer's word."
            ),
        ),
    };
    Problem::new(Code::Conflict).errors(vec![FieldError::new("/months", "nothing_due", text)])
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
