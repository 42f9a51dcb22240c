//! What open claims of deaths would come to.

use diesel_async::AsyncPgConnection;

use super::super::queries::changed;
use super::super::queries::claims::{self, Days, OpenChild, OpenDeath};
use super::concerned::Concerned;
use super::too_large;
use crate::cover::rules::benefits;
use crate::cover::rules::benefits::codes::{BenefitCircumstance, BenefitItem, BenefitKind};
use crate::cover::rules::benefits::model::BenefitRow;
use crate::cover::rules::benefits::rules::{Ask, Child, QuoteError, quote};
use crate::cover::rules::checklists::codes::ChecklistKind;
use crate::cover::rules::parameters::model::ParameterRow;
use crate::cover::rules::parameters::{self, ParameterKey};
use crate::cover::rules::quotes::benefit::service::rules_on;
use crate::cover::standing;
use crate::cover::standing::rules::{Facts, Limits, clocks, paid_months};
use crate::domain::{Day, Programme, Rupiah, age_on};
use crate::platform::http::Problem;

/// Of so many claims at most an estimate is made, those with the newest events.
pub const ESTIMATED: i64 = 1_000;

/// What a claim comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Due at once.
    pub at_once: Rupiah,
    /// The scholarships of the children whom the claim names, school year by school year: no part of what is due at once.
    pub scholarships: Rupiah,
}

/// What a claim comes to before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// What is claimed.
    pub kind: ChecklistKind,
    /// The day of the event.
    pub event_on: Day,
    /// By the rules in force; none where no rule says so.
    pub before: Option<Totals>,
    /// Once the row counts.
    pub after: Option<Totals>,
}

/// What a row changes of open claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estimates {
    /// So many open claims of deaths have events on its days.
    pub open: i64,
    /// Of so many an estimate was made.
    pub estimated: i64,
    /// What they come to by the rules in force.
    pub before: Totals,
    /// What they would come to.
    pub after: Totals,
    /// Those with another estimate.
    pub changed: Concerned<Estimate>,
}

/// The claims that a row is about, and what they come to by the rules in force.
pub struct Watched {
    deaths: Vec<OpenDeath>,
    totals: Vec<Option<Totals>>,
}

impl Watched {
    /// Looks at the claims by the rules in force.
    pub async fn now(
        conn: &mut AsyncPgConnection,
        kind: Option<BenefitKind>,
        days: Days,
    ) -> Result<Self, Problem> {
        let kind = kind.map(|kind| match kind {
            BenefitKind::Death => ChecklistKind::Death,
            BenefitKind::WorkAccident => ChecklistKind::WorkAccident,
        });
        let deaths = claims::open_deaths(conn, kind, days, ESTIMATED).await?;
        let totals = totals(conn, &deaths).await?;
        Ok(Self { deaths, totals })
    }

    /// Looks again once a row counts.
    pub async fn again(self, conn: &mut AsyncPgConnection) -> Result<Estimates, Problem> {
        let after = totals(conn, &self.deaths).await?;
        let sum = |totals: &[Option<Totals>]| {
            let known = || totals.iter().copied().flatten();
            let at_once = Rupiah::checked_sum(known().map(|one| one.at_once)).ok_or_else(too_large)?;
            let scholarships =
                Rupiah::checked_sum(known().map(|one| one.scholarships)).ok_or_else(too_large)?;
            Ok::<_, Problem>(Totals { at_once, scholarships })
        };
        let sums = (sum(&self.totals)?, sum(&after)?);
        let known =
            self.totals.iter().zip(&after).filter(|(before, after)| before.is_some() || after.is_some());
        let estimated = i64::try_from(known.count()).map_err(Problem::internal)?;
        let changed =
            self.deaths.iter().zip(self.totals).zip(after).filter(|((_, before), after)| before != after);
        let changed = changed.map(|((death, before), after)| {
            let estimate = Estimate { kind: death.kind.0, event_on: death.event_on, before, after };
            ((death.claim_id, death.regency_id), estimate)
        });
        let (claims, whats): (Vec<_>, Vec<_>) = changed.unzip();
        let rows = changed::of_claims(conn, &claims).await?;
        Ok(Estimates {
            open: self.deaths.first().map_or(0, |death| death.all_claims),
            estimated,
            before: sums.0,
            after: sums.1,
            changed: Concerned::of(i64::try_from(claims.len()).map_err(Problem::internal)?, &whats, rows)?,
        })
    }
}

