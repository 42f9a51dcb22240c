//! What rates must be to the sources that they are for.

use diesel_async::AsyncPgConnection;

use super::model::RateRow;
use super::queries;
use crate::platform::http::{Code, FieldError, Problem, Text};

/// 409 where a rate that now counts leaves payers out to whom relief was granted already: the caller's transaction is not to
/// be committed.
pub async fn check_left_out(conn: &mut AsyncPgConnection, rate: &RateRow) -> Result<(), Problem> {
    if rate.excluded_payers.is_empty() {
        return Ok(());
    }
    queries::hold_relief(conn).await?;
    let sources = queries::sources_left_out(conn, rate).await?;
    if sources == 0 {
        return Ok(());
    }
    let text = Text::new(
        format!(
            "{sources} sumber dana dari pembayar yang dikecualikan sudah mendapat keringanan pada bulan-bulan ini."
        ),
        format!("Sources of payers who are left out that have relief in these months: {sources}."),
    );
    Err(Problem::new(Code::Conflict).errors(vec![FieldError::new("", "relief_granted", text)]))
}
