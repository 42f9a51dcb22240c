//! The rehearsal: figures before, the row let in, figures after, and everything rolled back.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::queries::{self, AgeFlips, PlanCost, SourceCost};
use super::rules::{CaseAsk, PreviewCase};
use crate::cover::contributions::obligations::queries::{
    BatchRepricing, Concerned, SourceRepricing, would_reprice_batches, would_reprice_concerned,
};
use crate::cover::rules::benefits::codes::BenefitKind;
use crate::cover::rules::benefits::model::BenefitFacts;
use crate::cover::rules::benefits::rules::QuoteError as BenefitError;
use crate::cover::rules::contributions::model::{RateFacts, RateRow};
use crate::cover::rules::contributions::rules::QuoteError as ContributionError;
use crate::cover::rules::parameters::model::ParameterFacts;
use crate::cover::rules::parameters::{self, ParameterKey};
use crate::cover::rules::proposals::DatedRule as _;
use crate::cover::rules::proposals::service::rehearse_approval;
use crate::cover::rules::quotes;
use crate::cover::rules::quotes::benefit::service::known_on;
use crate::cover::rules::{benefits, contributions};
use crate::domain::{Day, Month, MonthRange, Rupiah};
use crate::platform::changes::Origin;
use crate::platform::db::transaction::rehearse;
use crate::platform::http::{FieldError, Problem, Text};

/// The row whose approval is rehearsed.
#[derive(Debug, Clone)]
pub enum Candidate {
    /// A contribution rate.
    Contribution(RateFacts),
    /// A benefit.
    Benefit(BenefitFacts),
    /// A single parameter.
    Parameter(ParameterFacts),
}

/// What the row would change.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The day of the quotes: the first on which the row holds.
    pub on: Day,
    /// Each case with its total before and after; none where no rule is in force.
    pub quotes: Vec<(PreviewCase, Option<Rupiah>, Option<Rupiah>)>,
    /// What a contribution rate changes of costs.
    pub costs: Option<Costs>,
    /// Whom a new entry age lets in or keeps out.
    pub ages: Option<(i64, i64, Vec<AgeFlips>)>,
}

/// What a contribution rate changes of costs, before and after.
#[derive(Debug, Clone)]
pub struct Costs {
    /// What funded periods cost, source by source.
    pub sources: Vec<(SourceCost, SourceCost)>,
    /// What the chosen of plans cost that nobody has approved yet.
    pub plans: Vec<(PlanCost, PlanCost)>,
    /// What repricing would then change of what is due, source by source.
    pub due: Vec<SourceRepricing>,
    /// The unpaid batches with such months.
    pub batches: Vec<BatchRepricing>,
}

/// Rehearses the approval of a row in the place of another, or as a new one.
pub async fn preview(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    today: Day,
    candidate: Candidate,
    supersedes: Option<Uuid>,
) -> Result<Preview, Problem> {
    rehearse(conn, async |conn| {
        let on = candidate.first_day();
        let scope = match candidate.scope() {
            Some(own) => Some(with_predecessor(conn, own, supersedes).await?),
            None => None,
        };
        let age_on = candidate.limits_age().then(|| on.max(today));
        let quotes = quotes_on(conn, on).await?;
        let costs = costs(conn, scope.as_ref()).await?;
        let age = limit(conn, age_on).await?;
        candidate.enter(conn, origin, supersedes).await?;
        let quotes_after = quotes_on(conn, on).await?;
        let costs = match (&scope, costs) {
            (Some(scope), Some(before)) => Some(compared(conn, scope, before).await?),
            _ => None,
        };
        let age_after = limit(conn, age_on).await?;
        let ages = match (age_on, age, age_after) {
            (Some(day), Some(before), Some(after)) => {
                Some((before, after, queries::age_flips(conn, day, before, after).await?))
            }
            _ => None,
        };
        let quotes = quotes.into_iter().zip(quotes_after);
        Ok(Preview {
            on,
            quotes: quotes.map(|((case, before), (_, after))| (case, before, after)).collect(),
            costs,
            ages,
        })
    })
    .await
}

impl Candidate {
    /// Where the request holds it.
    pub const fn pointer(&self) -> &'static str {
        match self {
            Self::Contribution(_) => "/contribution",
            Self::Benefit(_) => "/benefit",
            Self::Parameter(_) => "/parameter",
        }
    }

    fn first_day(&self) -> Day {
        match self {
            Self::Contribution(facts) => facts.from_month.first_day(),
            Self::Benefit(facts) => facts.period.from,
            Self::Parameter(facts) => facts.valid_from,
        }
    }

    /// The months that a contribution rate is about.
    fn scope(&self) -> Option<Concerned> {
        let Self::Contribution(facts) = self else { return None };
        Some(Concerned {
            programme: facts.programme,
            segment: facts.segment,
            relief: facts.relief,
            from_month: facts.from_month,
            until_month: facts.until_month,
        })
    }

    fn limits_age(&self) -> bool {
        matches!(self, Self::Parameter(facts) if facts.key == ParameterKey::EntryAgeLimitYears)
    }

    async fn enter(
        self,
        conn: &mut AsyncPgConnection,
        origin: &Origin,
        supersedes: Option<Uuid>,
    ) -> Result<(), Problem> {
        match self {
            Self::Contribution(facts) => {
                rehearse_approval(conn, origin, supersedes, |id, entry| facts.into_row(id, entry)).await
            }
            Self::Benefit(facts) => {
                rehearse_approval(conn, origin, supersedes, |id, entry| facts.into_row(id, entry)).await
            }
            Self::Parameter(facts) => {
                rehearse_approval(conn, origin, supersedes, |id, entry| facts.into_row(id, entry)).await
            }
        }
    }
}

