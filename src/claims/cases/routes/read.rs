//! Reading claims.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use uuid::Uuid;

use crate::access::caller::{Caller, ClaimsRead};
use crate::app::AppState;
use crate::claims::cases::dto::requests::{ClaimInstant, ClaimQuery};
use crate::claims::cases::dto::{ClaimResponse, version_view};
use crate::claims::cases::queries::{self, ClaimFilter};
use crate::claims::cases::reveal::reveal;
use crate::claims::cases::service;
use crate::claims::cases::step::{note_opened, origin};
use crate::platform::http::page::respond_page;
use crate::platform::http::{IfNoneMatch, Page, PageQuery, Path, Query, Reply, Version, version};
use crate::register::persons::purpose::StatedPurpose;

/// Lists claims
///
/// Of workers in the caller's regions, in the order of their ids.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:read"])),
    params(ClaimQuery, PageQuery),
    responses((status = 200, description = "A page of claims", body = Page<ClaimResponse>))
)]
#[get("/claims")]
pub(super) async fn list_claims(
    caller: Caller<ClaimsRead>,
    query: Query<ClaimQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let filter = ClaimFilter::from(query.0);
    let after: Option<Uuid> = page.after()?;
    let mut conn = state.db.read().await?;
    let views = service::list(&mut conn, &caller.scope, &filter, after, page.fetch()).await?;
    let count = if page.wants_count() {
        Some(queries::count_claims(&mut conn, &caller.scope, &filter).await?)
    } else {
        None
    };
    let claims = Page::of(&page, views, |view| view.file.claim.id, |view| view)?;
    let data = claims.data.iter().map(|view| ClaimResponse::of(view, &caller)).collect::<Result<_, _>>()?;
    respond_page(&request, &Page { data, next_cursor: claims.next_cursor, count })
}

/// Reads a claim
///
/// With `as_known_at`, as the register knew it at that instant; the worker's name is today's then too. `X-Purpose`
/// opens the beneficiaries' identifiers for callers with `pii:read`, and for seven days to the account that filed
/// the claim, unless somebody else changed it since; each time is kept in the worker's access log.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:read"])),
    params(("id" = Uuid, Path, description = "The claim"), ClaimInstant, StatedPurpose, IfNoneMatch),
    responses((status = 200, description = "The claim", body = ClaimResponse))
)]
#[get("/claims/{id}")]
pub(super) async fn get_claim(
    caller: Caller<ClaimsRead>,
    id: Path<Uuid>,
    query: Query<ClaimInstant>,
    purpose: StatedPurpose,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let is_past = query.0.as_known_at.is_some();
    let view = {
        let mut conn = state.db.read().await?;
        match query.0.as_known_at {
            Some(instant) => service::find_as_known_at(&mut conn, &caller.scope, id.0, instant).await?,
            None => service::find(&mut conn, &caller.scope, id.0).await?,
        }
    };
    let mut claim = ClaimResponse::of(&view, &caller)?;
    if is_past {
        // Nothing can be done to what is past.
        claim.allowed_actions.clear();
    }
    if let Some(purpose) = &purpose.0 {
        let (origin, shown) = (origin(&caller, &state), &mut claim.beneficiaries);
        reveal(&state, (&caller, &origin, purpose), &view, shown).await?;
    } else {
        note_opened(&state, &caller, &view.file.claim).await?;
    }
    let shown = version_view(&view, purpose.0.is_some());
    let version = Version::new(view.file.claim.version, &shown);
    if is_past || purpose.0.is_some() {
        Ok(HttpResponse::Ok().insert_header(version.header()?).json(claim))
    } else {
        version::respond(&held, &version, &claim)
    }
}
