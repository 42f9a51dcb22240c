//! `/v1/contribution-payments`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use uuid::Uuid;

use super::dto::{
    ContributionPaymentResponse, CreateContributionPayment, PaymentQuery, VoidContributionPayment,
};
use super::{dto, queries, service};
use crate::access::caller::{Caller, ContributionsApprove, ContributionsPay, ContributionsRead};
use crate::app::AppState;
use crate::cover::contributions::statements::queries::of_payments;
use crate::domain::new_id;
use crate::platform::changes::{self, HistoryEntry, Subject};
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{
    Answer, Body, IfMatch, IfNoneMatch, Once, Page, PageQuery, Path, Problem, Query, Reply, RequestContext,
    Routes, Version,
};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(list_contribution_payments)
        .service(create_contribution_payment)
        .service(get_contribution_payment)
        .service(void_contribution_payment)
        .service(list_contribution_payment_history);
}

/// List transfers to the insurer
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:read"])),
    params(PaymentQuery, PageQuery),
    responses((status = 200, description = "One page of transfers.", body = Page<ContributionPaymentResponse>)),
)]
#[get("/contribution-payments")]
async fn list_contribution_payments(
    caller: Caller<ContributionsRead>,
    query: Query<PaymentQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let filter = query.0.filter()?;
    let after = page.after()?;
    let mut conn = state.db.read().await?;
    let rows = queries::list(&mut conn, &caller.scope, filter, after, page.fetch()).await?;
    let covered = queries::covered(&mut conn, &rows).await?;
    let confirmed = of_payments(&mut conn, &rows).await?;
    let count = match page.wants_count() {
        true => Some(queries::count(&mut conn, &caller.scope, filter).await?),
        false => None,
    };
    let shown = |row| ContributionPaymentResponse::new(row, &covered, &confirmed, &caller);
    respond_page(&request, &Page::of(&page, rows, |row| row.id, shown)?.with_count(count))
}

/// Record a transfer to the insurer
///
/// One transfer covers any number of batches that have a billing code; it must be exactly what they come to, less
/// what the insurer still held. Recorded once: a second one of the same reference or for the same batch is refused, unless
/// the first was taken back. 409 `conflict` with `billing_code_expired` for each batch whose code had expired on the day of
/// the transfer: it needs a new one.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:pay"])),
    params(Once),
    request_body = CreateContributionPayment,
    responses(
        (status = 201, description = "The transfer.", body = ContributionPaymentResponse),
        (status = 412, description = "A batch has changed since it was read: `version_mismatch`."),
    ),
)]
#[post("/contribution-payments")]
async fn create_contribution_payment(
    caller: Caller<ContributionsPay>,
    once: Once,
    body: Body<CreateContributionPayment>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let new = body.0.parse(state.clock.today(), || new_id(context.now))?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let row = service::record(conn, &caller.scope, &origin, new).await?;
        let covered = queries::covered(conn, std::slice::from_ref(&row)).await?;
        let location = format!("/v1/contribution-payments/{}", row.id);
        let shown = ContributionPaymentResponse::new(row, &covered, &[], &caller);
        let etag = Version::new(shown.version, &dto::view(&shown)).etag();
        Answer::created(location, etag, &shown)
    })
    .await
}

/// Read a transfer to the insurer
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:read"])),
    params(("id" = Uuid, Path, description = "The transfer."), IfNoneMatch),
    responses((status = 200, description = "The transfer.", body = ContributionPaymentResponse)),
)]
#[get("/contribution-payments/{id}")]
async fn get_contribution_payment(
    caller: Caller<ContributionsRead>,
    id: Path<Uuid>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let row = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let covered = queries::covered(&mut conn, std::slice::from_ref(&row)).await?;
    let confirmed = of_payments(&mut conn, std::slice::from_ref(&row)).await?;
    let shown = ContributionPaymentResponse::new(row, &covered, &confirmed, &caller);
    respond(&held, &Version::new(shown.version, &dto::view(&shown)), &shown)
}

/// Take back a transfer to the insurer
///
/// That was recorded in error, by a second person: somebody who did not record it. Systems are refused. Its batches have
/// their billing codes and wait for their transfer again, its reference and its line of the bank's statement are free for
/// the right one; it still names them. 409 `conflict` with `batch_answered` for each batch that the insurer has answered:
/// reopen it first. The credit that it used is there again, unless its months are no excess any more.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:approve"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The transfer."), IfMatch, Once),
    request_body = VoidContributionPayment,
    responses((status = 200, description = "The transfer, taken back.", body = ContributionPaymentResponse)),
)]
#[post("/contribution-payments/{id}/void")]
async fn void_contribution_payment(
    caller: Caller<ContributionsApprove>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<VoidContributionPayment>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let reason = body.0.parse()?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let voided = service::void(conn, &caller.scope, &origin, id.0, &if_match, reason).await;
        // A transfer can be taken back and nothing else: refused, it leaves no other way.
        let row = voided.map_err(|problem| problem.allowing(Vec::<&'static str>::new()))?;
        let covered = queries::covered(conn, std::slice::from_ref(&row)).await?;
        let shown = ContributionPaymentResponse::new(row, &covered, &[], &caller);
        Answer::ok(Version::new(shown.version, &dto::view(&shown)).etag(), &shown)
    })
    .await
}

/// Read the history of a transfer to the insurer
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:read"])),
    params(("id" = Uuid, Path, description = "The transfer."), PageQuery),
    responses((status = 200, description = "One page of changes.", body = Page<HistoryEntry>)),
)]
#[get("/contribution-payments/{id}/history")]
async fn list_contribution_payment_history(
    caller: Caller<ContributionsRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    let row = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let subject = Subject::ContributionPayment;
    let entries = changes::history(&mut conn, row.regency_id, subject, id.0, after, page.fetch()).await?;
    respond_page(&request, &Page::of(&page, entries, |entry| entry.version, |entry| entry)?)
}
