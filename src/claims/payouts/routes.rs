//! Accounts and transfers over HTTP.

use actix_web::web::Data;
use actix_web::{post, put};
use uuid::Uuid;

use super::dto::{ApprovePayoutAccount, RecordClaimPayment, SetPayoutAccount};
use super::service::{self, Verdict};
use crate::access::caller::{Caller, ClaimsDecide, ClaimsFile, PayoutsApprove};
use crate::app::AppState;
use crate::claims::cases::dto::requests::ClaimReason;
use crate::claims::cases::dto::{ClaimResponse, beneficiaries, etag};
use crate::claims::cases::model::ClaimView;
use crate::claims::cases::step::{act, origin, run};
use crate::claims::heirs::dto::BeneficiaryResponse;
use crate::platform::db::transaction::transact;
use crate::platform::http::idempotency::{Answer, Once};
use crate::platform::http::{Body, IfMatch, Path, Problem, Reply, Routes};

/// Registers the routes of this room.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(set_payout_account)
        .service(approve_payout_account)
        .service(reject_payout_account)
        .service(record_claim_payment)
        .service(void_claim_payment);
}

/// States the account of a beneficiary
///
/// Until the beneficiary is paid, or for as long as a child's scholarships go there; while the claim is verified, only the
/// employment office does, and a first account comes from somebody else than whoever verified it or a scholarship that is to be
/// paid there. Once the claim was verified, also where it was given back since, another account in the place of one is pending
/// until a second person has approved it, and is not paid to before a cooling-off time is over; yet another one takes the place
/// of the pending one and waits anew, and stating the one in force again takes it back. The account of a beneficiary who was
/// added or corrected after that, or after another claim of the same person was verified, is not paid to at once either
/// (`payable_from`). A holder who is not called like the beneficiary or the guardian needs an `explanation`. `If-Match` is the
/// claim's `ETag`.
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
    Ok(Answer::ok(etag(&view), &shown(&view, beneficiary_id)?)?.respond())
}

/// Approves another account of a beneficiary
///
/// One that was stated after the claim was verified, by somebody else than whoever stated it; never by another system. It is
/// not paid to before `payable_from`. 422 `holder_differs` where its holder is not called like the beneficiary or the guardian any
/// more and nobody said why: it is stated again with an `explanation` first. `If-Match` is the claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["payouts:approve"])),
    extensions(("x-people-only" = json!(true))),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("beneficiary_id" = Uuid, Path, description = "The beneficiary"),
        IfMatch,
        Once
    ),
    request_body = ApprovePayoutAccount,
    responses((status = 200, description = "The beneficiary", body = BeneficiaryResponse))
)]
#[post("/claims/{id}/beneficiaries/{beneficiary_id}/payout-account/approve")]
async fn approve_payout_account(
    caller: Caller<PayoutsApprove>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    once: Once,
    body: Body<ApprovePayoutAccount>,
    state: Data<AppState>,
) -> Reply {
    let verdict = body.0.parse()?;
    decide(&caller, ids.0, &read, once, verdict, &state).await
}

/// Turns another account of a beneficiary down
///
/// The one that was verified stays. `If-Match` is the claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["payouts:approve"])),
    extensions(("x-people-only" = json!(true))),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("beneficiary_id" = Uuid, Path, description = "The beneficiary"),
        IfMatch,
        Once
    ),
    request_body = ClaimReason,
    responses((status = 200, description = "The beneficiary", body = BeneficiaryResponse))
)]
#[post("/claims/{id}/beneficiaries/{beneficiary_id}/payout-account/reject")]
async fn reject_payout_account(
    caller: Caller<PayoutsApprove>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    once: Once,
    body: Body<ClaimReason>,
    state: Data<AppState>,
) -> Reply {
    let verdict = Verdict::Reject(body.0.parse()?);
    decide(&caller, ids.0, &read, once, verdict, &state).await
}

async fn decide(
    caller: &Caller<PayoutsApprove>,
    (id, beneficiary_id): (Uuid, Uuid),
    read: &IfMatch,
    once: Once,
    verdict: Verdict,
    state: &AppState,
) -> Reply {
    run(once, state, caller, async |conn, origin| {
        let keys = (id, beneficiary_id, read);
        let view = service::decide_account(conn, caller, origin, keys, verdict).await?;
        Answer::ok(etag(&view), &shown(&view, beneficiary_id)?)
    })
    .await
}

fn shown(view: &ClaimView, beneficiary_id: Uuid) -> Result<BeneficiaryResponse, Problem> {
    let found = beneficiaries(view)?.into_iter().find(|part| part.id == beneficiary_id);
    found.ok_or_else(|| Problem::internal("a beneficiary left its own claim"))
}

/// Records a transfer to a beneficiary
///
/// Once for each, unless the first one was taken back, with exactly what is due, under a reference that pays nothing else in the
/// regency, be it a scholarship. Not to an account that waits for approval or whose cooling-off time is not over. The last one
/// makes the claim paid.
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

/// Takes back a transfer to a beneficiary
///
/// That was recorded in error, by a second person: somebody who did not record it, and never another system. The beneficiary is
/// due again, and its reference is free for the right one. A claim that was paid is approved again, and the insurer's clock
/// goes on as if that transfer had never been. `If-Match` is the claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:decide"])),
    extensions(("x-people-only" = json!(true))),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("payment_id" = Uuid, Path, description = "The transfer"),
        IfMatch,
        Once
    ),
    request_body = ClaimReason,
    responses((status = 200, description = "The claim", body = ClaimResponse))
)]
#[post("/claims/{id}/payments/{payment_id}/void")]
async fn void_claim_payment(
    caller: Caller<ClaimsDecide>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    once: Once,
    body: Body<ClaimReason>,
    state: Data<AppState>,
) -> Reply {
    let (reason, (id, payment_id)) = (body.0.parse()?, ids.0);
    act(once, &state, &caller, async |conn, origin| {
        service::void_payment(conn, &caller, origin, (id, payment_id, &read), reason).await
    })
    .await
}
