//! Reading the list of regions.

use actix_web::web::Data;
use actix_web::{HttpRequest, get};

use super::dto::{RegionQuery, RegionResponse};
use super::queries::{self, RegionFilter};
use crate::access::caller::{Caller, RegionsRead};
use crate::app::AppState;
use crate::domain::RegionCode;
use crate::platform::http::page::respond_page;
use crate::platform::http::{Page, PageQuery, Path, Problem, Query, Reply, Routes};

/// Registers the routes of this room.
pub fn configure(config: &mut Routes<'_>) {
    config.service(list_regions).service(get_region).service(list_region_children);
}

/// Lists regions
///
/// Provinces, regencies, districts and villages of the Interior Ministry's list, in the order of their codes; with
/// `q` the likest names first.
#[utoipa::path(
    tag = "regions",
    security(("bearer" = ["regions:read"])),
    params(RegionQuery, PageQuery),
    responses((status = 200, description = "A page of regions", body = Page<RegionResponse>))
)]
#[get("/regions")]
async fn list_regions(
    _caller: Caller<RegionsRead>,
    query: Query<RegionQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let filter = query.0.parse()?;
    respond_page(&request, &find_page(&state, &filter, &page).await?)
}

/// Reads a region
#[utoipa::path(
    tag = "regions",
    security(("bearer" = ["regions:read"])),
    params(("code" = String, Path, description = "The code, with or without dots", example = "35.29.01")),
    responses((status = 200, description = "The region", body = RegionResponse))
)]
#[get("/regions/{code}")]
async fn get_region(_caller: Caller<RegionsRead>, code: Path<String>, state: Data<AppState>) -> Reply {
    let code = parse_code(&code.0)?;
    let mut conn = state.db.read().await?;
    let region = queries::find_region(&mut conn, &code).await?.ok_or_else(Problem::not_found)?;
    Ok(actix_web::HttpResponse::Ok().json(RegionResponse::from(region)))
}

/// Lists the regions directly below a region
#[utoipa::path(
    tag = "regions",
    security(("bearer" = ["regions:read"])),
    params(("code" = String, Path, description = "The code, with or without dots", example = "35.29"), PageQuery),
    responses((status = 200, description = "A page of regions", body = Page<RegionResponse>))
)]
#[get("/regions/{code}/children")]
async fn list_region_children(
    _caller: Caller<RegionsRead>,
    code: Path<String>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let code = parse_code(&code.0)?;
    {
        let mut conn = state.db.read().await?;
        queries::find_region(&mut conn, &code).await?.ok_or_else(Problem::not_found)?;
    }
    let filter = RegionFilter { parent: Some(code), ..RegionFilter::default() };
    respond_page(&request, &find_page(&state, &filter, &page).await?)
}

async fn find_page(
    state: &AppState,
    filter: &RegionFilter,
    page: &PageQuery,
) -> Result<Page<RegionResponse>, Problem> {
    let mut conn = state.db.read().await?;
    let found = match &filter.name {
        None => {
            let after: Option<String> = page.after()?;
            let rows = queries::list_regions(&mut conn, filter, after.as_deref(), page.fetch()).await?;
            Page::of(page, rows, |row| row.code.clone(), RegionResponse::from)?
        }
        Some(name) => {
            let after: Option<(i32, String)> = page.after()?;
            let after = after.as_ref().map(|(rank, code)| (*rank, code.as_str()));
            let rows = queries::search_regions(&mut conn, filter, name, after, page.fetch()).await?;
            Page::of(
                page,
                rows,
                |(row, rank)| (*rank, row.code.clone()),
                |(row, _)| RegionResponse::from(row),
            )?
        }
    };
    let count =
        if page.wants_count() { Some(queries::count_regions(&mut conn, filter).await?) } else { None };
    Ok(found.with_count(count))
}

/// What is no code addresses nothing.
fn parse_code(text: &str) -> Result<RegionCode, Problem> {
    RegionCode::parse(text).map_err(|_| Problem::not_found())
}
