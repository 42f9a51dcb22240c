//! `/v1/rules/benefits`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use uuid::Uuid;

use super::dto::{BenefitRuleQuery, BenefitRuleResponse, CreateBenefitRule, UpdateBenefitRule};
use super::model::BenefitRow;
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
        .service(list_benefit_rules)
        .service(create_benefit_rule)
        .service(get_benefit_rule)
        .service(update_benefit_rule)
        .service(list_benefit_rule_history);
}

/// List benefits
///
/// What the insurer owes after a death or a work accident, term by term, with days and sources: those in force, or
/// with `on` those for events of a day; with `status` also proposals.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:read"])),
    params(BenefitRuleQuery, PageQuery),
    responses((status = 200, description = "One page of benefits.", body = Page<BenefitRuleResponse>)),
)]
#[get("/rules/benefits")]
async fn list_benefit_rules(
    caller: Caller<RulesRead>,
    query: Query<BenefitRuleQuery>,
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
    let listed = Page::of(&page, rows, |row| row.id, |row| BenefitRuleResponse::new(row, viewer))?;
    respond_page(&request, &listed.with_count(count))
}

/// Propose a benefit
///
/// It counts once a second person has approved it. Two rows for the same never hold on the same day: an earlier open
/// row is first corrected to end.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(Once),
    request_body = CreateBenefitRule,
    responses((status = 201, description = "The proposal.", body = BenefitRuleResponse)),
)]
#[post("/rules/benefits")]
async fn create_benefit_rule(
    caller: Caller<RulesManage>,
    once: Once,
    body: Body<CreateBenefitRule>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let (id, facts) = body.0.parse()?;
    let new = |id, entry| facts.into_row(id, entry);
    serve::propose(&state, (&caller, &context), once, id, new, BenefitRuleResponse::new).await
}

/// Read a benefit
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:read"])),
    params(("id" = Uuid, Path, description = "The benefit."), AsKnownAt, IfNoneMatch),
    responses((status = 200, description = "The benefit.", body = BenefitRuleResponse)),
)]
#[get("/rules/benefits/{id}")]
async fn get_benefit_rule(
    caller: Caller<RulesRead>,
    id: Path<Uuid>,
    query: Query<AsKnownAt>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    serve::show(&state, &caller, (id.0, query.0.as_known_at), &held, BenefitRuleResponse::new).await
}

/// Correct a benefit
///
/// A row that was used is never changed: the answer is a proposal that takes its place once a second person has
/// approved it; until then the old row counts, and it stays readable after that.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The benefit."), IfMatch),
    request_body = UpdateBenefitRule,
    responses((status = 201, description = "The proposal.", body = BenefitRuleResponse)),
)]
#[patch("/rules/benefits/{id}")]
async fn update_benefit_rule(
    caller: Caller<RulesManage>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<UpdateBenefitRule>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let correction = body.0.parse()?;
    let reason = correction.reason.clone();
    let apply = |row: &BenefitRow, id, entry| Ok(correction.apply(row)?.into_row(id, entry));
    serve::correct(&state, (&caller, &context), (id.0, &if_match), reason, apply, BenefitRuleResponse::new)
        .await
}

/// Read the history of a benefit
///
/// Every change, oldest first: what, when, by whom and why.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:read"])),
    params(("id" = Uuid, Path, description = "The benefit."), PageQuery),
    responses((status = 200, description = "One page of changes.", body = Page<HistoryEntry>)),
)]
#[get("/rules/benefits/{id}/history")]
async fn list_benefit_rule_history(
    _caller: Caller<RulesRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    serve::show_history::<BenefitRow>(&state, id.0, &page, &request).await
}
