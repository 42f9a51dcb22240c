//! Closing and reopening months.

use actix_web::post;
use actix_web::web::Data;
use uuid::Uuid;

use super::super::dto::{CreateMonthlyClose, MonthlyCloseResponse, ReopenMonthlyClose};
use super::super::service::{self, NewClose};
use super::etag;
use crate::access::caller::{Caller, ClosesWrite, Principal};
use crate::app::AppState;
use crate::domain::{RegionCode, new_id};
use crate::platform::http::{
    Answer, Body, FieldError, IfMatch, Once, Path, Problem, Reply, RequestContext, Text,
};
use crate::register::regencies::find_regency_by_code;

/// Close a month
///
/// Records who lapsed in the month by what is known now: from the insurer's facts and the paid months of the ledger. Once
/// a regency and month, and only when the month is over; what comes late reopens it.
#[utoipa::path(
    tag = "monthly-closes",
    security(("bearer" = ["closes:write"])),
    params(Once),
    request_body = CreateMonthlyClose,
    responses(
        (status = 201, description = "The close.", body = MonthlyCloseResponse),
        (status = 404, description = "The regency is not the caller's as a whole."),
        (
            status = 409,
            description = "The month was closed before: `already_exists`. Or no rule is in force at its end: `rule_missing`.",
        ),
    ),
)]
#[post("/monthly-closes")]
pub(super) async fn create_monthly_close(
    caller: Caller<ClosesWrite>,
    once: Once,
    body: Body<CreateMonthlyClose>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let (id, region, month) = body.0.parse(|| new_id(context.now))?;
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    let regency_id = regency_of(&state, &caller, region.as_ref()).await?;
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let row = service::create(conn, &origin, today, NewClose { id, regency_id, month }).await?;
        let location = format!("/v1/monthly-closes/{}", row.id);
        Answer::created(location, etag(&row), &MonthlyCloseResponse::new(row, true))
    })
    .await
}

/// Reopen a closed month
#[utoipa::path(
    tag = "monthly-closes",
    security(("bearer" = ["closes:write"])),
    params(("id" = Uuid, Path, description = "The close."), IfMatch, Once),
    request_body = ReopenMonthlyClose,
    responses((status = 200, description = "The reopened close.", body = MonthlyCloseResponse)),
)]
#[post("/monthly-closes/{id}/reopen")]
pub(super) async fn reopen_monthly_close(
    caller: Caller<ClosesWrite>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<ReopenMonthlyClose>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let reason = body.0.parse()?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let row = service::reopen(conn, &caller.scope, &origin, id.0, &if_match, reason).await?;
        Answer::ok(etag(&row), &MonthlyCloseResponse::new(row, true))
    })
    .await
}

/// Close a reopened month again
///
/// Records what has changed since the last run: who lapsed, and who did not after all.
#[utoipa::path(
    tag = "monthly-closes",
    security(("bearer" = ["closes:write"])),
    params(("id" = Uuid, Path, description = "The close."), IfMatch, Once),
    responses((status = 200, description = "The close.", body = MonthlyCloseResponse)),
)]
#[post("/monthly-closes/{id}/close")]
pub(super) async fn close_monthly_close(
    caller: Caller<ClosesWrite>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let row = service::close_again(conn, &caller.scope, &origin, today, id.0, &if_match).await?;
        Answer::ok(etag(&row), &MonthlyCloseResponse::new(row, true))
    })
    .await
}

/// The regency of a request, for what is the regency's as a whole: the one named, else the caller's only one. 404 for a
/// caller who has less than a whole regency.
pub async fn regency_of(
    state: &AppState,
    caller: &Principal,
    region: Option<&RegionCode>,
) -> Result<i32, Problem> {
    if !caller.scope.whole_regencies() {
        return Err(Problem::not_found());
    }
    let Some(region) = region else {
        return match caller.scope.regency_ids.as_slice() {
            [only] => Ok(*only),
            _ => Err(Problem::invalid_field(FieldError::new("/region_code", "required", NAME_IT))),
        };
    };
    let mut conn = state.db.read().await?;
    let found = find_regency_by_code(&mut conn, region).await?;
    found.filter(|_| caller.scope.contains(region)).map(|regency| regency.id).ok_or_else(Problem::not_found)
}

const NAME_IT: Text = Text::fixed("Sebutkan kabupatennya.", "Name the regency.");
