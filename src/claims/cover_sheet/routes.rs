//! `/v1/claims/{id}/cover-sheet`.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use uuid::Uuid;

use super::dto::ClaimCoverSheet;
use super::{csv, html, queries, service};
use crate::access::caller::{Caller, ClaimsRead, MembershipsRead, PiiRead};
use crate::app::AppState;
use crate::claims::cases::dto::ClaimResponse;
use crate::claims::cases::model::ClaimRow;
use crate::claims::cases::reveal::reveal;
use crate::claims::cases::service as cases;
use crate::claims::cases::step::{note_opened, origin};
use crate::claims::checklist::dto::ClaimChecklist;
use crate::claims::{checklist, clocks};
use crate::domain::{MemberNumber, Nik};
use crate::platform::changes::Origin;
use crate::platform::csv::TEXT_CSV;
use crate::platform::http::negotiate::preferred;
use crate::platform::http::{Code, Language, Path, Problem, Reply, Routes};
use crate::platform::vault::Sealed;
use crate::register::persons::access_log::{self, Opened};
use crate::register::persons::purpose::{Purpose, StatedPurpose};

/// The forms, the usual one first.
const MEDIA: [&str; 3] = ["text/html", "application/json", TEXT_CSV];

/// The page has nothing but its own styles.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// Registers the routes of this room.
pub fn configure(config: &mut Routes<'_>) {
    config.service(get_claim_cover_sheet);
}

/// Prints the cover sheet of a claim
///
/// What goes with it to the insurer: who died or was hurt, who is paid and where, the papers, the time limits, and what the
/// dated rules come to beside what the insurer decided. A page to print (`text/html`), data (`application/json`), or a
/// table with a line for each beneficiary (`text/csv`) by `Accept`. NIKs, member and account numbers are masked; with a purpose in
/// `X-Purpose` and the scope `pii:read` they are shown, and the worker's access log says so.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:read"])),
    params(("id" = Uuid, Path, description = "The claim"), StatedPurpose),
    responses(
        (
            status = 200,
            description = "The cover sheet.",
            content((String = "text/html"), (ClaimCoverSheet = "application/json"), (String = "text/csv")),
        ),
        (status = 406, description = "None of the three forms is accepted."),
    )
)]
#[get("/claims/{id}/cover-sheet")]
async fn get_claim_cover_sheet(
    caller: Caller<ClaimsRead>,
    id: Path<Uuid>,
    purpose: StatedPurpose,
    language: Language,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let media = preferred(request.headers(), &MEDIA).ok_or_else(|| Problem::new(Code::NotAcceptable))?;
    let origin = origin(&caller, &state);
    let mut conn = state.db.read().await?;
    let view = cases::find(&mut conn, &caller.scope, id.0).await?;
    let claim = &view.file.claim;
    let papers = checklist::service::of(&mut conn, &view.file).await?;
    let clock = clocks::service::of(&mut conn, &view.file, state.clock.today()).await?;
    let estimate = service::estimate(&mut conn, &caller.scope, &view, &clock).await?;
    let key = (claim.worker_id, claim.regency_id);
    let (nik, mask) = queries::nik(&mut conn, key).await?;
    // A member number may never be shared with the village.
    let (number, number_mask) = match caller.may::<MembershipsRead>() {
        true => queries::member_number(&mut conn, key, claim.event_on).await?,
        false => (None, None),
    };
    let [regency, village, district] =
        queries::places(&mut conn, claim.regency_id, &view.worker.village_code).await?;
    drop(conn);
    let mut sheet = ClaimCoverSheet {
        claim: ClaimResponse::of(&view, &caller)?,
        worker_nik: mask,
        worker_member_number: number_mask,
        regency,
        district,
        village,
        checklist: ClaimChecklist::new(id.0, papers, language),
        clock,
        estimate,
        made_at: origin.now,
    };
    match &purpose.0 {
        Some(purpose) => {
            reveal(&state, (&caller, &origin, purpose), &view, &mut sheet.claim.beneficiaries).await?;
            if caller.may::<PiiRead>() {
                open(&state, (&origin, purpose), claim, (nik, number), &mut sheet).await?;
            }
        }
        None => note_opened(&state, &caller, claim).await?,
    }
    respond(media, &sheet)
}

/// Puts the worker's NIK and member number in clear into a sheet, after writing down that they are.
async fn open(
    state: &AppState,
    (origin, purpose): (&Origin, &Purpose),
    claim: &ClaimRow,
    (nik, number): (Option<Sealed<Nik>>, Option<Sealed<MemberNumber>>),
    sheet: &mut ClaimCoverSheet,
) -> Result<(), Problem> {
    let mut fields = Vec::new();
    if nik.is_some() {
        fields.push("nik");
    }
    if number.is_some() {
        fields.push("member_number");
    }
    if fields.is_empty() {
        return Ok(());
    }
    let opened = Opened { regency_id: claim.regency_id, worker_id: claim.worker_id, fields };
    let mut conn = state.db.write().await?;
    access_log::record(&mut conn, origin, purpose, vec![opened]).await?;
    if let Some(sealed) = &nik {
        let nik = state.vault.open(sealed).map_err(Problem::internal)?;
        sheet.worker_nik = Some(nik.as_str().to_owned());
    }
    if let Some(sealed) = &number {
        let number = state.vault.open(sealed).map_err(Problem::internal)?;
        sheet.worker_member_number = Some(number.as_str().to_owned());
    }
    Ok(())
}

fn respond(media: &str, sheet: &ClaimCoverSheet) -> Reply {
    let mut response = HttpResponse::Ok();
    response.insert_header((CACHE_CONTROL, "no-store"));
    let name = |disposition: &str, ending: &str| {
        (CONTENT_DISPOSITION, format!("{disposition}; filename=\"klaim-{}.{ending}\"", sheet.claim.id))
    };
    Ok(match media {
        TEXT_CSV => {
            response.content_type(TEXT_CSV).insert_header(name("attachment", "csv")).body(csv::table(sheet)?)
        }
        "application/json" => response.insert_header(name("attachment", "json")).json(sheet),
        _ => response
            .content_type("text/html; charset=utf-8")
            .insert_header(name("inline", "html"))
            .insert_header((CONTENT_SECURITY_POLICY, PAGE_POLICY))
            .body(html::page(sheet)),
    })
}
