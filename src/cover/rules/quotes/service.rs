//! Quotes from the rates in force.

use diesel_async::AsyncPgConnection;

use crate::cover::rules::contributions::queries;
use crate::cover::rules::contributions::rules::{self, Ask, QuoteError, Rate};
use crate::domain::MonthRange;
use crate::platform::http::{Code, FieldError, Problem, Text};

/// The rates that are in force in any of these months.
pub async fn rates(conn: &mut AsyncPgConnection, months: MonthRange) -> Result<Vec<Rate>, Problem> {
    let rows = queries::rates_in(conn, months).await?;
    rows.into_iter()
        .map(|row| row.into_rate().ok_or_else(|| Problem::internal("a contribution rate without its amount")))
        .collect()
}

/// A quote, or why there is none.
pub fn quote<'r>(rates: &'r [Rate], ask: &Ask) -> Result<rules::Quote<'r>, Problem> {
    rules::quote(rates, ask).map_err(problem)
}

/// Why there is no quote, on the wire.
pub fn problem(error: QuoteError) -> Problem {
    match error {
        QuoteError::NoRate { programme, month } => Problem::new(Code::RuleMissing).detail(Text::new(
            format!("Tidak ada tarif {programme} yang berlaku pada {month}."),
            format!("No rate of {programme} is in force in {month}."),
        )),
        QuoteError::TooLarge => Problem::invalid_field(FieldError::new(
            "/wage_base_idr",
            "amount_too_large",
            Text::fixed("Jumlah terlalu besar.", "The amount is too large."),
        )),
    }
}
