//! `/v1/death-lists`.

use actix_web::web::{Data, Payload};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, get, post};
use uuid::Uuid;

use super::dto::{CreateDeathListQuery, DeathListResponse, DeathListRowResponse, DeathListRowsQuery};
use super::{intake, queries, service};
use crate::access::caller::{Caller, DeathsRecord};
use crate::app::AppState;
use crate::casework::deaths::service::Acting;
use crate::platform::csv;
use crate::platform::http::idempotency::BodyDigest;
use crate::platform::http::page::respond_page;
use crate::platform::http::{
    Answer, Language, Once, Page, PageQuery, Path, Problem, Query, Reply, RequestContext, Routes, limits,
};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(list_death_lists)
        .service(create_death_list)
        .service(get_death_list)
        .service(list_death_list_rows);
}

/// Record a list of deaths
///
/// Takes a CSV file (comma or semicolon, UTF-8, at most 1,000 rows and 512 KiB) with a heading line: the dead by `nik`, or by
/// `name` and `village_code` with `birth_on`; `died_on`; `evidence`, in these or the usual Indonesian words. Each row goes the
/// way of a single report and gets a verdict: matched by NIK, else scored. A row that cannot be read, or whose day is not that
/// of a claim that was handed in (`claim_says_otherwise`: a person has to decide), is refused and leaves the others alone; one
/// whose death is known does nothing new. Where the NIK is in the register, that is a recorded death of whoever has it; else it
/// is a report of the same name, village and day in the caller's regions, or without a name and a village of the same NIK and
/// day. A death that the NIK makes certain is recorded beside a report of the same name that nobody has decided, which stays
/// as it is. The whole file does nothing new either when the same account sends it again: then the answer is 200 with the list
/// as it was. Counts as a lookup against the caller's limit.
#[utoipa::path(
    tag = "deaths",
    security(("bearer" = ["deaths:record"])),
    params(CreateDeathListQuery, Once),
    request_body(content = String, content_type = "text/csv",
        example = "nik;nama;kode desa;tanggal meninggal\n3529015506820001;Siti Aminah;35.29.01.1015;02/11/2026\n"),
    responses(
        (status = 200, description = "The list that the same file was before.", body = DeathListResponse),
        (status = 201, description = "The list.", body = DeathListResponse),
    ),
)]
#[post("/death-lists")]
async fn create_death_list(
    caller: Caller<DeathsRecord>,
    query: Query<CreateDeathListQuery>,
    once: Once,
    state: Data<AppState>,
    context: RequestContext,
    request: HttpRequest,
    payload: Payload,
) -> Reply {
    csv::require(&request)?;
    let options = query.0.parse()?;
    let regency_id = options.regency_of(&caller.scope)?;
    limits::charge_lookup(&request, caller.account_id)?;
    let bytes = csv::whole(payload, intake::FILE_MAX).await?;
    request.extensions_mut().insert(BodyDigest::of(&bytes));
    let file = intake::read(&bytes, options.source)?;
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let acting = Acting { caller: &caller, origin: &origin, today };
        let taken = service::record(conn, acting, &state.vault, regency_id, (options, file)).await?;
        let (id, is_new) = (taken.0.id, taken.1);
        let shown = DeathListResponse::from(taken.0);
        match is_new {
            true => Answer::created(format!("/v1/death-lists/{id}"), "\"1.list\"".to_owned(), &shown),
            false => Answer::ok("\"1.list\"".to_owned(), &shown),
        }
    })
    .await
}

/// List the lists of deaths
///
/// The newest first: those of the regency, or of a caller with less than a regency the caller's own.
#[utoipa::path(
    tag = "deaths",
    security(("bearer" = ["deaths:record"])),
    params(PageQuery),
    responses((status = 200, description = "One page of lists.", body = Page<DeathListResponse>)),
)]
#[get("/death-lists")]
async fn list_death_lists(
    caller: Caller<DeathsRecord>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let before = page.after()?;
    let mut conn = state.db.read().await?;
    let rows = queries::list(&mut conn, &caller, before, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count(&mut conn, &caller).await?),
        false => None,
    };
    respond_page(&request, &Page::of(&page, rows, |row| row.id, DeathListResponse::from)?.with_count(count))
}

/// Read a list of deaths
#[utoipa::path(
    tag = "deaths",
    security(("bearer" = ["deaths:record"])),
    params(("id" = Uuid, Path, description = "The list.")),
    responses((status = 200, description = "The list.", body = DeathListResponse)),
)]
#[get("/death-lists/{id}")]
async fn get_death_list(caller: Caller<DeathsRecord>, id: Path<Uuid>, state: Data<AppState>) -> Reply {
    let mut conn = state.db.read().await?;
    let row = queries::find(&mut conn, &caller, id.0).await?.ok_or_else(Problem::not_found)?;
    Ok(HttpResponse::Ok().json(DeathListResponse::from(row)))
}

/// List the verdicts on the rows of a list of deaths
///
/// In the order of the file.
#[utoipa::path(
    tag = "deaths",
    security(("bearer" = ["deaths:record"])),
    params(("id" = Uuid, Path, description = "The list."), DeathListRowsQuery, PageQuery),
    responses((status = 200, description = "One page of verdicts.", body = Page<DeathListRowResponse>)),
)]
#[get("/death-lists/{id}/rows")]
async fn list_death_list_rows(
    caller: Caller<DeathsRecord>,
    id: Path<Uuid>,
    query: Query<DeathListRowsQuery>,
    page: PageQuery,
    language: Language,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let (verdict, after) = (query.0.verdict()?, page.after()?.unwrap_or(0));
    let mut conn = state.db.read().await?;
    let list = queries::find(&mut conn, &caller, id.0).await?.ok_or_else(Problem::not_found)?;
    let rows = queries::verdicts(&mut conn, &list, verdict, after, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count_verdicts(&mut conn, &list, verdict).await?),
        false => None,
    };
    let listed = Page::of(&page, rows, |row| row.row_number, |row| row)?.with_count(count);
    let shown = |row| DeathListRowResponse::new(row, language).map_err(Problem::internal);
    respond_page(&request, &listed.try_map(shown)?)
}
