//! Whether somebody may be chosen, from everything that was found.

use super::{PlanReason, Why};
use crate::cover::eligibility::rules::Eligibility;

/// What everything together comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether nothing is in the way.
    pub is_eligible: bool,
    /// Whether a membership would be continued.
    pub is_continuation: bool,
    /// Everything in the way; else in which way the worker comes in, and what somebody should look at.
    pub reasons: Vec<Why>,
}

/// Judges somebody by what eligibility found and what stands in the way of this plan.
pub fn verdict(eligibility: &Eligibility, of_plan: Vec<PlanReason>) -> Verdict {
    let obstacles = eligibility.may_be_proposed().err().unwrap_or_default();
    let against: Vec<Why> =
        of_plan.into_iter().map(Why::from).chain(obstacles.into_iter().map(Why::from)).collect();
    if !against.is_empty() {
        return Verdict { is_eligible: false, is_continuation: false, reasons: against };
    }
    Verdict {
        is_eligible: true,
        is_continuation: eligibility.continues(),
        reasons: eligibility.remarks().into_iter().map(Why::from).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cover::eligibility::rules::{Limits, WorkerFacts, assess};
    use crate::cover::standing::rules::{Basis, Standing, StandingState};
    use crate::domain::{Coded as _, Month, WarungRole, parse_day};

    fn eligibility(state: StandingState, basis: Basis, birth: &str) -> Eligibility {
        let standing = Standing {
            state,
            basis,
            until_month: Some(Month::parse("2026-01").unwrap()),
            ..Standing::UNKNOWN
        };
        let facts = WorkerFacts {
            status: "verified".to_owned(),
            status_reason: None,
            is_deceased: false,
            has_nik: true,
            nik_warnings: Vec::new(),
            birth_on: Some(parse_day(birth).unwrap()),
            roles: vec![WarungRole::Employee],
            funded: Vec::new(),
            standing,
        };
        let limits = Limits { entry_age: Some(65), jobs_maximum: Some(2) };
        assess(&facts, limits, parse_day("2026-01-01").unwrap(), Vec::new())
    }

    fn found(verdict: &Verdict) -> (bool, bool, Vec<&'static str>) {
        (verdict.is_eligible, verdict.is_continuation, verdict.reasons.iter().map(Why::code).collect())
    }

    #[test]
    fn who_may_be_chosen_has_the_way_in_and_what_to_look_at() {
        let entry = eligibility(StandingState::NotCovered, Basis::Unknown, "1982-06-15");
        let expected = (true, false, vec!["employee_only", "no_running_membership"]);
        assert_eq!(found(&verdict(&entry, Vec::new())), expected);
        // Past the age of entry, a member goes on.
        let member = eligibility(StandingState::Active, Basis::InsurerConfirmed, "1958-06-15");
        let expected = (true, true, vec!["employee_only", "membership_active"]);
        assert_eq!(found(&verdict(&member, Vec::new())), expected);
        assert!(member.is_past_entry_age() && !entry.is_past_entry_age());
    }

    #[test]
    fn who_may_not_has_everything_in_the_way() {
        let old = eligibility(StandingState::NotCovered, Basis::Unknown, "1958-06-15");
        let against = vec![PlanReason::PlanDecileUnknown, PlanReason::FundedLastYear];
        let expected =
            vec!["plan_decile_unknown", "funded_last_year", "too_old_to_enter", "membership_unknown"];
        assert_eq!(found(&verdict(&old, against)), (false, false, expected));
    }
}