/// The rules that estimates need, on whichever days.
struct Known {
    death: Vec<BenefitRow>,
    accident: Vec<BenefitRow>,
    waiting: Vec<ParameterRow>,
    lowest_base: Vec<ParameterRow>,
}

/// What the claims come to by the rules in force, in their order: what a quote of benefits says for the worker, and for the
/// children whom the claim names, to somebody who sees all that was paid for the dead: the insurer does not ask in which
/// regency.
async fn totals(conn: &mut AsyncPgConnection, deaths: &[OpenDeath]) -> Result<Vec<Option<Totals>>, Problem> {
    let days = deaths.iter().map(|death| death.event_on);
    let Some((first, last)) = days.clone().min().zip(days.max()) else { return Ok(Vec::new()) };
    let known = Known {
        death: benefits::queries::rows_between(conn, BenefitKind::Death, first, last).await?,
        accident: benefits::queries::rows_between(conn, BenefitKind::WorkAccident, first, last).await?,
        waiting: parameters::queries::rows_of(conn, ParameterKey::WaitingMonthsFullDeathBenefit).await?,
        lowest_base: parameters::queries::rows_of(conn, ParameterKey::WageBaseMinimumIdr).await?,
    };
    let regencies = claims::all_regencies(conn).await?;
    let claim_ids: Vec<_> = deaths.iter().map(|death| death.claim_id).collect();
    let children = claims::children(conn, &regencies, &claim_ids).await?;
    let asked: Vec<standing::Asked<'_>> =
        deaths.iter().map(|death| standing::Asked::person(death.person_id, death.died_on)).collect();
    let (facts, limits) = standing::queries::known(conn, &regencies, &asked).await?;
    let judged = deaths.iter().zip(&facts).map(|(death, facts)| {
        let own = children.iter().filter(|child| child.claim_id == death.claim_id);
        known.totals(death, facts, &limits, own.map(|child| pupil(child, death.died_on)).collect())
    });
    judged.collect()
}

impl Known {
    fn totals(
        &self,
        death: &OpenDeath,
        facts: &Facts,
        limits: &Limits,
        children: Vec<Child>,
    ) -> Result<Option<Totals>, Problem> {
        let on = death.event_on;
        let (kind, rows) = match death.kind.0 {
            ChecklistKind::WorkAccident => (BenefitKind::WorkAccident, &self.accident),
            ChecklistKind::Death | ChecklistKind::OldAge => (BenefitKind::Death, &self.death),
        };
        let rules = rules_on(rows, on)?;
        let Some(base) = death.wage_base_idr.or_else(|| ParameterRow::value_on(&self.lowest_base, on)) else {
            return Ok(None);
        };
        let clocks = clocks(facts, &facts.paid_ledger(), limits, death.died_on);
        let (consecutive_months, total_months) = paid_months(&clocks, Programme::Jkm);
        let ask = Ask {
            consecutive_months,
            total_months,
            // Where no waiting rule is in force, as before 2025, nobody waits: the quote says the same.
            waiting_months: ParameterRow::value_on(&self.waiting, on).unwrap_or(0),
            children,
            without_heirs: death.without_heirs,
            ..Ask::new(kind, BenefitCircumstance::Death, Rupiah::new(base))
        };
        let quote = match quote(&rules, &ask) {
            Ok(quote) => quote,
            Err(QuoteError::NoRule) => return Ok(None),
            Err(QuoteError::TooLarge) => return Err(too_large()),
        };
        let own = quote.lines.iter().filter(|line| line.rule.item == BenefitItem::Scholarship);
        let scholarships = Rupiah::checked_sum(own.map(|line| line.amount)).ok_or_else(too_large)?;
        let at_once = quote.total.checked_sub(scholarships).ok_or_else(too_large)?;
        Ok(Some(Totals { at_once, scholarships }))
    }
}

/// A child on the day of a death. One that gets nothing more is as good as married.
fn pupil(child: &OpenChild, on: Day) -> Child {
    Child {
        level: child.level.0,
        year: i64::from(child.level_year),
        age: age_on(child.birth_on, on).map_or(0, i64::from),
        married: child.lapsed_on.is_some(),
        working: false,
    }
}
