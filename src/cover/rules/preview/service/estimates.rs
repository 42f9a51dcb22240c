//! What open claims of deaths would come to.

use diesel_async::AsyncPgConnection;

use super::super::queries::changed;
use super::super::queries::claims::{self, Days, OpenDeath};
use super::concerned::Concerned;
use super::too_large;
use crate::cover::rules::benefits;
use crate::cover::rules::benefits::codes::{BenefitCircumstance, BenefitKind};
use crate::cover::rules::benefits::model::BenefitRow;
use crate::cover::rules::benefits::rules::{Ask, QuoteError, quote};
use crate::cover::rules::checklists::codes::ChecklistKind;
use crate::cover::rules::parameters::model::ParameterRow;
use crate::cover::rules::parameters::{self, ParameterKey};
use crate::cover::rules::quotes::benefit::service::rules_on;
use crate::cover::standing;
use crate::cover::standing::rules::{Facts, Limits, clocks, paid_months};
use crate::domain::{Day, Programme, Rupiah};
use crate::platform::http::Problem;

/// Of so many claims at most an estimate is made, those with the newest events.
pub const ESTIMATED: i64 = 1_000;

/// What a claim comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// What is claimed.
    pub kind: ChecklistKind,
    /// The day of the event.
    pub event_on: Day,
    /// By the rules in force; none where no rule says so.
    pub before: Option<Rupiah>,
    /// Once the row counts.
    pub after: Option<Rupiah>,
}

/// What a row changes of open claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estimates {
    /// So many open claims of deaths have events on its days.
    pub open: i64,
    /// Of so many an estimate was made.
    pub estimated: i64,
    /// What they come to by the rules in force.
    pub before: Rupiah,
    /// What they would come to.
    pub after: Rupiah,
    /// Those with another estimate.
    pub changed: Concerned<Estimate>,
}

/// The claims that a row is about, and what they come to by the rules in force.
pub struct Watched {
    deaths: Vec<OpenDeath>,
    totals: Vec<Option<Rupiah>>,
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
        let sum = |totals: &[Option<Rupiah>]| {
            Rupiah::checked_sum(totals.iter().copied().flatten()).ok_or_else(too_large)
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

/// What the claims come to by the rules in force, in their order: what a quote of benefits says for the worker without
/// children, since claims do not say which school a child goes to, to somebody who sees all that was paid for the dead: the
/// insurer does not ask in which regency.
async fn totals(conn: &mut AsyncPgConnection, deaths: &[OpenDeath]) -> Result<Vec<Option<Rupiah>>, Problem> {
    let days = deaths.iter().map(|death| death.event_on);
    let Some((first, last)) = days.clone().min().zip(days.max()) else { return Ok(Vec::new()) };
    let known = Known {
        death: benefits::queries::rows_between(conn, BenefitKind::Death, first, last).await?,
        accident: benefits::queries::rows_between(conn, BenefitKind::WorkAccident, first, last).await?,
        waiting: parameters::queries::rows_of(conn, ParameterKey::WaitingMonthsFullDeathBenefit).await?,
        lowest_base: parameters::queries::rows_of(conn, ParameterKey::WageBaseMinimumIdr).await?,
    };
    let regencies = claims::all_regencies(conn).await?;
    let asked: Vec<standing::Asked<'_>> =
        deaths.iter().map(|death| standing::Asked::person(death.person_id, death.event_on)).collect();
    let (facts, limits) = standing::queries::known(conn, &regencies, &asked).await?;
    deaths.iter().zip(&facts).map(|(death, facts)| known.total(death, facts, &limits)).collect()
}

impl Known {
    fn total(&self, death: &OpenDeath, facts: &Facts, limits: &Limits) -> Result<Option<Rupiah>, Problem> {
        let on = death.event_on;
        let (kind, rows) = match death.kind.0 {
            ChecklistKind::WorkAccident => (BenefitKind::WorkAccident, &self.accident),
            ChecklistKind::Death | ChecklistKind::OldAge => (BenefitKind::Death, &self.death),
        };
        let rules = rules_on(rows, on)?;
        let Some(base) = death.wage_base_idr.or_else(|| ParameterRow::value_on(&self.lowest_base, on)) else {
            return Ok(None);
        };
        let clocks = clocks(facts, &facts.paid_ledger(), limits, on);
        let (consecutive_months, total_months) = paid_months(&clocks, Programme::Jkm);
        let ask = Ask {
            consecutive_months,
            total_months,
            // Where no waiting rule is in force, as before 2025, nobody waits: the quote says the same.
            waiting_months: ParameterRow::value_on(&self.waiting, on).unwrap_or(0),
            ..Ask::new(kind, BenefitCircumstance::Death, Rupiah::new(base))
        };
        match quote(&rules, &ask) {
            Ok(quote) => Ok(Some(quote.total)),
            Err(QuoteError::NoRule) => Ok(None),
            Err(QuoteError::TooLarge) => Err(too_large()),
        }
    }
}
