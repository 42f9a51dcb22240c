//! Which parameters there are, and their values on one day.

use std::collections::BTreeMap;

use crate::domain::{Day, code_list};

code_list! {
    /// The parameters that the service asks for.
    pub enum ParameterKey = "parameter_key" {
        /// Who has this age on registration or at the first payment cannot enter any more.
        EntryAgeLimitYears = "entry_age_limit_years",
        /// The lowest wage base of a member outside an employment relation.
        WageBaseMinimumIdr = "wage_base_minimum_idr",
        /// The highest wage base of a member outside an employment relation.
        WageBaseMaximumIdr = "wage_base_maximum_idr",
        /// How many jobs of one person can be insured.
        JobsMaximum = "jobs_maximum",
        /// How many unpaid months can still be paid.
        ArrearsMonthsPayable = "arrears_months_payable",
        /// After more consecutive unpaid months than this the membership has lapsed.
        LapseAfterUnpaidMonths = "lapse_after_unpaid_months",
        /// After more consecutive unpaid months than this an alert counts the membership as cut off.
        LapseAlertAfterUnpaidMonths = "lapse_alert_after_unpaid_months",
        /// Paid months before death from which the full death benefit is due.
        WaitingMonthsFullDeathBenefit = "waiting_months_full_death_benefit",
        /// Working days in which the insurer pays a complete death claim.
        DeathClaimServiceWorkingDays = "death_claim_service_working_days",
        /// Working days in which the insurer pays a complete work-accident claim.
        WorkAccidentClaimServiceWorkingDays = "work_accident_claim_service_working_days",
        /// Years after which a work-accident claim lapses.
        WorkAccidentClaimYears = "work_accident_claim_years",
        /// Hours in which a work accident is to be reported.
        WorkAccidentReportHours = "work_accident_report_hours",
        /// From this age a beneficiary is paid without a guardian.
        AgeOfMajorityYears = "age_of_majority_years",
        /// Hours in which an account that took the place of another is not paid to.
        PayoutChangeCoolingHours = "payout_change_cooling_hours",
        /// Days after which the office may answer a transfer for its village.
        TransferAnswerDays = "transfer_answer_days",
        /// The month with which school years begin.
        SchoolYearStartMonth = "school_year_start_month",
        /// Days after the death in which a child of the worker is born.
        PosthumousBirthDays = "posthumous_birth_days",
    }
}

impl ParameterKey {
    /// The largest value that is no slip of the keyboard, in the parameter's unit.
    pub const fn most(self) -> i64 {
        match self {
            Self::EntryAgeLimitYears | Self::WorkAccidentClaimYears | Self::AgeOfMajorityYears => 150,
            Self::WageBaseMinimumIdr | Self::WageBaseMaximumIdr => 1_000_000_000_000,
            Self::JobsMaximum => 100,
            Self::ArrearsMonthsPayable
            | Self::LapseAfterUnpaidMonths
            | Self::LapseAlertAfterUnpaidMonths
            | Self::WaitingMonthsFullDeathBenefit => 1_200,
            Self::DeathClaimServiceWorkingDays
            | Self::WorkAccidentClaimServiceWorkingDays
            | Self::TransferAnswerDays
            | Self::PosthumousBirthDays => 365,
            Self::SchoolYearStartMonth => 12,
            Self::WorkAccidentReportHours | Self::PayoutChangeCoolingHours => 8_760,
        }
    }
}

impl ParameterKey {
    /// The parameters that this one must not pass, as the lower and the upper one of a pair.
    pub const fn pair(self) -> Option<(Self, Self)> {
        match self {
            Self::WageBaseMinimumIdr | Self::WageBaseMaximumIdr => {
                Some((Self::WageBaseMinimumIdr, Self::WageBaseMaximumIdr))
            }
            Self::LapseAlertAfterUnpaidMonths | Self::LapseAfterUnpaidMonths => {
                Some((Self::LapseAlertAfterUnpaidMonths, Self::LapseAfterUnpaidMonths))
            }
            _ => None,
        }
    }
}

/// A value from its first day to its last one, or for good.
pub type Dated = (i64, Day, Option<Day>);

