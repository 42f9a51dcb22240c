//! `/v1/funding-sources`.

mod write;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use aws_lc_rs::digest::{SHA256, digest};
use uuid::Uuid;

use super::dto::{FundingSourceQuery, FundingSourceResponse};
use super::forecast::dto::ForecastResponse;
use super::model::{SourceMoney, SourceRow};
use super::rules::Rights;
use super::{forecast, queries};
use crate::access::caller::{
    Caller, ContributionsPay, ContributionsPrepare, FundingManage, FundingRead, Principal,
};
use crate::app::AppState;
use crate::cover::wire::AsKnownAt;
use crate::platform::changes::{self, HistoryEntry, Subject};
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{IfNoneMatch, Page, PageQuery, Path, Problem, Query, Reply, Routes, Version};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(list_funding_sources)
        .service(write::create_funding_source)
        .service(get_funding_source)
        .service(write::update_funding_source)
        .service(write::close_funding_source)
        .service(write::reopen_funding_source)
        .service(list_funding_source_history)
        .service(get_funding_source_forecast);
}

/// List funding sources
///
/// Whose money pays contributions in the caller's regencies, in which months, up to which budget.
#[utoipa::path(
    tag = "funding",
    security(("bearer" = ["funding:read"])),
    params(FundingSourceQuery, PageQuery),
    responses((status = 200, description = "One page of funding sources.", body = Page<FundingSourceResponse>)),
)]
#[get("/funding-sources")]
async fn list_funding_sources(
    caller: Caller<FundingRead>,
    query: Query<FundingSourceQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let filter = query.0.filter()?;
    let after = page.after()?;
    let mut conn = state.db.read().await?;
    let rows = queries::list(&mut conn, &caller.scope, &filter, after, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count(&mut conn, &caller.scope, &filter).await?),
        false => None,
    };
    let rights = rights(&caller);
    let listed = Page::of(
        &page,
        rows,
        |(row, _)| row.id,
        |(row, money)| FundingSourceResponse::new(row, Some(money), rights),
    )?;
    respond_page(&request, &listed.with_count(count))
}

/// Read a funding source
#[utoipa::path(
    tag = "funding",
    security(("bearer" = ["funding:read"])),
    params(("id" = Uuid, Path, description = "The funding source."), AsKnownAt, IfNoneMatch),
    responses((status = 200, description = "The funding source.", body = FundingSourceResponse)),
)]
#[get("/funding-sources/{id}")]
async fn get_funding_source(
    caller: Caller<FundingRead>,
    id: Path<Uuid>,
    query: Query<AsKnownAt>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let (current, money) =
        queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let (row, money) = match query.0.as_known_at {
        None => (current, Some(money)),
        Some(instant) => {
            let known = changes::as_known_at(&mut conn, current.regency_id, id.0, instant).await?;
            (known.ok_or_else(Problem::not_found)?, None)
        }
    };
    let rights = rights(&caller);
    let view = view(rights, money.unwrap_or_default());
    respond(&held, &Version::new(row.version, &view), &FundingSourceResponse::new(row, money, rights))
}

/// Read the history of a funding source
///
/// Every change, oldest first: what, when, by whom and why.
#[utoipa::path(
    tag = "funding",
    security(("bearer" = ["funding:read"])),
    params(("id" = Uuid, Path, description = "The funding source."), PageQuery),
    responses((status = 200, description = "One page of changes.", body = Page<HistoryEntry>)),
)]
#[get("/funding-sources/{id}/history")]
async fn list_funding_source_history(
    caller: Caller<FundingRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    let (row, _) = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let subject = Subject::FundingSource;
    let entries = changes::history(&mut conn, row.regency_id, subject, id.0, after, page.fetch()).await?;
    let count = page.wants_count().then_some(i64::from(row.version));
    let versions = Page::of(&page, entries, |entry| entry.version, |entry| entry)?.with_count(count);
    respond_page(&request, &versions)
}

/// Read the forecast of a funding source
///
/// Month by month what its approved periods still owe and what the insurer has accepted as paid, for how many people, and
/// what the budget leaves free after each month.
#[utoipa::path(
    tag = "funding",
    security(("bearer" = ["funding:read"])),
    params(("id" = Uuid, Path, description = "The funding source.")),
    responses((status = 200, description = "The forecast.", body = ForecastResponse)),
)]
#[get("/funding-sources/{id}/forecast")]
async fn get_funding_source_forecast(
    caller: Caller<FundingRead>,
    id: Path<Uuid>,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let (row, money) = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let sums = forecast::queries::sums_by_month(&mut conn, &row).await?;
    let forecast = forecast::rules::forecast(row.months().map_err(Problem::internal)?, row.budget_idr, &sums);
    Ok(HttpResponse::Ok().json(ForecastResponse::new(&row, money, forecast)))
}

/// What makes the bytes differ at the same version: the allowed actions, and the sums, which move with every
/// approval and transfer. They are no part of the version, so that an approval elsewhere does not stale the page of
/// somebody who changes the source's name.
fn view(rights: Rights, money: SourceMoney) -> String {
    let who = if rights.manage { "managed" } else { "read" };
    let parts = [(rights.reprice, "-p"), (rights.refund, "-r")];
    let who: String =
        std::iter::once(who).chain(parts.into_iter().filter(|(has, _)| *has).map(|(_, part)| part)).collect();
    if money == SourceMoney::default() {
        return who;
    }
    let SourceMoney { committed_idr, paid_idr, credit_idr, refunded_idr } = money;
    // A digest, since four sums of a large budget are longer than a tag may be.
    let sums = format!("{committed_idr} {paid_idr} {credit_idr} {refunded_idr}");
    let digest = digest(&SHA256, sums.as_bytes());
    let short = digest.as_ref().iter().take(8).map(|byte| format!("{byte:02x}"));
    format!("{who}-{}", short.collect::<String>())
}

/// The entity tag of a source as somebody with these rights sees it.
pub fn etag(row: &SourceRow, money: SourceMoney, rights: Rights) -> String {
    Version::new(row.version, &view(rights, money)).etag()
}

/// What a caller may do to sources.
pub fn rights(caller: &Principal) -> Rights {
    Rights {
        manage: caller.may::<FundingManage>(),
        reprice: caller.may::<ContributionsPrepare>(),
        refund: caller.may::<ContributionsPay>(),
    }
}
