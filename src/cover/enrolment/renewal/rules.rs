//! The terms of a renewed plan, and what becomes of the people of the plan before.

use std::collections::BTreeMap;

use super::super::rules::{PlanReason, Priority, Why};
use crate::cover::contributions::obligations::rules::Term;
use crate::cover::eligibility::rules::Reason;
use crate::domain::{Month, MonthRange, Rupiah, code_list};

code_list! {
    /// What a renewal does to somebody.
    pub enum Fate = "enrolment_renewal_fate" {
        /// Was funded by the plan before and is chosen again.
        Returning = "returning",
        /// Was funded by the plan before, and the new one cannot fund the worker.
        CannotReturn = "cannot_return",
        /// Was funded by the plan before and could be again, but quota, places or budget do not reach so far.
        Dropped = "dropped",
        /// Is chosen, and was not funded by the plan before.
        New = "new",
    }
}

/// Months by months of a year.
const YEAR: i32 = 12;

/// The same month one year on.
pub fn a_year_on(month: Month) -> Option<Month> {
    month.plus(YEAR)
}

/// In which order people come into a renewed plan: past the entry age before all, since whoever of them drops out could
/// never come back; then whose membership runs; then as before.
pub fn priorities(before: &[Priority]) -> Vec<Priority> {
    let first = [Priority::PastEntryAge, Priority::Continuation];
    let others = before.iter().copied().filter(|priority| !first.contains(priority));
    first.into_iter().chain(others).collect()
}

/// What a renewed plan is called: as before, with its year where the name has one.
pub fn name(before: &str, old: Month, new: Month) -> String {
    before.replace(&old.year().to_string(), &new.year().to_string())
}

/// The months around the new plan that nobody pays: those after the old plan and before the new one, and what is left of the
/// year after it.
pub fn unfunded(old: MonthRange, new: MonthRange) -> Vec<MonthRange> {
    let range = |from: Option<Month>, until: Option<Month>| MonthRange::new(from?, until?).ok();
    let between = range(old.until().plus(1), new.from().plus(-1));
    let december = Month::new(new.until().year(), 12).ok();
    let rest = range(new.until().plus(1), december);
    between.into_iter().chain(rest).collect()
}

/// What somebody pays alone, month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alone {
    /// Each month with all its programmes.
    pub months: Vec<(Month, Rupiah)>,
    /// All of them.
    pub total: Rupiah,
}

/// Sums the terms of somebody by month; none beyond what can be stored.
pub fn alone(terms: &[Term]) -> Option<Alone> {
    let mut months: BTreeMap<Month, Rupiah> = BTreeMap::new();
    for term in terms {
        let sum = months.entry(term.month).or_insert(Rupiah::new(0));
        *sum = sum.checked_add(term.amount)?;
    }
    let total = Rupiah::checked_sum(months.values().copied())?;
    Some(Alone { months: months.into_iter().collect(), total })
}

