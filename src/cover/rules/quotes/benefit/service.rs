//! Quotes from the benefits in force.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use crate::cover::rules::Confidence;
use crate::cover::rules::benefits::codes::BenefitKind;
use crate::cover::rules::benefits::queries;
use crate::cover::rules::benefits::rules::{self, Ask, BenefitRule, Quote, QuoteError};
use crate::cover::rules::parameters::model::ParameterRow;
use crate::cover::rules::parameters::{self, ParameterKey};
use crate::domain::Day;
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
    let rules = rows.into_iter().map(|row| {
        row.into_rule().ok_or_else(|| Problem::internal("a benefit without the numbers of its measure"))
    });
    Ok(Known { rules: rules.collect::<Result<_, _>>()?, confidence, waiting })
}

/// A quote, or why there is none.
pub fn quote<'r>(rules: &'r [BenefitRule], ask: &Ask) -> Result<Quote<'r>, Problem> {
    rules::quote(rules, ask).map_err(|error| match error {
        QuoteError::NoRule => Problem::new(Code::RuleMissing).detail(Text::fixed(
            "Tidak ada aturan manfaat yang berlaku untuk peristiwa ini pada hari itu.",
            "No rule on benefits of this event is in force on that day.",
        )),
        QuoteError::TooLarge => Problem::invalid_field(FieldError::new(
            "/wage_base_idr",
            "amount_too_large",
            Text::fixed("Jumlah terlalu besar.", "The amount is too large."),
        )),
    })
}
