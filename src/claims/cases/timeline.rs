//! The story of a claim in sentences, told from the versions that its history keeps.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::codes::ClaimStatus;
use crate::platform::changes::HistoryEntry;
use crate::platform::http::{Language, Text};

/// One event in the life of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TimelineEntry {
    /// The version of the claim that it made.
    #[schema(minimum = 1, example = 3)]
    pub version: i32,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// What was done, as a code: `submitted`, `payment_recorded`.
    #[schema(example = "submitted")]
    pub action: String,
    /// What was done, in the language of the request.
    #[schema(example = "Klaim diajukan ke dinas.")]
    pub summary: String,
    /// Why, where a reason or a note was given.
    #[schema(required)]
    pub reason: Option<String>,
    /// How far the claim had come then; null if the payload was erased.
    #[schema(required)]
    pub status: Option<ClaimStatus>,
    /// The beneficiary it was about.
    #[schema(required)]
    pub beneficiary_id: Option<Uuid>,
    /// That beneficiary's name at the time.
    #[schema(required)]
    pub beneficiary_name: Option<String>,
    /// The money that was decided or transferred.
    #[schema(required, minimum = 1)]
    pub amount_idr: Option<i64>,
    /// `user`, `client` or `system`.
    #[schema(example = "user")]
    pub actor_kind: String,
    /// The account; null for the deployment itself.
    #[schema(required)]
    pub actor_id: Option<Uuid>,
    /// Who that is; null for systems.
    #[schema(required, example = "Rahmat Hidayat")]
    pub actor_name: Option<String>,
}

/// What the story needs of a version.
#[derive(Debug, Default, Deserialize)]
struct Told {
    status: Option<ClaimStatus>,
    approved_amount_idr: Option<i64>,
    /// In overwritten values only where the version changed them.
    beneficiaries: Option<Vec<ToldBeneficiary>>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct ToldBeneficiary {
    id: Uuid,
    name: String,
    payment: Option<ToldPayment>,
    /// Everything else, to see whose part a version changed.
    #[serde(flatten)]
    rest: Value,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct ToldPayment {
    amount_idr: i64,
}

/// Tells one version. `actor_name` is the person's full name, if it was a person.
pub fn tell(
    entry: HistoryEntry,
    actor_name: Option<String>,
    language: Language,
) -> Result<TimelineEntry, serde_json::Error> {
    let after = told(entry.after)?;
    let before = told(entry.before)?;
    let about = concerned(before.beneficiaries.as_deref(), after.beneficiaries.as_deref());
    let amount_idr = match entry.action.as_str() {
        "approved" => after.approved_amount_idr,
        "payment_recorded" => about.and_then(|one| one.payment.as_ref()).map(|payment| payment.amount_idr),
        _ => None,
    };
    Ok(TimelineEntry {
        version: entry.version,
        at: entry.recorded_at,
        summary: summary(&entry.action).get(language).to_owned(),
        action: entry.action,
        reason: entry.reason,
        status: after.status,
        beneficiary_id: about.map(|one| one.id),
        beneficiary_name: about.map(|one| one.name.clone()),
        amount_idr,
        actor_kind: entry.actor_kind,
        actor_id: entry.actor_id,
        actor_name,
    })
}

/// An erased or missing payload tells nothing.
fn told(payload: Option<Value>) -> Result<Told, serde_json::Error> {
    payload.map_or_else(|| Ok(Told::default()), serde_json::from_value)
}

/// The one beneficiary that a version added, changed or removed.
fn concerned<'t>(
    before: Option<&'t [ToldBeneficiary]>,
    after: Option<&'t [ToldBeneficiary]>,
) -> Option<&'t ToldBeneficiary> {
    let (before, after) = before.zip(after)?;
    let added_or_changed = after.iter().find(|one| !before.contains(one));
    let removed = before.iter().find(|one| !after.iter().any(|other| other.id == one.id));
    added_or_changed.or(removed)
}

