//! Imports over HTTP.

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, get, post};
use uuid::Uuid;

use super::dto::{
    CreateImportQuery, ImportOptions, ImportResponse, ImportRowResponse, ImportRowsQuery, VerdictView,
};
use super::model::ImportRow;
use super::queries;
use super::receive::Upload;
use crate::access::caller::{Caller, ImportsWrite, Principal};
use crate::app::AppState;
use crate::platform::csv;
use crate::platform::http::page::respond_page;
use crate::platform::http::query::invalid_parameter;
use crate::platform::http::{
    Answer, Code, FieldError, Incoming, Language, Once, Page, PageQuery, Path, Problem, Query, Reply, Routes,
    Text,
};
use crate::register::regencies::find_regency_by_code;

/// Registers the routes of this room.
pub fn configure(config: &mut Routes<'_>) {
    config.service(create_import).service(list_imports).service(get_import).service(list_import_rows);
}

/// Imports a file
///
/// Takes a CSV file (comma or semicolon, UTF-8) with a heading line, and answers with a job as soon as the file is
/// received. Columns of `workers`: `nik`, `name`, `birth_on`, `sex`, `village_code` or `district` and `village`, `phone`,
/// `occupation`, `warung`, `role`, `decile`. Columns of `memberships`, the insurer's list: `nik` or `member_number` or
/// both, `state`, `programmes`, `since_on`, `paid_until`, `as_of`; a row whose NIK and member number are of different
/// people is refused, and what is recorded already is left as it is; this kind also asks for the scope
/// `memberships:write`. Indonesian headings are understood. Good rows are applied, bad rows are
/// reported one by one. An `Idempotency-Key` names the job: the same key with the same file answers with the
/// same job.
#[utoipa::path(
    tag = "imports",
    security(("bearer" = ["imports:write"])),
    params(CreateImportQuery, Once),
    request_body(content = String, content_type = "text/csv",
        example = "nik;nama;kode desa;warung\n3529015708850001;Sri Wahyuni;35.29.01.2006;Warung Bu Sri\n"),
    responses((status = 202, body = ImportResponse))
)]
#[post("/imports")]
async fn create_import(
    caller: Caller<ImportsWrite>,
    once: Once,
    query: Query<CreateImportQuery>,
    state: Data<AppState>,
    request: HttpRequest,
    payload: Payload,
) -> Reply {
    csv::require(&request)?;
    let today = state.clock.today();
    if !query.0.kind.is_of(&caller) {
        return Err(Problem::new(Code::Forbidden));
    }
    let options = query.0.parse(today)?;
    let regency_id = regency_of(&state, &caller, &options).await?;
    let incoming = Incoming::new(payload, state.config.import_limit, request.query_string());
    let key_digest = once.job_digest(caller.actor);
    if let Some(import) = find_named(&state, regency_id, key_digest.as_deref()).await? {
        let asked = incoming.read_to_end().await?;
        if import.request_digest.as_ref().is_some_and(|before| *before != asked) {
            return Err(Problem::new(Code::IdempotencyKeyReused));
        }
        return Ok(Answer::accepted(location(import.id), &ImportResponse::from(import))?.replayed());
    }
    let origin = caller.origin(state.clock.now());
    let upload = Upload { state: &state, caller: &caller, origin, today, regency_id, options, key_digest };
    let import = upload.receive(incoming).await?;
    Ok(Answer::accepted(location(import.id), &ImportResponse::from(import))?.respond())
}

/// Lists imports, the newest first
#[utoipa::path(tag = "imports", security(("bearer" = ["imports:write"])), params(PageQuery), responses((status = 200, body = Page<ImportResponse>)))]
#[get("/imports")]
async fn list_imports(
    caller: Caller<ImportsWrite>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let mut conn = state.db.read().await?;
    let rows = queries::list_imports(&mut conn, &caller, page.after()?, page.fetch()).await?;
    let count =
        if page.wants_count() { Some(queries::count_imports(&mut conn, &caller).await?) } else { None };
    respond_page(&request, &Page::of(&page, rows, |row| row.id, ImportResponse::from)?.with_count(count))
}

/// Reads an import
#[utoipa::path(
    tag = "imports",
    security(("bearer" = ["imports:write"])),
    params(("id" = Uuid, Path, description = "The import")),
    responses((status = 200, body = ImportResponse))
)]
#[get("/imports/{id}")]
async fn get_import(caller: Caller<ImportsWrite>, id: Path<Uuid>, state: Data<AppState>) -> Reply {
    let mut conn = state.db.read().await?;
    let import = queries::find_import(&mut conn, &caller, id.0).await?.ok_or_else(Problem::not_found)?;
    Ok(HttpResponse::Ok().json(ImportResponse::from(import)))
}

/// Lists the verdicts on the rows of an import, in the order of the file
#[utoipa::path(
    tag = "imports",
    security(("bearer" = ["imports:write"])),
    params(("id" = Uuid, Path, description = "The import"), ImportRowsQuery, PageQuery),
    responses((status = 200, body = Page<ImportRowResponse>))
)]
#[get("/imports/{id}/rows")]
async fn list_import_rows(
    caller: Caller<ImportsWrite>,
    id: Path<Uuid>,
    query: Query<ImportRowsQuery>,
    page: PageQuery,
    state: Data<AppState>,
    language: Language,
    request: HttpRequest,
) -> Reply {
    let mut conn = state.db.read().await?;
    let import = queries::find_import(&mut conn, &caller, id.0).await?.ok_or_else(Problem::not_found)?;
    let after = page.after()?.unwrap_or(0);
    let rows = queries::list_rows(&mut conn, &import, query.0.verdict, after, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count_rows(&mut conn, &import, query.0.verdict).await?),
        false => None,
    };
    let view = VerdictView::new(&state.vault, language, &import, &caller, state.clock.now());
    let found = Page::of(&page, rows, |row| row.row_number, |row| row)?.with_count(count);
    respond_page(&request, &found.try_map(|row| view.show(row))?)
}

fn location(id: Uuid) -> String {
    format!("/v1/imports/{id}")
}

async fn find_named(
    state: &AppState,
    regency_id: i32,
    key_digest: Option<&[u8]>,
) -> Result<Option<ImportRow>, Problem> {
    let Some(key_digest) = key_digest else { return Ok(None) };
    let mut conn = state.db.read().await?;
    Ok(queries::find_by_key(&mut conn, regency_id, key_digest).await?)
}

/// The regency of the file: the one named, else the caller's only one.
async fn regency_of(state: &AppState, caller: &Principal, options: &ImportOptions) -> Result<i32, Problem> {
    let Some(code) = &options.regency else {
        return match caller.scope.regency_ids.as_slice() {
            [only] => Ok(*only),
            _ => Err(Problem::invalid_field(FieldError::new(
                "/regency",
                "required",
                Text::fixed("Sebutkan kabupatennya.", "Name the regency."),
            ))),
        };
    };
    let mut conn = state.db.read().await?;
    let regency = find_regency_by_code(&mut conn, code).await?.map(|regency| regency.id);
    regency.filter(|id| caller.scope.has_regency(*id)).ok_or_else(|| {
        invalid_parameter(
            "regency",
            "unknown_regency",
            Text::fixed(
                "Kabupaten ini tidak ada, atau bukan wilayah Anda.",
                "This regency does not exist or is not among your regions.",
            ),
        )
    })
}
