//! `/v1/rules/benefits`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::dto::{BenefitRuleQuery, BenefitRuleResponse};
use super::model::BenefitRow;
use super::queries;
use crate::access::caller::{Caller, RulesRead};
use crate::app::AppState;
use crate::cover::wire::AsKnownAt;
use crate::platform::changes::{self, HistoryEntry, Subject, WHOLE_DEPLOYMENT};
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{IfNoneMatch, Page, PageQuery, Path, Problem, Query, Reply, Version};

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_benefit_rules).service(get_benefit_rule).service(list_benefit_rule_history);
}

/// List benefits
///
/// What the insurer owes after a death or a work accident, term by term, with days and sources: those in force, or
/// with `on` those for events of a day.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:read"])),
    params(BenefitRuleQuery, PageQuery),
    responses((status = 200, description = "One page of benefits.", body = Page<BenefitRuleResponse>)),
)]
#[get("/rules/benefits")]
async fn list_benefit_rules(
    _caller: Caller<RulesRead>,
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
    let listed = Page::of(&page, rows, |row| row.id, BenefitRuleResponse::new)?;
    respond_page(&request, &listed.with_count(count))
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
    _caller: Caller<RulesRead>,
    id: Path<Uuid>,
    query: Query<AsKnownAt>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let found: Option<BenefitRow> = match query.0.as_known_at {
        None => queries::find(&mut conn, id.0).await?,
        Some(instant) => changes::as_known_at(&mut conn, WHOLE_DEPLOYMENT, id.0, instant).await?,
    };
    let row = found.ok_or_else(Problem::not_found)?;
    respond(&held, &Version::new(row.version, "read"), &BenefitRuleResponse::new(row))
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
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    queries::find(&mut conn, id.0).await?.ok_or_else(Problem::not_found)?;
    let subject = Subject::BenefitRule;
    let entries = changes::history(&mut conn, WHOLE_DEPLOYMENT, subject, id.0, after, page.fetch()).await?;
    respond_page(&request, &Page::of(&page, entries, |entry| entry.version, |entry| entry)?)
}