/// What was done to a claim, in a sentence.
pub fn summary(action: &str) -> Text {
    match action {
        "created" => Text::fixed("Konsep klaim dibuat.", "The claim was drafted."),
        "edited" => Text::fixed("Data klaim diperbaiki.", "The facts of the claim were corrected."),
        "beneficiary_added" => Text::fixed("Penerima ditambahkan.", "A beneficiary was added."),
        "beneficiary_edited" => Text::fixed("Data penerima diperbaiki.", "A beneficiary was corrected."),
        "beneficiary_removed" => Text::fixed("Penerima dihapus.", "A beneficiary was removed."),
        "payout_account_set" => {
            Text::fixed("Rekening penerima dicatat.", "The account of a beneficiary was recorded.")
        }
        "document_added" => Text::fixed("Dokumen ditambahkan.", "A document was added."),
        "document_accepted" => Text::fixed("Dokumen diterima.", "A document was accepted."),
        "document_refused" => Text::fixed("Dokumen ditolak.", "A document was refused."),
        "document_withdrawn" => Text::fixed("Dokumen ditarik.", "A document was taken back."),
        "document_restored" => Text::fixed("Dokumen dikembalikan.", "A document was put back."),
        "payout_account_change_stated" => Text::fixed(
            "Rekening pengganti dicatat dan menunggu persetujuan.",
            "Another account of a beneficiary was stated and waits for approval.",
        ),
        "payout_account_change_approved" => {
            Text::fixed("Penggantian rekening disetujui.", "Another account of a beneficiary was approved.")
        }
        "payout_account_change_rejected" => {
            Text::fixed("Penggantian rekening ditolak.", "Another account of a beneficiary was turned down.")
        }
        "payout_account_change_withdrawn" => {
            Text::fixed("Penggantian rekening ditarik.", "Another account of a beneficiary was taken back.")
        }
        "merged" => Text::fixed(
            "Klaim dipindahkan ke pendaftaran lain dari orang yang sama.",
            "The claim went over to another registration of the same person.",
        ),
        "unmerged" => Text::fixed(
            "Klaim dikembalikan ke pendaftaran semula.",
            "The claim went back to the registration for which it was filed.",
        ),
        "submitted" => {
            Text::fixed("Klaim diajukan ke dinas.", "The claim was submitted to the employment office.")
        }
        "returned" => {
            Text::fixed("Klaim dikembalikan untuk dilengkapi.", "The claim was returned for completion.")
        }
        "verified" => {
            Text::fixed("Klaim diverifikasi oleh orang kedua.", "The claim was verified by a second person.")
        }
        "sent_to_insurer" => {
            Text::fixed("Klaim dikirim ke BPJS Ketenagakerjaan.", "The claim was sent to the insurer.")
        }
        "approved" => {
            Text::fixed("BPJS Ketenagakerjaan menyetujui klaim.", "The insurer approved the claim.")
        }
        "rejected" => Text::fixed("BPJS Ketenagakerjaan menolak klaim.", "The insurer refused the claim."),
        "appealed" => Text::fixed("Keluarga mengajukan banding.", "The refusal was appealed."),
        "payment_recorded" => {
            Text::fixed("Pembayaran kepada penerima dicatat.", "A payment to a beneficiary was recorded.")
        }
        "withdrawn" => Text::fixed("Klaim dicabut.", "The claim was withdrawn."),
        "reclassified" => Text::fixed("Jenis klaim diubah.", "The kind of the claim was changed."),
        _ => Text::fixed("Klaim diubah.", "The claim was changed."),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn entry(action: &str, before: Value, after: Value) -> TimelineEntry {
        let entry = HistoryEntry {
            version: 2,
            action: action.to_owned(),
            reason: None,
            actor_kind: "user".to_owned(),
            actor_id: None,
            request_id: None,
            import_id: None,
            recorded_at: DateTime::UNIX_EPOCH,
            before: Some(before),
            after: Some(after),
        };
        tell(entry, Some("Rahmat".to_owned()), Language::En).unwrap()
    }

    fn part(number: u128, name: &str, paid: Option<i64>) -> Value {
        let payment = paid.map(|amount| json!({"amount_idr": amount, "paid_on": "2026-11-20"}));
        json!({"id": Uuid::from_u128(number), "name": name, "payment": payment, "place": 1})
    }

    #[test]
    fn a_payment_says_to_whom_and_how_much() {
        let (sri, ali) = (part(1, "Sri", None), part(2, "Ali", None));
        let told = entry(
            "payment_recorded",
            json!({"version": 1, "beneficiaries": [sri, ali]}),
            json!({"version": 2, "status": "approved", "beneficiaries": [sri, part(2, "Ali", Some(21))]}),
        );
        assert_eq!((told.beneficiary_name.as_deref(), told.amount_idr), (Some("Ali"), Some(21)));
        assert_eq!(told.status, Some(ClaimStatus::Approved));
        assert_eq!(told.summary, "A payment to a beneficiary was recorded.");
    }

    #[test]
    fn additions_and_removals_name_whom_they_concern() {
        let (sri, ali) = (part(1, "Sri", None), part(2, "Ali", None));
        let one = json!({"status": "draft", "beneficiaries": [sri]});
        let both = json!({"status": "draft", "beneficiaries": [sri, ali]});
        let name = |told: TimelineEntry| told.beneficiary_name;
        assert_eq!(name(entry("beneficiary_added", one.clone(), both.clone())).as_deref(), Some("Ali"));
        assert_eq!(name(entry("beneficiary_removed", both, one.clone())).as_deref(), Some("Ali"));
        assert_eq!(name(entry("submitted", json!({"status": "draft"}), one)), None);
    }

    #[test]
    fn an_erased_payload_still_tells_what_was_done() {
        let entry = HistoryEntry {
            version: 1,
            action: "created".to_owned(),
            reason: None,
            actor_kind: "system".to_owned(),
            actor_id: None,
            request_id: None,
            import_id: None,
            recorded_at: DateTime::UNIX_EPOCH,
            before: None,
            after: None,
        };
        let told = tell(entry, None, Language::Id).unwrap();
        assert_eq!((told.summary.as_str(), told.status), ("Konsep klaim dibuat.", None));
    }
}
