//! The cases whose quotes a preview compares.

mod effects;

pub use effects::RuleEffect;

use crate::cover::rules::benefits::codes::{BenefitCircumstance, BenefitItem, BenefitKind, EducationLevel};
use crate::cover::rules::benefits::rules::{Ask as BenefitAsk, Child, Disability};
use crate::cover::rules::contributions::rules::Ask as ContributionAsk;
use crate::domain::{Day, Month, MonthRange, Programme, ProgrammeSet, Rupiah, Segment, code_list};

code_list! {
    /// A case whose quote a preview compares.
    pub enum PreviewCase = "preview_case" {
        /// JKK and JKM of a month, of a payer without relief.
        ContributionGeneral = "contribution_general",
        /// The same of a payer who may have relief.
        ContributionGeneralRelief = "contribution_general_relief",
        /// JKK and JKM of a transport worker, of a payer without relief.
        ContributionTransport = "contribution_transport",
        /// The same of a payer who may have relief.
        ContributionTransportRelief = "contribution_transport_relief",
        /// JHT of a month.
        ContributionSavings = "contribution_savings",
        /// A death after three years of contributions.
        Death = "death",
        /// A death after two paid months.
        DeathAfterTwoMonths = "death_after_two_months",
        /// A death after three years of contributions, with two children who enter kindergarten.
        DeathWithChildren = "death_with_children",
        /// A death at work.
        DeathAtWork = "death_at_work",
        /// A total permanent disability.
        TotalDisability = "total_disability",
        /// A partial disability of ten per cent, anatomical, and of half a function of ten per cent.
        PartialDisability = "partial_disability",
        /// An injury with eighteen months of inability.
        Inability = "inability",
        /// An injury whose costs exceed every bound: thirty wage bases for each item.
        Costs = "costs",
        /// A death after three years of contributions, paid ten days late.
        DeathPaidLate = "death_paid_late",
    }
}

/// What is asked in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseAsk {
    /// Contributions.
    Contribution(ContributionAsk),
    /// Benefits; the waiting months are for who knows the rules of the day.
    Benefit(BenefitAsk),
}

impl PreviewCase {
    /// What is asked in the case, with a wage base and for a month.
    pub fn ask(self, base: Rupiah, month: Month) -> CaseAsk {
        let both = ProgrammeSet::EMPTY.with(Programme::Jkk).with(Programme::Jkm);
        let contribution = |programmes, segment, relief_eligible| {
            let months = MonthRange::single(month);
            let ask = ContributionAsk { programmes, segment, wage_base: base, relief_eligible, months };
            CaseAsk::Contribution(ask)
        };
        let death = event(base, BenefitKind::Death, BenefitCircumstance::Death);
        let accident = |circumstance| event(base, BenefitKind::WorkAccident, circumstance);
        match self {
            Self::ContributionGeneral => contribution(both, Segment::General, false),
            Self::ContributionGeneralRelief => contribution(both, Segment::General, true),
            Self::ContributionTransport => contribution(both, Segment::Transport, false),
            Self::ContributionTransportRelief => contribution(both, Segment::Transport, true),
            Self::ContributionSavings => {
                contribution(ProgrammeSet::EMPTY.with(Programme::Jht), Segment::General, false)
            }
            Self::Death => CaseAsk::Benefit(death),
            Self::DeathAfterTwoMonths => {
                CaseAsk::Benefit(BenefitAsk { consecutive_months: 2, total_months: 2, ..death })
            }
            Self::DeathWithChildren => {
                CaseAsk::Benefit(BenefitAsk { children: vec![pupil(), pupil()], ..death })
            }
            Self::DeathAtWork => CaseAsk::Benefit(accident(BenefitCircumstance::Death)),
            Self::TotalDisability => CaseAsk::Benefit(accident(BenefitCircumstance::TotalDisability)),
            Self::PartialDisability => CaseAsk::Benefit(BenefitAsk {
                disabilities: vec![
                    Disability { table_basis_points: 1_000, loss_basis_points: None },
                    Disability { table_basis_points: 1_000, loss_basis_points: Some(5_000) },
                ],
                ..accident(BenefitCircumstance::PartialDisability)
            }),
            Self::Inability => CaseAsk::Benefit(BenefitAsk {
                months_of_inability: 18,
                ..accident(BenefitCircumstance::Injury)
            }),
            Self::Costs => {
                let spent = base.checked_mul(30).unwrap_or(base);
                let costs = BenefitItem::COSTS.into_iter().map(|item| (item, spent)).collect();
                CaseAsk::Benefit(BenefitAsk { costs, ..accident(BenefitCircumstance::Injury) })
            }
            Self::DeathPaidLate => CaseAsk::Benefit(BenefitAsk { days_late: 10, ..death }),
        }
    }
}

