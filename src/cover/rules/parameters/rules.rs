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
            | Self::TransferAnswerDays => 365,
            Self::SchoolYearStartMonth => 12,
            Self::WorkAccidentReportHours | Self::PayoutChangeCoolingHours => 8_760,
        }
    }
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
pub fn value_on(dated: impl IntoIterator<Item = (i64, Day, Option<Day>)>, day: Day) -> Option<i64> {
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
    fn a_parameter_without_a_row_on_that_day_has_no_value() {
        let parameters =
            Parameters::new([("jobs_maximum".to_owned(), 2), ("of_a_later_version".to_owned(), 1)]);
        assert_eq!(parameters.get(ParameterKey::JobsMaximum), Some(2));
        assert_eq!(parameters.get(ParameterKey::EntryAgeLimitYears), None);
    }
}
