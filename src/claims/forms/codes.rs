//! The forms, and which claims have which.

use utoipa::ToSchema;

use crate::claims::cases::codes::ClaimKind;
use crate::domain::code_list;

code_list! {
    /// A form of a claim.
    #[derive(ToSchema)]
    #[schema(rename_all = "snake_case")]
    pub enum ClaimForm = "claim_form" {
        /// The heirs ask for the death benefit.
        DeathBenefit = "death_benefit",
        /// A work accident, within two days.
        AccidentStageOne = "accident_stage_one",
        /// The same once the worker has recovered, is disabled, or died.
        AccidentStageTwo = "accident_stage_two",
        /// Who the heirs are, for the village head to sign.
        HeirStatement = "heir_statement",
        /// Who receives the money of a minor.
        GuardianPower = "guardian_power",
    }
}

/// What decides about the forms of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// What is claimed.
    pub kind: ClaimKind,
    /// Whether somebody died.
    pub is_fatal: bool,
    /// Whether a beneficiary has a guardian.
    pub has_guardian: bool,
}

impl ClaimForm {
    /// Whether a claim has this form.
    pub fn belongs_to(self, case: Case) -> bool {
        match self {
            Self::DeathBenefit => case.kind == ClaimKind::Death,
            Self::AccidentStageOne | Self::AccidentStageTwo => case.kind == ClaimKind::WorkAccident,
            Self::HeirStatement => case.is_fatal,
            Self::GuardianPower => case.has_guardian,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_claim_has_its_forms() {
        let forms = |kind, is_fatal, has_guardian| {
            let case = Case { kind, is_fatal, has_guardian };
            let all = ClaimForm::ALL.iter().filter(|form| form.belongs_to(case));
            all.map(|form| form.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(forms(ClaimKind::Death, true, false), ["death_benefit", "heir_statement"]);
        assert_eq!(
            forms(ClaimKind::WorkAccident, false, false),
            ["accident_stage_one", "accident_stage_two"]
        );
        assert_eq!(
            forms(ClaimKind::WorkAccident, true, true),
            ["accident_stage_one", "accident_stage_two", "heir_statement", "guardian_power"]
        );
        assert_eq!(forms(ClaimKind::OldAge, false, false), [""; 0]);
    }
}