/// What is asked of an event for which everything has been paid for three years, and of which nothing else is known.
pub fn event(base: Rupiah, kind: BenefitKind, circumstance: BenefitCircumstance) -> BenefitAsk {
    BenefitAsk { consecutive_months: 36, total_months: 36, ..BenefitAsk::new(kind, circumstance, base) }
}

/// From a first day to a last one, or for good.
pub type Span = (Day, Option<Day>);

/// The parts of a span that none of the others covers, in their order.
pub fn uncovered((from, until): Span, mut others: Vec<Span>) -> Vec<Span> {
    others.sort();
    let mut open = Vec::new();
    // The first day of which it is not known yet whether it is covered; none once the rest is.
    let mut next = Some(from);
    for (start, end) in others {
        let Some(day) = next else { break };
        if until.is_some_and(|until| until < start) {
            break;
        }
        if end.is_some_and(|end| end < day) {
            continue;
        }
        if start > day {
            open.push((day, start.pred_opt()));
        }
        next = end.and_then(|end| end.succ_opt());
    }
    if let Some(day) = next.filter(|day| until.is_none_or(|until| *day <= until)) {
        open.push((day, until));
    }
    open
}

/// The eve of a day, if a span holds both on the eve and on the day.
pub fn eve_within(day: Day, (from, until): Span) -> Option<Day> {
    day.pred_opt().filter(|eve| from <= *eve && until.is_none_or(|until| day <= until))
}

fn pupil() -> Child {
    Child { level: EducationLevel::Kindergarten, year: 1, age: 5, married: false, working: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse_day;

    fn day(text: &str) -> Day {
        parse_day(text).unwrap()
    }

    #[test]
    fn only_a_row_that_holds_before_a_day_and_on_it_ends_on_its_eve() {
        let begin = day("2026-07-01");
        let ends = |from, until: Option<&str>| eve_within(begin, (day(from), until.map(day)));
        let eve = Some(day("2026-06-30"));
        assert_eq!((ends("2015-07-01", None), ends("2026-06-30", Some("2026-07-01"))), (eve, eve));
        assert_eq!((ends("2026-07-01", None), ends("2015-07-01", Some("2026-06-30"))), (None, None));
    }

    #[test]
    fn what_nothing_covers_of_a_span_is_left_open() {
        let span = |from, until: Option<&str>| (day(from), until.map(day));
        let old = span("2021-01-01", None);
        let cases = [
            (vec![], vec![old]),
            (vec![old], vec![]),
            (vec![span("2020-01-01", None)], vec![]),
            (vec![span("2021-01-01", Some("2025-12-31"))], vec![span("2026-01-01", None)]),
            (
                vec![span("2026-01-01", None), span("2021-01-01", Some("2024-12-31"))],
                vec![span("2025-01-01", Some("2025-12-31"))],
            ),
            (vec![span("2022-01-01", None)], vec![span("2021-01-01", Some("2021-12-31"))]),
            (vec![span("2019-01-01", Some("2020-12-31"))], vec![old]),
        ];
        for (others, expected) in cases {
            assert_eq!(uncovered(old, others.clone()), expected, "{others:?}");
        }
        let ended = span("2021-01-01", Some("2021-12-31"));
        assert_eq!(uncovered(ended, vec![span("2022-01-01", None)]), [ended]);
        assert_eq!(
            uncovered(ended, vec![span("2021-03-01", Some("2021-03-31"))]),
            [span("2021-01-01", Some("2021-02-28")), span("2021-04-01", Some("2021-12-31"))]
        );
    }
}
