//! `/v1/work-items`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};

use super::dto::{AssignWorkItem, FinishWorkItem, SnoozeWorkItem, WorkItemQuery, WorkItemResponse};
use super::queries::{self, ItemRow};
use super::readers::may_see;
use super::rules::Owner;
use super::service::{self, Mark};
use crate::access::caller::{Caller, Principal, WorkItemsNote, WorkItemsRead};
use crate::app::AppState;
use crate::platform::http::page::respond_page;
use crate::platform::http::{
    Answer, Body, Language, Once, Page, PageQuery, Path, Query, Reply, RequestContext, Routes,
};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(list_work_items)
        .service(get_work_item)
        .service(snooze_work_item)
        .service(finish_work_item)
        .service(assign_work_item)
        .service(reopen_work_item);
}

/// Whether somebody notes something on work of an owner: whose work it is, and the employment office, which sees to all of it.
fn may_note(caller: &Principal, owner: Owner) -> bool {
    caller.may::<WorkItemsNote>() && caller.role.is_some_and(|role| owner.is_role(role.as_str()))
}

/// List the daily work
///
/// What is due in the caller's regions, the most urgent first: for which role, where, why, until when, and where it is done.
/// An item is gone as soon as its cause is: a `possible_duplicate` once one of the two is merged or closed, the living one is
/// verified after the other one's death was recorded, or somebody finished it by saying that they are two people. Without `state`
/// only what is open. People are shown what their role lets them open and systems what their scopes do, such as `claims:read` for
/// work on claims: an item whose `link` is closed to the caller is not listed, nor counted.
#[utoipa::path(
    tag = "work-items",
    security(("bearer" = ["work-items:read"])),
    params(WorkItemQuery, PageQuery),
    responses(
        (status = 200, description = "One page of items.", body = Page<WorkItemResponse>),
        (status = 409, description = "A dated number is not in force today: `rule_missing`."),
    ),
)]
#[get("/work-items")]
async fn list_work_items(
    caller: Caller<WorkItemsRead>,
    query: Query<WorkItemQuery>,
    page: PageQuery,
    language: Language,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let (mut filter, today) = (query.0.filter()?, state.clock.today());
    filter.kinds.retain(|kind| may_see(&caller, *kind));
    let after = page.after()?;
    let mut conn = state.db.read().await?;
    let clocks = service::clocks(&mut conn, today).await?;
    let asked = (&filter, clocks);
    let rows = queries::list(&mut conn, &caller.scope, asked, after.as_ref(), page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count(&mut conn, &caller.scope, asked).await?),
        false => None,
    };
    let shown = |row: ItemRow| {
        let may = may_note(&caller, row.owner());
        WorkItemResponse::new(row, today, language, may)
    };
    respond_page(&request, &Page::of(&page, rows, ItemRow::place, shown)?.with_count(count))
}

/// Read a work item
///
/// 404 also once its cause is gone, and for callers whose role or scopes do not let them open its `link`.
#[utoipa::path(
    tag = "work-items",
    security(("bearer" = ["work-items:read"])),
    params(("key" = String, Path, description = "The item.")),
    responses((status = 200, description = "The item.", body = WorkItemResponse)),
)]
#[get("/work-items/{key}")]
async fn get_work_item(
    caller: Caller<WorkItemsRead>,
    key: Path<String>,
    language: Language,
    state: Data<AppState>,
) -> Reply {
    let today = state.clock.today();
    let mut conn = state.db.read().await?;
    let clocks = service::clocks(&mut conn, today).await?;
    let row = service::find(&mut conn, &caller, clocks, &key.0).await?;
    let may = may_note(&caller, row.owner());
    Ok(HttpResponse::Ok().json(WorkItemResponse::new(row, today, language, may)))
}

/// Put a work item off
///
/// It is not listed as open until that day. 409 with the allowed actions once somebody said that nothing is left to do.
#[utoipa::path(
    tag = "work-items",
    security(("bearer" = ["work-items:note"])),
    extensions(("x-people-only" = json!(true))),
    params(("key" = String, Path, description = "The item."), Once),
    request_body = SnoozeWorkItem,
    responses((status = 200, description = "The item.", body = WorkItemResponse)),
)]
#[post("/work-items/{key}/snooze")]
async fn snooze_work_item(
    caller: Caller<WorkItemsNote>,
    key: Path<String>,
    once: Once,
    body: Body<SnoozeWorkItem>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let mark = body.0.parse(state.clock.today())?;
    note(&caller, (&key.0, mark), once, &state, context).await
}

/// Say that nothing is left to do of a work item
///
/// For work whose cause may stand all the same: a refused line that nobody sends again, a death that nobody claims. What somebody
/// waits for goes away by being done, and `members_near_lapse`, of whom there may be more tomorrow, with their month: 409 with
/// the allowed actions.
#[utoipa::path(
    tag = "work-items",
    security(("bearer" = ["work-items:note"])),
    extensions(("x-people-only" = json!(true))),
    params(("key" = String, Path, description = "The item."), Once),
    request_body = FinishWorkItem,
    responses((status = 200, description = "The item.", body = WorkItemResponse)),
)]
#[post("/work-items/{key}/finish")]
async fn finish_work_item(
    caller: Caller<WorkItemsNote>,
    key: Path<String>,
    once: Once,
    body: Body<FinishWorkItem>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let mark = body.0.parse()?;
    note(&caller, (&key.0, mark), once, &state, context).await
}

/// Give a work item to somebody
#[utoipa::path(
    tag = "work-items",
    security(("bearer" = ["work-items:note"])),
    extensions(("x-people-only" = json!(true))),
    params(("key" = String, Path, description = "The item."), Once),
    request_body = AssignWorkItem,
    responses((status = 200, description = "The item.", body = WorkItemResponse)),
)]
#[post("/work-items/{key}/assign")]
async fn assign_work_item(
    caller: Caller<WorkItemsNote>,
    key: Path<String>,
    once: Once,
    body: Body<AssignWorkItem>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let mark = body.0.parse()?;
    note(&caller, (&key.0, mark), once, &state, context).await
}

/// Take back what was noted of a work item
///
/// It was put off, or somebody said that nothing is left to do; it is open again. Whoever it was given to keeps it.
#[utoipa::path(
    tag = "work-items",
    security(("bearer" = ["work-items:note"])),
    extensions(("x-people-only" = json!(true))),
    params(("key" = String, Path, description = "The item."), Once),
    responses((status = 200, description = "The item.", body = WorkItemResponse)),
)]
#[post("/work-items/{key}/reopen")]
async fn reopen_work_item(
    caller: Caller<WorkItemsNote>,
    key: Path<String>,
    once: Once,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    note(&caller, (&key.0, Mark::Reopen), once, &state, context).await
}

async fn note(
    caller: &Caller<WorkItemsNote>,
    (key, mark): (&str, Mark),
    once: Once,
    state: &AppState,
    context: RequestContext,
) -> Reply {
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let may = |owner| may_note(caller, owner);
        let row = service::mark(conn, (caller, &origin), today, key, may, mark).await?;
        Answer::derived(&WorkItemResponse::new(row, today, context.language, true))
    })
    .await
}