/// The months that a rate is about together with those of the row in whose place it comes: a correction may also take
/// months away. 422 for a row that no correction could replace by this one.
async fn with_predecessor(
    conn: &mut AsyncPgConnection,
    own: Concerned,
    supersedes: Option<Uuid>,
) -> Result<Concerned, Problem> {
    let Some(id) = supersedes else { return Ok(own) };
    // Whether there is such a row at all is for the rehearsal to say.
    let Some(old) = RateRow::find(conn, id).await? else { return Ok(own) };
    if (old.programme.0, old.segment.0, old.relief) != (own.programme, own.segment, own.relief) {
        return Err(no_correction());
    }
    let until_month = own.until_month.zip(old.until_month).map(|(own, old)| own.max(old.0));
    Ok(Concerned { from_month: own.from_month.min(old.from_month.0), until_month, ..own })
}

fn no_correction() -> Problem {
    let text = Text::fixed(
        "Koreksi berlaku untuk program, kelompok pekerja dan keringanan yang sama.",
        "A correction is for the same programme, group of workers and relief.",
    );
    Problem::invalid_field(FieldError::new("/supersedes", "no_correction", text))
}

type CostsNow = (Vec<SourceCost>, Vec<PlanCost>);

async fn costs(conn: &mut AsyncPgConnection, scope: Option<&Concerned>) -> Result<Option<CostsNow>, Problem> {
    let Some(scope) = scope else { return Ok(None) };
    Ok(Some((queries::costs(conn, scope).await?, queries::plan_costs(conn, scope).await?)))
}

/// The costs once the row counts beside those before: the same sources and plans in the same order, since which they are does
/// not depend on the rates. What is due is asked with the statement of the action that changes it.
async fn compared(
    conn: &mut AsyncPgConnection,
    scope: &Concerned,
    (sources, plans): CostsNow,
) -> Result<Costs, Problem> {
    let listed: Vec<Uuid> = sources.iter().map(|source| source.funding_source_id).collect();
    Ok(Costs {
        sources: sources.into_iter().zip(queries::costs(conn, scope).await?).collect(),
        plans: plans.into_iter().zip(queries::plan_costs(conn, scope).await?).collect(),
        due: would_reprice_concerned(conn, scope, &listed).await?,
        batches: would_reprice_batches(conn, scope, queries::LISTED).await?,
    })
}

async fn limit(conn: &mut AsyncPgConnection, on: Option<Day>) -> Result<Option<i64>, Problem> {
    let Some(day) = on else { return Ok(None) };
    let row = parameters::queries::row_on(conn, ParameterKey::EntryAgeLimitYears, day).await?;
    Ok(row.map(|row| row.value))
}

/// The quotes of all cases on a day, with the lowest wage base of that day. A case for which no rule is in force has
/// none.
async fn quotes_on(
    conn: &mut AsyncPgConnection,
    day: Day,
) -> Result<Vec<(PreviewCase, Option<Rupiah>)>, Problem> {
    let base = parameters::queries::row_on(conn, ParameterKey::WageBaseMinimumIdr, day).await?;
    let Some(base) = base.map(|row| Rupiah::new(row.value)) else {
        return Ok(PreviewCase::ALL.iter().map(|case| (*case, None)).collect());
    };
    let month = Month::from_date(day);
    let rates = quotes::service::rates(conn, MonthRange::single(month)).await?;
    let death = known_on(conn, BenefitKind::Death, day).await?;
    let accident = known_on(conn, BenefitKind::WorkAccident, day).await?;
    let total = |case: &PreviewCase| match case.ask(base, month) {
        CaseAsk::Contribution(ask) => match contributions::rules::quote(&rates, &ask) {
            Ok(quote) => Some(quote.total),
            Err(ContributionError::NoRate { .. } | ContributionError::TooLarge) => None,
        },
        CaseAsk::Benefit(mut ask) => {
            let known = match ask.kind {
                BenefitKind::Death => &death,
                BenefitKind::WorkAccident => &accident,
            };
            ask.waiting_months = known.waiting_months();
            match benefits::rules::quote(&known.rules, &ask) {
                Ok(quote) => Some(quote.total),
                Err(BenefitError::NoRule | BenefitError::TooLarge) => None,
            }
        }
    };
    Ok(PreviewCase::ALL.iter().map(|case| (*case, total(case))).collect())
}
