//! `/v1/claims/{id}/forms/{form}`.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY};
use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use uuid::Uuid;

use super::codes::{Case, ClaimForm};
use super::content::{self, Known};
use super::html;
use super::queries::{self, FormWorker};
use crate::access::caller::{Caller, ClaimsRead, MembershipsRead, PiiRead, Principal};
use crate::app::AppState;
use crate::claims::cases::dto::ClaimResponse;
use crate::claims::cases::model::ClaimRow;
use crate::claims::cases::reveal::reveal;
use crate::claims::cases::service as cases;
use crate::claims::cases::step::{note_opened, origin};
use crate::claims::cover_sheet::queries as cover_sheet;
use crate::domain::MemberNumber;
use crate::platform::changes::Origin;
use crate::platform::http::{Path, Problem, Reply, Routes};
use crate::platform::vault::Sealed;
use crate::register::persons::access_log::{self, Opened};
use crate::register::persons::purpose::{Purpose, StatedPurpose};

/// The page has nothing but its own styles.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// Registers the routes of this room.
pub fn configure(config: &mut Routes<'_>) {
    config.service(get_claim_form);
}

/// Prints a form of a claim
///
/// Filled with what is known, with lines to write on where nothing is, as a page to print (`text/html`) in Indonesian, as the
/// insurer's forms are. A death has `death_benefit` and `heir_statement`; a work accident `accident_stage_one` and
/// `accident_stage_two`, and `heir_statement` where it was fatal; whoever has a guardian `guardian_power`, a sheet for each
/// guardian with the own wards and their accounts. 404 for a form that the claim does not have. NIKs, member, phone and account numbers are masked; with a purpose in `X-Purpose` and the scope
/// `pii:read` they are shown, and the worker's access log says so.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:read"])),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("form" = inline(ClaimForm), Path, description = "The form"),
        StatedPurpose
    ),
    responses((status = 200, description = "The form.", content((String = "text/html"))))
)]
#[get("/claims/{id}/forms/{form}")]
async fn get_claim_form(
    caller: Caller<ClaimsRead>,
    path: Path<(Uuid, String)>,
    purpose: StatedPurpose,
    state: Data<AppState>,
) -> Reply {
    let (id, form) = path.0;
    let form = ClaimForm::parse(&form).map_err(|_| Problem::not_found())?;
    let origin = origin(&caller, &state);
    let mut conn = state.db.read().await?;
    let view = cases::find(&mut conn, &caller.scope, id).await?;
    let claim = &view.file.claim;
    let guarded = view.file.beneficiaries.iter().any(|one| one.row.guardian_name.is_some());
    let is_fatal = claim.facts().is_fatal();
    if !form.belongs_to(Case { kind: claim.kind.0, is_fatal, has_guardian: guarded }) {
        return Err(Problem::not_found());
    }
    let key = (claim.worker_id, claim.regency_id);
    let worker = queries::worker(&mut conn, key).await?;
    // A member number may never be shared with the village.
    let (number, number_mask) = match caller.may::<MembershipsRead>() {
        true => cover_sheet::member_number(&mut conn, key, claim.event_on).await?,
        false => (None, None),
    };
    let places = cover_sheet::places(&mut conn, claim.regency_id, &view.worker.village_code).await?;
    let wage_base_idr = cover_sheet::wage_base(&mut conn, key, claim.event_on).await?;
    drop(conn);
    let children = view.file.children.iter().map(|child| &child.row).filter(|row| row.lapsed_on.is_none());
    let mut known = Known {
        claim: ClaimResponse::of(&view, &caller)?,
        children: children.map(|row| (row.name.clone(), row.birth_on, row.level.0.as_str())).collect(),
        nik: worker.nik_mask.clone(),
        member_number: number_mask,
        phone: worker.phone_mask.clone(),
        birth_on: worker.birth_on,
        sex: worker.sex.clone(),
        address: worker.address.clone(),
        occupation: worker.occupation.clone(),
        wage_base_idr,
        places,
        today: state.clock.today(),
    };
    match &purpose.0 {
        Some(purpose) => {
            let asking = (&*caller, &origin, purpose);
            reveal(&state, asking, &view, &mut known.claim.beneficiaries).await?;
            reveal_worker(&state, asking, claim, (&worker, number), &mut known).await?;
        }
        None => note_opened(&state, &caller, claim).await?,
    }
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, format!("inline; filename=\"{form}-{id}.html\"")))
        .insert_header((CONTENT_SECURITY_POLICY, PAGE_POLICY))
        .body(html::page(&content::fill(form, &known), &known)))
}

/// Puts the worker's NIK, member number and phone in clear into a form, after writing down that they are.
async fn reveal_worker(
    state: &AppState,
    (caller, origin, purpose): (&Principal, &Origin, &Purpose),
    claim: &ClaimRow,
    (worker, number): (&FormWorker, Option<Sealed<MemberNumber>>),
    known: &mut Known,
) -> Result<(), Problem> {
    if !caller.may::<PiiRead>() {
        return Ok(());
    }
    let mut fields = Vec::new();
    if worker.nik_sealed.is_some() {
        fields.push("nik");
    }
    if number.is_some() {
        fields.push("member_number");
    }
    if worker.phone_sealed.is_some() {
        fields.push("phone");
    }
    if fields.is_empty() {
        return Ok(());
    }
    let opened = Opened { regency_id: claim.regency_id, worker_id: claim.worker_id, fields };
    let mut conn = state.db.write().await?;
    access_log::record(&mut conn, origin, purpose, vec![opened]).await?;
    if let Some(sealed) = &worker.nik_sealed {
        known.nik = Some(state.vault.open(sealed).map_err(Problem::internal)?.as_str().to_owned());
    }
    if let Some(sealed) = &number {
        known.member_number = Some(state.vault.open(sealed).map_err(Problem::internal)?.as_str().to_owned());
    }
    if let Some(sealed) = &worker.phone_sealed {
        known.phone = Some(state.vault.open(sealed).map_err(Problem::internal)?.as_str().to_owned());
    }
    Ok(())
}
