//! What parameters must be to each other, and who is told of another value.

use diesel_async::AsyncPgConnection;

use super::model::ParameterRow;
use super::queries;
use super::rules::{Dated, ParameterKey, changed_from, crossed};
use crate::cover::closes;
use crate::cover::rules::proposals::DatedRule as _;
use crate::platform::changes::Origin;
use crate::platform::http::{Code, FieldError, Problem, Text};

/// Tells whoever has gone by a parameter that another value counts: closed months, of who has lapsed in them.
pub async fn tell(conn: &mut AsyncPgConnection, origin: &Origin, row: &ParameterRow) -> Result<(), Problem> {
    if row.key != ParameterKey::LapseAfterUnpaidMonths.as_str() {
        return Ok(());
    }
    let replaced = match row.supersedes {
        Some(id) => ParameterRow::find(conn, id).await?,
        None => None,
    };
    match changed_from(replaced.map(|old| old.dated()), row.dated()) {
        Some(day) => closes::service::rule_changed(conn, origin, day).await,
        None => Ok(()),
    }
}

/// 409 where a parameter, as it now counts, is the lower one of a pair and lies above the upper one on some day, or the other
/// way round: the caller's transaction is not to be committed.
pub async fn check_pair(conn: &mut AsyncPgConnection, key: &str) -> Result<(), Problem> {
    // A key of a later version is in no pair that this one knows.
    let Some((lower, upper)) = ParameterKey::parse(key).ok().and_then(ParameterKey::pair) else {
        return Ok(());
    };
    let dated = |rows: Vec<ParameterRow>| rows.iter().map(ParameterRow::dated).collect::<Vec<Dated>>();
    let (low, high) = (queries::rows_of(conn, lower).await?, queries::rows_of(conn, upper).await?);
    let Some(day) = crossed(&dated(low), &dated(high)) else { return Ok(()) };
    let text = Text::new(
        format!("Pada {day} nilai {lower} lebih besar daripada {upper}. Koreksi pasangannya lebih dahulu."),
        format!("On {day} the value of {lower} is above that of {upper}. Correct the other one first."),
    );
    Err(Problem::new(Code::Conflict).errors(vec![FieldError::new("", "bounds_crossed", text)]))
}
