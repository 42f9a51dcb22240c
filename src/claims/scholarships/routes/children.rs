//! Stating, reading and correcting children.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};
use uuid::Uuid;

use super::shown_child;
use crate::access::caller::{Caller, ClaimsFile, ClaimsRead};
use crate::app::AppState;
use crate::claims::cases::dto::{etag, version_view};
use crate::claims::cases::reveal::reveal_child;
use crate::claims::cases::service as cases;
use crate::claims::cases::step::{note_opened, origin};
use crate::claims::scholarships::dto::{ChildResponse, CreateClaimChild, UpdateClaimChild};
use crate::claims::scholarships::service;
use crate::platform::db::transaction::transact;
use crate::platform::http::idempotency::{Answer, Once};
use crate::platform::http::page::respond_page;
use crate::platform::http::{
    Body, IfMatch, IfNoneMatch, Page, PageQuery, Path, Problem, Reply, Version, version,
};
use crate::register::persons::purpose::StatedPurpose;

/// States a child of a claim
///
/// Whose schooling the insurer helps with by the dated rules of the day of the event: of so many children at most, from where the
/// child stood then. In any state but withdrawn or refused, since families are cared for long after they were paid. The
/// claim gets a new version, whose `ETag` is answered. A child that is in the claim already, by its NIK or by its birth date and name
/// in whichever spelling, answers 409 `already_exists` with `existing_id`; twins who are called alike are told apart by the NIK of
/// both. The worker's own NIK (`nik_of_the_worker`) and a birth later after the death than the dated rule has days
/// (`born_too_late`) are refused.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(("id" = Uuid, Path, description = "The claim"), Once),
    request_body = CreateClaimChild,
    responses((status = 201, description = "The child", body = ChildResponse))
)]
#[post("/claims/{id}/children")]
pub(super) async fn create_claim_child(
    caller: Caller<ClaimsFile>,
    id: Path<Uuid>,
    once: Once,
    body: Body<CreateClaimChild>,
    state: Data<AppState>,
) -> Reply {
    let (origin, today) = (origin(&caller, &state), state.clock.today());
    let new = body.0.parse(origin.now, today)?;
    once.run(&state.db, &state.vault, origin.actor, origin.now, async |conn| {
        let added = service::add(conn, (&caller, &state.vault), &origin, (id.0, today), new).await?;
        let location = format!("/v1/claims/{}/children/{}", id.0, added.2.row.id);
        Answer::created(location, etag(&added.0), &shown_child(&added, &caller)?)
    })
    .await
}

/// Lists the children of a claim
///
/// In the order of entry, with what each can get and what was claimed.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:read"])),
    params(("id" = Uuid, Path, description = "The claim"), PageQuery),
    responses((status = 200, description = "A page of children", body = Page<ChildResponse>))
)]
#[get("/claims/{id}/children")]
pub(super) async fn list_claim_children(
    caller: Caller<ClaimsRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after: Option<i16> = page.after()?;
    let mut conn = state.db.read().await?;
    let view = cases::find(&mut conn, &caller.scope, id.0).await?;
    let terms = service::terms(&mut conn, &view.file, state.clock.today()).await?;
    drop(conn);
    note_opened(&state, &caller, &view.file.claim).await?;
    let children = view.file.children.iter().filter(|one| after.is_none_or(|after| one.row.place > after));
    let rows = children.map(|child| {
        ChildResponse::of(&view.file, child, &terms, &caller).map(|shown| (child.row.place, shown))
    });
    let rows = rows.collect::<Result<Vec<(i16, ChildResponse)>, Problem>>()?;
    let count = i64::try_from(view.file.children.len()).map_err(Problem::internal)?;
    let count = page.wants_count().then_some(count);
    respond_page(&request, &Page::of(&page, rows, |(place, _)| *place, |(_, child)| child)?.with_count(count))
}

/// Reads a child
///
/// `X-Purpose` opens the NIK, as for the claim's beneficiaries.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:read"])),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("child_id" = Uuid, Path, description = "The child"),
        StatedPurpose,
        IfNoneMatch
    ),
    responses((status = 200, description = "The child", body = ChildResponse))
)]
#[get("/claims/{id}/children/{child_id}")]
pub(super) async fn get_claim_child(
    caller: Caller<ClaimsRead>,
    ids: Path<(Uuid, Uuid)>,
    purpose: StatedPurpose,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let view = cases::find(&mut conn, &caller.scope, ids.0.0).await?;
    let child = service::find(&view.file, ids.0.1)?;
    let terms = service::terms(&mut conn, &view.file, state.clock.today()).await?;
    drop(conn);
    let mut child = ChildResponse::of(&view.file, child, &terms, &caller)?;
    let shown = version_view(&view, purpose.0.is_some());
    let version = Version::new(view.file.claim.version, &shown);
    let Some(purpose) = &purpose.0 else {
        note_opened(&state, &caller, &view.file.claim).await?;
        return version::respond(&held, &version, &child);
    };
    let origin = origin(&caller, &state);
    reveal_child(&state, (&caller, &origin, purpose), &view, &mut child).await?;
    Ok(HttpResponse::Ok().insert_header(version.header()?).json(child))
}

/// Corrects a child
///
/// Where it stood is settled once a scholarship was claimed by it; who is paid, once a second person has confirmed one: 409.
/// Once the claim is verified, only the employment office exchanges who is paid. What is refused of a child that is stated is refused
/// here, too. `If-Match` is the claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("child_id" = Uuid, Path, description = "The child"),
        IfMatch
    ),
    request_body(content = UpdateClaimChild, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The child", body = ChildResponse))
)]
#[patch("/claims/{id}/children/{child_id}")]
pub(super) async fn update_claim_child(
    caller: Caller<ClaimsFile>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    body: Body<UpdateClaimChild>,
    state: Data<AppState>,
) -> Reply {
    let (origin, today) = (origin(&caller, &state), state.clock.today());
    let changes = body.0.parse(today)?;
    let (id, child_id) = ids.0;
    let mut conn = state.db.write().await?;
    let edited = transact(&mut conn, async |conn| {
        let keys = ((id, child_id, &read), today);
        service::edit(conn, (&caller, &state.vault), &origin, keys, changes).await
    })
    .await?;
    Ok(Answer::ok(etag(&edited.0), &shown_child(&edited, &caller)?)?.respond())
}

/// Takes a child out of a claim
///
/// As long as neither a scholarship nor a paper refers to it; else it lapses. Once the claim is verified, only the employment office
/// does: 403. Whoever stated or changed it does not confirm its scholarships if it is stated anew. `If-Match` is the claim's `ETag`;
/// the answer has that of its next version.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("child_id" = Uuid, Path, description = "The child"),
        IfMatch
    ),
    responses((status = 204, description = "Taken out"))
)]
#[delete("/claims/{id}/children/{child_id}")]
pub(super) async fn delete_claim_child(
    caller: Caller<ClaimsFile>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    state: Data<AppState>,
) -> Reply {
    let origin = origin(&caller, &state);
    let (id, child_id) = ids.0;
    let mut conn = state.db.write().await?;
    let view = transact(&mut conn, async |conn| {
        service::remove(conn, &caller, &origin, (id, child_id, &read)).await
    })
    .await?;
    Ok(Answer::no_content(etag(&view)).respond())
}
