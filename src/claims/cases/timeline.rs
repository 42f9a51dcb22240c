//! The story of a claim in sentences, told from the versions that its history keeps.

mod naming;
mod told;
mod words;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

pub use words::summary;

use self::naming::sentence;
use self::told::{Concerned, Told, ToldPart, ToldYear, told};
use super::codes::ClaimStatus;
use crate::claims::scholarships::rules::SchoolYear;
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
    /// What was done, in the language of the request: also with which paper, for want of what, or from which kind to which.
    #[schema(example = "Dokumen ditolak: Akta kematian.")]
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
    /// The child it was about.
    #[schema(required)]
    pub child_id: Option<Uuid>,
    /// That child's name at the time.
    #[schema(required)]
    pub child_name: Option<String>,
    /// The school year it was about.
    #[schema(required, value_type = Option<String>, example = "2026/2027")]
    pub school_year: Option<SchoolYear>,
    /// The money that was claimed, decided, transferred, or taken back.
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

/// Tells one version. `actor_name` is the person's full name, if it was a person.
pub fn tell(
    entry: HistoryEntry,
    actor_name: Option<String>,
    language: Language,
) -> Result<TimelineEntry, serde_json::Error> {
    let after = told(entry.after)?;
    let before = told(entry.before)?;
    let Concerned { about, child, year } = Concerned::of(&before, &after);
    Ok(TimelineEntry {
        amount_idr: money(&entry.action, (&before, &after), about, year.as_ref()),
        version: entry.version,
        at: entry.recorded_at,
        summary: sentence(&entry.action, &before, &after).get(language).to_owned(),
        action: entry.action,
        reason: entry.reason,
        status: after.status,
        beneficiary_id: about.map(|one| one.id),
        beneficiary_name: about.map(|one| one.name.clone()),
        child_id: child.map(|one| one.id),
        child_name: child.map(|one| one.name.clone()),
        school_year: year.map(|year| SchoolYear::beginning_in(year.school_year)),
        actor_kind: entry.actor_kind,
        actor_id: entry.actor_id,
        actor_name,
    })
}

/// What of a version is told beyond the story of the claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// What was done, and with what.
    pub sentence: Text,
    /// The money that it is about: what was claimed, decided, transferred or taken back.
    pub amount_idr: Option<i64>,
}

/// Tells what of a version belongs to other stories, too. It is told of what the history keeps of it.
pub fn happened(
    action: &str,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<Happened, serde_json::Error> {
    let (before, after) = (told(before)?, told(after)?);
    let Concerned { about, year, .. } = Concerned::of(&before, &after);
    Ok(Happened {
        sentence: sentence(action, &before, &after),
        amount_idr: money(action, (&before, &after), about, year.as_ref()),
    })
}

fn money(
    action: &str,
    (before, after): (&Told, &Told),
    about: Option<&ToldPart>,
    year: Option<&ToldYear>,
) -> Option<i64> {
    let paid = |part: &ToldPart| part.payment.as_ref().map(|payment| payment.amount_idr);
    match action {
        "approved" => after.approved_amount_idr,
        "decision_voided" => before.approved_amount_idr,
        "payment_recorded" => about.and_then(paid),
        // What was taken back is no payment any more.
        "payment_voided" => {
            let mut was = before.beneficiaries.iter().flatten();
            was.find(|part| about.is_some_and(|one| one.id == part.id)).and_then(paid)
        }
        _ => year.map(|year| year.approved_amount_idr.unwrap_or(year.amount_idr)),
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
        let paid = |amount| Some(json!({"beneficiaries": [part(2, "Ali", amount)]}));
        let amount = |action, before, after| happened(action, before, after).unwrap().amount_idr;
        assert_eq!(amount("payment_recorded", paid(None), paid(Some(21))), Some(21));
        let decided = Some(json!({"approved_amount_idr": 42_000_000}));
        assert_eq!(amount("approved", None, decided.clone()), Some(42_000_000));
        assert_eq!(amount("submitted", None, decided), None);
        assert_eq!(told.summary, "A payment to a beneficiary was recorded.");
    }

    #[test]
    fn a_payment_that_was_taken_back_says_whose_it_was_and_how_much() {
        let sri = part(1, "Sri", Some(21));
        let mut ali = part(2, "Ali", None);
        ali["voided_payments"] = json!([{"amount_idr": 12, "void_reason": "Salah orang."}]);
        let told = entry(
            "payment_voided",
            json!({"status": "paid", "beneficiaries": [sri, part(2, "Ali", Some(12))]}),
            json!({"status": "approved", "beneficiaries": [sri, ali]}),
        );
        assert_eq!((told.beneficiary_name.as_deref(), told.amount_idr), (Some("Ali"), Some(12)));
        assert_eq!(told.status, Some(ClaimStatus::Approved));
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
