//! Finding whose story is asked for, and telling a page of it.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::queries::{self, EventRow, Part, Parts};
use crate::access::caller::{
    ClaimsRead, CoveragesRead, DeathsRead, FundingRead, MembershipsRead, Principal, WarungsRead,
};
use crate::cover::eligibility;
use crate::platform::http::{PageQuery, Problem};
use crate::register::warungs;

/// Which parts of a worker's story a caller may read.
pub fn parts(caller: &Principal) -> Parts {
    Parts {
        warungs: caller.may::<WarungsRead>(),
        coverages: caller.may::<CoveragesRead>(),
        sources: caller.may::<FundingRead>(),
        memberships: caller.may::<MembershipsRead>(),
        claims: caller.may::<ClaimsRead>(),
        deaths: caller.may::<DeathsRead>(),
    }
}

/// A page of a worker's story with the count if it is wanted, and the regency of the worker.
pub async fn of_worker(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    id: Uuid,
    page: &PageQuery,
) -> Result<(i32, Vec<EventRow>, Option<i64>), Problem> {
    let (scope, parts) = (&caller.scope, parts(caller));
    let regency_id =
        eligibility::queries::regency_of(conn, scope, id).await?.ok_or_else(Problem::not_found)?;
    let (whose, after) = ((id, regency_id), page.after()?);
    let part = Part { after: after.as_ref(), limit: page.fetch() };
    let rows = queries::of_worker(conn, scope, whose, parts, part).await?;
    let count = match page.wants_count() {
        true => Some(queries::count_of_worker(conn, scope, whose, parts).await?),
        false => None,
    };
    Ok((regency_id, rows, count))
}

/// A page of a warung's story with the count if it is wanted.
pub async fn of_warung(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    id: Uuid,
    page: &PageQuery,
) -> Result<(Vec<EventRow>, Option<i64>), Problem> {
    let scope = &caller.scope;
    let warung = warungs::find(conn, scope, id).await?.ok_or_else(Problem::not_found)?;
    let (which, after) = ((id, warung.regency_id), page.after()?);
    let part = Part { after: after.as_ref(), limit: page.fetch() };
    let rows = queries::of_warung(conn, scope, which, part).await?;
    let count = match page.wants_count() {
        true => Some(queries::count_of_warung(conn, scope, which).await?),
        false => None,
    };
    Ok((rows, count))
}
