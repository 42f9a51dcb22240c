//! `/v1/rules/{kind}/{id}/approve` and `/withdraw`, for every kind of rule.

use actix_web::post;
use actix_web::web::Data;
use uuid::Uuid;

use super::decide::Decision;
use super::dto::{RuleResponse, WithdrawRule};
use super::{RuleKind, Viewer};
use crate::access::caller::{Caller, RulesManage};
use crate::app::AppState;
use crate::cover::wire::RuleKindCode;
use crate::platform::http::{Body, IfMatch, Once, Path, Problem, Reply, RequestContext, Routes};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(approve_rule).service(withdraw_rule);
}

/// Approve a rule
///
/// The proposal counts from then on, and takes the place of the row that it corrects. By a second person: somebody who
/// did not propose it. Systems are refused. 409 `conflict` with `bounds_crossed` where a parameter would lie above the one that
/// bounds it, or with `relief_granted` where a source has relief already of a payer whom the rate leaves out.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(
        ("kind" = inline(RuleKindCode), Path, description = "What the rule is about."),
        ("id" = Uuid, Path, description = "The proposal."),
        IfMatch,
        Once,
    ),
    responses((status = 200, description = "The row that counts.", body = RuleResponse)),
)]
#[post("/rules/{kind}/{id}/approve")]
async fn approve_rule(
    caller: Caller<RulesManage>,
    path: Path<(String, Uuid)>,
    if_match: IfMatch,
    once: Once,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let (kind, id) = addressed(path)?;
    let decision = Decision::Approve;
    let (origin, viewer) = (caller.origin(context.now), Viewer::of(&caller));
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        decision.take(conn, &origin, viewer, kind, id, &if_match).await
    })
    .await
}

/// Withdraw a rule
///
/// Takes back a proposal that does not count yet.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(
        ("kind" = inline(RuleKindCode), Path, description = "What the rule is about."),
        ("id" = Uuid, Path, description = "The proposal."),
        IfMatch,
        Once,
    ),
    request_body = WithdrawRule,
    responses((status = 200, description = "The withdrawn proposal.", body = RuleResponse)),
)]
#[post("/rules/{kind}/{id}/withdraw")]
async fn withdraw_rule(
    caller: Caller<RulesManage>,
    path: Path<(String, Uuid)>,
    if_match: IfMatch,
    once: Once,
    body: Body<WithdrawRule>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let (kind, id) = addressed(path)?;
    let decision = Decision::Withdraw { reason: body.0.parse()? };
    let (origin, viewer) = (caller.origin(context.now), Viewer::of(&caller));
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        decision.take(conn, &origin, viewer, kind, id, &if_match).await
    })
    .await
}

/// The kind and the id in an address; 404 for a kind that is none.
fn addressed(path: Path<(String, Uuid)>) -> Result<(RuleKind, Uuid), Problem> {
    let (kind, id) = path.0;
    let kind = RuleKind::parse(&kind).map_err(|_unknown| Problem::not_found())?;
    Ok((kind, id))
}
