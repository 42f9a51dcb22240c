//! Rows of the insurer's facts.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules::LateMonths;
use crate::cover::standing::rules::MembershipState;
use crate::domain::{Day, MemberNumber};
use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::columns::{AsCodes, AsFirstDay, AsText};
use crate::platform::db::schema::memberships;
use crate::platform::vault::{LookupHash, Sealed};

/// What the insurer said of a membership on a day.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize, Deserialize,
)]
#[diesel(table_name = memberships, primary_key(id, regency_id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub struct MembershipRow {
    /// Its id.
    pub id: Uuid,
    /// The regency it belongs to.
    pub regency_id: i32,
    /// Whose membership.
    pub worker_id: Uuid,
    /// The person behind the registration.
    pub person_id: Uuid,
    /// The member number.
    pub member_number_sealed: Option<Sealed<MemberNumber>>,
    /// What may be shown of it.
    pub member_number_mask: Option<String>,
    /// Under which it is found.
    pub member_number_hash: Option<LookupHash<MemberNumber>>,
    /// What the insurer calls the membership.
    pub state: AsText<MembershipState>,
    /// For which programmes.
    pub programmes: AsCodes,
    /// Since when it exists.
    pub since_on: Option<Day>,
    /// The last month paid.
    pub paid_until: Option<AsFirstDay>,
    /// The day of which the insurer spoke.
    pub as_of: Day,
    /// Where it is known from.
    pub evidence: String,
    /// From which month public money that came late counts as paid in time, by this word of the insurer.
    #[serde(default)]
    pub corrected_from_month: Option<AsFirstDay>,
    /// Until which month.
    #[serde(default)]
    pub corrected_until_month: Option<AsFirstDay>,
    /// The import it came with.
    pub import_id: Option<Uuid>,
    /// 1 at first, one more with every change.
    pub version: i32,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl MembershipRow {
    /// What its actions depend on.
    pub fn standing_of_months(&self) -> LateMonths {
        match self.corrected_from_month {
            Some(_) => LateMonths::Corrected,
            None if self.state.0 == MembershipState::Active => LateMonths::Open,
            None => LateMonths::Never,
        }
    }

    /// Whether it only says that nobody is a member, of whoever has the NIK: it names no number that would tell whom it means.
    pub fn is_of_nobody(&self) -> bool {
        self.state.0 == MembershipState::NotMember && self.member_number_hash.is_none()
    }

    /// Regency, member number and person, as a number is claimed.
    pub fn numbered(&self) -> (i32, Option<&LookupHash<MemberNumber>>, Uuid) {
        (self.regency_id, self.member_number_hash.as_ref(), self.person_id)
    }
}

impl Snapshot for MembershipRow {
    const SUBJECT: Subject = Subject::Membership;

    fn id(&self) -> Uuid {
        self.id
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn regency_id(&self) -> i32 {
        self.regency_id
    }

    fn region_code(&self) -> Option<&str> {
        None
    }
}
