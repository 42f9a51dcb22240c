//! Rows of claims, and a claim with all its parts.

use chrono::{DateTime, Utc};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::prelude::*;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Jsonb;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::codes::{Benefit, ClaimKind, ClaimStatus, ClaimWarning};
use super::rules::facts::Facts;
use crate::claims::documents::model::DocumentRow;
use crate::claims::heirs::model::Beneficiary;
use crate::claims::scholarships::model::Child;
use crate::cover::rules::checklists::codes::ChecklistCircumstance;
use crate::domain::{Day, Nik, Rupiah};
use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::{claims, workers};
use crate::platform::vault::LookupHash;

/// A claim as it is stored.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Queryable,
    Selectable,
    Insertable,
    AsChangeset,
    Identifiable,
    Serialize,
    Deserialize,
)]
#[diesel(table_name = claims, primary_key(id, regency_id), treat_none_as_null = true)]
#[diesel(check_for_backend(Pg))]
pub struct ClaimRow {
    pub id: Uuid,
    pub regency_id: i32,
    pub worker_id: Uuid,
    pub person_id: Uuid,
    pub kind: AsText<ClaimKind>,
    pub status: AsText<ClaimStatus>,
    pub status_reason: Option<String>,
    pub event_on: Day,
    pub died_on: Option<Day>,
    pub circumstances: Option<String>,
    pub reported_on: Day,
    /// What decides about its papers beside the beneficiaries. Versions from before this was kept state nothing.
    #[serde(default)]
    pub stated_circumstances: Vec<AsText<ChecklistCircumstance>>,
    pub warnings: Vec<AsText<ClaimWarning>>,
    pub returned_missing: Vec<String>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub submitted_by: Option<Uuid>,
    pub verified_at: Option<DateTime<Utc>>,
    pub verified_by: Option<Uuid>,
    /// When it was verified for the first time, also where it has to be verified anew. Versions from before this was kept name
    /// no instant.
    #[serde(default)]
    pub first_verified_at: Option<DateTime<Utc>>,
    /// Who changed it, its beneficiaries or their accounts, and who handed it in before. Versions from before this was kept name
    /// nobody, and at first it was kept from the first submission on.
    #[serde(default)]
    pub revised_by: Vec<Uuid>,
    pub documents_complete_at: Option<DateTime<Utc>>,
    pub sent_to_insurer_at: Option<DateTime<Utc>>,
    pub insurer_reference: Option<String>,
    pub decided_on: Option<Day>,
    /// Who recorded the decision that stands. Versions from before this was kept name nobody.
    #[serde(default)]
    pub decided_by: Option<Uuid>,
    pub approved_amount_idr: Option<i64>,
    pub approved_lines: ApprovedLines,
    pub rejection_reason: Option<String>,
    pub entered_by: Option<Uuid>,
    pub version: i32,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl ClaimRow {
    /// What happened and when.
    pub fn facts(&self) -> Facts {
        Facts {
            kind: self.kind.0,
            event_on: self.event_on,
            died_on: self.died_on,
            reported_on: self.reported_on,
        }
    }

    /// The day of the death of which the claim tells, once it is past its draft and as long as it is not withdrawn.
    pub fn told_death(&self) -> Option<Day> {
        let counts = !matches!(self.status.0, ClaimStatus::Draft | ClaimStatus::Withdrawn);
        self.facts().death_on().filter(|_| counts)
    }

    /// Takes over facts and what they warn of.
    pub fn set_facts(&mut self, facts: Facts, warnings: Vec<ClaimWarning>) {
        self.kind = AsText(facts.kind);
        self.event_on = facts.event_on;
        self.died_on = facts.died_on;
        self.reported_on = facts.reported_on;
        self.warnings = warnings.into_iter().map(AsText).collect();
    }

    /// Keeps who changes it, its beneficiaries or their accounts, be it a draft. Such an account does not confirm what it changed
    /// itself, also not after others changed more.
    pub fn note_reviser(&mut self, account: Option<Uuid>) {
        self.revised_by.extend(account.filter(|account| !self.revised_by.contains(account)));
    }

    /// Keeps who hands it in. Whoever did before stays among those who do not confirm it.
    pub fn set_submission(&mut self, by: Option<Uuid>, at: DateTime<Utc>) {
        self.note_reviser(self.submitted_by);
        self.submitted_at = Some(at);
        self.submitted_by = by;
    }

    /// Lets it be a draft again. Whoever handed it in stays among those who do not confirm it.
    pub fn clear_submission(&mut self) {
        self.note_reviser(self.submitted_by);
        self.submitted_at = None;
        self.submitted_by = None;
    }

    /// Keeps who confirmed it, and when somebody first did.
    pub fn set_verification(&mut self, by: Option<Uuid>, at: DateTime<Utc>) {
        self.verified_at = Some(at);
        self.verified_by = by;
        self.first_verified_at = self.first_verified_at.or(Some(at));
    }

    /// When it was confirmed for the first time, also where it has to be confirmed anew.
    pub fn first_verification(&self) -> Option<DateTime<Utc>> {
        self.first_verified_at.or(self.verified_at)
    }

    /// Forgets who confirmed it and where it was sent: it has to be confirmed and sent anew. That
    /// somebody once did stays.
    pub fn clear_verification(&mut self) {
        self.first_verified_at = self.first_verification();
        self.verified_at = None;
        self.verified_by = None;
        self.documents_complete_at = None;
        self.sent_to_insurer_at = None;
    }
}

/// One line of what the insurer approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovedLine {
    /// What it is for.
    pub benefit: Benefit,
    /// How much.
    pub amount_idr: i64,
}

