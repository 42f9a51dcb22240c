//! The rehearsal: figures before, the row let in, figures after, and everything rolled back.

mod candidate;
mod checklists;
mod clocks;
mod concerned;
mod estimates;
mod left_open;
mod predecessor;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

pub use candidate::Candidate;
pub use checklists::{Asked, Lists};
pub use clocks::{Clocks, Due};
pub use concerned::{Changed, Concerned as ConcernedClaims};
pub use estimates::{Estimate, Estimates};
pub use predecessor::Predecessor;

use self::candidate::About;
use self::left_open::Subject;
use super::queries::{self, AgeFlips, PlanCost, SourceCost};
use super::rules::{CaseAsk, PreviewCase, RuleEffect, Span};
use crate::cover::contributions::obligations::queries::{
    BatchRepricing, Concerned, SourceRepricing, would_reprice_batches, would_reprice_concerned,
};
use crate::cover::rules::benefits::codes::BenefitKind;
use crate::cover::rules::benefits::rules::QuoteError as BenefitError;
use crate::cover::rules::contributions::rules::QuoteError as ContributionError;
use crate::cover::rules::parameters::{self, ParameterKey};
use crate::cover::rules::quotes;
use crate::cover::rules::quotes::benefit::service::known_on;
use crate::cover::rules::{benefits, contributions};
use crate::domain::{Day, Month, MonthRange, Rupiah};
use crate::platform::changes::Origin;
use crate::platform::db::transaction::rehearse;
use crate::platform::http::{FieldError, Problem, Text};

/// What the row would change.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The day of the quotes: the first on which the row holds.
    pub on: Day,
    /// Each case with its total before and after; none where no rule is in force.
    pub quotes: Vec<(PreviewCase, Option<Rupiah>, Option<Rupiah>)>,
    /// What a contribution rate changes of costs.
    pub costs: Option<Costs>,
    /// Days of the row that makes room on which nothing would count any more.
    pub left_open: Vec<Span>,
    /// What the row decides beside that.
    pub not_computed: &'static [RuleEffect],
    /// Whom a new entry age lets in or keeps out.
    pub ages: Option<(i64, i64, Vec<AgeFlips>)>,
    /// Which open claims are due on another day.
    pub clocks: Option<Clocks>,
    /// Of which open claims another paper is asked.
    pub lists: Option<Lists>,
    /// What open claims of deaths come to.
    pub estimates: Option<Estimates>,
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

/// Rehearses the approval of a row in the place of another, after the end of one, or as a new one.
pub async fn preview(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    today: Day,
    candidate: Candidate,
    predecessor: Option<Predecessor>,
) -> Result<Preview, Problem> {
    rehearse(conn, async |conn| {
        let on = candidate.first_day();
        let about = candidate.about(conn, predecessor).await?;
        let scope = about.months;
        let age_on = candidate.limits_age().then(|| on.max(today));
        let watched = Watched::now(conn, &about, today).await?;
        let (subject, not_computed) = (Subject::of(&candidate), candidate.effects());
        let quotes = quotes_on(conn, on).await?;
        let costs = costs(conn, scope.as_ref()).await?;
        let age = limit(conn, age_on).await?;
        candidate.enter(conn, origin, predecessor).await?;
        let left_open = match subject {
            Some(subject) => subject.left_open(conn, predecessor.map(Predecessor::id)).await?,
            None => Vec::new(),
        };
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
        let (clocks, lists, estimates) = watched.again(conn).await?;
        let quotes = quotes.into_iter().zip(quotes_after);
        Ok(Preview {
            on,
            quotes: quotes.map(|((case, before), (_, after))| (case, before, after)).collect(),
            costs,
            left_open,
            not_computed,
            ages,
            clocks,
            lists,
            estimates,
        })
    })
    .await
}

/// What is said of open claims before the row counts.
struct Watched {
    clocks: Option<clocks::Watched>,
    lists: Option<checklists::Watched>,
    estimates: Option<estimates::Watched>,
}

impl Watched {
    async fn now(conn: &mut AsyncPgConnection, about: &About, today: Day) -> Result<Self, Problem> {
        let clocks = match about.working_days_on {
            Some(day) => Some(clocks::Watched::now(conn, day.max(today)).await?),
            None => None,
        };
        let lists = match about.document {
            Some(document) => Some(checklists::Watched::now(conn, document, today).await?),
            None => None,
        };
        let estimates = match about.deaths {
            Some((kind, days)) => Some(estimates::Watched::now(conn, kind, days).await?),
            None => None,
        };
        Ok(Self { clocks, lists, estimates })
    }

    async fn again(
        self,
        conn: &mut AsyncPgConnection,
    ) -> Result<(Option<Clocks>, Option<Lists>, Option<Estimates>), Problem> {
        let clocks = match self.clocks {
            Some(watched) => Some(watched.again(conn).await?),
            None => None,
        };
        let lists = match self.lists {
            Some(watched) => Some(watched.again(conn).await?),
            None => None,
        };
        let estimates = match self.estimates {
            Some(watched) => Some(watched.again(conn).await?),
            None => None,
        };
        Ok((clocks, lists, estimates))
    }
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
            Ok(quote) => Ok((*case, Some(quote.total))),
            Err(ContributionError::NoRate { .. }) => Ok((*case, None)),
            Err(ContributionError::TooLarge) => Err(too_large()),
        },
        CaseAsk::Benefit(mut ask) => {
            let known = match ask.kind {
                BenefitKind::Death => &death,
                BenefitKind::WorkAccident => &accident,
            };
            ask.waiting_months = known.waiting_months();
            match benefits::rules::quote(&known.rules, &ask) {
                Ok(quote) => Ok((*case, Some(quote.total))),
                Err(BenefitError::NoRule) => Ok((*case, None)),
                Err(BenefitError::TooLarge) => Err(too_large()),
            }
        }
    };
    PreviewCase::ALL.iter().map(total).collect()
}

/// The code of a refusal of a row by which something comes to more than an amount holds.
pub const TOO_LARGE: &str = "amount_too_large";

/// What the row would give cannot be written: that is no rule, rather than none.
fn too_large() -> Problem {
    let text = Text::fixed("Jumlah terlalu besar.", "The amount is too large.");
    Problem::invalid_field(FieldError::new("", TOO_LARGE, text))
}
