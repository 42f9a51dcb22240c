//! `/v1/contribution-batches/{id}/reconcile`.

use actix_web::web::{Data, Payload};
use actix_web::{HttpMessage, HttpRequest, get, post};
use uuid::Uuid;

use super::dto::{ReconcileQuery, ReconcileResponse, ReconciliationResponse};
use super::queries;
use super::receive::receive;
use super::service::{self, Options};
use crate::access::caller::{
    Caller, ContributionsApprove, ContributionsRead, ContributionsReconcile, Principal,
};
use crate::app::AppState;
use crate::cover::contributions::batches;
use crate::cover::contributions::batches::dto::{ContributionBatchReason, ContributionBatchResponse, Viewer};
use crate::cover::contributions::mappings::{self, rules::MappingKind};
use crate::platform::csv;
use crate::platform::http::idempotency::BodyDigest;
use crate::platform::http::page::respond_page;
use crate::platform::http::{
    Answer, Body, IfMatch, Once, Page, PageQuery, Path, Problem, Query, Reply, RequestContext, Routes,
    Version,
};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(list_contribution_batch_reconciliations)
        .service(reconcile_contribution_batch)
        .service(reopen_contribution_batch);
}

/// List the insurer's files that answered a batch
///
/// In their order, those that were taken back too. A line names the file that answered it.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:read"])),
    params(("id" = Uuid, Path, description = "The batch."), PageQuery),
    responses((status = 200, description = "One page of files.", body = Page<ReconciliationResponse>)),
)]
#[get("/contribution-batches/{id}/reconciliations")]
async fn list_contribution_batch_reconciliations(
    caller: Caller<ContributionsRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    let found = batches::queries::find(&mut conn, &caller.scope, id.0).await?;
    let batch = found.ok_or_else(Problem::not_found)?;
    let rows = queries::list(&mut conn, &batch, after, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count(&mut conn, &batch).await?),
        false => None,
    };
    let listed = Page::of(&page, rows, |row| row.number, ReconciliationResponse::from)?;
    respond_page(&request, &listed.with_count(count))
}

/// Reconcile a batch with the insurer's result file
///
/// Takes a CSV file (comma or semicolon, UTF-8) with a heading line. Each row names a line by `line_number`, or a person
/// by `nik` or `member_number` and, where it does not mean all of them, `programme` and `month`; `status` is accepted
/// or refused (diterima, ditolak), a refusal has a reason of the list `refusal_reason`. Accepted months are paid;
/// refused ones are due again in their month, and their money is a credit with the insurer. A refusal because of a death
/// concerns its line only: what the insurer took of later months becomes a credit once the period is ended, or the register or
/// a claim tells of the death. All of the file or nothing: everything that is wrong with it is listed by row, without its
/// values. The batch is reconciled once no line is open. A file has 200,000 rows at most; an answer may come in several.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:reconcile"])),
    params(("id" = Uuid, Path, description = "The batch."), ReconcileQuery, IfMatch, Once),
    request_body(content = String, content_type = "text/csv",
        example = "line_number;status;refusal_reason\n1;accepted;\n2;refused;deceased\n"),
    responses((status = 200, description = "What became of the batch.", body = ReconcileResponse)),
)]
#[post("/contribution-batches/{id}/reconcile")]
#[expect(clippy::too_many_arguments, reason = "each is a part of the request that the answer depends on")]
async fn reconcile_contribution_batch(
    caller: Caller<ContributionsReconcile>,
    id: Path<Uuid>,
    query: Query<ReconcileQuery>,
    if_match: IfMatch,
    once: Once,
    state: Data<AppState>,
    context: RequestContext,
    request: HttpRequest,
    payload: Payload,
) -> Reply {
    csv::require(&request)?;
    let options = options(&state, &caller, id.0, &query.0).await?;
    let read = receive(payload, &state.vault, options).await?;
    request.extensions_mut().insert(BodyDigest::new(read.digest));
    let origin = caller.origin(context.now);
    let viewer = Viewer { caller: &caller, today: state.clock.today() };
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let outcome = service::reconcile(conn, &caller.scope, &origin, id.0, &if_match, &read).await?;
        let etag = Version::new(outcome.batch.version, &viewer.view(&outcome.batch)).etag();
        Answer::ok(etag, &ReconcileResponse::new(outcome, viewer))
    })
    .await
}

/// How the file for a batch is to be read: as the request says, and for the rest by the mapping of the batch's regency.
async fn options(
    state: &AppState,
    caller: &Principal,
    batch_id: Uuid,
    query: &ReconcileQuery,
) -> Result<Options, Problem> {
    let (told, mapping) = (query.options()?, query.mapping()?);
    let mut conn = state.db.read().await?;
    let found = batches::queries::find(&mut conn, &caller.scope, batch_id).await?;
    let of = (found.ok_or_else(Problem::not_found)?.regency_id, MappingKind::InsurerResult);
    let by = mappings::service::chosen(&mut conn, of, mapping).await?;
    let separator = by.as_ref().and_then(|row| row.delimiter.0.to_read());
    Ok(Options { mapping: mappings::service::headings(told.mapping, by.as_ref()), separator, ..told })
}

/// Take back the insurer's last answer to a batch
///
/// By a second person: somebody who did not send the file. Systems are refused. The lines of the last file that was not
/// taken back yet wait for the insurer again: what it accepted is due again, what it refused and what was excess is no credit
/// any more. 409
/// `conflict` with what hangs on it: `carried_to_later_batch` with the batch, `credit_used`, `month_corrected`,
/// `month_taken_again` for refused months, `month_taken_over` for accepted ones of which another period is approved by now.
/// Months that were closed since are reopened.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:approve"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The batch."), IfMatch, Once),
    request_body = ContributionBatchReason,
    responses((status = 200, description = "The batch, paid and not answered.", body = ContributionBatchResponse)),
)]
#[post("/contribution-batches/{id}/reopen")]
async fn reopen_contribution_batch(
    caller: Caller<ContributionsApprove>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<ContributionBatchReason>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let reason = body.0.parse()?;
    let origin = caller.origin(context.now);
    let viewer = Viewer { caller: &caller, today: state.clock.today() };
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let held = batches::queries::find(conn, &caller.scope, id.0).await?;
        let possible = held.as_ref().map(batches::service::possible).unwrap_or_default();
        let reopened = service::reopen(conn, &caller.scope, &origin, id.0, &if_match, reason).await;
        let batch = reopened.map_err(|problem| problem.allowing(possible))?;
        batches::routes::changed(batch, viewer)
    })
    .await
}
