//! Where an account stands: its regency and its regions, checked against the register and against the
//! regions of whoever gives them.

use diesel_async::AsyncPgConnection;

use super::queries;
use crate::access::caller::RegionScope;
use crate::domain::RegionCode;
use crate::platform::http::{FieldError, Issues, Problem, Text};

/// The id of the regency, after a look at each region: it exists, and the giver has it. All problems at
/// once, under `/region_codes`.
pub async fn settle(
    conn: &mut AsyncPgConnection,
    giver: &RegionScope,
    regency: &RegionCode,
    regions: &[RegionCode],
) -> Result<i32, Problem> {
    let mut issues = Issues::new();
    let known = queries::list_region_names(conn, regions).await?;
    for (place, region) in regions.iter().enumerate() {
        let pointer = format!("/region_codes/{place}");
        if !giver.national && !giver.contains(region) {
            issues.push(pointer, "region_outside_yours", OUTSIDE);
        } else if !known.contains_key(region.as_str()) {
            issues.push(pointer, "unknown_region", UNKNOWN);
        }
    }
    let regency_id = queries::find_regency_id(conn, regency).await?;
    if regency_id.is_none() && issues.is_empty() {
        issues.push("/region_codes", "regency_not_served", NOT_SERVED);
    }
    match regency_id {
        Some(id) => issues.finish().map(|()| id),
        None => Err(issues.into_problem()),
    }
}

/// The refusal of regions in another regency than the account's.
pub fn other_regency() -> Problem {
    Problem::invalid_field(FieldError::new(
        "/region_codes",
        "other_regency",
        Text::fixed(
            "Akun tidak dapat pindah ke kabupaten lain; buatlah akun baru di sana.",
            "An account cannot move to another regency; make a new one there.",
        ),
    ))
}

const OUTSIDE: Text =
    Text::fixed("Wilayah ini berada di luar wilayah Anda.", "This region lies outside your regions.");
const UNKNOWN: Text = Text::fixed("Wilayah ini tidak ada.", "There is no such region.");
const NOT_SERVED: Text = Text::fixed(
    "Kabupaten atau kota ini belum memakai layanan ini.",
    "This regency does not use this deployment.",
);
