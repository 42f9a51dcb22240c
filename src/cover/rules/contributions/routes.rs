//! `/v1/rules/contributions`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use uuid::Uuid;

use super::dto::{
    ContributionRateQuery, ContributionRateResponse, CreateContributionRate, UpdateContributionRate,
};
use super::model::RateRow;
use super::queries;
use crate::access::caller::{Caller, RulesManage, RulesRead};
use crate::app::AppState;
use crate::cover::rules::proposals::{Viewer, serve};
use crate::cover::wire::AsKnownAt;
use crate::platform::changes::HistoryEntry;
use crate::platform::http::page::respond_page;
use crate::platform::http::{
    Body, IfMatch, IfNoneMatch, Once, Page, PageQuery, Path, Query, Reply, RequestContext, Routes,
};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(list_contribution_rates)
        .service(create_contribution_rate)
        .service(get_contribution_rate)
        .service(update_contribution_rate)
        .service(list_contribution_rate_history);
}

/// List contribution rates
///
/// What a programme costs for a member and month, with months and sources: those in force, or with `month` those
/// of a month; with `status` also proposals. A row with relief takes the place of the ordinary one where the payer may
/// have relief.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:read"])),
    params(ContributionRateQuery, PageQuery),
    responses((status = 200, description = "One page of rates.", body = Page<ContributionRateResponse>)),
)]
#[get("/rules/contributions")]
async fn list_contribution_rates(
    caller: Caller<RulesRead>,
    query: Query<ContributionRateQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let filter = query.0.filter()?;
    let after = page.after()?;
    let mut conn = state.db.read().await?;
    let rows = queries::list(&mut conn, &filter, after, page.fetch()).await?;
    let count = if page.wants_count() { Some(queries::count(&mut conn, &filter).await?) } else { None };
    let viewer = Viewer::of(&caller);
    let listed = Page::of(&page, rows, |row| row.id, |row| ContributionRateResponse::new(row, viewer))?;
    respond_page(&request, &listed.with_count(count))
}

/// Propose a contribution rate
///
/// It counts once a second person has approved it. Two rows of one programme, segment and relief never hold in the same
/// month: an earlier open row is first corrected to end.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(Once),
    request_body = CreateContributionRate,
    responses((status = 201, description = "The proposal.", body = ContributionRateResponse)),
)]
#[post("/rules/contributions")]
async fn create_contribution_rate(
    caller: Caller<RulesManage>,
    once: Once,
    body: Body<CreateContributionRate>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let (id, facts) = body.0.parse()?;
    let new = |id, entry| facts.into_row(id, entry);
    serve::propose(&state, (&caller, &context), once, id, new, ContributionRateResponse::new).await
}

/// Read a contribution rate
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:read"])),
    params(("id" = Uuid, Path, description = "The rate."), AsKnownAt, IfNoneMatch),
    responses((status = 200, description = "The rate.", body = ContributionRateResponse)),
)]
#[get("/rules/contributions/{id}")]
async fn get_contribution_rate(
    caller: Caller<RulesRead>,
    id: Path<Uuid>,
    query: Query<AsKnownAt>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    serve::show(&state, &caller, (id.0, query.0.as_known_at), &held, ContributionRateResponse::new).await
}

/// Correct a contribution rate
///
/// A row that was used is never changed: the answer is a proposal that takes its place once a second person has
/// approved it; until then the old row counts, and it stays readable after that.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The rate."), IfMatch),
    request_body = UpdateContributionRate,
    responses((status = 201, description = "The proposal.", body = ContributionRateResponse)),
)]
#[patch("/rules/contributions/{id}")]
async fn update_contribution_rate(
    caller: Caller<RulesManage>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<UpdateContributionRate>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let correction = body.0.parse()?;
    let reason = correction.reason.clone();
    let apply = |row: &RateRow, id, entry| Ok(correction.apply(row)?.into_row(id, entry));
    serve::correct(
        &state,
        (&caller, &context),
        (id.0, &if_match),
        reason,
        apply,
        ContributionRateResponse::new,
    )
    .await
}

/// Read the history of a contribution rate
///
/// Every change, oldest first: what, when, by whom and why.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:read"])),
    params(("id" = Uuid, Path, description = "The rate."), PageQuery),
    responses((status = 200, description = "One page of changes.", body = Page<HistoryEntry>)),
)]
#[get("/rules/contributions/{id}/history")]
async fn list_contribution_rate_history(
    _caller: Caller<RulesRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    serve::show_history::<RateRow>(&state, id.0, &page, &request).await
}
