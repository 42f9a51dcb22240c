//! What the rates in force would change of a source, and letting them.

use diesel_async::AsyncPgConnection;
use serde_json::json;
use uuid::Uuid;

use crate::access::caller::RegionScope;
use crate::cover::contributions::batches::model::BatchRow;
use crate::cover::contributions::batches::service::follow_ledger;
use crate::cover::contributions::obligations::queries::{self, Repricing};
use crate::cover::funding::budget::{self, Move};
use crate::cover::funding::model::Funded;
use crate::cover::funding::service::{advance, possible};
use crate::cover::funding::{self, rules::Action};
use crate::cover::trail;
use crate::domain::Month;
use crate::platform::changes::Origin;
use crate::platform::db::transaction::take_time;
use crate::platform::http::{Code, IfMatch, Problem, Text};

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repriced {
    /// The source after it.
    pub source: Funded,
    /// What changed of the ledger.
    pub repricing: Repricing,
    /// The drafts that follow: before and after.
    pub drafts: Vec<(BatchRow, BatchRow)>,
}

/// What the rates in force would change of a source in the caller's regencies.
pub async fn preview(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> Result<(Funded, Repricing), Problem> {
    let found = match scope.whole_regencies() {
        true => funding::queries::find(conn, scope, id).await?,
        false => None,
    };
    let source = found.ok_or_else(Problem::not_found)?;
    let repricing = queries::would_reprice(conn, (source.0.id, source.0.regency_id)).await?;
    Ok((source, repricing))
}

/// Brings what is due from a source to the rates in force. Drafts follow, since nobody has approved them; what is in an
/// approved batch stays as it was approved. Nothing at all where a month has no rate, or where the budget does not bear it.
pub async fn reprice(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    reason: String,
) -> Result<Repriced, Problem> {
    let found = match scope.whole_regencies() {
        true => funding::queries::lock(conn, scope, id).await?,
        false => None,
    };
    let (before, money) = found.ok_or_else(Problem::not_found)?;
    held.check(before.version)?;
    let key = (before.id, before.regency_id);
    let locked = budget::lock(conn, &[key]).await?;
    take_time(conn).await?;
    let repricing = queries::reprice(conn, key, trail::instant(origin)).await?;
    if let Some(month) = repricing.first_without_rate {
        return Err(without_rate(month.0, repricing.months_without_rate).allowing(possible(&before)));
    }
    if repricing.months == 0 {
        return Ok(Repriced { source: (before, money), repricing, drafts: Vec::new() });
    }
    let difference = repricing.after_idr - repricing.before_idr;
    let committed = Move { committed_idr: difference, ..Move::default() };
    let applied = budget::apply(conn, &locked, &[(key, committed)]).await;
    applied.map_err(|problem| problem.allowing(possible(&before)))?;
    let drafts = follow_ledger(conn, origin, key, &reason).await?;
    let told = json!({
        "months": repricing.months,
        "people": repricing.people,
        "before_idr": repricing.before_idr,
        "after_idr": repricing.after_idr,
        "months_under_way": repricing.months_under_way,
    });
    let source = advance(conn, origin, before, Action::Reprice, Some(reason), ("repricing", told)).await?;
    let committed_idr = money.committed_idr + difference;
    Ok(Repriced {
        source: (source, funding::model::SourceMoney { committed_idr, ..money }),
        repricing,
        drafts,
    })
}

fn without_rate(month: Month, months: i64) -> Problem {
    Problem::new(Code::RuleMissing).detail(Text::new(
        format!("Tidak ada tarif yang berlaku untuk {months} iuran terutang, mulai {month}."),
        format!("No rate is in force for {months} due contributions, from {month} on."),
    ))
}
