//! `/v1/contribution-payments/bank-statement`.

use actix_web::web::{Data, Payload};
use actix_web::{HttpMessage, HttpRequest, post};

use super::dto::{BankStatementQuery, BankStatementResponse};
use super::service;
use crate::access::caller::{Caller, ContributionsPay};
use crate::app::AppState;
use crate::cover::closes::routes::regency_of;
use crate::cover::contributions::mappings::{self, rules::MappingKind};
use crate::platform::csv;
use crate::platform::http::idempotency::BodyDigest;
use crate::platform::http::{Answer, Once, Query, Reply, RequestContext, Routes};

/// The largest statement in bytes.
const FILE_MAX: usize = 4 * 1024 * 1024;

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(confirm_contribution_payments);
}

/// Confirm transfers by the bank's statement
///
/// Takes a CSV file (comma or semicolon, UTF-8) with a heading line: day, amount in rupiah (1.234.567,00 or 1234567),
/// debit or credit, reference, description. A line confirms the one transfer of its amount, about its day, whose reference
/// or billing code it names; what fits several, and what only one side knows, is listed. Of a line nothing is kept or told
/// but its number, day and amount. The same statement again, or one that overlaps, changes nothing that stands.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:pay"])),
    params(BankStatementQuery, Once),
    request_body(content = String, content_type = "text/csv",
        example = "tanggal;jumlah;dk;keterangan\n20/01/2026;33.600,00;D;SP2D-0412/2026 BPJS\n"),
    responses(
        (status = 200, description = "What became of the statement.", body = BankStatementResponse),
        (status = 404, description = "The regency is not the caller's as a whole."),
    ),
)]
#[post("/contribution-payments/bank-statement")]
async fn confirm_contribution_payments(
    caller: Caller<ContributionsPay>,
    query: Query<BankStatementQuery>,
    once: Once,
    state: Data<AppState>,
    context: RequestContext,
    request: HttpRequest,
    payload: Payload,
) -> Reply {
    csv::require(&request)?;
    let (region, days, named) = query.0.options()?;
    let chosen = query.0.mapping()?;
    let regency_id = regency_of(&state, &caller, region.as_ref()).await?;
    let by = {
        let mut conn = state.db.read().await?;
        mappings::service::chosen(&mut conn, (regency_id, MappingKind::BankStatement), chosen).await?
    };
    let file = csv::whole(payload, FILE_MAX).await?;
    request.extensions_mut().insert(BodyDigest::of(&file));
    let separator = by.as_ref().and_then(|row| row.delimiter.0.to_read());
    let statement = service::read(&file, &mappings::service::headings(named, by.as_ref()), separator)?;
    drop(file);
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let outcome = service::confirm(conn, &origin, regency_id, &statement, days).await?;
        let tag = format!("\"{}\"", outcome.confirmed.len());
        Answer::ok(tag, &BankStatementResponse::new(&statement, outcome))
    })
    .await
}
