//! `/v1/messages`.

mod act;

use std::collections::HashSet;
use std::slice::from_ref;

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, HeaderValue, LINK,
};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use uuid::Uuid;

use super::dto::{MessageQuery, MessageResponse};
use super::letter::{self, Office, PAGE_POLICY};
use super::model::MessageRow;
use super::service::{self, Acting, shown_fields};
use super::{queries, rules};
use crate::access::caller::{Caller, MessagesRead, PiiRead, Principal};
use crate::app::AppState;
use crate::domain::Phone;
use crate::platform::changes::{self, HistoryEntry, Origin, Subject};
use crate::platform::http::negotiate::preferred;
use crate::platform::http::page::{link_to_next, respond_page};
use crate::platform::http::version::respond;
use crate::platform::http::{
    Code, IfNoneMatch, Language, Page, PageQuery, Path, Problem, Query, Reply, RequestContext, Routes,
    Version,
};
use crate::register::persons::access_log::{self, Opened};
use crate::register::persons::purpose::{Purpose, StatedPurpose};

/// The forms, the usual one first.
const MEDIA: [&str; 2] = ["application/json", "text/html"];

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(list_messages)
        .service(act::take_messages)
        .service(get_message)
        .service(list_message_history)
        .service(act::report_sent_message)
        .service(act::report_failed_message)
        .service(act::cancel_message)
        .service(act::reopen_message);
}

/// List messages
///
/// Texts that are ready to go to people of the caller's regions, or went to them, in the order of their ids: each with its
/// recipient, what it says in both languages, and what became of it. Numbers are masked. With `Accept: text/html` the page is
/// one of letters to print, a sheet for each message, in Indonesian unless `Accept-Language` asks for English; what is
/// cancelled has no sheet, nor what waits and is wrong by now, such as a warning of a lapse that is averted.
#[utoipa::path(
    tag = "messages",
    security(("bearer" = ["messages:read"])),
    params(MessageQuery, PageQuery),
    responses(
        (
            status = 200,
            description = "One page of messages, or of letters.",
            content((Page<MessageResponse> = "application/json"), (String = "text/html")),
        ),
        (status = 406, description = "Neither form is accepted."),
    ),
)]
#[get("/messages")]
async fn list_messages(
    caller: Caller<MessagesRead>,
    query: Query<MessageQuery>,
    page: PageQuery,
    language: Language,
    state: Data<AppState>,
    request: HttpRequest,
    context: RequestContext,
) -> Reply {
    let media = preferred(request.headers(), &MEDIA).ok_or_else(|| Problem::new(Code::NotAcceptable))?;
    let (filter, after) = (query.0.filter()?, page.after()?);
    let mut conn = state.db.read().await?;
    let rows = queries::list(&mut conn, &caller.scope, &filter, after, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count(&mut conn, &caller.scope, &filter).await?),
        false => None,
    };
    let today = state.clock.today();
    let wrong = service::not_to_reopen(&mut conn, &rows, today).await?;
    drop(conn);
    let listed = Page::of(&page, rows, |row| row.id, |row| row)?.with_count(count);
    let origin = caller.origin(context.now);
    for row in &listed.data {
        state.opens.note(&state.db, &origin, row.regency_id, row.worker_id).await?;
    }
    if media == "text/html" {
        let next = link_to_next(&request, &listed)?;
        return print(&state, listed.data, language, next).await;
    }
    let acting = Acting { caller: &caller, origin: &origin, today };
    let shown = |row| Ok::<_, Problem>(shown(row, &acting, (None, &wrong)));
    respond_page(&request, &listed.try_map(shown)?)
}

