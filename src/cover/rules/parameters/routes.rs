//! `/v1/rules/parameters`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::dto::{CreateRuleParameter, RuleParameterQuery, RuleParameterResponse, UpdateRuleParameter};
use super::model::ParameterRow;
use super::queries;
use super::service;
use crate::access::caller::{Caller, RulesManage, RulesRead};
use crate::app::AppState;
use crate::cover::wire::AsKnownAt;
use crate::domain::new_id;
use crate::platform::changes::{self, HistoryEntry, Subject, WHOLE_DEPLOYMENT};
use crate::platform::db::transaction::transact;
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{
    Answer, Body, IfMatch, IfNoneMatch, Once, Page, PageQuery, Path, Problem, Query, Reply, RequestContext,
    Version,
};

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_rule_parameters)
        .service(create_rule_parameter)
        .service(get_rule_parameter)
        .service(update_rule_parameter)
        .service(list_rule_parameter_history);
}

/// List dated parameters
///
/// Single values of regulations with their days and sources: those in force, or with `on` those of a day.
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
    let manages = caller.may::<RulesManage>();
    let listed = Page::of(&page, rows, |row| row.id, |row| RuleParameterResponse::new(row, manages))?;
    respond_page(&request, &listed.with_count(count))
}

/// Enter a dated parameter
///
/// Two rows of one key never hold on the same day: an earlier open row is first corrected to end.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(Once),
    request_body = CreateRuleParameter,
    responses((status = 201, description = "The new parameter.", body = RuleParameterResponse)),
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
    let id = id.unwrap_or_else(|| new_id(context.now));
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        created(service::create(conn, &origin, id, facts).await?)
    })
    .await
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
    let mut conn = state.db.read().await?;
    let found: Option<ParameterRow> = match query.0.as_known_at {
        None => queries::find(&mut conn, id.0).await?,
        Some(instant) => changes::as_known_at(&mut conn, WHOLE_DEPLOYMENT, id.0, instant).await?,
    };
    let row = found.ok_or_else(Problem::not_found)?;
    let manages = caller.may::<RulesManage>();
    respond(&held, &Version::new(row.version, view(manages)), &RuleParameterResponse::new(row, manages))
}

/// Correct a dated parameter
///
/// A row that was used is never changed: the answer is a new row, and the old one stays readable as
/// superseded.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The parameter."), IfMatch),
    request_body = UpdateRuleParameter,
    responses((status = 201, description = "The row in its place.", body = RuleParameterResponse)),
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
    let origin = caller.origin(context.now);
    let mut conn = state.db.write().await?;
    let row = transact(&mut conn, async |conn| {
        service::supersede(conn, &origin, id.0, &if_match, reason, |row| correction.apply(row)).await
    })
    .await?;
    Ok(created(row)?.respond())
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
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    queries::find(&mut conn, id.0).await?.ok_or_else(Problem::not_found)?;
    let subject = Subject::RuleParameter;
    let entries = changes::history(&mut conn, WHOLE_DEPLOYMENT, subject, id.0, after, page.fetch()).await?;
    respond_page(&request, &Page::of(&page, entries, |entry| entry.version, |entry| entry)?)
}

/// Everybody sees the same of a rule but for the allowed actions.
fn view(manages: bool) -> &'static str {
    if manages { "managed" } else { "read" }
}

fn created(row: ParameterRow) -> Result<Answer, Problem> {
    let location = format!("/v1/rules/parameters/{}", row.id);
    let etag = Version::new(row.version, view(true)).etag();
    Answer::created(location, etag, &RuleParameterResponse::new(row, true))
}
