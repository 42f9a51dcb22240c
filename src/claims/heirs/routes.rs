//! Beneficiaries over HTTP.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};
use uuid::Uuid;

use super::dto::{BeneficiaryResponse, CreateBeneficiary, UpdateBeneficiary};
use super::service;
use crate::access::caller::{Caller, ClaimsFile, ClaimsRead};
use crate::app::AppState;
use crate::claims::cases::dto::{beneficiaries, etag, version_view};
use crate::claims::cases::reveal::reveal;
use crate::claims::cases::service as cases;
use crate::claims::cases::step::{note_opened, origin};
use crate::platform::db::transaction::transact;
use crate::platform::http::idempotency::{Answer, Once};
use crate::platform::http::page::respond_page;
use crate::platform::http::{
    Body, IfMatch, IfNoneMatch, Page, PageQuery, Path, Problem, Reply, Routes, Version, version,
};
use crate::register::persons::purpose::StatedPurpose;

/// Registers the routes of this room.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(create_beneficiary)
        .service(list_beneficiaries)
        .service(get_beneficiary)
        .service(update_beneficiary)
        .service(delete_beneficiary);
}

/// Adds a beneficiary to a claim
///
/// Until the claim is verified. The claim gets a new version, whose `ETag` is answered.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(("id" = Uuid, Path, description = "The claim"), Once),
    request_body = CreateBeneficiary,
    responses((status = 201, description = "The beneficiary", body = BeneficiaryResponse))
)]
#[post("/claims/{id}/beneficiaries")]
async fn create_beneficiary(
    caller: Caller<ClaimsFile>,
    id: Path<Uuid>,
    once: Once,
    body: Body<CreateBeneficiary>,
    state: Data<AppState>,
) -> Reply {
    let origin = origin(&caller, &state);
    let new = body.0.parse(origin.now, state.clock.today())?;
    once.run(&state.db, &state.vault, origin.actor, origin.now, async |conn| {
        let (view, added) = service::add(conn, (&caller, &state.vault), &origin, id.0, new).await?;
        let location = format!("/v1/claims/{}/beneficiaries/{}", id.0, added.row.id);
        Answer::created(location, etag(&view), &BeneficiaryResponse::of(&added, None))
    })
    .await
}

/// Lists the beneficiaries of a claim
///
/// In the order of entry. The claim itself shows them too, and opens their identifiers for a purpose.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:read"])),
    params(("id" = Uuid, Path, description = "The claim"), PageQuery),
    responses((status = 200, description = "A page of beneficiaries", body = Page<BeneficiaryResponse>))
)]
#[get("/claims/{id}/beneficiaries")]
async fn list_beneficiaries(
    caller: Caller<ClaimsRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after: Option<i16> = page.after()?;
    let mut conn = state.db.read().await?;
    let view = cases::find(&mut conn, &caller.scope, id.0).await?;
    drop(conn);
    note_opened(&state, &caller, &view.file.claim).await?;
    let places = view.file.beneficiaries.iter().map(|part| part.row.place);
    let rows: Vec<(i16, BeneficiaryResponse)> = places
        .zip(beneficiaries(&view)?)
        .filter(|(place, _)| after.is_none_or(|after| *place > after))
        .collect();
    let count = i64::try_from(view.file.beneficiaries.len()).map_err(Problem::internal)?;
    let count = page.wants_count().then_some(count);
    let parts = Page::of(&page, rows, |(place, _)| *place, |(_, part)| part)?.with_count(count);
    respond_page(&request, &parts)
}

/// Reads a beneficiary
///
/// `X-Purpose` opens the identifiers, as for the claim.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:read"])),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("beneficiary_id" = Uuid, Path, description = "The beneficiary"),
        StatedPurpose,
        IfNoneMatch
    ),
    responses((status = 200, description = "The beneficiary", body = BeneficiaryResponse))
)]
#[get("/claims/{id}/beneficiaries/{beneficiary_id}")]
async fn get_beneficiary(
    caller: Caller<ClaimsRead>,
    ids: Path<(Uuid, Uuid)>,
    purpose: StatedPurpose,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let (id, beneficiary_id) = ids.0;
    let view = {
        let mut conn = state.db.read().await?;
        cases::find(&mut conn, &caller.scope, id).await?
    };
    let found = beneficiaries(&view)?.into_iter().find(|part| part.id == beneficiary_id);
    let mut beneficiary = found.ok_or_else(Problem::not_found)?;
    let shown = version_view(&view, purpose.0.is_some());
    let version = Version::new(view.file.claim.version, &shown);
    let Some(purpose) = &purpose.0 else {
        note_opened(&state, &caller, &view.file.claim).await?;
        return version::respond(&held, &version, &beneficiary);
    };
    let (origin, opened) = (origin(&caller, &state), std::slice::from_mut(&mut beneficiary));
    reveal(&state, (&caller, &origin, purpose), &view, opened).await?;
    Ok(HttpResponse::Ok().insert_header(version.header()?).json(beneficiary))
}

/// Corrects a beneficiary
///
/// Until the claim is verified. `If-Match` is the claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("beneficiary_id" = Uuid, Path, description = "The beneficiary"),
        IfMatch
    ),
    request_body(content = UpdateBeneficiary, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The beneficiary", body = BeneficiaryResponse))
)]
#[patch("/claims/{id}/beneficiaries/{beneficiary_id}")]
async fn update_beneficiary(
    caller: Caller<ClaimsFile>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    body: Body<UpdateBeneficiary>,
    state: Data<AppState>,
) -> Reply {
    let origin = origin(&caller, &state);
    let changes = body.0.parse(state.clock.today())?;
    let (id, beneficiary_id) = ids.0;
    let mut conn = state.db.write().await?;
    let (view, part) = transact(&mut conn, async |conn| {
        let keys = (id, beneficiary_id, &read);
        service::edit(conn, (&caller, &state.vault), &origin, keys, changes).await
    })
    .await?;
    Ok(Answer::ok(etag(&view), &BeneficiaryResponse::of(&part, None))?.respond())
}

/// Removes a beneficiary
///
/// Until the claim is verified. 409 `conflict` where a child's scholarship is paid to the beneficiary, or a payment to them was
/// recorded and taken back. `If-Match` is the claim's `ETag`; the answer has that of its next version.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("beneficiary_id" = Uuid, Path, description = "The beneficiary"),
        IfMatch
    ),
    responses((status = 204, description = "Removed"))
)]
#[delete("/claims/{id}/beneficiaries/{beneficiary_id}")]
async fn delete_beneficiary(
    caller: Caller<ClaimsFile>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    state: Data<AppState>,
) -> Reply {
    let origin = origin(&caller, &state);
    let (id, beneficiary_id) = ids.0;
    let mut conn = state.db.write().await?;
    let view = transact(&mut conn, async |conn| {
        service::remove(conn, &caller, &origin, (id, beneficiary_id, &read)).await
    })
    .await?;
    Ok(Answer::no_content(etag(&view)).respond())
}
