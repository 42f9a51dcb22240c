//! `/v1/coverage-gaps`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get};

use super::dto::{CoverageGapGrouping, CoverageGapMember, CoverageGapQuery, CoverageGapResponse};
use super::queries::{self, Gap};
use super::service;
use crate::access::caller::{Caller, CoveragesRead};
use crate::app::AppState;
use crate::platform::http::page::respond_page;
use crate::platform::http::{Page, PageQuery, Query, Reply, RequestContext, Routes};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(list_coverage_gaps).service(list_coverage_gap_members);
}

/// List coverage gaps
///
/// Who falls out of cover and when, if nothing more is paid: by month, region and funding source, with the last day on
/// which a payment keeps them in and what heirs would lose, by the benefits in force in that month. Follows the strictest
/// reading of arrears (`lapse_alert_after_unpaid_months`), so that an alert never comes too late.
#[utoipa::path(
    tag = "coverage-gaps",
    security(("bearer" = ["coverages:read"])),
    params(CoverageGapQuery, CoverageGapGrouping, PageQuery),
    responses(
        (status = 200, description = "One page of gaps.", body = Page<CoverageGapResponse>),
        (status = 409, description = "No rule says when a membership is cut off: `rule_missing`."),
    ),
)]
#[get("/coverage-gaps")]
async fn list_coverage_gaps(
    caller: Caller<CoveragesRead>,
    query: Query<CoverageGapQuery>,
    grouping: Query<CoverageGapGrouping>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let today = state.clock.today();
    let (filter, by) = (query.0.filter(today)?, grouping.0.by()?);
    let after = page.after()?;
    let mut conn = state.db.read().await?;
    let limits = service::limits(&mut conn, today).await?;
    let asked = (&filter, limits);
    let gaps = queries::list(&mut conn, &caller.scope, asked, by, after.as_ref(), page.fetch()).await?;
    let stakes = service::stakes(&mut conn, &filter, limits, &gaps).await?;
    let count = match page.wants_count() {
        true => Some(queries::count(&mut conn, &caller.scope, asked, by).await?),
        false => None,
    };
    let listed = Page::of(&page, gaps, Gap::place, |gap| gap)?.with_count(count);
    respond_page(&request, &listed.try_map(|gap| CoverageGapResponse::new(gap, &stakes))?)
}

/// List the people behind coverage gaps
///
/// With the filters of the gaps: who is cut off, when, and until when a payment helps. NIKs are masked; the records count
/// as opened.
#[utoipa::path(
    tag = "coverage-gaps",
    security(("bearer" = ["coverages:read"])),
    params(CoverageGapQuery, PageQuery),
    responses(
        (status = 200, description = "One page of people.", body = Page<CoverageGapMember>),
        (status = 409, description = "No rule says when a membership is cut off: `rule_missing`."),
    ),
)]
#[get("/coverage-gaps/members")]
async fn list_coverage_gap_members(
    caller: Caller<CoveragesRead>,
    query: Query<CoverageGapQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
    context: RequestContext,
) -> Reply {
    let today = state.clock.today();
    let filter = query.0.filter(today)?;
    let after = page.after()?;
    let mut conn = state.db.read().await?;
    let limits = service::limits(&mut conn, today).await?;
    let asked = (&filter, limits);
    let rows = queries::members(&mut conn, &caller.scope, asked, after, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count_members(&mut conn, &caller.scope, asked).await?),
        false => None,
    };
    drop(conn);
    let listed = Page::of(&page, rows, |row| row.worker_id, |row| row)?.with_count(count);
    let origin = caller.origin(context.now);
    for row in &listed.data {
        state.opens.note(&state.db, &origin, row.regency_id, row.worker_id).await?;
    }
    let shown = |row| Ok::<_, crate::platform::http::Problem>(CoverageGapMember::from(row));
    respond_page(&request, &listed.try_map(shown)?)
}
