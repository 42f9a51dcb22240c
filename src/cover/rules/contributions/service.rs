//! What rates must be to the sources that they are for.

use diesel_async::AsyncPgConnection;

use super::model::RateRow;
use super::queries;
use crate::platform::http::{Code, FieldError, Problem, Text};

/// So many sources are named.
const NAMED: i64 = 20;

/// 409 where a rate that now counts leaves payers out to whom relief was granted already: the caller's transaction is not to
/// be committed.
pub async fn check_left_out(conn: &mut AsyncPgConnection, rate: &RateRow) -> Result<(), Problem> {
    if rate.excluded_payers.is_empty() {
        return Ok(());
    }
    queries::hold_relief(conn).await?;
    let sources = queries::sources_left_out(conn, rate, NAMED).await?;
    if sources.is_empty() {
        return Ok(());
    }
    let error = |(regency, name): (String, String)| {
        let text = Text::new(
            format!("Sumber \"{name}\" ({regency}) sudah mendapat keringanan pada bulan-bulan ini."),
            format!("The source \"{name}\" ({regency}) has relief in these months."),
        );
        FieldError::new("", "relief_granted", text)
    };
    Err(Problem::new(Code::Conflict).errors(sources.into_iter().map(error).collect()))
}
