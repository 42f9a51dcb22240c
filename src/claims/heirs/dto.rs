//! The wire types of beneficiaries.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::codes::{HeirClass, HeirRelation};
use super::model::Beneficiary;
use super::rules::{self, WHOLE};
use super::service::{BeneficiaryChanges, NewBeneficiary};
use crate::claims::cases::dto::requests::{needed, optional};
use crate::claims::payouts::dto::{
    PaymentResponse, PayoutAccountResponse, PayoutState, PendingAccountResponse,
};
use crate::domain::{Day, Nik, PersonName, new_id, parse_day};
use crate::platform::http::{Field, Issues, Problem, Text, brought_id};

/// Who is paid from a claim. The claim's `ETag` is the version of its beneficiaries too.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BeneficiaryResponse {
    /// The beneficiary.
    pub id: Uuid,
    /// The claim.
    pub claim_id: Uuid,
    /// The name.
    #[schema(example = "Siti Aminah")]
    pub name: String,
    /// What they are to the worker.
    pub relation: HeirRelation,
    /// Where the law puts that relation; a nearer class excludes the farther ones.
    pub heir_class: HeirClass,
    /// The NIK, masked.
    #[schema(required, example = "3529************")]
    pub nik: Option<String>,
    /// When they were born.
    #[schema(required)]
    pub birth_on: Option<NaiveDate>,
    /// Who is paid in the place of a minor.
    #[schema(required)]
    pub guardian_name: Option<String>,
    /// Their part in basis points: 10,000 are the whole.
    #[schema(minimum = 1, maximum = 10000, example = 10000)]
    pub share_basis_points: i32,
    /// Where they are paid; null while an account is awaited.
    #[schema(required)]
    pub payout_account: Option<PayoutAccountResponse>,
    /// The account that shall take its place, while it waits for a second person.
    #[schema(required)]
    pub pending_payout_account: Option<PendingAccountResponse>,
    /// Whether they can be paid, or have been. Who is `ready` is paid from the `payable_from` of the account on, where it has
    /// one.
    pub payout_state: PayoutState,
    /// What they are due, once the insurer has approved.
    #[schema(required, minimum = 1, example = 42000000)]
    pub due_amount_idr: Option<i64>,
    /// The transfer, once it was made.
    #[schema(required)]
    pub payment: Option<PaymentResponse>,
    /// Transfers that were recorded in error and taken back.
    pub voided_payments: Vec<PaymentResponse>,
}

impl BeneficiaryResponse {
    /// What is shown of a beneficiary who is due this amount.
    pub fn of(beneficiary: &Beneficiary, due_amount_idr: Option<i64>) -> Self {
        let row = beneficiary.row.clone();
        Self {
            id: row.id,
            claim_id: row.claim_id,
            relation: row.relation.0,
            heir_class: rules::class_of(row.relation.0),
            birth_on: row.birth_on,
            share_basis_points: row.share_basis_points,
            payout_account: PayoutAccountResponse::of(&row),
            pending_payout_account: PendingAccountResponse::of(&row),
            payout_state: PayoutState::of(beneficiary),
            due_amount_idr,
            payment: beneficiary.payment.as_ref().map(PaymentResponse::from),
            voided_payments: beneficiary.voided_payments.iter().map(PaymentResponse::from).collect(),
            name: row.name,
            nik: row.nik_mask,
            guardian_name: row.guardian_name,
        }
    }
}

/// A beneficiary to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateBeneficiary {
    /// The caller's own id for it, a UUID of version 7.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// The name.
    #[schema(max_length = 100, example = "Siti Aminah")]
    name: String,
    /// What they are to the worker.
    relation: HeirRelation,
    /// The NIK.
    #[schema(pattern = "^[0-9]{16}$", example = "3529015708850001")]
    nik: Option<String>,
    /// When they were born; needed for whoever may be a minor.
    #[schema(format = Date, example = "1985-08-17")]
    birth_on: Option<String>,
    /// Who is paid in the place of a minor.
    #[schema(max_length = 100)]
    guardian_name: Option<String>,
    /// Their part in basis points. All parts must add up to 10,000 when the claim is submitted.
    #[schema(minimum = 1, maximum = 10000, example = 10000)]
    share_basis_points: i32,
}