/// What an approved amount is made of, and what is granted beside it for scholarships, as a JSON column.
#[derive(Debug, Clone, Default, PartialEq, Eq, AsExpression, FromSqlRow, Serialize, Deserialize)]
#[diesel(sql_type = Jsonb)]
#[serde(transparent)]
pub struct ApprovedLines(pub Vec<ApprovedLine>);

impl ApprovedLines {
    /// What the insurer grants for scholarships, year after year; none where it said nothing of them.
    pub fn scholarships(&self) -> Option<Rupiah> {
        let own: Vec<Rupiah> = self
            .0
            .iter()
            .filter(|line| line.benefit == Benefit::Scholarship)
            .map(|line| Rupiah::new(line.amount_idr))
            .collect();
        if own.is_empty() { None } else { Rupiah::checked_sum(own) }
    }

    /// What the insurer grants for paying late: a part of the approved amount that is no benefit. `None` where it cannot be stored.
    pub fn late_fee(&self) -> Option<Rupiah> {
        let own = self.0.iter().filter(|line| line.benefit == Benefit::LateFee);
        Rupiah::checked_sum(own.map(|line| Rupiah::new(line.amount_idr)))
    }
}

impl ToSql<Jsonb, Pg> for ApprovedLines {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let value = serde_json::to_value(self)?;
        <Value as ToSql<Jsonb, Pg>>::to_sql(&value, &mut out.reborrow())
    }
}

impl FromSql<Jsonb, Pg> for ApprovedLines {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        let value = <Value as FromSql<Jsonb, Pg>>::from_sql(bytes)?;
        Ok(serde_json::from_value(value)?)
    }
}

/// What a claim asks and shows of its worker.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = workers, check_for_backend(Pg))]
pub struct WorkerCard {
    pub id: Uuid,
    pub regency_id: i32,
    pub person_id: Uuid,
    pub village_code: String,
    pub name: String,
    pub nik_hash: Option<LookupHash<Nik>>,
    pub birth_on: Option<Day>,
    pub version: i32,
}

/// A claim with all its parts. This is what its history keeps, so that `as_known_at` knows who was to be
/// paid then, and to which account.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimFile {
    #[serde(flatten)]
    pub claim: ClaimRow,
    /// In the order of entry.
    pub beneficiaries: Vec<Beneficiary>,
    /// In the order in which they were sent. Versions from before documents were kept have none.
    #[serde(default)]
    pub documents: Vec<DocumentRow>,
    /// In the order of entry. Versions from before children were kept have none.
    #[serde(default)]
    pub children: Vec<Child>,
    /// The worker's village when this version was made.
    pub village_code: String,
}

impl Snapshot for ClaimFile {
    const SUBJECT: Subject = Subject::Claim;

    fn id(&self) -> Uuid {
        self.claim.id
    }

    fn version(&self) -> i32 {
        self.claim.version
    }

    fn regency_id(&self) -> i32 {
        self.claim.regency_id
    }

    fn region_code(&self) -> Option<&str> {
        Some(&self.village_code)
    }
}

/// A claim with its worker, as a caller may see it.
#[derive(Clone, PartialEq)]
pub struct ClaimView {
    pub file: ClaimFile,
    pub worker: WorkerCard,
}
