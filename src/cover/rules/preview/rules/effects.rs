//! What a row decides beyond what a preview computes, so that an empty preview does not pass for no effect.

use crate::cover::rules::parameters::rules::ParameterKey;
use crate::domain::code_list;

code_list! {
    /// What a rule decides that a preview does not compute.
    pub enum RuleEffect = "rule_effect" {
        /// Whose periods can be proposed, and with which wage base.
        NewPeriods = "new_periods",
        /// Whom plans and renewals choose.
        Plans = "plans",
        /// How memberships stand, and what coverage checks answer.
        Standings = "standings",
        /// Which lapses monthly closes record.
        MonthlyCloses = "monthly_closes",
        /// Whom coverage gaps show, from when on and with what at stake.
        CoverageGaps = "coverage_gaps",
        /// Which daily work is shown, and when it is due.
        WorkItems = "work_items",
        /// What is written to families, and to whom.
        Messages = "messages",
        /// Which deaths are shown as unclaimed, and with what benefit.
        UnclaimedDeaths = "unclaimed_deaths",
        /// By when an accident is reported and claimed.
        ClaimDeadlines = "claim_deadlines",
        /// Who is paid through a guardian.
        MinorHeirs = "minor_heirs",
        /// When another account can be paid to.
        PayoutChanges = "payout_changes",
        /// Which children are paid, and in which year of school.
        Scholarships = "scholarships",
        /// By when a transfer is answered.
        Transfers = "transfers",
    }
}

impl RuleEffect {
    /// What a parameter decides beside what a preview of it computes.
    pub const fn of_parameter(key: ParameterKey) -> &'static [Self] {
        match key {
            ParameterKey::EntryAgeLimitYears => &[Self::Plans],
            ParameterKey::WageBaseMinimumIdr => &[Self::NewPeriods, Self::Messages],
            ParameterKey::WageBaseMaximumIdr => &[Self::NewPeriods],
            ParameterKey::JobsMaximum => &[Self::NewPeriods, Self::Plans],
            ParameterKey::LapseAfterUnpaidMonths => &[Self::Standings, Self::MonthlyCloses],
            ParameterKey::LapseAlertAfterUnpaidMonths => {
                &[Self::CoverageGaps, Self::WorkItems, Self::Messages]
            }
            ParameterKey::WaitingMonthsFullDeathBenefit => {
                &[Self::CoverageGaps, Self::Messages, Self::UnclaimedDeaths]
            }
            ParameterKey::DeathClaimServiceWorkingDays
            | ParameterKey::WorkAccidentClaimServiceWorkingDays => &[Self::WorkItems],
            ParameterKey::WorkAccidentClaimYears | ParameterKey::WorkAccidentReportHours => {
                &[Self::ClaimDeadlines]
            }
            ParameterKey::AgeOfMajorityYears => &[Self::MinorHeirs],
            ParameterKey::PayoutChangeCoolingHours => &[Self::PayoutChanges],
            ParameterKey::TransferAnswerDays => &[Self::Transfers, Self::WorkItems],
            ParameterKey::SchoolYearStartMonth => &[Self::Scholarships, Self::WorkItems],
            ParameterKey::PosthumousBirthDays => &[Self::Scholarships],
            // Nothing is decided by it: what can still be paid late is the insurer's to say.
            ParameterKey::ArrearsMonthsPayable => &[],
        }
    }

    /// What a contribution rate decides beside what a preview of it computes: what paying for oneself would cost.
    pub const OF_RATE: &'static [Self] = &[Self::Messages];

    /// What a benefit decides beside what a preview of it computes.
    pub const OF_BENEFIT: &'static [Self] =
        &[Self::CoverageGaps, Self::WorkItems, Self::Messages, Self::UnclaimedDeaths, Self::Scholarships];

    /// What a holiday decides beside what a preview of it computes.
    pub const OF_HOLIDAY: &'static [Self] = &[Self::WorkItems];

    /// What a document of a checklist decides beside what a preview of it computes.
    pub const OF_DOCUMENT: &'static [Self] = &[Self::WorkItems, Self::Scholarships];
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whose days stand in the daily work: a new parameter has to be placed.
    #[test]
    fn whatever_moves_daily_work_says_so() {
        for key in ParameterKey::ALL {
            let moves = match key {
                ParameterKey::LapseAlertAfterUnpaidMonths
                | ParameterKey::DeathClaimServiceWorkingDays
                | ParameterKey::WorkAccidentClaimServiceWorkingDays
                | ParameterKey::TransferAnswerDays
                | ParameterKey::SchoolYearStartMonth => true,
                ParameterKey::EntryAgeLimitYears
                | ParameterKey::WageBaseMinimumIdr
                | ParameterKey::WageBaseMaximumIdr
                | ParameterKey::JobsMaximum
                | ParameterKey::ArrearsMonthsPayable
                | ParameterKey::LapseAfterUnpaidMonths
                | ParameterKey::WaitingMonthsFullDeathBenefit
                | ParameterKey::WorkAccidentClaimYears
                | ParameterKey::WorkAccidentReportHours
                | ParameterKey::AgeOfMajorityYears
                | ParameterKey::PayoutChangeCoolingHours
                | ParameterKey::PosthumousBirthDays => false,
            };
            let effects = RuleEffect::of_parameter(*key);
            assert_eq!(effects.contains(&RuleEffect::WorkItems), moves, "{key:?}");
        }
        for effects in [RuleEffect::OF_BENEFIT, RuleEffect::OF_HOLIDAY, RuleEffect::OF_DOCUMENT] {
            assert!(effects.contains(&RuleEffect::WorkItems));
        }
        assert!(!RuleEffect::OF_RATE.contains(&RuleEffect::WorkItems));
    }
}
