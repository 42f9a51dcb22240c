//! `/v1/unclaimed-deaths`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get};

use super::dto::{UnclaimedDeathQuery, UnclaimedDeathResponse};
use super::queries;
use super::service::{self, Unclaimed};
use crate::access::caller::{Caller, DeathsRead};
use crate::app::AppState;
use crate::platform::http::page::respond_page;
use crate::platform::http::{Page, PageQuery, Query, Reply, Routes};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(list_unclaimed_deaths);
}

/// List the dead without a claim
///
/// Whoever was covered on the day of death, in arrears, or of unknown standing, and for whom no claim got past its draft: those
/// who died first come first, with the days since and what is at stake by the rules of that day.
#[utoipa::path(
    tag = "deaths",
    security(("bearer" = ["deaths:read"])),
    params(UnclaimedDeathQuery, PageQuery),
    responses(
        (status = 200, description = "One page of them.", body = Page<UnclaimedDeathResponse>),
        (status = 409, description = "No rule says what a death of that day comes to: `rule_missing`."),
    ),
)]
#[get("/unclaimed-deaths")]
async fn list_unclaimed_deaths(
    caller: Caller<DeathsRead>,
    query: Query<UnclaimedDeathQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let (filter, today) = (query.0.filter()?, state.clock.today());
    let after = page.after()?;
    let mut conn = state.db.read().await?;
    let found = service::list(&mut conn, &caller.scope, &filter, after, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count(&mut conn, &caller.scope, &filter).await?),
        false => None,
    };
    let place = |one: &Unclaimed| one.row.place();
    let shown = |one: Unclaimed| UnclaimedDeathResponse::new(one, today);
    respond_page(&request, &Page::of(&page, found, place, shown)?.with_count(count))
}