impl CreateBeneficiary {
    /// Reads it, with everything that is wrong at once.
    pub fn parse(self, now: DateTime<Utc>, today: Day) -> Result<NewBeneficiary, Problem> {
        let mut issues = Issues::new();
        let name = issues.take("/name", PersonName::parse(&self.name));
        let nik = issues.take_optional("/nik", self.nik.as_deref(), Nik::parse);
        let birth_on = issues.take_optional("/birth_on", self.birth_on.as_deref(), parse_day);
        check_birth(&mut issues, birth_on, today);
        let guardian_name =
            issues.take_optional("/guardian_name", self.guardian_name.as_deref(), PersonName::parse);
        check_share(&mut issues, self.share_basis_points);
        match name {
            Some(name) if issues.is_empty() => Ok(NewBeneficiary {
                id: self.id.unwrap_or_else(|| new_id(now)),
                name,
                relation: self.relation,
                nik,
                birth_on,
                guardian_name,
                share_basis_points: self.share_basis_points,
            }),
            _ => Err(issues.into_problem()),
        }
    }
}

/// A correction of a beneficiary.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateBeneficiary {
    /// The name.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 100)]
    name: Field<String>,
    /// What they are to the worker.
    #[serde(default)]
    #[schema(value_type = Option<HeirRelation>)]
    relation: Field<HeirRelation>,
    /// The NIK.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{16}$")]
    nik: Field<String>,
    /// When they were born.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    birth_on: Field<String>,
    /// Who is paid in the place of a minor.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 100)]
    guardian_name: Field<String>,
    /// Their part in basis points.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 10000)]
    share_basis_points: Field<i32>,
}

impl UpdateBeneficiary {
    /// Reads it, with everything that is wrong at once.
    pub fn parse(self, today: Day) -> Result<BeneficiaryChanges, Problem> {
        let mut issues = Issues::new();
        let name = needed(&mut issues, "/name", self.name, |text: String| PersonName::parse(&text));
        let nik = optional(&mut issues, "/nik", self.nik, Nik::parse);
        let birth_on = optional(&mut issues, "/birth_on", self.birth_on, parse_day);
        if let Field::Value(birth_on) = birth_on {
            check_birth(&mut issues, Some(birth_on), today);
        }
        let guardian_name = optional(&mut issues, "/guardian_name", self.guardian_name, PersonName::parse);
        let relation = present(&mut issues, "/relation", self.relation);
        let share_basis_points = present(&mut issues, "/share_basis_points", self.share_basis_points);
        if let Some(share) = share_basis_points {
            check_share(&mut issues, share);
        }
        issues.finish()?;
        Ok(BeneficiaryChanges { name, relation, nik, birth_on, guardian_name, share_basis_points })
    }
}

/// A field that was read by its type and cannot be cleared.
fn present<T>(issues: &mut Issues, pointer: &str, field: Field<T>) -> Option<T> {
    match field {
        Field::Absent => None,
        Field::Null => {
            issues.missing(pointer);
            None
        }
        Field::Value(value) => Some(value),
    }
}

fn check_share(issues: &mut Issues, share: i32) {
    if !(1..=WHOLE).contains(&share) {
        issues.push(
            "/share_basis_points",
            "share_out_of_range",
            Text::fixed(
                "Bagian adalah 1 sampai 10.000 basis poin.",
                "A share is from 1 to 10,000 basis points.",
            ),
        );
    }
}

fn check_birth(issues: &mut Issues, birth_on: Option<Day>, today: Day) {
    if birth_on.is_some_and(|birth_on| birth_on > today) {
        issues.push(
            "/birth_on",
            "birth_in_future",
            Text::fixed("Tanggal lahir berada di masa depan.", "The birth date lies in the future."),
        );
    }
}