/// Whether somebody who does not return can go on by paying alone. Neither the dead nor whoever is insured by an employer or
/// the state can; nor who is past the age of entry without a membership that runs; nor is there a need where another source
/// pays.
pub fn can_pay_alone(reasons: &[Why]) -> bool {
    let has = |test: fn(&Reason) -> bool| {
        reasons.iter().any(|why| matches!(why, Why::OfWorker(reason) if test(reason)))
    };
    let is_funded =
        reasons.iter().any(|why| matches!(why, Why::OfPlan(PlanReason::FundedInPlanMonths { .. })));
    let is_elsewhere = has(|reason| {
        matches!(reason, Reason::NotVerified { reason: Some(reason), .. }
            if ["deceased", "wage_worker", "civil_servant"].contains(&reason.as_str()))
    });
    let is_too_old = has(|reason| matches!(reason, Reason::TooOldToEnter { .. }));
    let runs_out = has(|reason| {
        matches!(reason, Reason::MembershipLapsed { .. } | Reason::NoMembership | Reason::MembershipUnknown)
    });
    !(is_funded || is_elsewhere || has(|reason| *reason == Reason::Deceased) || is_too_old && runs_out)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Programme, ProgrammeSet};

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    fn range(text: &str) -> MonthRange {
        MonthRange::parse(text).unwrap()
    }

    #[test]
    fn whoever_could_never_come_back_comes_first_and_then_whose_membership_runs() {
        let before = [Priority::LowestDecile, Priority::Continuation, Priority::Oldest];
        let expected =
            [Priority::PastEntryAge, Priority::Continuation, Priority::LowestDecile, Priority::Oldest];
        assert_eq!(priorities(&before), expected);
        assert_eq!(priorities(&[]), [Priority::PastEntryAge, Priority::Continuation]);
    }

    #[test]
    fn the_year_in_a_name_goes_on_with_the_plan() {
        let (old, new) = (month("2026-01"), month("2027-01"));
        assert_eq!(name("Pekerja rentan 2026", old, new), "Pekerja rentan 2027");
        assert_eq!(name("Pekerja rentan", old, new), "Pekerja rentan");
        assert_eq!(a_year_on(old), Some(new));
    }

    #[test]
    fn what_a_plan_does_not_pay_lies_before_and_after_it() {
        let old = range("2026-01/2026-12");
        assert_eq!(unfunded(old, range("2027-01/2027-12")), []);
        assert_eq!(unfunded(old, range("2027-01/2027-08")), [range("2027-09/2027-12")]);
        let both = [range("2027-01/2027-02"), range("2027-11/2027-12")];
        assert_eq!(unfunded(old, range("2027-03/2027-10")), both);
        // The new plan may begin while the old one still pays.
        assert_eq!(unfunded(old, range("2026-10/2027-12")), []);
    }

    #[test]
    fn the_programmes_of_a_month_are_one_sum() {
        let term = |programme, month: &str, amount| Term {
            programme,
            month: Month::parse(month).unwrap(),
            rate_id: Uuid::nil(),
            relief: false,
            amount: Rupiah::new(amount),
        };
        let terms = [
            term(Programme::Jkk, "2027-01", 10_000),
            term(Programme::Jkk, "2027-02", 10_000),
            term(Programme::Jkm, "2027-01", 6_800),
            term(Programme::Jkm, "2027-02", 6_800),
        ];
        let sum = Rupiah::new(16_800);
        let expected = Alone {
            months: vec![(month("2027-01"), sum), (month("2027-02"), sum)],
            total: Rupiah::new(33_600),
        };
        assert_eq!(alone(&terms), Some(expected));
        assert_eq!(
            alone(&[term(Programme::Jkk, "2027-01", i64::MAX), term(Programme::Jkm, "2027-02", 1)]),
            None
        );
    }

    #[test]
    fn who_cannot_go_on_is_not_told_what_it_would_cost() {
        let too_old = || Why::from(Reason::TooOldToEnter { age: 66, limit: 65 });
        let left = |reason: &str| {
            Why::from(Reason::NotVerified { status: "inactive".to_owned(), reason: Some(reason.to_owned()) })
        };
        let funded = PlanReason::FundedInPlanMonths {
            programmes: ProgrammeSet::ALL,
            from: month("2027-01"),
            until: month("2027-12"),
        };
        assert!(can_pay_alone(&[]));
        assert!(can_pay_alone(&[PlanReason::OutsidePlanRegion.into(), too_old()]));
        assert!(can_pay_alone(&[left("moved_out")]));
        assert!(can_pay_alone(&[Reason::NoMembership.into()]));
        for reasons in [
            vec![Reason::Deceased.into()],
            vec![left("wage_worker")],
            vec![left("civil_servant")],
            vec![left("deceased")],
            vec![too_old(), Reason::MembershipLapsed { until: None }.into()],
            vec![funded.into()],
        ] {
            assert!(!can_pay_alone(&reasons), "{reasons:?}");
        }
    }
}
