//! Correcting a registration.

use chrono::SubsecRound;
use diesel_async::AsyncPgConnection;
use futures_util::try_join;
use uuid::Uuid;

use super::{Writing, check_own_village, identity, state_after};
use crate::domain::{NikWarning, RegionCode};
use crate::platform::changes::{self, Change};
use crate::platform::http::{Field, IfMatch, Issues, Problem, Text};
use crate::register::persons::queries::delete_temporary;
use crate::register::workers::fields::{self, Standing, WorkerFields};
use crate::register::workers::model::WorkerRow;
use crate::register::workers::queries;
use crate::register::workers::rules::{Action, WorkerStatus};

/// What to change.
#[derive(Debug)]
pub struct Correction {
    /// The fields to be read.
    pub fields: WorkerFields,
    /// Whether warnings that it brings to a verified worker are confirmed.
    pub confirm_warnings: bool,
}

/// Corrects a registration. A correction that changes nothing leaves no trace.
pub async fn update(
    conn: &mut AsyncPgConnection,
    writing: Writing<'_>,
    id: Uuid,
    if_match: &IfMatch,
    correction: Correction,
) -> Result<WorkerRow, Problem> {
    let before = queries::find_for_update(conn, writing.scope, id).await?.ok_or_else(Problem::not_found)?;
    if_match.check(before.version)?;
    let status = state_after(&before, Action::Update, writing.rights)?;

    let mut issues = Issues::new();
    let parsed = correction.fields.parse(standing(&before), writing.today, &mut issues);
    if let Field::Value(village) = &parsed.village {
        check_own_village(writing.scope, village, &mut issues);
        check_same_regency(&before, village, &mut issues)?;
    }
    issues.finish()?;

    let mut after = before.clone();
    fields::apply(parsed, &mut after, writing.vault, writing.today).map_err(Problem::internal)?;
    if after == before {
        return Ok(before);
    }
    if status == WorkerStatus::Verified {
        check_verified(&before, &after, writing, correction.confirm_warnings)?;
    }
    if after.nik_hash != before.nik_hash {
        after.person_id = identity::rebind(conn, writing, &before, &after).await?;
    }
    after.version = before.version + 1;
    after.updated_at = writing.origin.now.trunc_subsecs(6);
    let change = Change::updated(&before, &after, Action::Update.done(), None).map_err(Problem::internal)?;
    let changes = [change];
    let shared: &AsyncPgConnection = conn;
    try_join!(queries::update(shared, &after), changes::record(shared, writing.origin, &changes))?;
    if before.nik_hash.is_none() && after.person_id != before.person_id {
        delete_temporary(conn, before.person_id).await?;
    }
    Ok(after)
}

/// What the registration has of the fields that need each other.
fn standing(row: &WorkerRow) -> Standing {
    Standing {
        nik: row.nik_hash.is_some(),
        occupation: row.occupation.is_some(),
        next_of_kin_name: row.next_of_kin_name.is_some(),
        next_of_kin_relation: row.next_of_kin_relation.is_some(),
        next_of_kin_phone: row.next_of_kin_phone_sealed.is_some(),
        poverty: row.poverty_source.is_some(),
        poverty_decile: row.poverty_decile.is_some(),
    }
}

fn check_same_regency(row: &WorkerRow, village: &RegionCode, issues: &mut Issues) -> Result<(), Problem> {
    if row.village().map_err(Problem::internal)?.regency() != village.regency() {
        issues.push(
            "/village_code",
            "other_regency",
            Text::fixed(
                "Pindah ke kabupaten lain memerlukan proses perpindahan.",
                "Moving to another regency takes a transfer.",
            ),
        );
    }
    Ok(())
}

/// The identity of a verified worker is the office's to change, and new doubts have to be looked into.
fn check_verified(
    before: &WorkerRow,
    after: &WorkerRow,
    writing: Writing<'_>,
    confirmed: bool,
) -> Result<(), Problem> {
    let mut issues = Issues::new();
    if !writing.rights.verify {
        let touched = [
            ("/name", before.name != after.name),
            ("/nik", before.nik_hash != after.nik_hash),
            ("/birth_on", before.birth_on != after.birth_on),
            ("/sex", before.sex != after.sex),
        ];
        for (pointer, _) in touched.into_iter().filter(|(_, touched)| *touched) {
            issues.push(
                pointer,
                "verified_identity",
                Text::fixed(
                    "Identitas pekerja terverifikasi hanya diubah oleh dinas.",
                    "Only the office changes the identity of a verified worker.",
                ),
            );
        }
    }
    if !confirmed {
        let known = before.warnings().map_err(Problem::internal)?;
        let now = after.warnings().map_err(Problem::internal)?;
        for warning in now.into_iter().filter(|warning| !known.contains(warning)) {
            unconfirmed(&mut issues, warning);
        }
    }
    issues.finish()
}

/// Notes a warning that nobody has confirmed.
pub(super) fn unconfirmed(issues: &mut Issues, warning: NikWarning) {
    let text = Text::new(warning.indonesian(), warning.english());
    issues.push("/confirm_warnings", warning.as_str(), text);
}
