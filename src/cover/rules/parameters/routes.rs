//! `/v1/rules/parameters`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use uuid::Uuid;

use super::dto::{CreateRuleParameter, RuleParameterQuery, RuleParameterResponse, UpdateRuleParameter};
use super::model::ParameterRow;
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
        .service(list_rule_parameters)
        .service(create_rule_parameter)
        .service(get_rule_parameter)
        .service(update_rule_parameter)
        .service(list_rule_parameter_history);
}

/// List dated parameters
///
/// Single values of regulations with their days and sources: those in force, or with `on` those of a day; with
/// `status` also proposals.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:read"])),
    params(RuleParameterQuery, PageQuery),
    responses((status = 200, description = "One page of parameters.", body = Page<RuleParameterResponse>)),
)]
#[get("/rules/parameters")]
async fn list_rule_parameters(
    caller: Caller<RulesRead>,
    query: Query<RuleParameterQuery>,
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
    let listed = Page::of(&page, rows, |row| row.id, |row| RuleParameterResponse::new(row, viewer))?;
    respond_page(&request, &listed.with_count(count))
}

/// Propose a dated parameter
///
/// It counts once a second person has approved it. Two rows of one key never hold on the same day: an earlier open row
/// is first corrected to end.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(Once),
    request_body = CreateRuleParameter,
    responses((status = 201, description = "The proposal.", body = RuleParameterResponse)),
)]
#[post("/rules/parameters")]
async fn create_rule_parameter(
    caller: Caller<RulesManage>,
    once: Once,
    body: Body<CreateRuleParameter>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let (id, facts) = body.0.parse()?;
    let new = |id, entry| facts.into_row(id, entry);
    serve::propose(&state, (&caller, &context), once, id, new, RuleParameterResponse::new).await
}

/// Read a dated parameter
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:read"])),
    params(("id" = Uuid, Path, description = "The parameter."), AsKnownAt, IfNoneMatch),
    responses((status = 200, description = "The parameter.", body = RuleParameterResponse)),
)]
#[get("/rules/parameters/{id}")]
async fn get_rule_parameter(
    caller: Caller<RulesRead>,
    id: Path<Uuid>,
    query: Query<AsKnownAt>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    serve::show(&state, &caller, (id.0, query.0.as_known_at), &held, RuleParameterResponse::new).await
}

/// Correct a dated parameter
///
/// A row that was used is never changed: the answer is a proposal that takes its place once a second person has
/// approved it; until then the old row counts, and it stays readable after that.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The parameter."), IfMatch),
    request_body = UpdateRuleParameter,
    responses((status = 201, description = "The proposal.", body = RuleParameterResponse)),
)]
#[patch("/rules/parameters/{id}")]
async fn update_rule_parameter(
    caller: Caller<RulesManage>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<UpdateRuleParameter>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let correction = body.0.parse()?;
    let reason = correction.reason.clone();
    let apply = |row: &ParameterRow, id, entry| Ok(correction.apply(row)?.into_row(id, entry));
    serve::correct(&state, (&caller, &context), (id.0, &if_match), reason, apply, RuleParameterResponse::new)
        .await
}

/// Read the history of a dated parameter
///
/// Every change, oldest first: what, when, by whom and why.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:read"])),
    params(("id" = Uuid, Path, description = "The parameter."), PageQuery),
    responses((status = 200, description = "One page of changes.", body = Page<HistoryEntry>)),
)]
#[get("/rules/parameters/{id}/history")]
async fn list_rule_parameter_history(
    _caller: Caller<RulesRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    serve::show_history::<ParameterRow>(&state, id.0, &page, &request).await
}
