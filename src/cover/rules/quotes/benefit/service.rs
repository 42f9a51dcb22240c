//! Quotes from the benefits in force.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use crate::access::caller::RegionScope;
use crate::cover::rules::Confidence;
use crate::cover::rules::benefits::codes::BenefitKind;
use crate::cover::rules::benefits::model::BenefitRow;
use crate::cover::rules::benefits::queries;
use crate::cover::rules::benefits::rules::{self, Ask, BenefitRule, Quote, QuoteError};
use crate::cover::rules::parameters::model::ParameterRow;
use crate::cover::rules::parameters::{self, ParameterKey};
use crate::cover::standing;
use crate::cover::standing::rules::{Standing, paid_months};
use crate::domain::{Day, Programme};
use crate::platform::http::{Code, FieldError, Problem, Text};

/// What the rules say for events of a day.
#[derive(Debug, Clone)]
pub struct Known {
    /// The benefits.
    pub rules: Vec<BenefitRule>,
    /// How sure each of them is.
    pub confidence: HashMap<Uuid, Confidence>,
    /// The waiting rule, if one is in force.
    pub waiting: Option<ParameterRow>,
}

impl Known {
    /// The consecutive paid months from which the full death benefit is due.
    pub fn waiting_months(&self) -> i64 {
        self.waiting.as_ref().map_or(0, |row| row.value)
    }
}

/// What the rules say for events of a kind on a day.
pub async fn known_on(conn: &mut AsyncPgConnection, kind: BenefitKind, day: Day) -> Result<Known, Problem> {
    let rows = queries::rows_on(conn, kind, day).await?;
    let key = ParameterKey::WaitingMonthsFullDeathBenefit;
    let waiting = parameters::queries::row_on(conn, key, day).await?;
    let confidence = rows.iter().map(|row| (row.id, row.confidence.0)).collect();
    Ok(Known { rules: rules_on(&rows, day)?, confidence, waiting })
}

/// Those of some benefits that are in force on a day, as the rules see them.
pub fn rules_on(rows: &[BenefitRow], day: Day) -> Result<Vec<BenefitRule>, Problem> {
    let rows =
        rows.iter().filter(|row| row.valid_from <= day && row.valid_until.is_none_or(|until| until >= day));
    rows.map(|row| {
        let rule = row.clone().into_rule();
        rule.ok_or_else(|| Problem::internal("a benefit without the numbers of its measure"))
    })
    .collect()
}

/// The paid months of a worker on the day of an event, and how the worker stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// The registration.
    pub worker_id: Uuid,
    /// Its regency.
    pub regency_id: i32,
    /// How the worker stood.
    pub standing: Standing,
    /// Months paid without a gap.
    pub consecutive_months: i64,
    /// Months paid in all.
    pub total_months: i64,
}

/// What the ledger and the insurer's facts say of a worker in the caller's regions on the day of a death.
pub async fn member(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    worker_id: Uuid,
    on: Day,
) -> Result<Member, Problem> {
    let found = standing::queries::person_of(conn, scope, worker_id).await?;
    let (regency_id, person) = found.ok_or_else(unknown_worker)?;
    let asked = standing::Asked::person(person, on);
    let (standing, clocks) = standing::service::explained(conn, &scope.regency_ids, asked, person).await?;
    let (consecutive_months, total_months) = paid_months(&clocks, Programme::Jkm);
    Ok(Member { worker_id, regency_id, standing, consecutive_months, total_months })
}

fn unknown_worker() -> Problem {
    Problem::new(Code::UnknownReference).errors(vec![FieldError::new(
        "/worker_id",
        "unknown_worker",
        Text::fixed(
            "Pekerja ini tidak ada, atau berada di luar wilayah Anda.",
            "This worker does not exist or lies outside your regions.",
        ),
    )])
}

/// A quote, or why there is none.
pub fn quote<'r>(rules: &'r [BenefitRule], ask: &Ask) -> Result<Quote<'r>, Problem> {
    rules::quote(rules, ask).map_err(problem)
}

/// Why there is no quote, for the caller.
pub fn problem(error: QuoteError) -> Problem {
    match error {
        QuoteError::NoRule => Problem::new(Code::RuleMissing).detail(Text::fixed(
            "Tidak ada aturan manfaat yang berlaku untuk peristiwa ini pada hari itu.",
            "No rule on benefits of this event is in force on that day.",
        )),
        QuoteError::TooLarge => Problem::invalid_field(FieldError::new(
            "/wage_base_idr",
            "amount_too_large",
            Text::fixed("Jumlah terlalu besar.", "The amount is too large."),
        )),
    }
}