/// The first day of which another value is said than before; none where nothing is.
pub fn changed_from(old: Option<Dated>, new: Dated) -> Option<Day> {
    let Some(old) = old else { return Some(new.1) };
    if (old.0, old.1) != (new.0, new.1) {
        return Some(old.1.min(new.1));
    }
    // The same value from the same day: one of them holds for longer.
    let ends = [old.2, new.2].into_iter().flatten().min().filter(|_| old.2 != new.2);
    ends.and_then(|day| day.succ_opt())
}

/// The first day on which a lower bound lies above the upper one.
pub fn crossed(lower: &[Dated], upper: &[Dated]) -> Option<Day> {
    let pairs = lower.iter().flat_map(|low| upper.iter().map(move |high| (low, high)));
    let days = pairs.filter(|(low, high)| low.0 > high.0).filter_map(|(low, high)| {
        let first = low.1.max(high.1);
        let reaches = |until: Option<Day>| until.is_none_or(|until| first <= until);
        (reaches(low.2) && reaches(high.2)).then_some(first)
    });
    days.min()
}

/// The parameters in force on one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameters(BTreeMap<String, i64>);

impl Parameters {
    /// Takes keys and values as they are stored; a key that this version does not ask for does no harm.
    pub fn new(values: impl IntoIterator<Item = (String, i64)>) -> Self {
        Self(values.into_iter().collect())
    }

    /// The value, if a rule is in force on that day.
    pub fn get(&self, key: ParameterKey) -> Option<i64> {
        self.0.get(key.as_str()).copied()
    }
}

/// The value of a day among values that hold from one day to another, or for good.
pub fn value_on(dated: impl IntoIterator<Item = Dated>, day: Day) -> Option<i64> {
    let mut dated = dated.into_iter();
    let held = dated.find(|(_, from, until)| *from <= day && until.is_none_or(|until| until >= day));
    held.map(|(value, ..)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse_day;

    #[test]
    fn a_number_holds_from_its_first_to_its_last_day() {
        let day = |text: &str| parse_day(text).unwrap();
        let all = [(3, day("2025-01-01"), None), (1, day("2019-12-02"), Some(day("2024-12-31")))];
        assert_eq!(value_on(all, day("2024-12-31")), Some(1));
        assert_eq!(value_on(all, day("2025-01-01")), Some(3));
        assert_eq!(value_on(all, day("2019-12-01")), None);
    }

    #[test]
    fn what_only_ends_earlier_or_later_changes_nothing_before() {
        let day = |text: &str| parse_day(text).unwrap();
        let (first, half) = (day("2015-07-01"), day("2026-06-30"));
        let open = (3, first, None);
        assert_eq!(changed_from(None, open), Some(first));
        assert_eq!(changed_from(Some(open), (3, first, Some(half))), Some(day("2026-07-01")));
        assert_eq!(changed_from(Some((3, first, Some(half))), open), Some(day("2026-07-01")));
        assert_eq!(changed_from(Some(open), open), None);
        assert_eq!(changed_from(Some(open), (2, first, None)), Some(first));
        assert_eq!(changed_from(Some(open), (3, half, None)), Some(first));
    }

    #[test]
    fn a_lower_bound_never_lies_above_the_upper_one_on_any_day() {
        let day = |text: &str| parse_day(text).unwrap();
        let upper = [(20, day("2020-01-01"), Some(day("2026-12-31"))), (15, day("2027-01-01"), None)];
        let lower = |value, from: &str, until: Option<&str>| [(value, day(from), until.map(day))];
        assert_eq!(crossed(&lower(15, "2019-01-01", None), &upper), None);
        assert_eq!(crossed(&lower(16, "2019-01-01", None), &upper), Some(day("2027-01-01")));
        assert_eq!(crossed(&lower(16, "2019-01-01", Some("2026-12-31")), &upper), None);
        assert_eq!(crossed(&lower(21, "2019-01-01", None), &upper), Some(day("2020-01-01")));
        assert_eq!(crossed(&[], &upper), None);
    }

    #[test]
    fn a_parameter_without_a_row_on_that_day_has_no_value() {
        let parameters =
            Parameters::new([("jobs_maximum".to_owned(), 2), ("of_a_later_version".to_owned(), 1)]);
        assert_eq!(parameters.get(ParameterKey::JobsMaximum), Some(2));
        assert_eq!(parameters.get(ParameterKey::EntryAgeLimitYears), None);
    }
}