/// Read a message
///
/// The number is masked; `X-Purpose` opens it for callers with `pii:read`, and the access log of the registration says so.
/// With `Accept: text/html` the message is a letter to print, in Indonesian unless `Accept-Language` asks for English; the page
/// has no letter where it is cancelled, or waits and is wrong by now.
#[utoipa::path(
    tag = "messages",
    security(("bearer" = ["messages:read"])),
    params(("id" = Uuid, Path, description = "The message."), StatedPurpose),
    responses(
        (
            status = 200,
            description = "The message, or its letter.",
            content((MessageResponse = "application/json"), (String = "text/html")),
        ),
        (status = 406, description = "Neither form is accepted."),
    ),
)]
#[get("/messages/{id}")]
async fn get_message(
    caller: Caller<MessagesRead>,
    id: Path<Uuid>,
    purpose: StatedPurpose,
    language: Language,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let media = preferred(request.headers(), &MEDIA).ok_or_else(|| Problem::new(Code::NotAcceptable))?;
    let (origin, today) = (caller.origin(state.clock.now()), state.clock.today());
    let mut conn = state.db.read().await?;
    let row = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let wrong = service::not_to_reopen(&mut conn, from_ref(&row), today).await?;
    drop(conn);
    let opened = match &purpose.0 {
        Some(purpose) => reveal(&state, (&caller, &origin, purpose), &row).await?,
        None => {
            state.opens.note(&state.db, &origin, row.regency_id, row.worker_id).await?;
            None
        }
    };
    if media == "text/html" {
        return print(&state, vec![row], language, None).await;
    }
    // What may be done changes with the lease and the day, and the entity tag does not.
    let acting = Acting { caller: &caller, origin: &origin, today };
    let version = Version::new(row.version, if opened.is_some() { "open" } else { "masked" });
    respond(&IfNoneMatch::default(), &version, &shown(row, &acting, (opened, &wrong)))
}

/// List the changes of a message, oldest first
#[utoipa::path(
    tag = "messages",
    security(("bearer" = ["messages:read"])),
    params(("id" = Uuid, Path, description = "The message."), PageQuery),
    responses((status = 200, description = "One page of changes.", body = Page<HistoryEntry>)),
)]
#[get("/messages/{id}/history")]
async fn list_message_history(
    caller: Caller<MessagesRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after: Option<i32> = page.after()?;
    let mut conn = state.db.read().await?;
    let row = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let after = after.unwrap_or(0);
    let entries =
        changes::history(&mut conn, row.regency_id, Subject::Message, row.id, after, page.fetch()).await?;
    drop(conn);
    let origin = caller.origin(state.clock.now());
    state.opens.note(&state.db, &origin, row.regency_id, row.worker_id).await?;
    let count = page.wants_count().then_some(i64::from(row.version));
    let versions = Page::of(&page, entries, |entry| entry.version, |entry| entry)?.with_count(count);
    respond_page(&request, &versions)
}

/// A message as a caller sees it, with its number if that was opened, among those that are wrong by now.
fn shown(
    row: MessageRow,
    acting: &Acting<'_>,
    (opened, wrong): (Option<Phone>, &HashSet<Uuid>),
) -> MessageResponse {
    let state = row.state((acting.origin.now, acting.today), wrong.contains(&row.id));
    let allowed = rules::allowed(state, service::rights_of(acting.caller, &row));
    MessageResponse::new(row, allowed, opened)
}

/// Opens the number of a message, after writing down that it is opened. 403 for whoever may not.
async fn reveal(
    state: &AppState,
    (caller, origin, purpose): (&Principal, &Origin, &Purpose),
    row: &MessageRow,
) -> Result<Option<Phone>, Problem> {
    if !caller.may::<PiiRead>() {
        return Err(Problem::new(Code::Forbidden));
    }
    let fields = shown_fields(row);
    let opened = Opened { regency_id: row.regency_id, worker_id: row.worker_id, fields };
    let mut conn = state.db.write().await?;
    access_log::record(&mut conn, origin, purpose, vec![opened]).await?;
    let open = |sealed| state.vault.open(sealed).map_err(Problem::internal);
    row.phone_sealed.as_ref().map(open).transpose()
}

/// The letters of messages, but of none that is cancelled or out of date, with the link to the next ones.
async fn print(
    state: &AppState,
    mut rows: Vec<MessageRow>,
    language: Language,
    next: Option<HeaderValue>,
) -> Reply {
    let mut regencies: Vec<i32> = rows.iter().map(|row| row.regency_id).collect();
    regencies.sort_unstable();
    regencies.dedup();
    let villages: Vec<&str> = rows.iter().map(|row| row.village_code.as_str()).collect();
    let day = state.clock.today();
    let mut conn = state.db.read().await?;
    let places = queries::places(&mut conn, regencies, &villages).await?;
    let without = service::without_sheet(&mut conn, &rows, day).await?;
    drop(conn);
    rows.retain(|row| !without.contains(&row.id));
    let office = Office { places: &places, day, language, has_more: next.is_some() };
    let mut response = HttpResponse::Ok();
    if let Some(next) = next {
        response.insert_header((LINK, next));
    }
    Ok(response
        .content_type("text/html; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, "inline; filename=\"surat.html\""))
        .insert_header((CONTENT_SECURITY_POLICY, PAGE_POLICY))
        .body(letter::page(&rows, &office)))
}
