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
        /// In which year of school a child is paid.
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
            ParameterKey::TransferAnswerDays => &[Self::Transfers],
            ParameterKey::SchoolYearStartMonth => &[Self::Scholarships],
            // Nothing is decided by it: what can still be paid late is the insurer's to say.
            ParameterKey::ArrearsMonthsPayable => &[],
        }
    }

    /// What a contribution rate decides beside what a preview of it computes: what paying for oneself would cost.
    pub const OF_RATE: &'static [Self] = &[Self::Messages];

    /// What a benefit decides beside what a preview of it computes.
    pub const OF_BENEFIT: &'static [Self] = &[Self::CoverageGaps, Self::Messages, Self::UnclaimedDeaths];

    /// What a holiday decides beside what a preview of it computes.
    pub const OF_HOLIDAY: &'static [Self] = &[Self::WorkItems];

    /// What a document of a checklist decides beside what a preview of it computes.
    pub const OF_DOCUMENT: &'static [Self] = &[];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_the_alert_months_does_not_pass_for_none() {
        let effects = RuleEffect::of_parameter(ParameterKey::LapseAlertAfterUnpaidMonths);
        assert_eq!(effects, [RuleEffect::CoverageGaps, RuleEffect::WorkItems, RuleEffect::Messages]);
    }
}
