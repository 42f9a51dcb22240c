//! Accounts and transfers over HTTP.

use actix_web::web::Data;
use actix_web::{post, put};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::dto::{RecordClaimPayment, SetPayoutAccount};
use super::service;
use crate::access::caller::{Caller, ClaimsDecide, ClaimsFile};
use crate::app::AppState;
use crate::claims::cases::dto::{ClaimResponse, beneficiaries, etag};
use crate::claims::cases::step::{act, origin};
use crate::claims::heirs::dto::BeneficiaryResponse;
use crate::platform::db::transaction::transact;
use crate::platform::http::idempotency::{Answer, Once};
use crate::platform::http::{Body, IfMatch, Path, Problem, Reply};

/// Registers the routes of this room.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(set_payout_account).service(record_claim_payment);
}

/// States the account of a beneficiary
///
/// Until the beneficiary is paid; once the claim is verified, only the employment office does, and not the person
/// who verified it. Replacing an account takes a verified claim back to `submitted`, and is refused once the claim
/// was sent to the insurer. `If-Match` is the claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("beneficiary_id" = Uuid, Path, description = "The beneficiary"),
        IfMatch
    ),
    request_body = SetPayoutAccount,
    responses((status = 200, description = "The beneficiary", body = BeneficiaryResponse))
)]
#[put("/claims/{id}/beneficiaries/{beneficiary_id}/payout-account")]
async fn set_payout_account(
    caller: Caller<ClaimsFile>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    body: Body<SetPayoutAccount>,
    state: Data<AppState>,
) -> Reply {
    let origin = origin(&caller, &state);
    let account = body.0.parse()?;
    let (id, beneficiary_id) = ids.0;
    let mut conn = state.db.write().await?;
    let view = transact(&mut conn, async |conn| {
        let keys = (id, beneficiary_id, &read);
        service::set_account(conn, (&caller, &state.vault), &origin, keys, account).await
    })
    .await?;
    let found = beneficiaries(&view)?.into_iter().find(|part| part.id == beneficiary_id);
    let beneficiary = found.ok_or_else(|| Problem::internal("a beneficiary left its own claim"))?;
    Ok(Answer::ok(etag(&view), &beneficiary)?.respond())
}

/// Records a transfer to a beneficiary
///
/// Once for each, with exactly what is due. The last one makes the claim paid.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:decide"])),
    params(("id" = Uuid, Path, description = "The claim"), IfMatch, Once),
    request_body = RecordClaimPayment,
    responses((status = 200, description = "The claim", body = ClaimResponse))
)]
#[post("/claims/{id}/record-payment")]
async fn record_claim_payment(
    caller: Caller<ClaimsDecide>,
    id: Path<Uuid>,
    read: IfMatch,
    once: Once,
    body: Body<RecordClaimPayment>,
    state: Data<AppState>,
) -> Reply {
    let (transfer, today) = (body.0.parse()?, state.clock.today());
    act(once, &state, &caller, async |conn, origin| {
        service::record_payment(conn, &caller, origin, (id.0, &read), transfer, today).await
    })
    .await
}
