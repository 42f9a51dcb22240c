//! Rows of children and their scholarships.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::codes::{LapseReason, ScholarshipStatus};
use super::rules::{Pupil, SchoolYear, Wanted, is_living};
use crate::claims::payouts::rules::fits;
use crate::cover::rules::benefits::codes::EducationLevel;
use crate::domain::{Day, Nik};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::{claim_children, claim_scholarship_voids, claim_scholarships};
use crate::platform::vault::{LookupHash, Sealed};

/// A child as it is stored. It has no `Debug`: nearly all of it is personal.
#[derive(
    Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize, Deserialize,
)]
#[diesel(table_name = claim_children, primary_key(id, regency_id), treat_none_as_null = true)]
#[diesel(check_for_backend(Pg))]
pub struct ChildRow {
    pub id: Uuid,
    pub regency_id: i32,
    pub claim_id: Uuid,
    /// The order of entry.
    pub place: i16,
    pub name: String,
    pub birth_on: Day,
    pub nik_sealed: Option<Sealed<Nik>>,
    pub nik_mask: Option<String>,
    pub nik_hash: Option<LookupHash<Nik>>,
    /// Where it stood on the day of the event.
    pub level: AsText<EducationLevel>,
    pub level_year: i16,
    /// To whose account the scholarship goes.
    pub payee_id: Option<Uuid>,
    pub may_be_due: bool,
    pub lapsed_on: Option<Day>,
    pub lapse_reason: Option<AsText<LapseReason>>,
    pub lapse_note: Option<String>,
    pub lapsed_by: Option<Uuid>,
    pub lapsed_at: Option<DateTime<Utc>>,
    pub entered_by: Option<Uuid>,
    /// Whoever entered or changed it. None of them confirms its scholarships, also not after others changed more.
    pub revised_by: Vec<Uuid>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl ChildRow {
    /// Since when and why it gets no more; its columns are set together.
    pub fn lapse(&self) -> Option<(Day, LapseReason)> {
        self.lapsed_on.zip(self.lapse_reason.map(|reason| reason.0))
    }

    /// Keeps who changes it.
    pub fn note_reviser(&mut self, account: Option<Uuid>) {
        if let Some(account) = account.filter(|account| !self.revised_by.contains(account)) {
            self.revised_by.push(account);
        }
    }

    /// Whether two entries tell of one child: by their NIKs where both have one, else by name and day of birth.
    pub fn is_same_child(&self, other: &Self) -> bool {
        match (&self.nik_hash, &other.nik_hash) {
            (Some(own), Some(others)) => own == others,
            _ => self.is_namesake(other),
        }
    }

    /// Whether two entries are born on one day and may have one name, in whichever spelling. Twins are often called much alike; their
    /// NIKs stand in the papers that each school year needs, so that asking for them keeps nobody out.
    pub fn is_namesake(&self, other: &Self) -> bool {
        let is_one_name =
            || self.name.to_lowercase() == other.name.to_lowercase() || fits(&self.name, &other.name);
        self.birth_on == other.birth_on && is_one_name()
    }

    /// The child as the rules see it.
    pub fn pupil(&self) -> Pupil {
        Pupil { birth_on: self.birth_on, lapse: self.lapse() }
    }
}

/// What is claimed for a child and a school year, as it is stored.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    Queryable,
    Selectable,
    Insertable,
    AsChangeset,
    Identifiable,
    Serialize,
    Deserialize,
)]
#[diesel(table_name = claim_scholarships, primary_key(id, regency_id), treat_none_as_null = true)]
#[diesel(check_for_backend(Pg))]
pub struct ScholarshipRow {
    pub id: Uuid,
    pub regency_id: i32,
    pub claim_id: Uuid,
    pub child_id: Uuid,
    /// The calendar year in which the school year begins.
    pub school_year: i32,
    pub level: AsText<EducationLevel>,
    pub amount_idr: i64,
    pub benefit_rule_id: Uuid,
    pub status: AsText<ScholarshipStatus>,
    pub status_reason: Option<String>,
    pub claimed_by: Option<Uuid>,
    pub claimed_at: DateTime<Utc>,
    pub verified_by: Option<Uuid>,
    pub verified_at: Option<DateTime<Utc>>,
    pub decided_on: Option<Day>,
    /// Who recorded the decision. Versions from before this was kept name nobody.
    #[serde(default)]
    pub decided_by: Option<Uuid>,
    pub approved_amount_idr: Option<i64>,
    pub insurer_reference: Option<String>,
    pub paid_on: Option<Day>,
    pub transfer_reference: Option<String>,
    /// Whose account it went to.
    pub payee_id: Option<Uuid>,
    pub account_mask: Option<String>,
    pub paid_by: Option<Uuid>,
    pub paid_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
}

impl ScholarshipRow {
    /// Which school year.
    pub fn year(&self) -> SchoolYear {
        SchoolYear::beginning_in(self.school_year)
    }
}

/// A transfer of a scholarship that was recorded in error and taken back, as it is stored, for ever.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = claim_scholarship_voids, check_for_backend(Pg))]
pub struct VoidedPaymentRow {
    pub id: Uuid,
    pub regency_id: i32,
    pub scholarship_id: Uuid,
    pub payee_id: Uuid,
    pub amount_idr: i64,
    pub paid_on: Day,
    pub transfer_reference: String,
    pub account_mask: String,
    pub recorded_by: Option<Uuid>,
    pub recorded_at: DateTime<Utc>,
    pub voided_by: Uuid,
    pub voided_at: DateTime<Utc>,
    pub void_reason: String,
}

/// A child with what was claimed for it, in the order in which it was.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Child {
    #[serde(flatten)]
    pub row: ChildRow,
    #[serde(default)]
    pub scholarships: Vec<ScholarshipRow>,
    /// In the order in which they were taken back. Versions from before transfers were taken back have none.
    #[serde(default)]
    pub voided_payments: Vec<VoidedPaymentRow>,
}

impl Child {
    /// The years that were used, with their levels.
    pub fn used(&self) -> Vec<Wanted> {
        self.living().map(|one| Wanted { year: one.year(), level: one.level.0 }).collect()
    }

    /// The scholarships that were neither refused nor taken back.
    pub fn living(&self) -> impl Iterator<Item = &ScholarshipRow> {
        self.scholarships.iter().filter(|one| is_living(one.status.0))
    }
}
