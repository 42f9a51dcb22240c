//! The lines of a batch: pages of JSON, or all of them as a spreadsheet.

use std::collections::HashSet;

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use uuid::Uuid;

use super::super::dto::{LineQuery, LineResponse};
use super::super::export::{self, Layout};
use super::super::{queries, reveal};
use crate::access::caller::{Caller, ContributionsRead};
use crate::app::AppState;
use crate::cover::contributions::mappings::{self, rules::MappingKind};
use crate::platform::csv;
use crate::platform::http::page::respond_page;
use crate::platform::http::{Page, PageQuery, Path, Problem, Query, Reply, RequestContext};
use crate::register::persons::purpose::StatedPurpose;

/// List the lines of a batch
///
/// In their order. With `Accept: text/csv` all lines at once as a spreadsheet for the insurer, with the columns of the
/// `mapping` that is named or of the regency's default for `insurer_export`. NIKs are masked; with
/// a purpose in `X-Purpose` and the scope `pii:read` they are shown, and the access log of every worker says so.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:read"])),
    params(("id" = Uuid, Path, description = "The batch."), LineQuery, PageQuery, StatedPurpose),
    responses((
        status = 200,
        description = "One page of lines, or all of them.",
        content((Page<LineResponse> = "application/json"), (String = "text/csv")),
    )),
)]
#[get("/contribution-batches/{id}/lines")]
#[expect(clippy::too_many_arguments, reason = "each is a part of the request that the answer depends on")]
pub(super) async fn list_contribution_batch_lines(
    caller: Caller<ContributionsRead>,
    id: Path<Uuid>,
    query: Query<LineQuery>,
    page: PageQuery,
    purpose: StatedPurpose,
    state: Data<AppState>,
    request: HttpRequest,
    context: RequestContext,
) -> Reply {
    let filter = query.0.filter()?;
    let after = page.after::<i32>()?.unwrap_or(0);
    let origin = caller.origin(context.now);
    let mut conn = state.db.read().await?;
    let batch = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    if csv::is_wanted(&request) {
        let of = (batch.regency_id, MappingKind::InsurerExport);
        let mapping = mappings::service::chosen(&mut conn, of, query.0.mapping()?).await?;
        let layout = Layout::new(mapping.as_ref());
        let workers = queries::workers_of(&mut conn, &batch, filter).await?;
        let Some(purpose) = &purpose.0 else {
            drop(conn);
            reveal::note(&state, &origin, batch.regency_id, &workers).await?;
            return export::respond(state, batch, filter, layout, HashSet::new()).await;
        };
        reveal::grant(&mut conn, &caller, (&origin, purpose), batch.regency_id, &workers).await?;
        drop(conn);
        return export::respond(state, batch, filter, layout, workers.into_iter().collect()).await;
    }
    let rows = queries::list_lines(&mut conn, &batch, filter, after, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count_lines(&mut conn, &batch, filter).await?),
        false => None,
    };
    let listed = Page::of(&page, rows, |row| row.line_number, |row| row)?.with_count(count);
    if let Some(purpose) = &purpose.0 {
        let workers = reveal::distinct(listed.data.iter().map(|row| row.worker_id));
        reveal::grant(&mut conn, &caller, (&origin, purpose), batch.regency_id, &workers).await?;
    }
    let vault = purpose.0.is_some().then_some(&*state.vault);
    respond_page(&request, &listed.try_map(|row| reveal::line(vault, row))?)
}
