//! `/v1/rules/preview`.

use actix_web::web::Data;
use actix_web::{HttpResponse, post};

use super::dto::{PreviewResponse, PreviewRule, placed};
use super::service;
use crate::access::caller::{Caller, RulesManage};
use crate::app::AppState;
use crate::platform::http::{Body, Reply, RequestContext, Routes};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(preview_rule);
}

/// Preview a rule
///
/// What a contribution rate, a benefit, a parameter, a holiday or a document of a checklist would change once it counted:
/// alone, in the place of another row (`supersedes`), or from the day on which another row ends for it (`ends`), both steps of
/// the usual change as one. Standard quotes before and after; of a rate what funded periods, unpaid batches and plans cost
/// that nobody has approved yet, and what it leaves of the budgets; of an entry age whom it lets in; of holidays and of the
/// insurer's working days which open claims are due on another day; of a document from which open claims it is asked; of
/// benefits and of the parameters that decide on them what open claims of deaths come to; of a correction the days on which no
/// rule would be left; and by name what else the row decides, which is not computed. Over all regencies, in figures and ids
/// only. Nothing is written.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:manage"])),
    extensions(("x-people-only" = json!(true))),
    request_body = PreviewRule,
    responses(
        (status = 200, description = "What would change.", body = PreviewResponse),
        (
            status = 409,
            description = "It could not be approved: `rule_overlap` with a row in force, `invalid_state` of the row in \
                           whose place it would come or that would end, or `conflict` as in the approval.",
        ),
    ),
)]
#[post("/rules/preview")]
async fn preview_rule(
    caller: Caller<RulesManage>,
    body: Body<PreviewRule>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let (candidate, predecessor) = body.0.parse()?;
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    let pointer = candidate.pointer();
    let mut conn = state.db.write().await?;
    let preview = service::preview(&mut conn, &origin, today, candidate, predecessor).await;
    let preview = preview.map_err(|problem| placed(pointer, problem))?;
    Ok(HttpResponse::Ok().json(PreviewResponse::new(preview)))
}
