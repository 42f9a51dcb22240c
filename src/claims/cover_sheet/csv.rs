//! The cover sheet as a table: a line for each beneficiary.

use actix_web::web::Bytes;

use super::dto::ClaimCoverSheet;
use crate::platform::csv::CsvWriter;
use crate::platform::http::Problem;

const HEADINGS: [&str; 26] = [
    "claim_id",
    "kind",
    "status",
    "insurer_reference",
    "event_on",
    "died_on",
    "reported_on",
    "worker_name",
    "worker_nik",
    "worker_member_number",
    "village_code",
    "beneficiary_name",
    "relation",
    "beneficiary_nik",
    "birth_on",
    "guardian_name",
    "share_basis_points",
    "bank_name",
    "bank_code",
    "account_number",
    "account_holder_name",
    "estimate_idr",
    "decided_idr",
    "due_idr",
    "late_fee_granted_idr",
    "late_fee_open_idr",
];

/// The table.
pub fn table(sheet: &ClaimCoverSheet) -> Result<Bytes, Problem> {
    let mut writer = CsvWriter::new();
    writer.row(HEADINGS).map_err(Problem::internal)?;
    let (claim, day) = (&sheet.claim, |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()));
    let number = |number: Option<i64>| number.map(|number| number.to_string());
    for one in &claim.beneficiaries {
        let account = one.payout_account.as_ref();
        let cells = [
            Some(claim.id.to_string()),
            Some(claim.kind.as_str().to_owned()),
            Some(claim.status.as_str().to_owned()),
            claim.insurer_reference.clone(),
            day(Some(claim.event_on)),
            day(claim.died_on),
            day(Some(claim.reported_on)),
            Some(claim.worker.name.clone()),
            sheet.worker_nik.clone(),
            sheet.worker_member_number.clone(),
            Some(claim.worker.village_code.clone()),
            Some(one.name.clone()),
            Some(one.relation.as_str().to_owned()),
            one.nik.clone(),
            day(one.birth_on),
            one.guardian_name.clone(),
            Some(one.share_basis_points.to_string()),
            account.map(|account| account.bank_name.clone()),
            account.and_then(|account| account.bank_code.clone()),
            account.map(|account| account.account_number.clone()),
            account.map(|account| account.account_holder_name.clone()),
            number(sheet.estimate.as_ref().map(|estimate| estimate.total_idr)),
            number(claim.approved_amount_idr),
            number(one.due_amount_idr),
            number(sheet.clock.late_fee_granted_idr),
            number(sheet.clock.late_fee_open_idr),
        ];
        writer
            .row(cells.iter().map(|cell| cell.as_deref().unwrap_or_default()))
            .map_err(Problem::internal)?;
    }
    writer.into_chunk().map_err(Problem::internal)
}
